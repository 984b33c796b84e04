package embed4

import (
	"net/netip"

	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/ip"
)

// SixToFour is a subnet and an interface identifier in a 6to4 site, whose
// prefix is 2002:a.b.c.d::/48 for the IPv4 address of its router (RFC 3056
// section 2):
//
//	0       16              48      64                       127
//	|2002   |v4             |Subnet |IID                     |
type SixToFour struct {
	Subnet uint16    // bits 48 to 63, the SLA ID
	IID    eui64.IID // bits 64 to 127
}

const sixToFourHi = 0x2002 << 48

// Encode returns the address 2002:v4:Subnet:IID. It does not allocate.
func (s SixToFour) Encode(v4 netip.Addr) (netip.Addr, error) {
	if !v4.Is4() {
		return netip.Addr{}, errNotIPv4
	}
	return ip.Uint128{Hi: sixToFourHi | uint64(ip.Uint32(v4))<<16 | uint64(s.Subnet), Lo: uint64(s.IID)}.Addr6(), nil
}

// EncodePrefix returns the prefix, 16 bits longer than v4, of the 6to4 sites whose
// routers are in v4: a /48 for one router. The fields of s are ignored.
func (s SixToFour) EncodePrefix(v4 netip.Prefix) (netip.Prefix, error) {
	if err := checkPrefix4(v4); err != nil {
		return netip.Prefix{}, err
	}
	a, err := SixToFour{}.Encode(v4.Masked().Addr())
	return netip.PrefixFrom(a, 16+v4.Bits()), err
}

// DecodeSixToFour returns the parts of an address in 2002::/16.
func DecodeSixToFour(a netip.Addr) (s SixToFour, v4 netip.Addr, ok bool) {
	if !a.Is6() {
		return s, v4, false
	}
	u := ip.FromAddr(a)
	if u.Hi>>48 != 0x2002 {
		return s, v4, false
	}
	return SixToFour{uint16(u.Hi), eui64.IID(u.Lo)}, ip.Addr4(uint32(u.Hi >> 16)), true
}

// Check forbids private addresses (RFC 3056 section 2) and others that are not global
// unicast (section 9). It warns about the relay anycast address 192.88.99.1 (RFC 3068
// section 2.4, deprecated by RFC 7526) and documentation addresses.
func (SixToFour) Check(v4 netip.Prefix) Verdict {
	v := verdictFor(v4)
	v.sixToFour()
	return v
}

func (v *Verdict) sixToFour() {
	if v.class == private {
		v.must.add(ruleSixToFourPrivate)
		return
	}
	v.wantGlobal(ruleSixToFourNotGlobal)
}
