package stats

import (
	"cmp"
	"iter"
	"math/bits"
	"net/netip"
	"slices"

	"github.com/hextet/hextet/internal/ip"
)

// A PrefixCount is a prefix, how often addresses below it were counted, and how many
// different ones. Distinct is 0 where that is not known: see [Approximate].
type PrefixCount struct {
	Prefix   netip.Prefix
	Count    uint64
	Distinct uint64
}

// A group is the addresses below one prefix while they are walked in order.
type group struct {
	hi, lo          uint64 // the first of them
	count, distinct uint64
}

// prefix returns the prefix of a group; bits counts from the first of 128 bits, also
// for IPv4.
func (g group) prefix(bits int, is4 bool) PrefixCount {
	if is4 {
		bits -= 96
	}
	p, _ := ip.AddrOf(g.hi, g.lo, is4).Prefix(bits)
	return PrefixCount{p, g.count, g.distinct}
}

// A grouper cuts sorted addresses into groups by prefix, for several lengths in one
// walk.
type grouper struct {
	bits []int // ascending, each once
	each func(length int, g group)

	open    []group // the one at hand for each length
	started bool
	hi, lo  uint64 // the address before

	// shared says how many neighbors have just so many leading bits in common, so
	// that there is one more prefix of each longer length.
	shared [129]uint64
}

// newGrouper returns a grouper that calls each for every group of the lengths.
func newGrouper(bits []int, each func(length int, g group)) *grouper {
	return &grouper{bits: bits, each: each, open: make([]group, len(bits))}
}

func (g *grouper) add(e entry) {
	if g.started {
		n := common(g.hi, g.lo, e.hi, e.lo)
		g.shared[n]++
		g.end(n, e)
	} else {
		g.started = true
		for i := range g.open {
			g.open[i] = group{hi: e.hi, lo: e.lo}
		}
	}
	g.hi, g.lo = e.hi, e.lo
	if n := len(g.open); n > 0 {
		g.open[n-1].count += e.n
		g.open[n-1].distinct++
	}
}

// end ends the groups whose prefix is longer than n bits, and begins others at e.
// What a group counted is added to the one around it only then.
func (g *grouper) end(n int, e entry) {
	for i := len(g.open) - 1; i >= 0 && g.bits[i] > n; i-- {
		was := g.open[i]
		if i > 0 {
			g.open[i-1].count += was.count
			g.open[i-1].distinct += was.distinct
		}
		g.open[i] = group{hi: e.hi, lo: e.lo}
		g.each(i, was)
	}
}

// close ends all groups.
func (g *grouper) close() {
	if g.started {
		g.end(-1, entry{})
		g.started = false
	}
}

// distinct returns how many prefixes of a length there are.
func (g *grouper) distinct(bits int) uint64 {
	if !g.started {
		return 0
	}
	n := uint64(1)
	for _, k := range g.shared[:bits] {
		n += k
	}
	return n
}

// common returns how many leading bits two addresses have in common.
func common(ahi, alo, bhi, blo uint64) int {
	if x := ahi ^ bhi; x != 0 {
		return bits.LeadingZeros64(x)
	}
	return 64 + bits.LeadingZeros64(alo^blo)
}

// A top keeps the n groups with the highest counts, the highest first and of equal
// ones the first that came.
type top struct {
	n      int
	groups []group
}

func (t *top) add(g group) {
	if len(t.groups) == t.n {
		if t.n == 0 || g.count <= t.groups[t.n-1].count {
			return
		}
		t.groups = t.groups[:t.n-1]
	}
	at, _ := slices.BinarySearchFunc(t.groups, g, func(have, g group) int {
		if have.count >= g.count {
			return -1
		}
		return 1
	})
	t.groups = slices.Insert(t.groups, at, g)
}

func (t *top) prefixes(bits int, is4 bool) []PrefixCount {
	var all []PrefixCount
	for _, g := range t.groups {
		all = append(all, g.prefix(bits, is4))
	}
	return all
}

const (
	manyCount  = 1 << 12 // counts from here on are always sorted
	sortedMost = 1 << 18 // groups that are sorted at a time
)

// byCount yields what walk yields by count, the highest first, and of equal counts in
// the order in which they come. It walks several times rather than keep the groups:
// once to see which counts there are, and once for each stretch of counts that has
// few enough groups to sort or is a single count, where there is nothing to sort.
func byCount(walk iter.Seq[PrefixCount]) iter.Seq[PrefixCount] {
	return func(yield func(PrefixCount) bool) {
		var have [manyCount + 1]uint64
		for p := range walk {
			have[min(p.Count, manyCount)]++
		}
		var batch []PrefixCount
		for to := manyCount; to > 0; {
			from, n := to, have[to]
			for from > 1 && n+have[from-1] <= sortedMost {
				from--
				n += have[from]
			}
			if n > 0 {
				single := from == to && to < manyCount
				for p := range walk {
					switch count := int(min(p.Count, manyCount)); {
					case count < from || count > to:
					case !single:
						batch = append(batch, p)
					case !yield(p):
						return
					}
				}
				slices.SortStableFunc(batch, func(a, b PrefixCount) int { return cmp.Compare(b.Count, a.Count) })
				for _, p := range batch {
					if !yield(p) {
						return
					}
				}
				batch = batch[:0]
			}
			to = from - 1
		}
	}
}

// groups yields the groups of a length in address order.
func (s *set) groups(bits int, is4 bool) iter.Seq[PrefixCount] {
	hiMask, loMask := mask(bits)
	return func(yield func(PrefixCount) bool) {
		var g group
		for _, l := range s.leaves {
			for i, k := range l.keys {
				if g.distinct > 0 && ((k.hi^g.hi)&hiMask != 0 || (k.lo^g.lo)&loMask != 0) {
					if !yield(g.prefix(bits, is4)) {
						return
					}
					g = group{}
				}
				if g.distinct == 0 {
					g.hi, g.lo = k.hi, k.lo
				}
				g.count += s.count(l, i)
				g.distinct++
			}
		}
		if g.distinct > 0 {
			yield(g.prefix(bits, is4))
		}
	}
}

// mask returns the ones of a prefix length, 0 to 128.
func mask(bits int) (hi, lo uint64) {
	if bits <= 64 {
		return ^(^uint64(0) >> bits), 0
	}
	return ^uint64(0), ^(^uint64(0) >> (bits - 64))
}
