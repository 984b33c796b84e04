package embed4

import (
	"net/netip"

	"github.com/hextet/hextet/internal/ip"
)

// NAT64 is the embedding of RFC 6052 below the prefix of a translator. The prefix has
// 32, 40, 48, 56, 64 or 96 bits; the IPv4 address follows it and skips bits 64 to 71
// (u), which are zero:
//
//	PL  0       32  40  48  56  64  72  80  88  96  104      127
//	32  prefix  |v4             |u  |suffix                  |
//	40  prefix      |v4 24      |u  |8  |suffix              |
//	48  prefix          |v4 16  |u  |v4 16  |suffix          |
//	56  prefix              |8  |u  |v4 24      |suffix      |
//	64  prefix                  |u  |v4             |suffix  |
//	96  prefix                                  |v4          |
//
// The zero NAT64 is invalid.
type NAT64 struct {
	Prefix netip.Prefix // host bits are ignored
}

// WellKnown returns the NAT64 of the well-known prefix 64:ff9b::/96 (RFC 6052
// section 2.1), for global IPv4 addresses only.
func WellKnown() NAT64 { return NAT64{prefixOf(ip.Uint128{Hi: wellKnownHi, Lo: 0}, 96)} }

// LocalUse returns the NAT64 of 64:ff9b:1::/48, for use within a network (RFC 8215),
// also with longer prefixes inside it and for private addresses.
func LocalUse() NAT64 { return NAT64{prefixOf(ip.Uint128{Hi: localUseHi, Lo: 0}, 48)} }

const (
	wellKnownHi = 0x0064ff9b << 32
	localUseHi  = wellKnownHi | 1<<16
)

func prefixOf(u ip.Uint128, bits int) netip.Prefix { return netip.PrefixFrom(u.Addr6(), bits) }

const (
	errNAT64Length    constError = "a NAT64 prefix has length 32, 40, 48, 56, 64 or 96 (RFC 6052 section 2.2)"
	errNAT64Mapped    constError = "::ffff:0:0/96 is reserved for IPv4-mapped addresses (RFC 6052 section 2.2, RFC 4291 section 2.5.5.2)"
	errNAT64Zero      constError = "::/96 is reserved for IPv4-compatible addresses (RFC 6052 section 2.2, RFC 4291 section 2.5.5.1)"
	errNAT64Multicast constError = "a multicast prefix: unicast addresses cannot have one (RFC 4291 section 2.7); for IPv4 groups see RFC 8114"
)

// Validate returns an error if the prefix is not IPv6, does not have one of the six
// lengths, or is reserved for multicast, link-local, IPv4-mapped or IPv4-compatible
// addresses. An invalid NAT64 encodes nothing. For IPv4 groups see [Multicast64].
func (n NAT64) Validate() error {
	_, _, err := n.parts()
	return err
}

// parts returns the address of the prefix, host bits included, and its length; or the
// error of Validate.
func (n NAT64) parts() (u ip.Uint128, pl int, err error) {
	if err := checkPrefix6(n.Prefix); err != nil {
		return u, 0, err
	}
	u, pl = ip.FromAddr(n.Prefix.Addr()), n.Prefix.Bits()
	if u.Hi>>56 == 0xff {
		return u, pl, errNAT64Multicast
	}
	switch pl {
	case 32, 40, 48, 56, 64:
	case 96:
		switch {
		case u.Hi == 0 && u.Lo>>32 == mappedLo>>32:
			return u, pl, errNAT64Mapped
		case u.Hi == 0 && u.Lo>>32 == 0:
			return u, pl, errNAT64Zero
		}
	default:
		return u, pl, errNAT64Length
	}
	if u.Hi>>54 == linkLocalHi>>54 {
		return u, pl, errLinkLocal
	}
	return u, pl, nil
}

// place returns the address with v after the first pl bits of u.
func place(u ip.Uint128, pl int, v uint32) ip.Uint128 {
	if pl == 96 {
		return ip.Uint128{Hi: u.Hi, Lo: u.Lo&^0xffffffff | uint64(v)}
	}
	// The bits before bit 64 are in the top half, the others after the u octet.
	w := uint64(v)
	before := 64 - pl // bits of the IPv4 address before bit 64, at most 32
	return ip.Uint128{Hi: u.Hi>>before<<before | w>>(32-before), Lo: w << (before + 24) & (1<<56 - 1)}
}

// take is the inverse of place.
func take(u ip.Uint128, pl int) uint32 {
	if pl == 96 {
		return uint32(u.Lo)
	}
	before := 64 - pl
	return uint32(u.Hi<<(32-before)) | uint32(u.Lo<<8>>32>>before)
}

// Encode returns the address for v4 below the prefix, with a zero suffix. It does not
// allocate.
func (n NAT64) Encode(v4 netip.Addr) (netip.Addr, error) {
	u, pl, err := n.parts()
	if err != nil {
		return netip.Addr{}, err
	}
	if !v4.Is4() {
		return netip.Addr{}, errNotIPv4
	}
	return place(u, pl, ip.Uint32(v4)).Addr6(), nil
}

// EncodePrefix returns the prefix of the addresses for v4 (RFC 6052 section 3.3). Its
// length is the sum of the two lengths, plus 8 if the IPv4 bits extend beyond the u
// octet: below a /64 a /32 gives a /104.
func (n NAT64) EncodePrefix(v4 netip.Prefix) (netip.Prefix, error) {
	if err := checkPrefix4(v4); err != nil {
		return netip.Prefix{}, err
	}
	a, err := n.Encode(v4.Masked().Addr())
	if err != nil {
		return netip.Prefix{}, err
	}
	pl := n.Prefix.Bits()
	l := pl + v4.Bits()
	if pl <= 64 && l > 64 {
		l += 8
	}
	return netip.PrefixFrom(a, l), nil
}

// Decode returns the IPv4 address in a; ok is false if a is not below the prefix, or
// the u octet after a shorter prefix is not zero. The suffix is ignored (RFC 6052
// section 2.2); see [NAT64.Suffix].
func (n NAT64) Decode(a netip.Addr) (netip.Addr, bool) {
	p, pl, err := n.parts()
	if err != nil || !a.Is6() {
		return netip.Addr{}, false
	}
	u := ip.FromAddr(a)
	m := ip.Mask(uint(pl))
	if u.And(m) != p.And(m) || pl < 96 && u.Lo>>56 != 0 {
		return netip.Addr{}, false
	}
	return ip.Addr4(take(u, pl)), true
}

// Suffix returns the bits of a after the IPv4 address as a number, which should be zero
// (RFC 6052 section 2.2): 56 bits below a /32, 24 below a /64, none below a /96.
func (n NAT64) Suffix(a netip.Addr) uint64 {
	_, pl, err := n.parts()
	if err != nil || !a.Is6() {
		return 0
	}
	return suffix(ip.FromAddr(a), pl)
}

func suffix(u ip.Uint128, pl int) uint64 {
	if pl == 96 {
		return 0
	}
	return u.Lo & (1<<(88-pl) - 1)
}

// Check applies the rules of RFC 6052. Addresses that are not globally reachable by
// IANA's registry must not be used below the well-known prefix (section 3.1), except
// 192.0.2.0/24, which the RFC uses in its examples, and 192.0.0.170 and 192.0.0.171,
// which RFC 7050 section 3.4 uses there. Below other prefixes there is no such rule
// (RFC 8215 section 5).
func (n NAT64) Check(v4 netip.Prefix) Verdict {
	v := verdictFor(v4)
	p, pl, err := n.parts()
	if err != nil {
		return v
	}
	p = p.And(ip.Mask(uint(pl)))
	if p.Lo>>56 != 0 {
		v.must.add(ruleUOctetNotZero)
	}
	if pl == 96 && p == (ip.Uint128{Hi: wellKnownHi, Lo: 0}) {
		v.wellKnown()
		return v
	}
	if pl < 96 && (ip.Uint128{Hi: wellKnownHi, Lo: 0}).And(ip.Mask(uint(pl))) == p {
		v.should.add(ruleCoversWellKnown)
	}
	v.wantUnicast()
	return v
}

func (v *Verdict) wellKnown() {
	switch v.class {
	case global, documentation1, discovery:
	case several:
		v.should.add(ruleWellKnownNonGlobal)
	default:
		v.must.add(ruleWellKnownNonGlobal)
	}
	v.common()
}
