package embed4

import (
	"net/netip"

	"github.com/hextet/hextet/internal/ip"
)

// Multicast64 is an IPv4 group inside an IPv6 group, as used to carry IPv4
// multicast over an IPv6 network (RFC 8114 section 4.1; the prefixes come by RFC 8115):
//
//	|  8 |4 |4 |             80 bits           |    32 bits    |
//	|0xff|fl|sc|      rest of the mPrefix64    |  IPv4 group   |
//
// The prefix has 96 bits. One for any-source groups is any multicast prefix that is not
// ff3x::/32; one for source-specific groups, which are 232.0.0.0/8 in IPv4, is of ff3x::/32
// (RFC 4607). The source of a channel is embedded in a unicast address with
// [NAT64]. The zero value's prefix is invalid and encodes nothing.
type Multicast64 struct {
	Prefix netip.Prefix // bits after its length are ignored
}

const (
	errMulticast64   constError = "a prefix for IPv4 groups is a multicast one of 96 bits (RFC 8114 section 4.1)"
	errNotMulticast4 constError = "not an IPv4 multicast group (RFC 8114)"
)

// Validate returns an error unless the prefix can hold IPv4 groups.
func (m Multicast64) Validate() error {
	if !m.Prefix.IsValid() || m.Prefix.Bits() != 96 || !m.Prefix.Addr().Is6() || !m.Prefix.Addr().IsMulticast() {
		return errMulticast64
	}
	return nil
}

// IsSourceSpecific reports whether the prefix is one for source-specific groups,
// with flag X or without (RFC 4607 section 1, RFC 7371).
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

// EncodePrefix returns the prefix of the IPv6 groups for those of v4, 96 bits longer
// than v4.
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

// Check says whether the groups v4 are of the mode of the prefix: source-specific ones
// (232.0.0.0/8) belong below ff3x::/32, and no others do.
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

// Decode returns the IPv4 group in a. It reports false where a is not below the
// prefix and where its last 32 bits are no IPv4 group.
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
