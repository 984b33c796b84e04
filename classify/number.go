package classify

// What follows is for those who have millions of addresses as numbers: a [Class] and
// its detail in two steps, the first of which is all there is to do where what was
// made of another address with the same key will do.

// key4 is added to the keys of IPv4 classes: more than there are IPv6 segments.
const key4 = 512

// MaxKey is above every [Class.Key].
const MaxKey = 2 * key4

// Key6 returns the [Class.Key] of the IPv6 address of the halves hi and lo, the most
// significant first. Of two addresses the higher has the same key or a higher one.
func Key6(hi, lo uint64) int {
	layOnce.Do(layOut)
	return layout6.find(hi, lo)
}

// Key32 returns the Key6 of all the IPv6 addresses that begin with top; ok is false
// where they have several, or where telling takes as long as Key6 does.
func Key32(top uint32) (key int, ok bool) {
	layOnce.Do(layOut)
	l := &layout6
	o := l.by[top>>24]
	b := l.cells[int(o.cell)+int(top>>20&uint32(o.mask))]
	if b.n == 1 {
		return int(b.first), true // of two thirds of all
	}
	if b.n == 0 {
		b = l.below(b, top)
	}
	key, ok = int(b.first), b.n <= few
	for i := 1; i < int(b.n) && ok; i++ {
		s := &l.starts[int(b.first)+i]
		if uint32(s.hi>>32) <= top {
			key++
		}
		ok = uint32(s.hi>>32) != top || *s == start{uint64(top) << 32, 0}
	}
	return key, ok
}

// Key4 returns the [Class.Key] of the IPv4 address v. Of two addresses the higher has the
// same key or a higher one.
func Key4(v uint32) int {
	layOnce.Do(layOut)
	return layout4.find(uint64(v)<<32, 0) + key4
}

// Class6 returns the class of the IPv6 address of the halves hi and lo, of which key is
// the Key6.
func Class6(key int, hi, lo uint64) Class {
	c := layout6.segs[key].class
	switch c.Type {
	case Multicast:
		c.Scope = multicastScopes[hi>>48&0xf]
	case IPv4Mapped:
		c.Scope = class4(lo << 32).Scope
	}
	return c
}

// Class4 returns the class of the IPv4 address v, of which key is the Key4.
func Class4(key int, v uint32) Class {
	c := layout4.segs[key-key4].class
	if c.Type == Multicast {
		c.Scope = multicastScope4(v)
	}
	return c
}

// AppendDetail6 is [Class.AppendDetail] for the IPv6 address of the halves hi and lo,
// of which key is the Key6.
func AppendDetail6(dst []byte, key int, hi, lo uint64) []byte {
	return layout6.segs[key].appendDetail(dst, hi, lo)
}

// AppendDetail4 is [Class.AppendDetail] for the IPv4 address v, of which key is the
// Key4.
func AppendDetail4(dst []byte, key int, v uint32) []byte {
	return layout4.segs[key-key4].appendDetail(dst, uint64(v)<<32, 0)
}
