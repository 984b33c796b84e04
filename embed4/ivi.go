package embed4

import (
	"net/netip"

	"github.com/hextet/hextet/internal/ip"
)

// IVI is the CERNET IVI embedding below a provider's /32 (RFC 6219 section 3.1). An
// octet of ones is the marker, and the IPv4 address includes bits 64 to 71, so that it
// is not an RFC 6052 address:
//
//	0               32  40              72                          127
//	|Prefix         |ff |v4             |0                          |
type IVI struct {
	Prefix netip.Prefix // of 32 bits
}

const (
	errIVILength    constError = "an IVI prefix has length 32 (RFC 6219 section 3.1)"
	errIVIMulticast constError = "not in 232.0.0.0/8, the IPv4 groups that IVI maps (RFC 6219 section 5.1)"
)

// Validate returns an error if the prefix is not an IPv6 /32.
func (i IVI) Validate() error {
	if err := checkSitePrefix(i.Prefix); err != nil {
		return err
	}
	if i.Prefix.Bits() != 32 {
		return errIVILength
	}
	return nil
}

// Encode returns the IVI address of v4.
func (i IVI) Encode(v4 netip.Addr) (netip.Addr, error) {
	if !v4.Is4() {
		return netip.Addr{}, errNotIPv4
	}
	p, err := i.EncodePrefix(netip.PrefixFrom(v4, 32))
	return p.Addr(), err
}

// EncodePrefix returns the prefix, 40 bits longer, of the IVI addresses of v4.
func (i IVI) EncodePrefix(v4 netip.Prefix) (netip.Prefix, error) {
	if err := i.Validate(); err != nil {
		return netip.Prefix{}, err
	}
	if err := checkPrefix4(v4); err != nil {
		return netip.Prefix{}, err
	}
	v := uint64(ip.Uint32(v4.Masked().Addr()))
	u := ip.FromAddr(i.Prefix.Addr()).And(ip.Mask(uint(32))).WithField(uint(32), uint(8), 0xff).WithField(uint(40), uint(32), v)
	return prefixOf(u, 40+v4.Bits()), nil
}

// Decode returns the IPv4 address in a, which must be below the prefix and have the
// octet ff after it and zeros after the IPv4 address.
func (i IVI) Decode(a netip.Addr) (netip.Addr, bool) {
	if i.Validate() != nil || !a.Is6() {
		return netip.Addr{}, false
	}
	u := ip.FromAddr(a)
	if u.Hi>>32 != ip.FromAddr(i.Prefix.Addr()).Hi>>32 || u.Hi>>24&0xff != 0xff || u.Lo<<8 != 0 {
		return netip.Addr{}, false
	}
	return ip.Addr4(uint32(u.Field(uint(40), uint(32)))), true
}

// Check warns about addresses that no unicast node can have.
func (i IVI) Check(v4 netip.Prefix) Verdict {
	v := verdictFor(v4)
	v.wantUnicast()
	return v
}

// Multicast returns the IPv6 source-specific group ff3e::f0BB:CCDD for the IPv4
// group 232.BB.CC.DD (RFC 6219 section 5.1, which writes these with a /96).
func (IVI) Multicast(group netip.Addr) (netip.Addr, error) {
	if !group.Is4() {
		return netip.Addr{}, errNotIPv4
	}
	v := ip.Uint32(group)
	if v>>24 != 232 {
		return netip.Addr{}, errIVIMulticast
	}
	return ip.Uint128{Hi: 0xff3e << 48, Lo: uint64(0xf0000000 | v&0xffffff)}.Addr6(), nil
}

// DecodeMulticast is the inverse of Multicast.
func (IVI) DecodeMulticast(group netip.Addr) (netip.Addr, bool) {
	if !group.Is6() {
		return netip.Addr{}, false
	}
	u := ip.FromAddr(group)
	if u.Hi != 0xff3e<<48 || u.Lo>>24 != 0xf0 {
		return netip.Addr{}, false
	}
	return ip.Addr4(232<<24 | uint32(u.Lo)&0xffffff), true
}
