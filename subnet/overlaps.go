package subnet

import "iter"

// Relation says how two ranges lie to each other.
type Relation uint8

// The relations; the zero Relation is unknown, as of an invalid range.
const (
	Disjoint Relation = 1 + iota // no address in common, or of two families
	Equal                        // the same addresses
	Contains                     // the first holds all of the second, and more
	Within                       // the second holds all of the first, and more
	Partial                      // some in common, and each has others; never two prefixes
)

const relationNames = "unknown\x00disjoint\x00equal\x00contains\x00within\x00partial\x00"

// String returns the relation in a lower-case word.
func (r Relation) String() string { return nthName(relationNames, int(r)) }

// Relate returns how r lies to o.
func (r Range) Relate(o Range) Relation {
	switch {
	case r.width == 0 || o.width == 0:
		return 0
	case r == o:
		return Equal
	case r.Contains(o):
		return Contains
	case o.Contains(r):
		return Within
	case r.Overlaps(o):
		return Partial
	}
	return Disjoint
}

// Overlaps collects ranges and finds the pairs that have addresses in common.
// The zero Overlaps is ready to use.
type Overlaps struct {
	v4, v6 []key // first, and in aux the index of the range
	all    []Range
}

// Add adds r as the next in number, counted from 0. An invalid r has its number
// too, but overlaps nothing.
func (o *Overlaps) Add(r Range) {
	switch i := uint64(len(o.all)); r.width {
	case width4:
		o.v4 = append(o.v4, key{r.first, i})
	case width6:
		o.v6 = append(o.v6, key{r.first, i})
	}
	o.all = append(o.all, r)
}

// Range returns the range of that number.
func (o *Overlaps) Range(i int) Range { return o.all[i] }

// Pairs walks each pair of overlapping ranges once, by their numbers: i is the one
// that comes first by [Range.Compare] and then by number, and the pairs are in
// that order of j. The time is that of sorting plus that of the pairs.
func (o *Overlaps) Pairs() iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		for _, ks := range [2][]key{o.v4, o.v6} {
			o.order(ks)
			if !o.sweep(ks, yield) {
				return
			}
		}
	}
}

// sweep goes through the ranges by first address and keeps those that may reach
// further. All that have not ended by now overlap the one at hand, so each step
// of the inner loop yields a pair or drops a range for good.
func (o *Overlaps) sweep(ks []key, yield func(int, int) bool) bool {
	var open []int
	for _, k := range ks {
		kept := open[:0]
		for _, i := range open {
			if o.all[i].last.Less(k.Uint128) {
				continue
			}
			kept = append(kept, i)
			if !yield(i, int(k.aux)) {
				return false
			}
		}
		open = append(kept, int(k.aux))
	}
	return true
}

// order sorts ks by first address, then the larger range, then the number.
func (o *Overlaps) order(ks []key) {
	sortKeys(ks)
	sortTies(ks, func(a, b key) int {
		if c := o.all[a.aux].Compare(o.all[b.aux]); c != 0 {
			return c
		}
		return int(a.aux) - int(b.aux)
	})
}
