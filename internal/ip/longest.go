package ip

import (
	"cmp"
	"math"
)

// A Longest maps prefixes of both families to values, and finds the longest prefix that
// contains given addresses. The zero Longest has none. A [LongestBuilder] makes others,
// which do not change afterwards.
type Longest[V any] struct {
	rows   []longestRow[V]
	v4, v6 Stretches
}

type longestRow[V any] struct {
	value  V
	parent int32 // the smallest row around it, -1 for none
	length uint8
}

// Len returns the number of prefixes.
func (t *Longest[V]) Len() int { return len(t.rows) }

// Find returns the value and the length of the longest prefix that contains all
// addresses from first to last.
func (t *Longest[V]) Find(first, last Uint128, is4 bool) (value V, length uint8, ok bool) {
	s, most := &t.v6, 128 // the longest prefix that contains both
	if is4 {
		s, most = &t.v4, 32
	}
	most -= first.Xor(last).BitLen()
	for i := s.Find(first); i >= 0; i = t.rows[i].parent {
		if row := &t.rows[i]; int(row.length) <= most {
			return row.value, row.length, true
		}
	}
	return value, 0, false
}

// LongestBuilder collects the prefixes of a [Longest]. The zero LongestBuilder is ready
// to use.
type LongestBuilder[V any] struct {
	v4, v6 []Keyed // first address; length<<32 | index of the value
	values []V
}

// Add adds the prefix of that length that contains a. Of equal prefixes, the one added
// last counts.
func (b *LongestBuilder[V]) Add(a Uint128, length uint8, is4 bool, value V) {
	to, width := &b.v6, uint8(128)
	if is4 {
		to, width = &b.v4, 32
	}
	*to = Push(*to, Keyed{a.AndNot(Ones(uint(width - length))), uint64(length)<<32 | uint64(len(b.values))}, math.MaxInt)
	b.values = Push(b.values, value, math.MaxInt)
}

// Longest returns what has been added and leaves b empty.
func (b *LongestBuilder[V]) Longest() *Longest[V] {
	t := &Longest[V]{rows: make([]longestRow[V], 0, len(b.values))}
	t.v4 = b.lay(t, b.v4, 32)
	t.v6 = b.lay(t, b.v6, 128)
	*b = LongestBuilder[V]{}
	return t
}

// lay sorts prefixes, drops those that a later one replaces, and flattens the others.
func (b *LongestBuilder[V]) lay(t *Longest[V], ks []Keyed, width uint8) Stretches {
	SortKeyed(ks)
	SortTies(ks, func(a, b Keyed) int { return cmp.Compare(a.N, b.N) })
	kept := ks[:0]
	for i, k := range ks {
		if i+1 == len(ks) || ks[i+1].Uint128 != k.Uint128 || ks[i+1].N>>32 != k.N>>32 {
			kept = append(kept, k)
		}
	}
	base := len(t.rows)
	for _, k := range kept {
		t.rows = append(t.rows, longestRow[V]{value: b.values[uint32(k.N)], length: uint8(k.N >> 32)})
	}
	at := base
	return Lay(width, len(kept), int32(base), func(i int) (Uint128, uint8) {
		return kept[i].Uint128, uint8(kept[i].N >> 32)
	}, func(parent int32) {
		t.rows[at].parent = parent
		at++
	})
}
