package embed4

import (
	"net/netip"

	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/ip"
)

// encode96 returns the address with v4 after hi and the top half of lo.
func encode96(hi, lo uint64, v4 netip.Addr) (netip.Addr, error) {
	if !v4.Is4() {
		return netip.Addr{}, errNotIPv4
	}
	return ip.Uint128{Hi: hi, Lo: lo | uint64(ip.Uint32(v4))}.Addr6(), nil
}

func encodePrefix96(hi, lo uint64, v4 netip.Prefix) (netip.Prefix, error) {
	if err := checkPrefix4(v4); err != nil {
		return netip.Prefix{}, err
	}
	a, err := encode96(hi, lo, v4.Masked().Addr())
	return netip.PrefixFrom(a, 96+v4.Bits()), err
}

func decode96(hi, lo uint64, a netip.Addr) (v4 netip.Addr, ok bool) {
	if !a.Is6() {
		return netip.Addr{}, false
	}
	u := ip.FromAddr(a)
	if u.Hi != hi || u.Lo>>32 != lo>>32 {
		return netip.Addr{}, false
	}
	return ip.Addr4(uint32(u.Lo)), true
}

func checkPrefix4(p netip.Prefix) error {
	if !p.IsValid() || !p.Addr().Is4() {
		return errNotIPv4Prefix
	}
	return nil
}

func checkPrefix6(p netip.Prefix) error {
	if !p.IsValid() || !p.Addr().Is6() {
		return errNotIPv6Prefix
	}
	return nil
}

// unicastPrefix is [eui64.UnicastPrefix] with another error for an IPv4 prefix.
func unicastPrefix(p netip.Prefix) (netip.Prefix, error) {
	if err := checkPrefix6(p); err != nil {
		return netip.Prefix{}, err
	}
	return eui64.UnicastPrefix(p)
}

// checkSitePrefix returns an error unless p can be the prefix of a site: a unicast
// prefix that is not link-local.
func checkSitePrefix(p netip.Prefix) error {
	switch _, err := unicastPrefix(p); {
	case err != nil:
		return err
	case p.Bits() >= 10 && p.Addr().IsLinkLocalUnicast():
		return errLinkLocal
	}
	return nil
}

const errLinkLocal constError = "a link-local prefix, which no site can use as its own (RFC 4291 section 2.5.6)"
