package embed4

import "net/netip"

// encode96 puts v4 into the last 32 bits under hi and the top half of lo.
func encode96(hi, lo uint64, v4 netip.Addr) (netip.Addr, error) {
	if !v4.Is4() {
		return netip.Addr{}, errNotIPv4
	}
	return uint128{hi, lo | uint64(uint32Of(v4))}.addr(), nil
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
	u := bits128(a)
	if u.hi != hi || u.lo>>32 != lo>>32 {
		return netip.Addr{}, false
	}
	return addr4(uint32(u.lo)), true
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
