package embed4

import (
	"net/netip"

	"github.com/hextet/hextet/internal/ip"
)

// Multicast64 embeds IPv4 groups in IPv6 groups, to carry IPv4 multicast over an IPv6
// network (RFC 8114 section 4.1; hosts learn the prefix by RFC 8115):
//
//	|  8 |4 |4 |             80 bits           |    32 bits    |
//	|0xff|fl|sc|      rest of the mPrefix64    |  IPv4 group   |
//
// The prefix has 96 bits. Source-specific groups, 232.0.0.0/8, need a prefix in
// ff3x::/32 (RFC 4607), any-source groups a multicast prefix outside it. The source of
// a channel is embedded with [NAT64]. The zero Multicast64 is invalid.
type Multicast64 struct {
	Prefix netip.Prefix // host bits are ignored
}

const (
	errMulticast64   constError = "a prefix for IPv4 groups is a multicast /96 (RFC 8114 section 4.1)"
	errNotMulticast4 constError = "not an IPv4 multicast group (RFC 8114)"
)

// Validate returns an error unless the prefix is a multicast /96.
func (m Multicast64) Validate() error {
	if !m.Prefix.IsValid() || m.Prefix.Bits() != 96 || !m.Prefix.Addr().Is6() || !m.Prefix.Addr().IsMulticast() {
		return errMulticast64
	}
	return nil
}

// IsSourceSpecific reports whether the prefix is for source-specific groups, with or
// without flag X (RFC 4607 section 1, RFC 7371).
func (m Multicast64) IsSourceSpecific() bool {
	return m.Validate() == nil && ip.FromAddr(m.Prefix.Addr()).Hi>>32&0xff70_ffff == 0xff30_0000
}

// Encode returns the IPv6 group for the IPv4 group v4. It does not allocate.
func (m Multicast64) Encode(v4 netip.Addr) (netip.Addr, error) {
	if err := m.Validate(); err != nil {
		return netip.Addr{}, err
	}
	if !v4.Is4() || !v4.IsMulticast() {
		return netip.Addr{}, errNotMulticast4
	}
	u := ip.FromAddr(m.Prefix.Addr())
	return encode96(u.Hi, u.Lo&^0xffff_ffff, v4)
}

// EncodePrefix returns the prefix of the IPv6 groups for the groups v4, 96 bits longer.
func (m Multicast64) EncodePrefix(v4 netip.Prefix) (netip.Prefix, error) {
	if !v4.IsValid() || v4.Bits() < 4 {
		return netip.Prefix{}, errNotMulticast4
	}
	a, err := m.Encode(v4.Masked().Addr())
	if err != nil {
		return netip.Prefix{}, err
	}
	return netip.PrefixFrom(a, 96+v4.Bits()), nil
}

// Check forbids source-specific groups (232.0.0.0/8) below a prefix outside ff3x::/32,
// and others below one in it.
func (m Multicast64) Check(v4 netip.Prefix) Verdict {
	v := verdictFor(v4)
	if m.Validate() != nil || checkPrefix4(v4) != nil {
		return v
	}
	ssm := netip.PrefixFrom(netip.AddrFrom4([4]byte{232}), 8)
	switch {
	case m.IsSourceSpecific() && (v4.Bits() < 8 || !ssm.Contains(v4.Addr())):
		v.must.add(ruleAnySource)
	case !m.IsSourceSpecific() && ssm.Overlaps(v4):
		v.must.add(ruleSourceSpecific)
	}
	return v
}

// Decode returns the IPv4 group in a; ok is false if a is not below the prefix or its
// last 32 bits are not an IPv4 group.
func (m Multicast64) Decode(a netip.Addr) (netip.Addr, bool) {
	if m.Validate() != nil {
		return netip.Addr{}, false
	}
	u := ip.FromAddr(m.Prefix.Addr())
	v4, ok := decode96(u.Hi, u.Lo&^0xffff_ffff, a)
	if !ok || !v4.IsMulticast() {
		return netip.Addr{}, false
	}
	return v4, true
}
