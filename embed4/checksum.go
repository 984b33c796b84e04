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

// ChecksumNeutral reports whether an address below n's prefix adds to a TCP, UDP or
// ICMP checksum what its IPv4 address adds, so that a translator need not touch
// it (RFC 6052 section 4.1). That is so where the prefix's groups sum to zero (0000 and
// ffff are the same in one's complement) and the IPv4 address falls on group
// borders, as it does below a /32 and a /96; no prefix of another length
// is neutral.
func (n NAT64) ChecksumNeutral() bool {
	if n.Validate() != nil || n.Prefix.Bits() != 32 && n.Prefix.Bits() != 96 {
		return false
	}
	s := sum16(ip.FromAddr(n.Prefix.Addr()).And(ip.Mask(uint(n.Prefix.Bits()))))
	return s == 0 || s == 0xffff
}

const errNeutralLength constError = "a checksum-neutral /96 is made from a prefix of 80 bits at most, or longer if its bits after the 80th are zero"

// Neutral returns the checksum-neutral /96 that has p's bits, zeros to bit 80
// and a fitting group after them, as RFC 8215 section 6 advises. p must be 80
// bits long at most, or a /96 whose last group is zero.
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
