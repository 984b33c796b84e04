package subnet

import (
	"net/netip"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/ip"
)

// Info is what can be computed from an item alone. Fields that do not apply are zero.
type Info struct {
	Prefix      netip.Prefix // masked; zero for a range that is not one prefix
	First, Last netip.Addr
	Count       Count
	Host        netip.Addr   // the address as written, if it has host bits
	Parent      netip.Prefix // one bit shorter; zero for /0

	Subnets64 Count // how many /64, for IPv6 prefixes up to that length

	// For IPv4 prefixes. A /31 and a /32 have no broadcast address, and all of
	// their addresses are usable (RFC 3021).
	Mask, Wildcard, Broadcast netip.Addr
	Usable                    Count
	UsableFirst, UsableLast   netip.Addr
}

// Describe returns the Info of it; an invalid item gives the zero Info. It does not
// allocate.
func Describe(it Item) Info {
	e := it.extent()
	if !e.isValid() {
		return Info{}
	}
	p, ok := e.prefix()
	in := Info{Prefix: p, First: toAddr(e.first, e.width), Last: toAddr(e.last, e.width), Count: e.count()}
	if !ok {
		return in
	}
	n := p.Bits()
	if n > 0 {
		in.Parent = toPrefix(e.first.AndNot(ip.Ones(uint(int(e.width)-n+1))), e.width, n-1)
	}
	if !it.IsRange() && it.Addr != p.Addr() {
		in.Host = it.Addr
	}
	if p.Addr().Is6() {
		if n <= subnetBits {
			in.Subnets64 = pow2(subnetBits - n)
		}
		return in
	}
	in.Mask, in.Wildcard = Mask(p), wildcard(p)
	if n < 31 {
		in.Broadcast = in.Last
	}
	usable := Usable(p)
	in.Usable, in.UsableFirst, in.UsableLast = Size(usable), usable.From(), usable.To()
	return in
}

// AppendRemarks appends remarks on the prefix of in to dst, or nothing if in has no
// prefix.
func (in *Info) AppendRemarks(dst []addr.Remark) []addr.Remark {
	switch {
	case !in.Prefix.IsValid():
		return dst
	case in.Prefix.Addr().Is4():
		return in.remarks4(dst)
	}
	return in.remarks6(dst)
}

func (in *Info) remarks4(dst []addr.Remark) []addr.Remark {
	if in.Host.IsValid() {
		dst = append(dst, addr.Remark{Text: "host bits are set", Reference: "RFC 4632 section 3.1"})
	}
	n := in.Prefix.Bits()
	switch n {
	case 32:
		dst = append(dst, addr.Remark{Text: "a single address"})
	case 31:
		dst = append(dst, addr.Remark{Text: "point-to-point link: both addresses are usable, there is no broadcast address", Reference: "RFC 3021 section 2.1"})
	}
	if n > 24 && n < 32 {
		// It cannot fail between these lengths.
		zone, _ := addr.AppendClassless([]byte("classless reverse zone "), in.Prefix)
		dst = append(dst, addr.Remark{Text: string(zone), Reference: "RFC 2317 section 4"})
	}
	return dst
}

// The length of a subnet, beyond which a prefix is too long for 64-bit interface
// identifiers, and the start of the last 128 identifiers of a subnet, reserved for
// anycast.
const (
	subnetBits       = 64
	reservedTop      = 0xffff_ffff_ffff_ff80 // RFC 2526 section 2, identifiers of another form
	reservedTopEUI64 = 0xfdff_ffff_ffff_ff80 // RFC 2526 section 2, EUI-64 format
)

func (in *Info) remarks6(dst []addr.Remark) []addr.Remark {
	if in.Host.IsValid() {
		dst = append(dst, addr.Remark{Text: "host bits are set", Reference: "RFC 4291 section 2.3"})
	}
	e := extentOfPrefix(in.Prefix)
	router := addr.Remark{Text: "the first address is the Subnet-Router anycast address", Reference: "RFC 4291 section 2.6.1"}
	// RFC 4291 section 2.5.1: unicast addresses have 64-bit identifiers unless they
	// begin with 000. Multicast addresses have none.
	withIID := e.first.Hi>>61 != 0 && e.first.Hi>>56 != 0xff
	n := in.Prefix.Bits()
	switch {
	case n == 128:
		dst = append(dst, addr.Remark{Text: "a single address"})
	case n == 127:
		dst = append(dst, addr.Remark{Text: "point-to-point link between routers: both addresses are usable, there is no Subnet-Router anycast address", Reference: "RFC 6164 section 6"})
		switch iid := e.first.Lo; {
		case !withIID:
		case iid == 0:
			dst = append(dst, addr.Remark{Text: "do not use: its first address is the Subnet-Router anycast address of the /64", Reference: "RFC 6164 section 6"})
		case iid >= reservedTop || iid&^0x7f == reservedTopEUI64:
			dst = append(dst, addr.Remark{Text: "do not use: interface identifiers reserved for anycast", Reference: "RFC 6164 section 6"})
		}
	case !withIID:
	case n > subnetBits:
		dst = append(dst,
			addr.Remark{Text: "longer than /64: stateless autoconfiguration does not work", Reference: "RFC 4862 section 5.5.3"},
			addr.Remark{Text: "most of IPv6 expects subnets to be a /64", Reference: "RFC 7421 section 4"},
			router)
	case n == subnetBits:
		dst = append(dst,
			addr.Remark{Text: "a subnet: 64 bits of interface identifier, stateless autoconfiguration works", Reference: "RFC 7421 section 4"},
			router,
			addr.Remark{Text: "identifiers fdff:ffff:ffff:ff80-fdff:ffff:ffff:ffff are reserved for anycast", Reference: "RFC 2526 section 2"})
	case n == 48 || n == 56:
		dst = append(dst, addr.Remark{Text: "a usual size for an end site", Reference: "RFC 6177 section 2"})
	}
	if n%4 != 0 {
		dst = append(dst, addr.Remark{Text: notNibble[n%4-1], Reference: "RFC 3596 section 2.5"})
	}
	return dst
}

var notNibble = [3]string{
	"not on a nibble boundary: 8 reverse zones",
	"not on a nibble boundary: 4 reverse zones",
	"not on a nibble boundary: 2 reverse zones",
}
