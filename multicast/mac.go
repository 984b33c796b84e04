package multicast

import (
	"errors"
	"iter"
	"net/netip"

	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/ip"
)

// ErrNotMulticast is the error for an address that is not multicast.
var ErrNotMulticast = errors.New("not a multicast address")

// MAC returns the Ethernet address of the group g:
//
//	IPv6  33:33 and the last 32 bits of g        RFC 2464 section 7
//	IPv4  01:00:5e and the last 23 bits of g     RFC 1112 section 6.4
//
// The error is [ErrNotMulticast]. It does not allocate.
func MAC(g netip.Addr) (eui64.MAC, error) {
	switch {
	case !g.IsMulticast() || g.Is4In6():
		return eui64.MAC{}, ErrNotMulticast
	case g.Is4():
		b := g.As4()
		return eui64.MACFrom6([6]byte{0x01, 0x00, 0x5e, b[1] & 0x7f, b[2], b[3]}), nil
	}
	_, v := ip.Halves(g)
	return eui64.MACFrom6([6]byte{0x33, 0x33, byte(v >> 24), byte(v >> 16), byte(v >> 8), byte(v)}), nil
}

// ShortAddress returns the 16-bit IEEE 802.15.4 address of the IPv6 group g in a mesh
// (RFC 4944 section 9), the last 13 bits of g:
//
//	|100| 13 bits |
//
// IPv4 groups have none. The error is [ErrNotMulticast] for other addresses.
func ShortAddress(g netip.Addr) (uint16, error) {
	switch {
	case !g.IsMulticast() || g.Is4In6():
		return 0, ErrNotMulticast
	case g.Is4():
		return 0, errShort4
	}
	_, v := ip.Halves(g)
	return 0x8000 | uint16(v)&0x1fff, nil
}

var errShort4 = errors.New("an IPv4 group has no IEEE 802.15.4 address: 6LoWPAN carries IPv6 only (RFC 4944)")

// InfiniBandAddress returns the 20 octets of the IPoIB link-layer address of the group
// g, as Linux prints it: the reserved octet, the queue pair number used for multicast,
// and the [MGID] (RFC 4391 sections 4 and 9.1.1):
//
//	| 00 | ff ff ff | MGID, 16 octets |
func InfiniBandAddress(g netip.Addr, pkey uint16, s Scope) (b [20]byte, err error) {
	id, err := MGID(g, pkey, s)
	if err != nil {
		return b, err
	}
	b[1], b[2], b[3] = 0xff, 0xff, 0xff
	gid := id.As16()
	copy(b[4:], gid[:])
	return b, nil
}

// IPv4Groups returns the 32 IPv4 groups that share the Ethernet address m, in order,
// because the mapping loses five bits of a group. An m outside 01:00:5e:00:00:00 to
// 01:00:5e:7f:ff:ff is an error.
//
//	|1110| 5 bits lost |        23 bits kept        |
func IPv4Groups(m eui64.MAC) (iter.Seq[netip.Addr], error) {
	v := m.Uint64()
	if m.Len() != 6 || v>>23 != 0x01_00_5e<<1 {
		return nil, errNotIPv4MAC
	}
	return func(yield func(netip.Addr) bool) {
		for i := range uint32(32) {
			a := 0xe<<28 | i<<23 | uint32(v&0x7f_ffff)
			if !yield(ip.Addr4(a)) {
				return
			}
		}
	}, nil
}

var errNotIPv4MAC = errors.New("not the MAC of an IPv4 group: not in 01:00:5e:00:00:00 to 01:00:5e:7f:ff:ff (RFC 1112 section 6.4)")

// IPv6Group returns the most likely of the 2^88 IPv6 groups that share the Ethernet
// address m: the solicited-node group if its 32 bits belong to one (RFC 3307 reserves
// them), otherwise ff02:: with these bits. An m that does not begin with 33:33 is an
// error.
func IPv6Group(m eui64.MAC) (netip.Addr, error) {
	v := m.Uint64()
	switch {
	case m.Len() != 6 || v>>32 != 0x3333:
		return netip.Addr{}, errNotIPv6MAC
	case ClassOf(uint32(v)) == ClassSolicitedNode:
		return ip.Addr6(0xff02<<48, 0x1_0000_0000|v&0xffff_ffff), nil
	}
	return ip.Addr6(0xff02<<48, v&0xffff_ffff), nil
}

var errNotIPv6MAC = errors.New("not the MAC of an IPv6 group: not in 33:33:00:00:00:00 to 33:33:ff:ff:ff:ff (RFC 2464 section 7)")
