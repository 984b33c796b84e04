package subnet

import (
	"iter"
	"net/netip"
	"strconv"

	"github.com/hextet/hextet/addr"
)

// Info is what arithmetic alone tells about an item. What does not apply is the
// zero value of its field.
type Info struct {
	Prefix      netip.Prefix // masked; zero for a range that is not one prefix
	First, Last netip.Addr
	Count       Count
	Host        netip.Addr   // the address written, where host bits were set
	Parent      netip.Prefix // one bit shorter; zero for /0

	Subnets64 Count // how many /64, for IPv6 prefixes up to that length

	// For IPv4 prefixes. A /31 and a /32 have no broadcast address, and all of
	// their addresses are usable (RFC 3021).
	Mask, Wildcard, Broadcast netip.Addr
	Usable                    Count
	UsableFirst, UsableLast   netip.Addr

	Remarks []addr.Remark
}

// Describe returns the Info of it; an invalid item gives the zero Info.
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
		in.Parent = netip.PrefixFrom(p.Addr(), n-1).Masked()
	}
	if !it.IsRange() && it.Addr != p.Addr() {
		in.Host = it.Addr
		rfc, section := 4291, "2.3"
		if p.Addr().Is4() {
			rfc, section = 4632, "3.1"
		}
		in.remark("host bits are set in "+text(it.Addr), rfc, section)
	}
	if p.Addr().Is4() {
		in.describe4(n)
	} else {
		in.describe6(e, n)
	}
	return in
}

// ReverseZones walks the names of the reverse DNS zones that make up the prefix,
// in address order and without a dot at the end: one where the length is on a
// nibble for IPv6 or an octet for IPv4, else up to 8 or 128 (RFC 3596 section
// 2.5). There are none where there is no prefix.
func (in Info) ReverseZones() iter.Seq[string] {
	return func(yield func(string) bool) {
		for z := range addr.ReverseZones(in.Prefix) {
			// It cannot fail: z is one zone, and there is no origin.
			if name, err := addr.AppendZone(nil, z, ""); err != nil || !yield(string(name)) {
				return
			}
		}
	}
}

func (in *Info) remark(text string, rfc int, section string) {
	reference := ""
	if rfc != 0 {
		reference = "RFC " + strconv.Itoa(rfc)
	}
	if section != "" {
		reference += " section " + section
	}
	in.Remarks = append(in.Remarks, addr.Remark{Text: text, Reference: reference})
}

func text(a netip.Addr) string { return string(addr.AppendAddr(nil, a)) }

func (in *Info) describe4(n int) {
	in.Mask, in.Wildcard = Mask(in.Prefix), Wildcard(in.Prefix)
	usable := Usable(in.Prefix)
	in.Usable, in.UsableFirst, in.UsableLast = Size(usable), usable.From(), usable.To()
	switch n {
	case 32:
		in.remark("a single address", 0, "")
	case 31:
		in.remark("point-to-point link: both addresses are usable, there is no broadcast address", 3021, "2.1")
	default:
		in.Broadcast = in.Last
	}
	if n > 24 && n < 32 {
		// It cannot fail between these lengths.
		zone, _ := addr.AppendClassless(nil, in.Prefix)
		in.remark("classless reverse zone "+string(zone), 2317, "4")
	}
}

// Lengths from which a prefix is a subnet, or too long for 64-bit interface
// identifiers, and the last 128 identifiers of a subnet, reserved for anycast.
const (
	subnetBits       = 64
	reservedTop      = 0xffff_ffff_ffff_ff80 // RFC 2526 section 2, identifiers of another form
	reservedTopEUI64 = 0xfdff_ffff_ffff_ff80 // RFC 2526 section 2, EUI-64 format
)

func (in *Info) describe6(e extent, n int) {
	if n <= subnetBits {
		in.Subnets64 = pow2(subnetBits - n)
	}
	// RFC 4291 section 2.5.1: identifiers have 64 bits in all unicast addresses
	// but those that begin with 000. Multicast addresses have none.
	withIID := e.first.Hi>>61 != 0 && e.first.Hi>>56 != 0xff
	switch {
	case n == 128:
		in.remark("a single address", 0, "")
	case n == 127:
		in.remark("point-to-point link between routers: both addresses are usable, there is no Subnet-Router anycast address", 6164, "6")
		switch iid := e.first.Lo; {
		case !withIID:
		case iid == 0:
			in.remark("do not use: its first address is the Subnet-Router anycast address of the /64", 6164, "6")
		case iid >= reservedTop || iid&^0x7f == reservedTopEUI64:
			in.remark("do not use: interface identifiers reserved for anycast", 6164, "6")
		}
	case !withIID:
	case n > subnetBits:
		in.remark("longer than /64: stateless autoconfiguration does not work", 4862, "5.5.3")
		in.remark("most of IPv6 expects subnets to be a /64", 7421, "4")
		in.remark(text(in.First)+" is the Subnet-Router anycast address", 4291, "2.6.1")
	case n == subnetBits:
		in.remark("a subnet: 64 bits of interface identifier, stateless autoconfiguration works", 7421, "4")
		in.remark(text(in.First)+" is the Subnet-Router anycast address", 4291, "2.6.1")
		e.first.Lo, e.last.Lo = reservedTopEUI64, reservedTopEUI64|0x7f
		in.remark(string(AppendRange(nil, e.toRange()))+" is reserved for anycast", 2526, "2")
	case n == 48 || n == 56:
		in.remark("a usual size for an end site", 6177, "2")
	}
	if n%4 != 0 {
		in.remark("not on a nibble: "+strconv.Itoa(1<<(4-n%4))+" reverse zones", 3596, "2.5")
	}
}
