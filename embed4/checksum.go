package embed4

import (
	"net/netip"

	"github.com/hextet/hextet/internal/ip"
)

// sum16 is the one's complement sum of the eight groups, between 0 and 0xffff.
func sum16(u ip.Uint128) uint16 {
	var s uint64
	for _, w := range [2]uint64{u.Hi, u.Lo} {
		s += w>>48 + w>>32&0xffff + w>>16&0xffff + w&0xffff
	}
	s = s>>16 + s&0xffff
	return uint16(s>>16 + s)
}

// ChecksumNeutral reports whether an address below the prefix contributes the same as
// its IPv4 address to a TCP, UDP or ICMP checksum, so that a translator need not adjust
// it (RFC 6052 section 4.1). This is the case if the groups of the prefix sum to zero
// (0000 and ffff are equal in one's complement) and the IPv4 address is aligned to
// groups, as below a /32 and a /96; prefixes of other lengths are never neutral.
func (n NAT64) ChecksumNeutral() bool {
	if n.Validate() != nil || n.Prefix.Bits() != 32 && n.Prefix.Bits() != 96 {
		return false
	}
	s := sum16(ip.FromAddr(n.Prefix.Addr()).And(ip.Mask(uint(n.Prefix.Bits()))))
	return s == 0 || s == 0xffff
}

const errNeutralLength constError = "a checksum-neutral /96 needs a prefix of at most 80 bits, or one whose bits after the 80th are zero"

// Neutral returns the checksum-neutral /96 with the bits of p, zeros to bit 80, and a
// group that makes it neutral, as RFC 8215 section 6 recommends. p has at most 80 bits,
// or is a /96 whose last group is zero.
func Neutral(p netip.Prefix) (NAT64, error) {
	if err := checkSitePrefix(p); err != nil {
		return NAT64{}, err
	}
	u := ip.FromAddr(p.Addr()).And(ip.Mask(uint(p.Bits())))
	if p.Bits() > 96 || u.Lo&0xffffffff != 0 || u.Lo>>32&0xffff != 0 || p.Bits() > 80 && p.Bits() != 96 {
		return NAT64{}, errNeutralLength
	}
	u.Lo |= uint64(^sum16(u)) << 32
	n := NAT64{prefixOf(u, 96)}
	if err := n.Validate(); err != nil {
		return NAT64{}, err
	}
	return n, nil
}
