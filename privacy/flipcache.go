package privacy

import (
	"math/bits"
	"sync"
	"sync/atomic"
)

// flipCache remembers the flips of some addresses. It has a table for each of
// some prefix lengths, and in it a place, found by hashing, for one address of a
// prefix: the last one that was entered there. A lookup goes from short
// prefixes to long ones as far as it finds the prefix it looks for, and an
// address is entered where that ended. So the first address of a network makes
// the network known, and only later ones of the same /64 take places for
// themselves.
//
// The tables have a fixed size, 41 MB together; places that were never used
// take no memory. The cache is safe for concurrent use and does not lock: what
// is lost in a race is computed again.
type flipCache struct {
	once sync.Once
	v6   [len(levels6)][]place6
	v4   [len(levels4)][]atomic.Uint64 // address ‖ flips; zero is empty
}

// The tables, shortest prefixes first, with the binary logarithms of their
// sizes. Half of the places are for /32, what a provider has.
var (
	levels6 = [...]level{{16, 16}, {24, 16}, {32, 19}, {48, 16}, {64, 16}, {96, 15}, {128, 17}}
	levels4 = [...]level{{16, 16}, {24, 16}, {32, 18}}
)

type level struct{ length, size uint8 }

// place6 holds an address and its flips. The version is zero while the place is
// empty, odd while it is being written, and another one after (a seqlock).
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

// index returns the place of the prefix of x in the table of its length.
func (l level) index(x uint128) uint64 {
	prefix := x.and(leading(int(l.length)))
	hi, lo := bits.Mul64(prefix.hi^0x9e3779b97f4a7c15, prefix.lo^0xd6e8feb86659fd93)
	return (hi ^ lo) * 0x9fb21c651e98df25 >> (64 - l.size)
}

// nearest returns the flips of a known address that shares n bits with x: all
// bits if it is x itself, -1 if there is no such address. The place is for add.
func (c *flipCache) nearest(x uint128, f family) (flips uint128, n, place int) {
	c.once.Do(c.make)
	if f == ipv4 {
		return c.nearest4(x)
	}
	n = -1
	for k, l := range levels6 {
		p := &c.v6[k][l.index(x)]
		version := p.version.Load()
		shared := x.xor(uint128{p.addrHi.Load(), p.addrLo.Load()}).firstOne()
		if shared < int(l.length) || version == 0 {
			return flips, n, k
		}
		if shared > n {
			y := uint128{p.flipHi.Load(), p.flipLo.Load()}
			if version&1 != 0 || p.version.Load() != version {
				return flips, n, k
			}
			flips, n = y, shared
		}
		if n == 128 {
			break
		}
	}
	return flips, n, len(levels6) - 1
}

func (c *flipCache) nearest4(x uint128) (flips uint128, n, place int) {
	n = -1
	for k, l := range levels4 {
		w := c.v4[k][l.index(x)].Load()
		shared := bits.LeadingZeros32(uint32(x.hi>>32 ^ w>>32))
		if shared < int(l.length) || w == 0 {
			return flips, n, k
		}
		if shared > n {
			flips, n = uint128{w << 32, 0}, shared
		}
		if n == 32 {
			break
		}
	}
	return flips, n, len(levels4) - 1
}

// add enters x at the place that nearest returned.
func (c *flipCache) add(x, flips uint128, f family, place int) {
	if f == ipv4 {
		l := levels4[place]
		c.v4[place][l.index(x)].Store(x.hi | flips.hi>>32)
		return
	}
	l := levels6[place]
	p := &c.v6[place][l.index(x)]
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
