package subnet

import (
	"net/netip"
	"strconv"

	"go4.org/netipx"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/ip"
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
	in.Mask, in.Wildcard = Mask(p), Wildcard(p)
	if n < 31 {
		in.Broadcast = in.Last
	}
	usable := Usable(p)
	in.Usable, in.UsableFirst, in.UsableLast = Size(usable), usable.From(), usable.To()
	return in
}

// Remark is a fact or advice about a prefix, with its source.
type Remark struct {
	text  string // with a "%" for about
	about netipx.IPRange

	RFC     int    // 0 when there is none
	Section string // of the RFC; may be empty
}

// Text returns the remark without its source.
func (r Remark) Text() string { return string(r.appendText(nil)) }

func (r Remark) appendText(dst []byte) []byte {
	for i := range len(r.text) {
		switch {
		case r.text[i] != '%':
			dst = append(dst, r.text[i])
		case r.about.From() == r.about.To():
			dst = addr.AppendAddr(dst, r.about.From())
		default:
			dst = AppendRange(dst, r.about)
		}
	}
	return dst
}

// AppendTo appends the remark with its source: "text (RFC 6164 section 6)".
func (r Remark) AppendTo(dst []byte) []byte {
	dst = r.appendText(dst)
	if r.RFC == 0 {
		return dst
	}
	dst = append(dst, " (RFC "...)
	dst = strconv.AppendInt(dst, int64(r.RFC), 10)
	if r.Section != "" {
		dst = append(append(dst, " section "...), r.Section...)
	}
	return append(dst, ')')
}

// String returns what AppendTo appends.
func (r Remark) String() string { return string(r.AppendTo(nil)) }

// AppendRemarks appends what there is to remark on the prefix of in to dst; nothing
// where in has no prefix.
func (in *Info) AppendRemarks(dst []Remark) []Remark {
	switch {
	case !in.Prefix.IsValid():
		return dst
	case in.Prefix.Addr().Is4():
		return in.remarks4(dst)
	}
	return in.remarks6(dst)
}

func only(a netip.Addr) netipx.IPRange { return netipx.IPRangeFrom(a, a) }

func (in *Info) remarks4(dst []Remark) []Remark {
	if in.Host.IsValid() {
		dst = append(dst, Remark{"host bits are set in %", only(in.Host), 4632, "3.1"})
	}
	n := in.Prefix.Bits()
	switch n {
	case 32:
		dst = append(dst, Remark{text: "a single address"})
	case 31:
		dst = append(dst, Remark{text: "point-to-point link: both addresses are usable, there is no broadcast address", RFC: 3021, Section: "2.1"})
	}
	if n > 24 && n < 32 {
		// It cannot fail between these lengths.
		zone, _ := addr.AppendClassless([]byte("classless reverse zone "), in.Prefix)
		dst = append(dst, Remark{text: string(zone), RFC: 2317, Section: "4"})
	}
	return dst
}

// Lengths from which a prefix is a subnet, or too long for 64-bit interface
// identifiers, and the last 128 identifiers of a subnet, reserved for anycast.
const (
	subnetBits       = 64
	reservedTop      = 0xffff_ffff_ffff_ff80 // RFC 2526 section 2, identifiers of another form
	reservedTopEUI64 = 0xfdff_ffff_ffff_ff80 // RFC 2526 section 2, EUI-64 format
)

func (in *Info) remarks6(dst []Remark) []Remark {
	if in.Host.IsValid() {
		dst = append(dst, Remark{"host bits are set in %", only(in.Host), 4291, "2.3"})
	}
	e := extentOfPrefix(in.Prefix)
	router := Remark{"% is the Subnet-Router anycast address", only(in.First), 4291, "2.6.1"}
	// RFC 4291 section 2.5.1: identifiers have 64 bits in all unicast addresses
	// but those that begin with 000. Multicast addresses have none.
	withIID := e.first.Hi>>61 != 0 && e.first.Hi>>56 != 0xff
	n := in.Prefix.Bits()
	switch {
	case n == 128:
		dst = append(dst, Remark{text: "a single address"})
	case n == 127:
		dst = append(dst, Remark{text: "point-to-point link between routers: both addresses are usable, there is no Subnet-Router anycast address", RFC: 6164, Section: "6"})
		switch iid := e.first.Lo; {
		case !withIID:
		case iid == 0:
			dst = append(dst, Remark{text: "do not use: its first address is the Subnet-Router anycast address of the /64", RFC: 6164, Section: "6"})
		case iid >= reservedTop || iid&^0x7f == reservedTopEUI64:
			dst = append(dst, Remark{text: "do not use: interface identifiers reserved for anycast", RFC: 6164, Section: "6"})
		}
	case !withIID:
	case n > subnetBits:
		dst = append(dst,
			Remark{text: "longer than /64: stateless autoconfiguration does not work", RFC: 4862, Section: "5.5.3"},
			Remark{text: "most of IPv6 expects subnets to be a /64", RFC: 7421, Section: "4"},
			router)
	case n == subnetBits:
		e.first.Lo, e.last.Lo = reservedTopEUI64, reservedTopEUI64|0x7f
		dst = append(dst,
			Remark{text: "a subnet: 64 bits of interface identifier, stateless autoconfiguration works", RFC: 7421, Section: "4"},
			router,
			Remark{"% is reserved for anycast", e.toRange(), 2526, "2"})
	case n == 48 || n == 56:
		dst = append(dst, Remark{text: "a usual size for an end site", RFC: 6177, Section: "2"})
	}
	if n%4 != 0 {
		dst = append(dst, Remark{text: notNibble[n%4-1], RFC: 3596, Section: "2.5"})
	}
	return dst
}

var notNibble = [3]string{
	"not on a nibble boundary: 8 reverse zones",
	"not on a nibble boundary: 4 reverse zones",
	"not on a nibble boundary: 2 reverse zones",
}
