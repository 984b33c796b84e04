package subnet

import (
	"iter"
	"net/netip"
	"slices"

	"github.com/hextet/hextet/internal/ip"
)

// Set is a set of addresses of both families. It is immutable, safe for use by
// several goroutines, and small however many addresses it holds: it keeps the
// sorted runs of addresses that touch neither each other nor overlap. The zero
// Set is empty. A [Builder] makes one.
type Set struct {
	v4, v6 []span
}

// SetOf returns the set of the addresses of ps; an invalid prefix adds nothing.
func SetOf(ps ...netip.Prefix) Set {
	var b Builder
	for _, p := range ps {
		b.Add(RangeOf(p))
	}
	return b.Set()
}

// IsEmpty reports whether s has no address.
func (s Set) IsEmpty() bool { return len(s.v4)+len(s.v6) == 0 }

// Equal reports whether s and o hold the same addresses.
func (s Set) Equal(o Set) bool {
	return slices.Equal(s.v4, o.v4) && slices.Equal(s.v6, o.v6)
}

// Ranges walks the fewest ranges that are s: IPv4 first, then in address order.
func (s Set) Ranges() iter.Seq[Range] {
	return func(yield func(Range) bool) {
		for _, f := range s.families() {
			for _, sp := range f.spans {
				if !yield(Range{sp.first, sp.last, f.width}) {
					return
				}
			}
		}
	}
}

// Prefixes walks the fewest prefixes that are exactly s: IPv4 first, then in
// address order.
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
		v4 = v4.add(countOf(sp.last.Sub(sp.first)))
	}
	for _, sp := range s.v6 {
		v6 = v6.add(countOf(sp.last.Sub(sp.first)))
	}
	return v4, v6
}

// Contains reports whether all of r is in s.
func (s Set) Contains(r Range) bool {
	sp, ok := s.from(r)
	return ok && !r.first.Less(sp.first) && !sp.last.Less(r.last)
}

// Overlaps reports whether an address of r is in s.
func (s Set) Overlaps(r Range) bool {
	sp, ok := s.from(r)
	return ok && !r.last.Less(sp.first)
}

// from returns the first span that does not end before r begins.
func (s Set) from(r Range) (span, bool) {
	spans := s.family(r.width)
	i := firstEndingAt(spans, r.first)
	if i == len(spans) {
		return span{}, false
	}
	return spans[i], true
}

// firstEndingAt returns the index of the first span whose last is not below a.
func firstEndingAt(spans []span, a ip.Uint128) int {
	lo, hi := 0, len(spans)
	for lo < hi {
		m := int(uint(lo+hi) / 2)
		if spans[m].last.Less(a) {
			lo = m + 1
		} else {
			hi = m
		}
	}
	return lo
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
