package embed4

import "net/netip"

// Numbers returns e's Encode as a function of numbers, for those who have
// millions of addresses to encode: the halves of the IPv6 address, and whether
// there is one that nothing forbids. With force only what Encode refuses has
// none. It returns nil for an encoder that encodes nothing, such as one with an
// invalid prefix, and for one of another package.
func Numbers(e Encoder, force bool) func(v4 uint32) (hi, lo uint64, ok bool) {
	put := numbers(e)
	if put == nil {
		return nil
	}
	ordinary := force || e.Check(netip.PrefixFrom(addr4(ordinaryIPv4), 32)).Must == 0
	return func(v uint32) (hi, lo uint64, ok bool) {
		if hasSpecial(v) && !force {
			ok = e.Check(netip.PrefixFrom(addr4(v), 32)).Must == 0
		} else {
			ok = ordinary
		}
		u, fits := put(v)
		return u.hi, u.lo, ok && fits
	}
}

// ordinaryIPv4 is an address no rule is about.
const ordinaryIPv4 = 0x01010101

func numbers(e Encoder) func(v uint32) (uint128, bool) {
	switch e := e.(type) {
	case Mapped:
		return below96(uint128{0, mappedLo})
	case Compatible:
		return below96(uint128{})
	case Translated:
		return below96(uint128{0, translatedLo})
	case NAT64:
		if e.Valid() != nil {
			return nil
		}
		pl := e.Prefix.Bits()
		u := bits128(e.Prefix.Addr()).and(leading(pl))
		if pl == 96 {
			return below96(u)
		}
		return func(v uint32) (uint128, bool) { return u.place(pl, v), true }
	case SixToFour:
		return func(v uint32) (uint128, bool) {
			return uint128{sixToFourHi | uint64(v)<<16 | uint64(e.Subnet), e.IID}, true
		}
	case SixRD:
		if e.Valid() != nil {
			return nil
		}
		n := e.Prefix.Bits()
		u := bits128(e.Prefix.Addr()).and(leading(n))
		q, common := e.common()
		return func(v uint32) (uint128, bool) {
			return u.with(n, 32-q, uint64(v&^leading32(q))), v&leading32(q) == common
		}
	case Teredo:
		first, err := e.Encode(addr4(0))
		if err != nil {
			return nil
		}
		u := bits128(first)
		return func(v uint32) (uint128, bool) { return uint128{u.hi, u.lo ^ uint64(v)}, true }
	case ISATAP:
		if checkPrefix6(e.Prefix) != nil {
			return nil
		}
		m := leading(e.Prefix.Bits())
		u := bits128(e.Prefix.Addr()).and(m)
		return func(v uint32) (uint128, bool) { return u.or(uint128{0, e.iid(v)}.and(m.not())), true }
	case SixOverFour:
		if checkPrefix6(e.Prefix) != nil {
			return nil
		}
		m := leading(e.Prefix.Bits())
		u := bits128(e.Prefix.Addr()).and(m)
		return func(v uint32) (uint128, bool) { return u.or(uint128{0, uint64(v)}.and(m.not())), true }
	case IVI:
		if e.Valid() != nil {
			return nil
		}
		u := bits128(e.Prefix.Addr()).and(leading(32)).with(32, 8, 0xff)
		return func(v uint32) (uint128, bool) { return u.with(40, 32, uint64(v)), true }
	}
	return nil
}

func below96(u uint128) func(v uint32) (uint128, bool) {
	return func(v uint32) (uint128, bool) { return uint128{u.hi, u.lo | uint64(v)}, true }
}

// None reports whether it is plain that AppendNumber finds nothing in an address that
// begins with top and ends with lo; looking at all of it takes longer.
func (x *Extractor) None(top uint32, lo uint64) bool {
	return top>>28 >= 2 && top>>16 != 0x2001 && top>>16 != 0x2002 && top>>16 != 0x3ffe && // no assigned prefix,
		(lo>>24 == 0 || lo>>32 != 0 && lo&0xfc00_fc00_fc00_fc00 != 0 && lo>>32&^isatapUniversal != isatapMark) && // no identifier,
		(x == nil || !x.sites) // no site's prefix
}
