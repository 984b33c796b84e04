package embed4

import (
	"net/netip"

	"github.com/hextet/hextet/internal/ip"
)

// SixOverFour is an interface of a 6over4 link, which uses IPv4 multicast (RFC 2529),
// below an IPv6 prefix of up to 64 bits:
//
//	0                              64              96              127
//	|prefix                        |0              |v4             |
type SixOverFour struct {
	Prefix netip.Prefix // host bits are ignored
}

// Encode returns the 6over4 address of v4 (RFC 2529 section 4). It does not
// allocate.
func (s SixOverFour) Encode(v4 netip.Addr) (netip.Addr, error) {
	if !v4.Is4() {
		return netip.Addr{}, errNotIPv4
	}
	return underIID(s.Prefix, uint64(ip.Uint32(v4)))
}

// EncodePrefix returns a /128 if v4 is a /32, otherwise an error.
func (s SixOverFour) EncodePrefix(v4 netip.Prefix) (netip.Prefix, error) {
	return hostPrefix(v4, s.Encode)
}

// DecodeSixOverFour returns the /64 and the IPv4 address of an address whose identifier
// has zeros before its last 32 bits. It accepts any such identifier, even that of
// 2001:db8::1; [Extractor] decides whether it looks like an IPv4 address.
func DecodeSixOverFour(a netip.Addr) (s SixOverFour, v4 netip.Addr, ok bool) {
	if !a.Is6() {
		return s, v4, false
	}
	u := ip.FromAddr(a)
	p, err := unicastPrefix(prefixOf(ip.Uint128{Hi: u.Hi, Lo: 0}, 64))
	if err != nil || u.Lo>>32 != 0 {
		return s, v4, false
	}
	return SixOverFour{p}, ip.Addr4(uint32(u.Lo)), true
}

// Check forbids addresses that no host can have.
func (s SixOverFour) Check(v4 netip.Prefix) Verdict {
	v := verdictFor(v4)
	v.wantHost()
	if s.Prefix.Bits() > 64 {
		v.should.add(ruleNotIIDLength)
	}
	return v
}

const errNotMulticast6 constError = "not an IPv6 multicast address"

// Multicast returns the IPv4 group that carries packets for the IPv6 group: 239.192,
// the organization-local block, and the last two bytes of group (RFC 2529 section 6).
func (SixOverFour) Multicast(group netip.Addr) (netip.Addr, error) {
	b := group.As16()
	if !group.Is6() || b[0] != 0xff {
		return netip.Addr{}, errNotMulticast6
	}
	return netip.AddrFrom4([4]byte{239, 192, b[14], b[15]}), nil
}
