package subnet

import (
	"net/netip"

	"github.com/hextet/hextet/internal/ip"
)

// The widths of the two families. They are kept beside numbers to tell the
// families apart.
const (
	width4 = 32
	width6 = 128
)

// fromAddr returns a's number and its family's width; the zone is dropped, an
// invalid address has width 0.
func fromAddr(a netip.Addr) (ip.Uint128, uint8) {
	return ip.FromAddr(a), uint8(a.BitLen())
}

// toAddr is the inverse of fromAddr. A width of 128 always gives an IPv6
// address, in ::ffff:0:0/96 too.
func toAddr(n ip.Uint128, width uint8) netip.Addr {
	if width == width4 {
		return ip.Addr4(uint32(n.Lo))
	}
	return n.Addr6()
}

// toPrefix returns the prefix of that length; the free bits of n must be zero.
func toPrefix(n ip.Uint128, width uint8, length int) netip.Prefix {
	return netip.PrefixFrom(toAddr(n, width), length)
}

func familyName(width uint8) string {
	if width == width4 {
		return "IPv4"
	}
	return "IPv6"
}
