package stats

import (
	"cmp"
	"iter"
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
	first           ip.Uint128
	count, distinct uint64
}

// prefix returns the prefix of a group; bits counts from the first of 128 bits, also
// for IPv4.
func (g *group) prefix(bits int, is4 bool) PrefixCount {
	if is4 {
		bits -= 96
	}
	p, _ := ip.AddrOf(g.first.Hi, g.first.Lo, is4).Prefix(bits)
	return PrefixCount{p, g.count, g.distinct}
}

// A grouper cuts sorted addresses into groups by prefix, for several lengths in one
// walk.
type grouper struct {
	bits []int // ascending, each once
	each func(length int, g group)

	open    []group // the one at hand for each length
	started bool
	last    ip.Uint128 // the address before

	// shared counts, by number of leading bits, the neighbors that have exactly that
	// many in common: each adds a prefix of every longer length.
	shared [129]uint64
}

// newGrouper returns a grouper that calls each for every group of the lengths.
func newGrouper(bits []int, each func(length int, g group)) *grouper {
	return &grouper{bits: bits, each: each, open: make([]group, len(bits))}
}

func (g *grouper) add(e entry) {
	if g.started {
		n := 128 - g.last.Xor(e.Uint128).BitLen()
		g.shared[n]++
		g.end(n, e)
	} else {
		g.started = true
		for i := range g.open {
			g.open[i] = group{first: e.Uint128}
		}
	}
	g.last = e.Uint128
	if n := len(g.open); n > 0 {
		g.open[n-1].count += e.N
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
		g.open[i] = group{first: e.Uint128}
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

// A walk calls each for groups in address order, until it returns false.
type walk func(each func(g *group) bool)

// A source is the groups of one length.
type source struct {
	walk walk
	bits int // of 128
	is4  bool
}

// byCount yields the prefixes of sources by count, the highest first, and of equal
// counts in the order in which they come. It walks several times rather than keep the
// groups: once to see which counts there are, and once for each stretch of counts that
// has few enough groups to sort or is a single count, where there is nothing to sort.
func byCount(sources []source) iter.Seq[PrefixCount] {
	return func(yield func(PrefixCount) bool) {
		var have [manyCount + 1]uint64
		for _, s := range sources {
			s.walk(func(g *group) bool {
				have[min(g.count, manyCount)]++
				return true
			})
		}
		var batch []PrefixCount
		for to := uint64(manyCount); to > 0; {
			from, n := to, have[to]
			for from > 1 && n+have[from-1] <= sortedMost {
				from--
				n += have[from]
			}
			single := from == to && to < manyCount
			for _, s := range sources {
				ok := true
				if n == 0 {
					continue
				}
				s.walk(func(g *group) bool {
					if count := min(g.count, manyCount); count-from > to-from {
						return true
					}
					if p := g.prefix(s.bits, s.is4); single {
						ok = yield(p)
					} else {
						batch = append(batch, p)
					}
					return ok
				})
				if !ok {
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
			to = from - 1
		}
	}
}

// groups walks the groups of a length.
func (s *set) groups(bits int) walk {
	mask := ip.Mask(uint(bits))
	return func(each func(g *group) bool) {
		var g group
		for _, l := range s.leaves {
			counts := l.counts[:len(l.keys)]
			for i, k := range l.keys {
				n := uint64(counts[i])
				if n == maxCount {
					n = s.count(l, i)
				}
				if !k.Xor(g.first).And(mask).IsZero() {
					if g.distinct > 0 && !each(&g) {
						return
					}
					g = group{k, n, 1}
					continue
				}
				g.count += n
				g.distinct++
			}
		}
		if g.distinct > 0 {
			each(&g)
		}
	}
}
