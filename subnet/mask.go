package subnet

import (
	"math/bits"
	"net/netip"

	"github.com/hextet/hextet/internal/ip"
)

// Mask returns the netmask of p, in p's family (RFC 1878 section 2, RFC 4632
// section 3.1): 255.255.255.0 for an IPv4 /24. It is the zero Addr for an invalid p.
func Mask(p netip.Prefix) netip.Addr {
	e := extentOfPrefix(p)
	if !e.isValid() {
		return netip.Addr{}
	}
	return toAddr(e.first.Xor(e.last).Xor(ip.Ones(uint(e.width))), e.width)
}

// wildcard returns the inverse of [Mask], as access lists use it: 0.0.0.255 for an
// IPv4 /24.
func wildcard(p netip.Prefix) netip.Addr {
	e := extentOfPrefix(p)
	if !e.isValid() {
		return netip.Addr{}
	}
	return toAddr(e.first.Xor(e.last), e.width)
}

// MaskLength returns the prefix length that mask denotes, as a netmask or otherwise as
// a wildcard mask; ok is false if its bits are mixed or it is not IPv4. Two masks could
// be either and are read as netmasks: 0.0.0.0 is length 0 and 255.255.255.255 is length
// 32.
func MaskLength(mask netip.Addr) (length int, wildcard, ok bool) {
	if !mask.Is4() {
		return 0, false, false
	}
	a, _ := fromAddr(mask)
	m := uint32(a.Lo)
	if n := bits.LeadingZeros32(^m); m<<n == 0 {
		return n, false, true
	}
	if n := bits.LeadingZeros32(m); m == 1<<(32-n)-1 {
		return n, true, true
	}
	return 0, false, false
}
