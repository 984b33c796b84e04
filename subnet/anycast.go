package subnet

import (
	"errors"
	"fmt"
	"net/netip"

	"github.com/hextet/hextet/internal/ip"
)

// MaxAnycastID is the highest identifier of a subnet anycast address; RFC 2526
// section 3 reserves it.
const MaxAnycastID = 127

// Anycast returns the reserved anycast address with the identifier id in the subnet p
// (RFC 2526 section 2). Its last 7 bits are the identifier; the bits before it are
// ones, except for the u bit of a 64-bit interface identifier:
//
//	|         64 bits        |     57 bits      | 7 bits |
//	|     subnet prefix      | 1111110111...111 |   ID   |  /64
//
//	|         n bits         |    121-n bits    | 7 bits |
//	|     subnet prefix      | 1111111111...111 |   ID   |  longer
//
// p is an IPv6 prefix of 64 to 121 bits. In ::/3, where RFC 4291 section 2.5.1 does not
// require 64-bit identifiers, it may be shorter and has the second form unless it is a
// /64.
func Anycast(p netip.Prefix, id uint8) (netip.Addr, error) {
	n, width := fromAddr(p.Addr())
	switch {
	case !p.IsValid() || width != width6:
		return netip.Addr{}, errors.New("subnet anycast addresses are of IPv6 prefixes (RFC 2526)")
	case n.Hi>>56 == 0xff:
		return netip.Addr{}, errors.New("a multicast prefix has no anycast addresses (RFC 2526)")
	case p.Bits() > 121:
		return netip.Addr{}, fmt.Errorf("a prefix of %d bits leaves no room for the 7 bits of the identifier (RFC 2526 section 2)", p.Bits())
	case p.Bits() < 64 && n.Hi>>61 != 0:
		return netip.Addr{}, fmt.Errorf("a subnet has a prefix of 64 bits or more here, not %d (RFC 4291 section 2.5.4)", p.Bits())
	case id > MaxAnycastID:
		return netip.Addr{}, fmt.Errorf("anycast identifier %d, expected 0 to %d (RFC 2526 section 3)", id, MaxAnycastID)
	}
	host := ip.Ones(uint(width6 - p.Bits()))
	n = n.Or(host).AndNot(ip.Uint128{Hi: 0, Lo: MaxAnycastID}).Or(ip.Uint128{Hi: 0, Lo: uint64(id)})
	if p.Bits() == 64 {
		n.Lo &^= 0x02 << 56 // the u bit
	}
	return toAddr(n, width6), nil
}

// RouterAnycast returns the subnet-router anycast address of p, its first address (RFC
// 4291 section 2.6.1). p must be an IPv6 prefix that is not multicast. A prefix of 127
// bits has none (RFC 6164 section 5.1), and neither does one of 128.
func RouterAnycast(p netip.Prefix) (netip.Addr, error) {
	switch {
	case !p.IsValid() || !p.Addr().Is6():
		return netip.Addr{}, errors.New("the subnet-router anycast address is of an IPv6 prefix (RFC 4291 section 2.6.1)")
	case p.Addr().IsMulticast():
		return netip.Addr{}, errors.New("a multicast prefix has no anycast addresses (RFC 4291 section 2.6)")
	case p.Bits() > 126:
		return netip.Addr{}, fmt.Errorf("a prefix of %d bits has no subnet-router anycast address (RFC 6164 section 5.1)", p.Bits())
	}
	return p.Masked().Addr().WithZone(""), nil
}
