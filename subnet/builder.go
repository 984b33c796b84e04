package subnet

import (
	"iter"
	"net/netip"
	"slices"

	"go4.org/netipx"

	"github.com/hextet/hextet/internal/ip"
)

// Builder collects ranges of both families, in any order, overlapping or repeated, and
// makes a [Set] of them. The zero Builder is ready to use. An IPv4 prefix takes 8 bytes
// and an IPv6 prefix 24; prefixes that overlap or touch others added near them take
// less.
//
// Ranges are kept in runs: each is filled, sorted and joined separately, and only at
// the end are all of them merged. So no large slice is ever copied to grow, several
// goroutines can sort runs at once, and repeated ranges do not accumulate.
type Builder struct {
	v4     []uint64     // first<<32 | last
	v6     []key        // first; in N the free bits of a prefix, or wide + an index in last
	last   []ip.Uint128 // ends of the ranges in v6 that are not prefixes
	full4  [][]uint64   // runs that are sorted and joined
	full6  []run6       // likewise
	spare4 []uint64     // for sorting
}

type run6 struct {
	keys []key
	last []ip.Uint128
}

const (
	runLength = 1 << 15
	wide      = 1 << 8
)

// Add adds the addresses of r; an invalid r adds nothing.
func (b *Builder) Add(r netipx.IPRange) { b.add(extentOf(r)) }

// AddPrefix adds the addresses of p, ignoring host bits; an invalid p adds nothing.
func (b *Builder) AddPrefix(p netip.Prefix) {
	a, width := fromAddr(p.Addr())
	switch {
	case !p.IsValid():
	case width == width4:
		host := uint64(0xffffffff) >> p.Bits()
		b.add4(a.Lo&^host<<32 | a.Lo | host)
	default:
		free := uint(width6 - p.Bits())
		b.room6()
		b.v6 = ip.Push(b.v6, key{Uint128: a.AndNot(ip.Ones(free)), N: uint64(free)}, runLength)
	}
}

// AddSet adds all of s.
func (b *Builder) AddSet(s Set) {
	for _, f := range s.families() {
		for _, sp := range f.spans {
			b.add(extent{sp, f.width})
		}
	}
}

func (b *Builder) add(e extent) {
	switch e.width {
	case width4:
		b.add4(e.first.Lo<<32 | e.last.Lo)
	case width6:
		b.room6() // before last grows
		var k key
		k, b.last = keyOf(e.span, b.last)
		b.v6 = ip.Push(b.v6, k, runLength)
	}
}

func (b *Builder) add4(v uint64) {
	if len(b.v4) == runLength {
		b.sort4()
		if len(b.v4) > runLength/2 {
			b.full4 = append(b.full4, b.v4)
			b.v4 = make([]uint64, 0, runLength)
		}
	}
	b.v4 = ip.Push(b.v4, v, runLength)
}

// room6 makes room in v6 for a range.
func (b *Builder) room6() {
	if len(b.v6) < runLength {
		return
	}
	b.sort6()
	if len(b.v6) > runLength/2 {
		b.full6 = append(b.full6, run6{b.v6, b.last})
		b.v6, b.last = make([]key, 0, runLength), nil
	}
}

// keyOf returns s as a key. If s is not a prefix, its end is appended to last.
func keyOf(s span, last []ip.Uint128) (key, []ip.Uint128) {
	n := s.first.Xor(s.last)
	if free := uint(n.BitLen()); n == ip.Ones(free) && s.first.And(n).IsZero() {
		return key{Uint128: s.first, N: uint64(free)}, last
	}
	return key{Uint128: s.first, N: wide + uint64(len(last))}, append(last, s.last)
}

// endOf is the inverse of keyOf.
func endOf(k key, last []ip.Uint128) ip.Uint128 {
	if k.N >= wide {
		return last[k.N-wide]
	}
	return k.Or(ip.Ones(uint(k.N)))
}

// sort4 sorts v4 and joins ranges that overlap or touch.
func (b *Builder) sort4() {
	a := b.v4
	if len(a) == 0 {
		return
	}
	b.spare4 = sortHigh32(a, b.spare4)
	n := 0
	for _, v := range a[1:] {
		// In 64 bits last+1 cannot wrap.
		switch last := a[n] & 0xffffffff; {
		case v>>32 > last+1:
			n++
			a[n] = v
		case v&0xffffffff > last:
			a[n] = a[n]&^0xffffffff | v&0xffffffff
		}
	}
	b.v4 = a[:n+1]
}

// sort6 is sort4 for v6.
func (b *Builder) sort6() {
	if len(b.v6) == 0 {
		return
	}
	ip.SortKeyed(b.v6)
	var last []ip.Uint128 // ends of the joined ranges
	n := 0
	cur := span{b.v6[0].Uint128, endOf(b.v6[0], b.last)}
	for _, k := range b.v6[1:] {
		end := endOf(k, b.last)
		// The first condition also keeps cur.last+1 from wrapping.
		if cur.last.Less(k.Uint128) && cur.last.Inc() != k.Uint128 {
			b.v6[n], last = keyOf(cur, last)
			n++
			cur = span{k.Uint128, end}
		} else if cur.last.Less(end) {
			cur.last = end
		}
	}
	b.v6[n], last = keyOf(cur, last)
	b.v6, b.last = b.v6[:n+1], last
}

// Join adds everything that o has collected, so that several goroutines can each fill a
// separate Builder. It leaves o empty.
func (b *Builder) Join(o *Builder) {
	o.sort4()
	o.sort6()
	b.full4 = append(b.full4, o.full4...)
	b.full6 = append(b.full6, o.full6...)
	if len(o.v4) > 0 {
		b.full4 = append(b.full4, o.v4)
	}
	if len(o.v6) > 0 {
		b.full6 = append(b.full6, run6{o.v6, o.last})
	}
	*o = Builder{}
}

// Len returns how many ranges b keeps: at most as many as were added.
func (b *Builder) Len() int {
	n := len(b.v4) + len(b.v6)
	for _, r := range b.full4 {
		n += len(r)
	}
	for _, r := range b.full6 {
		n += len(r.keys)
	}
	return n
}

// Ranges yields the fewest ranges that make up everything added, as [Set.Ranges] does,
// without the memory of a Set.
func (b *Builder) Ranges() iter.Seq[netipx.IPRange] {
	return func(yield func(netipx.IPRange) bool) {
		b.walk(func(s span, width uint8) bool { return yield(s.toRange(width)) })
	}
}

// Prefixes yields the fewest prefixes that make up everything added, as [Set.Prefixes]
// does, without the memory of a Set.
func (b *Builder) Prefixes() iter.Seq[netip.Prefix] {
	return func(yield func(netip.Prefix) bool) {
		b.walk(func(s span, width uint8) bool {
			return s.prefixes(width, func(a ip.Uint128, n int) bool { return yield(toPrefix(a, width, n)) })
		})
	}
}

func (b *Builder) walk(yield func(span, uint8) bool) {
	if merge(b.runs4(), func(s span) bool { return yield(s, width4) }) {
		merge(b.runs6(), func(s span) bool { return yield(s, width6) })
	}
}

// manyRanges is how many ranges both families need for two goroutines to merge them.
const manyRanges = 1 << 14

// Set returns the set of everything added and leaves b empty.
func (b *Builder) Set() Set {
	var s Set
	v4, v6 := b.runs4(), b.runs6()
	*b = Builder{}
	if length(v4) < manyRanges || length(v6) < manyRanges {
		s = Set{spansOf(v4), spansOf(v6)}
	} else {
		done := make(chan []span)
		go func() { done <- spansOf(v4) }()
		s.v6 = spansOf(v6)
		s.v4 = <-done
	}
	return s
}

func spansOf(runs []*cursor) []span {
	if len(runs) == 0 {
		return nil
	}
	most := length(runs)
	spans := make([]span, 0, most)
	merge(runs, func(s span) bool {
		spans = append(spans, s)
		return true
	})
	if len(spans) < most/2 {
		spans = slices.Clone(spans)
	}
	return spans
}

// runs4 returns the runs of IPv4 ranges.
func (b *Builder) runs4() []*cursor {
	b.sort4()
	list := make([]*cursor, 0, len(b.full4)+1)
	for _, r := range b.full4 {
		list = append(list, &cursor{v4: r})
	}
	if len(b.v4) > 0 {
		list = append(list, &cursor{v4: b.v4})
	}
	return list
}

// runs6 returns the runs of IPv6 ranges.
func (b *Builder) runs6() []*cursor {
	b.sort6()
	list := make([]*cursor, 0, len(b.full6)+1)
	for _, r := range b.full6 {
		list = append(list, &cursor{v6: r.keys, last: r.last})
	}
	if len(b.v6) > 0 {
		list = append(list, &cursor{v6: b.v6, last: b.last})
	}
	return list
}

// A cursor walks a run of one family. The run is what it has not reached yet.
type cursor struct {
	span // the current range
	v4   []uint64
	v6   []key
	last []ip.Uint128
}

// next goes to the next range and reports whether there was one.
func (c *cursor) next() bool {
	switch {
	case len(c.v4) > 0:
		v := c.v4[0]
		c.v4 = c.v4[1:]
		c.span = span{ip.Uint128{Lo: v >> 32}, ip.Uint128{Lo: v & 0xffffffff}}
	case len(c.v6) > 0:
		k := c.v6[0]
		c.v6 = c.v6[1:]
		c.span = span{k.Uint128, endOf(k, c.last)}
	default:
		return false
	}
	return true
}

// length returns how many ranges the runs still have.
func length(runs []*cursor) (n int) {
	for _, c := range runs {
		n += len(c.v4) + len(c.v6)
	}
	return n
}

// merge walks runs, all of which have a range, in order, joins ranges that overlap or
// touch, and calls yield for the result. It reports whether it reached the end. The
// runs are a heap by the first address of their current range.
func merge(runs []*cursor, yield func(span) bool) bool {
	for _, c := range runs {
		c.next()
	}
	for i := len(runs)/2 - 1; i >= 0; i-- {
		sink(runs, i)
	}
	if len(runs) == 0 {
		return true
	}
	for cur := runs[0].span; ; {
		if top := runs[0]; !top.next() {
			n := len(runs) - 1
			if runs[0], runs = runs[n], runs[:n]; n == 0 {
				return yield(cur)
			}
		}
		sink(runs, 0)
		s := runs[0].span
		if cur.last.Less(s.first) && cur.last.Inc() != s.first {
			if !yield(cur) {
				return false
			}
			cur = s
		} else if cur.last.Less(s.last) {
			cur.last = s.last
		}
	}
}

// sink moves runs[i] down to its place in the heap.
func sink(runs []*cursor, i int) {
	c := runs[i]
	for {
		at := 2*i + 1
		if at >= len(runs) {
			break
		}
		if at+1 < len(runs) && runs[at+1].first.Less(runs[at].first) {
			at++
		}
		if !runs[at].first.Less(c.first) {
			break
		}
		runs[i] = runs[at]
		i = at
	}
	runs[i] = c
}
