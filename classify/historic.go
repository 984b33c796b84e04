package classify

import (
	"net/netip"

	"github.com/hextet/hextet/internal/ip"
)

// IPv4Class is the historic class of an IPv4 address (RFC 791 section 3.2; D and E by
// RFC 1112). Classes have had no meaning since 1993 (see RFC 4632).
type IPv4Class struct {
	Letter byte         // 'A' to 'E'
	Prefix netip.Prefix // the network in classes A to C; the block of D and E
}

// IPv4ClassOf returns the class of the IPv4 address a; ok is false for others:
//
//	0...  A, a network of 8 bits
//	10..  B, 16 bits
//	110.  C, 24 bits
//	1110  D, groups
//	1111  E, reserved
func IPv4ClassOf(a netip.Addr) (c IPv4Class, ok bool) {
	if !a.Is4() {
		return IPv4Class{}, false
	}
	b := a.As4()
	bits := 4
	switch v := b[0]; {
	case v < 0x80:
		c.Letter, bits = 'A', 8
	case v < 0xc0:
		c.Letter, bits = 'B', 16
	case v < 0xe0:
		c.Letter, bits = 'C', 24
	case v < 0xf0:
		c.Letter = 'D'
	default:
		c.Letter = 'E'
	}
	c.Prefix, _ = a.Prefix(bits)
	return c, true
}

// Aggregatable is the address format of RFC 2374, which RFC 3587 made historic in 2003:
//
//	| 3 |  13 |  8  |   24   |   16   |          64          |
//	|001| TLA | RES |  NLA   |  SLA   | interface identifier |
type Aggregatable struct {
	TLA uint16 // top-level aggregation identifier, 13 bits
	RES uint8  // reserved
	NLA uint32 // next-level aggregation identifier, 24 bits
	SLA uint16 // site-level aggregation identifier
}

// AggregatableOf returns the fields of a global unicast address in 2000::/3; ok
// is false for others.
func AggregatableOf(a netip.Addr) (f Aggregatable, ok bool) {
	if !a.Is6() {
		return f, false
	}
	hi, _ := ip.Halves(a)
	if hi>>61 != 1 {
		return f, false
	}
	return Aggregatable{uint16(hi >> 48 & 0x1fff), uint8(hi >> 40), uint32(hi >> 16 & 0xff_ffff), uint16(hi)}, true
}
