package subnet

import (
	"iter"
	"net/netip"
	"slices"

	"go4.org/netipx"

	"github.com/hextet/hextet/internal/ip"
)

// Set is a set of addresses of both families. It is immutable, safe for concurrent use,
// and small regardless of how many addresses it holds: it keeps the sorted runs of
// addresses that neither touch nor overlap. The zero Set is empty. A [Builder] makes
// one.
type Set struct {
	v4, v6 []span
}

// SetOf returns the set of the addresses of ps; an invalid prefix adds nothing.
func SetOf(ps ...netip.Prefix) Set {
	var b Builder
	for _, p := range ps {
		b.AddPrefix(p)
	}
	return b.Set()
}

// FromIPSet returns the addresses of s.
func FromIPSet(s *netipx.IPSet) Set {
	var b Builder
	for _, r := range s.Ranges() {
		b.Add(r)
	}
	return b.Set()
}

// IPSet returns s as a netipx.IPSet.
func (s Set) IPSet() *netipx.IPSet {
	var b netipx.IPSetBuilder
	for r := range s.Ranges() {
		b.AddRange(r)
	}
	set, _ := b.IPSet() // its errors are about invalid ranges
	return set
}

// IsEmpty reports whether s has no address.
func (s Set) IsEmpty() bool { return len(s.v4)+len(s.v6) == 0 }

// Equal reports whether s and o hold the same addresses.
func (s Set) Equal(o Set) bool {
	return slices.Equal(s.v4, o.v4) && slices.Equal(s.v6, o.v6)
}

// Ranges yields the fewest ranges that make up s: IPv4 first, then in address order.
func (s Set) Ranges() iter.Seq[netipx.IPRange] {
	return func(yield func(netipx.IPRange) bool) {
		for _, f := range s.families() {
			for _, sp := range f.spans {
				if !yield(sp.toRange(f.width)) {
					return
				}
			}
		}
	}
}

// Prefixes yields the fewest prefixes that make up s: IPv4 first, then in address
// order.
func (s Set) Prefixes() iter.Seq[netip.Prefix] {
	return func(yield func(netip.Prefix) bool) {
		for _, f := range s.families() {
			for _, sp := range f.spans {
				if !sp.prefixes(f.width, func(a ip.Uint128, n int) bool { return yield(toPrefix(a, f.width, n)) }) {
					return
				}
			}
		}
	}
}

// Count returns how many addresses of each family s has.
func (s Set) Count() (v4, v6 Count) {
	for _, sp := range s.v4 {
		v4 = v4.Add(countOf(sp.last.Sub(sp.first)))
	}
	for _, sp := range s.v6 {
		v6 = v6.Add(countOf(sp.last.Sub(sp.first)))
	}
	return v4, v6
}

// Contains reports whether all of r is in s.
func (s Set) Contains(r netipx.IPRange) bool {
	e := extentOf(r)
	sp, ok := s.from(e)
	return ok && !e.first.Less(sp.first) && !sp.last.Less(e.last)
}

// Overlaps reports whether an address of r is in s.
func (s Set) Overlaps(r netipx.IPRange) bool {
	e := extentOf(r)
	sp, ok := s.from(e)
	return ok && !e.last.Less(sp.first)
}

// from returns the first span that does not end before e begins.
func (s Set) from(e extent) (span, bool) {
	spans := s.family(e.width)
	i := firstEndingAt(spans, e.first)
	if i == len(spans) {
		return span{}, false
	}
	return spans[i], true
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

// Intersect returns the addresses that are both in s and in o.
func (s Set) Intersect(o Set) Set {
	return Set{intersect(s.v4, o.v4), intersect(s.v6, o.v6)}
}

func intersect(a, b []span) []span {
	var out []span
	for len(a) > 0 && len(b) > 0 {
		first, last := a[0].first, a[0].last
		if first.Less(b[0].first) {
			first = b[0].first
		}
		if b[0].last.Less(last) {
			last = b[0].last
		}
		if !last.Less(first) {
			out = append(out, span{first, last})
		}
		if a[0].last.Less(b[0].last) {
			a = a[1:]
			if len(a) > 0 {
				b = skipTo(b, a[0].first)
			}
		} else {
			b = b[1:]
			if len(b) > 0 {
				a = skipTo(a, b[0].first)
			}
		}
	}
	return out
}

// Exclude returns the addresses of s that are not in o.
func (s Set) Exclude(o Set) Set {
	return Set{exclude(s.v4, o.v4), exclude(s.v6, o.v6)}
}

func exclude(from, minus []span) []span {
	if len(minus) == 0 {
		return from
	}
	var out []span
	walkExcluded(from, minus, func(s span) bool {
		out = append(out, s)
		return true
	})
	return out
}

// walkExcluded calls yield for the runs of from that are not in minus, and reports
// whether it reached the end. It scans both lists once; if the next run of minus is far
// ahead, it is found by binary search, so that subtracting little from much costs
// little.
func walkExcluded(from, minus []span, yield func(span) bool) bool {
	for _, s := range from {
		minus = skipTo(minus, s.first)
		for i := 0; ; i++ {
			if i == len(minus) || s.last.Less(minus[i].first) {
				if !yield(s) {
					return false
				}
				break
			}
			m := minus[i]
			if s.first.Less(m.first) && !yield(span{s.first, m.first.Dec()}) {
				return false
			}
			if !m.last.Less(s.last) {
				break
			}
			s.first = m.last.Inc()
		}
	}
	return true
}

// skipTo drops the spans that end below a.
func skipTo(spans []span, a ip.Uint128) []span {
	if len(spans) == 0 || !spans[0].last.Less(a) {
		return spans
	}
	// Gallop, because the next one is usually near.
	step := 1
	for step < len(spans) && spans[step].last.Less(a) {
		step *= 2
	}
	from := step / 2
	to := min(step+1, len(spans))
	return spans[from+firstEndingAt(spans[from:to], a):]
}

// firstEndingAt returns the index of the first span whose last is not below a.
func firstEndingAt(spans []span, a ip.Uint128) int {
	from, to := 0, len(spans)
	for from < to {
		m := int(uint(from+to) / 2)
		if spans[m].last.Less(a) {
			from = m + 1
		} else {
			to = m
		}
	}
	return from
}

type family struct {
	spans []span
	width uint8
}

func (s Set) families() [2]family {
	return [2]family{{s.v4, width4}, {s.v6, width6}}
}

func (s Set) family(width uint8) []span {
	switch width {
	case width4:
		return s.v4
	case width6:
		return s.v6
	}
	return nil
}
