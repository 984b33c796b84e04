package embed4

import "net/netip"

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
	errMulticast64    constError = "a prefix for IPv4 groups is a multicast one of 96 bits (RFC 8114 section 4.1)"
	errNotMulticast4  constError = "not an IPv4 multicast group (RFC 8114)"
	errNotSSMGroup    constError = "not a source-specific IPv4 group of 232.0.0.0/8, which a prefix of ff3x::/32 is for (RFC 8114 section 4.1; RFC 4607)"
	errSSMGroup       constError = "a source-specific IPv4 group needs a prefix of ff3x::/32 (RFC 8114 section 4.1; RFC 4607)"
	errPref64Short    constError = "a PREF64 option has 16 octets (RFC 8781 section 4)"
	errPref64Type     constError = "not a PREF64 option: its type is 38 (RFC 8781 section 4)"
	errPref64Length   constError = "the length field of a PREF64 option is 2 (RFC 8781 section 4)"
	errPref64PLC      constError = "prefix length codes 6 and 7 have no meaning (RFC 8781 section 4)"
	errPref64Lifetime constError = "the lifetime of a PREF64 option is 0 to 65528 seconds (RFC 8781 section 4)"
	errPref64UOctet   constError = "bits 64 to 71 of a NAT64 prefix are zero (RFC 6052 section 2.2)"
)

// Valid returns an error unless the prefix can hold IPv4 groups.
func (m Multicast64) Valid() error {
	if !m.Prefix.IsValid() || m.Prefix.Bits() != 96 || !m.Prefix.Addr().Is6() || !m.Prefix.Addr().IsMulticast() {
		return errMulticast64
	}
	return nil
}

// IsSourceSpecific reports whether the prefix is one for source-specific groups,
// with flag X or without (RFC 4607 section 1, RFC 7371).
func (m Multicast64) IsSourceSpecific() bool {
	return m.Valid() == nil && bits128(m.Prefix.Addr()).hi>>32&0xff70_ffff == 0xff30_0000
}

// Encode returns the IPv6 group for the IPv4 group v4. It does not allocate.
func (m Multicast64) Encode(v4 netip.Addr) (netip.Addr, error) {
	if err := m.Valid(); err != nil {
		return netip.Addr{}, err
	}
	if !v4.Is4() || !v4.IsMulticast() {
		return netip.Addr{}, errNotMulticast4
	}
	u := bits128(m.Prefix.Addr())
	return encode96(u.hi, u.lo&^0xffff_ffff, v4)
}

// EncodePrefix returns the prefix, 96 bits longer, of the IPv6 groups for those
// of v4.
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

// Check returns an error when the mode of the IPv4 groups, any-source or
// source-specific, is not that of the prefix.
func (m Multicast64) Check(v4 netip.Prefix) error {
	if err := m.Valid(); err != nil {
		return err
	}
	if !v4.IsValid() || !v4.Addr().Is4() || v4.Bits() < 4 || !v4.Addr().IsMulticast() {
		return errNotMulticast4
	}
	ssm := netip.PrefixFrom(netip.AddrFrom4([4]byte{232}), 8)
	switch {
	case m.IsSourceSpecific() && (v4.Bits() < 8 || !ssm.Contains(v4.Addr())):
		return errNotSSMGroup
	case !m.IsSourceSpecific() && ssm.Overlaps(v4):
		return errSSMGroup
	}
	return nil
}

// Decode returns the IPv4 group in a. It reports false where a is not below the
// prefix and where its last 32 bits are no IPv4 group.
func (m Multicast64) Decode(a netip.Addr) (netip.Addr, bool) {
	if m.Valid() != nil {
		return netip.Addr{}, false
	}
	u := bits128(m.Prefix.Addr())
	v4, ok := decode96(u.hi, u.lo&^0xffff_ffff, a)
	if !ok || !v4.IsMulticast() {
		return netip.Addr{}, false
	}
	return v4, true
}
