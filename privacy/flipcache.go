package privacy

import (
	"math/bits"
	"sync"
	"sync/atomic"

	"github.com/hextet/hextet/internal/ip"
)

// flipCache caches the flips of some addresses. It has a table of whole addresses,
// and a table for each of some prefix lengths with an address for each prefix. A
// lookup that does not find the address goes from short prefixes to long ones as
// far as it finds them, and the address is added where that ended. So the first
// address of a network makes the network known, and others take no more slots
// there.
//
// Tables are hashed; each address has two possible slots in one. They have a fixed
// size, 66 MB together; slots that were never used take no memory. The cache is
// safe for concurrent use and does not lock: whatever is lost in a race is computed
// again.
type flipCache struct {
	once   sync.Once
	whole6 []place6
	v6     [len(levels6)][]place6
	whole4 []atomic.Uint64 // address ‖ flips; zero is empty
	v4     [len(levels4)][]atomic.Uint64
}

// A level is a table: the length of its prefixes, and the binary logarithm of its
// size. Most slots are for /32, the size of a provider's prefix, and for addresses.
type level struct{ length, size uint8 }

var (
	levels6 = [...]level{{16, 16}, {24, 16}, {32, 19}, {48, 16}, {64, 17}, {96, 15}}
	whole6  = level{128, 19}
	levels4 = [...]level{{16, 16}, {24, 16}}
	whole4  = level{32, 20}
)

func (c *flipCache) make() {
	c.whole6 = make([]place6, 1<<whole6.size)
	for k, l := range levels6 {
		c.v6[k] = make([]place6, 1<<l.size)
	}
	c.whole4 = make([]atomic.Uint64, 1<<whole4.size)
	for k, l := range levels4 {
		c.v4[k] = make([]atomic.Uint64, 1<<l.size)
	}
}

// hash returns a number for the prefix of x: its highest bits select the first of
// two slots, the lowest which of them to overwrite.
func (l level) hash(x ip.Uint128) uint64 {
	prefix := x.And(leading(int(l.length)))
	hi, lo := bits.Mul64(prefix.Hi^0x9e3779b97f4a7c15, prefix.Lo^0xd6e8feb86659fd93)
	h := (hi ^ lo) * 0x9fb21c651e98df25
	return h ^ h>>32
}

func (l level) first(hash uint64) uint64 { return hash >> (65 - l.size) << 1 }

// nearest returns the flips of a known address that shares n bits with x: all bits
// if it is x itself, -1 if there is no such address. place is for add.
func (c *flipCache) nearest(x ip.Uint128, f family) (flips ip.Uint128, n, place int) {
	c.once.Do(c.make)
	if f == ipv4 {
		if flips, n = find4(c.whole4, whole4, x); n >= 0 {
			return flips, n, 0
		}
		for k, l := range levels4 {
			y, shared := find4(c.v4[k], l, x)
			if shared < 0 {
				return flips, n, k
			}
			if shared > n {
				flips, n = y, shared
			}
		}
		return flips, n, len(levels4)
	}
	if flips, n = find6(c.whole6, whole6, x); n >= 0 {
		return flips, n, 0
	}
	for k, l := range levels6 {
		y, shared := find6(c.v6[k], l, x)
		if shared < 0 {
			return flips, n, k
		}
		if shared > n {
			flips, n = y, shared
		}
	}
	return flips, n, len(levels6)
}

// add adds x, for which nearest returned place.
func (c *flipCache) add(x, flips ip.Uint128, f family, place int) {
	if f == ipv4 {
		add4(c.whole4, whole4, x, flips)
		if place < len(levels4) {
			add4(c.v4[place], levels4[place], x, flips)
		}
		return
	}
	add6(c.whole6, whole6, x, flips)
	if place < len(levels6) {
		add6(c.v6[place], levels6[place], x, flips)
	}
}

// find6 returns the flips of an address with the prefix of x, and how many bits
// it shares with x; -1 if there is none.
func find6(table []place6, l level, x ip.Uint128) (flips ip.Uint128, shared int) {
	i := l.first(l.hash(x))
	for k := range uint64(2) {
		p := &table[i+k]
		version := p.version.Load()
		if version == 0 {
			break // so is the other
		}
		n := firstOne(x.Xor(ip.Uint128{Hi: p.addrHi.Load(), Lo: p.addrLo.Load()}))
		if n < int(l.length) {
			continue
		}
		flips = ip.Uint128{Hi: p.flipHi.Load(), Lo: p.flipLo.Load()}
		if version&1 == 0 && p.version.Load() == version {
			return flips, n
		}
	}
	return ip.Uint128{}, -1
}

func add6(table []place6, l level, x, flips ip.Uint128) {
	h := l.hash(x)
	p := &table[l.first(h)]
	version := p.version.Load()
	if version != 0 && (h&1 != 0 || table[l.first(h)+1].version.Load() == 0) {
		p = &table[l.first(h)+1]
		version = p.version.Load()
	}
	if version&1 != 0 || !p.version.CompareAndSwap(version, version+1) {
		return
	}
	p.addrHi.Store(x.Hi)
	p.addrLo.Store(x.Lo)
	p.flipHi.Store(flips.Hi)
	p.flipLo.Store(flips.Lo)
	p.version.Store(version + 2)
}

// place6 holds an address and its flips. The version is zero while the slot is
// empty, odd while it is being written, and a new even number afterwards (a
// seqlock).
type place6 struct {
	version                        atomic.Uint64
	addrHi, addrLo, flipHi, flipLo atomic.Uint64
}

func find4(table []atomic.Uint64, l level, x ip.Uint128) (flips ip.Uint128, shared int) {
	i := l.first(l.hash(x))
	for k := range uint64(2) {
		w := table[i+k].Load()
		n := bits.LeadingZeros32(uint32(x.Hi>>32 ^ w>>32))
		if n >= int(l.length) && w != 0 {
			return ip.Uint128{Hi: w << 32, Lo: 0}, n
		}
	}
	return ip.Uint128{}, -1
}

func add4(table []atomic.Uint64, l level, x, flips ip.Uint128) {
	h := l.hash(x)
	p := &table[l.first(h)]
	if p.Load() != 0 && (h&1 != 0 || table[l.first(h)+1].Load() == 0) {
		p = &table[l.first(h)+1]
	}
	p.Store(x.Hi | flips.Hi>>32)
}
