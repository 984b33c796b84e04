package subnet

import "github.com/hextet/hextet/internal/ip"

// Builder collects ranges, in any order, overlapping, repeated and of both
// families, and makes the [Set] of them. The zero Builder is ready to use. A
// million prefixes, half of them IPv6, take 16 MB, and while they grow twice that.
type Builder struct {
	v4   []uint64     // first<<32 | last
	v6   []key        // first, and in aux the free bits of a prefix, or wide + an index in last
	last []ip.Uint128 // ends of the ranges that are no prefix
}

const wide = 1 << 8

// Add adds the addresses of r; an invalid r adds nothing.
func (b *Builder) Add(r Range) {
	switch r.width {
	case width4:
		b.v4 = push(b.v4, r.first.Lo<<32|r.last.Lo)
	case width6:
		n := r.first.Xor(r.last)
		if free := uint(n.BitLen()); n == ip.Ones(free) && r.first.And(n).IsZero() {
			b.v6 = push(b.v6, key{r.first, uint64(free)})
			return
		}
		b.v6 = push(b.v6, key{r.first, wide + uint64(len(b.last))})
		b.last = append(b.last, r.last)
	}
}

// AddSet adds all of s.
func (b *Builder) AddSet(s Set) {
	for r := range s.Ranges() {
		b.Add(r)
	}
}

// Join adds all that o has collected, so that several goroutines can each fill a
// Builder of their own. It leaves o empty.
func (b *Builder) Join(o *Builder) {
	if b.v4 == nil {
		b.v4 = o.v4
	} else {
		b.v4 = append(b.v4, o.v4...)
	}
	shift := uint64(len(b.last))
	b.last = append(b.last, o.last...)
	at := len(b.v6)
	if at == 0 {
		b.v6 = o.v6
	} else {
		b.v6 = append(b.v6, o.v6...)
	}
	if shift > 0 {
		for i := at; i < len(b.v6); i++ {
			if b.v6[i].aux >= wide {
				b.v6[i].aux += shift
			}
		}
	}
	*o = Builder{}
}

// manyRanges of both families are sorted by two goroutines.
const manyRanges = 1 << 14

// Set returns the set of all that was added and leaves b empty.
func (b *Builder) Set() Set {
	var s Set
	if len(b.v4) < manyRanges || len(b.v6) < manyRanges {
		s = Set{mergeV4(b.v4), b.mergeV6()}
	} else {
		done := make(chan []span)
		go func() { done <- mergeV4(b.v4) }()
		s.v6 = b.mergeV6()
		s.v4 = <-done
	}
	*b = Builder{}
	return s
}

// mergeV4 sorts a and joins what overlaps or touches, in place first, so that
// the spans are allocated once and to size.
func mergeV4(a []uint64) []span {
	if len(a) == 0 {
		return nil
	}
	sortHigh32(a)
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
	spans := make([]span, n+1)
	for i, v := range a[:n+1] {
		spans[i] = span{ip.Uint128{Lo: v >> 32}, ip.Uint128{Lo: v & 0xffffffff}}
	}
	return spans
}

func (b *Builder) mergeV6() []span {
	if len(b.v6) == 0 {
		return nil
	}
	sortKeys(b.v6)
	// Twice over the keys: to count, then to fill.
	n := 0
	b.runs(func(span) { n++ })
	spans := make([]span, 0, n)
	b.runs(func(s span) { spans = append(spans, s) })
	return spans
}

// runs calls f for each maximal run of addresses in the sorted keys.
func (b *Builder) runs(f func(span)) {
	cur := span{b.v6[0].Uint128, b.end(b.v6[0])}
	for _, k := range b.v6[1:] {
		last := b.end(k)
		// The first condition also keeps cur.last+1 from wrapping.
		if cur.last.Less(k.Uint128) && cur.last.Inc() != k.Uint128 {
			f(cur)
			cur = span{k.Uint128, last}
		} else if cur.last.Less(last) {
			cur.last = last
		}
	}
	f(cur)
}

func (b *Builder) end(k key) ip.Uint128 {
	if k.aux >= wide {
		return b.last[k.aux-wide]
	}
	return k.Or(ip.Ones(uint(k.aux)))
}

// Union returns the addresses that are in s, in o or in both.
func (s Set) Union(o Set) Set {
	return Set{union(s.v4, o.v4), union(s.v6, o.v6)}
}

func union(a, b []span) []span {
	switch {
	case len(a) == 0:
		return b // sets do not change, so they may share
	case len(b) == 0:
		return a
	}
	var out []span
	for len(a)+len(b) > 0 {
		var next span
		if len(b) == 0 || len(a) > 0 && a[0].first.Less(b[0].first) {
			next, a = a[0], a[1:]
		} else {
			next, b = b[0], b[1:]
		}
		if n := len(out); n == 0 || out[n-1].last.Less(next.first) && out[n-1].last.Inc() != next.first {
			out = append(out, next)
		} else if out[n-1].last.Less(next.last) {
			out[n-1].last = next.last
		}
	}
	return out
}
