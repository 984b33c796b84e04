package privacy

import (
	"math/bits"
	"sync"
	"sync/atomic"
)

// flipCache remembers the flips of some addresses, IPv6 and IPv4. It does not
// grow: it is a few tables, one for each of some prefix lengths, whose places
// are taken by the address seen last of those that fall on it. An address is
// entered once, for the shortest length at which nothing is known yet. So a
// first address of a network makes the network known, and only a second one in
// the same /64 takes a place of its own.
//
// It has a fixed size, about 38 MB, of which only the places that were used
// take memory. It is safe for concurrent use and does not lock; what is lost in
// a race is computed again.
type flipCache struct {
	once sync.Once
	v6   [len(levels6)][]place6
	v4   [len(levels4)][]atomic.Uint64 // address ‖ flips; zero is empty
}

// The tables, longest prefixes first, and the binary logarithms of their sizes.
// Half of the places are for /32, the block of a provider.
var (
	levels6 = [...]level{{128, 17}, {96, 15}, {64, 16}, {48, 16}, {32, 19}, {16, 16}}
	levels4 = [...]level{{32, 18}, {24, 16}, {16, 16}}
)

type level struct{ length, size uint8 }

// place6 holds an address and its flips. The version is odd while they are
// being written, and zero before.
type place6 struct {
	version                        atomic.Uint64
	addrHi, addrLo, flipHi, flipLo atomic.Uint64
}

func (c *flipCache) make() {
	for k, l := range levels6 {
		c.v6[k] = make([]place6, 1<<l.size)
	}
	for k, l := range levels4 {
		c.v4[k] = make([]atomic.Uint64, 1<<l.size)
	}
}

// index returns the place of the prefix in the table of its level.
func (l level) index(prefix uint128) uint64 {
	hi, lo := bits.Mul64(prefix.hi^0x9e3779b97f4a7c15, prefix.lo^0xd6e8feb86659fd93)
	return (hi ^ lo) * 0x9fb21c651e98df25 >> (64 - l.size)
}

// nearest returns the flips of an address that shares the first n bits with x,
// -1 when none is known that shares any; n is the width of f if it is x
// itself. The place is for add.
func (c *flipCache) nearest(x uint128, f family) (flips uint128, n, place int) {
	c.once.Do(c.make)
	if f == ipv4 {
		return c.nearest4(x)
	}
	for k, l := range levels6 {
		p := &c.v6[k][l.index(x.and(leading(int(l.length))))]
		version := p.version.Load()
		d := x.xor(uint128{p.addrHi.Load(), p.addrLo.Load()})
		if n := d.firstOne(); n >= int(l.length) && version != 0 {
			flips := uint128{p.flipHi.Load(), p.flipLo.Load()}
			if version&1 == 0 && p.version.Load() == version {
				return flips, n, k - 1
			}
		}
	}
	return uint128{}, -1, len(levels6) - 1
}

func (c *flipCache) nearest4(x uint128) (flips uint128, n, place int) {
	for k, l := range levels4 {
		w := c.v4[k][l.index(x.and(leading(int(l.length))))].Load()
		if n := bits.LeadingZeros32(uint32(x.hi>>32 ^ w>>32)); n >= int(l.length) && w != 0 {
			return uint128{w << 32, 0}, n, k - 1
		}
	}
	return uint128{}, -1, len(levels4) - 1
}

// add enters x, for which nearest told the place.
func (c *flipCache) add(x, flips uint128, f family, place int) {
	if f == ipv4 {
		l := levels4[place]
		c.v4[place][l.index(x.and(leading(int(l.length))))].Store(x.hi | flips.hi>>32)
		return
	}
	l := levels6[place]
	p := &c.v6[place][l.index(x.and(leading(int(l.length))))]
	version := p.version.Load()
	if version&1 != 0 || !p.version.CompareAndSwap(version, version+1) {
		return
	}
	p.addrHi.Store(x.hi)
	p.addrLo.Store(x.lo)
	p.flipHi.Store(flips.hi)
	p.flipLo.Store(flips.lo)
	p.version.Store(version + 2)
}
