package subnet

import (
	"iter"
	"net/netip"

	"go4.org/netipx"

	"github.com/hextet/hextet/internal/ip"
)

// Free yields the fewest prefixes that make up the addresses of pool that are not in
// used, IPv4 first, in address order: those of pool.Exclude(used), without the memory
// for that set.
func Free(pool, used Set) iter.Seq[netip.Prefix] {
	return func(yield func(netip.Prefix) bool) {
		for _, f := range pool.families() {
			each := func(a ip.Uint128, n int) bool { return yield(toPrefix(a, f.width, n)) }
			if !walkExcluded(f.spans, used.family(f.width), func(s span) bool { return s.prefixes(f.width, each) }) {
				return
			}
		}
	}
}

// Segment is a run of addresses of a pool that are all in use or all free.
type Segment struct {
	netipx.IPRange
	Used bool
}

// Segments yields all of pool as the longest runs that are used or free, in address
// order. If the pool itself has a gap, a new segment begins after it, even one of the
// same kind.
func Segments(pool, used Set) iter.Seq[Segment] {
	return func(yield func(Segment) bool) {
		for _, f := range pool.families() {
			in := used.family(f.width)
			for _, p := range f.spans {
				in = skipTo(in, p.first)
				if !segments(p, in, f.width, yield) {
					return
				}
			}
		}
	}
}

func segments(p span, used []span, width uint8, yield func(Segment) bool) bool {
	for at := p.first; ; {
		seg, inUse := span{at, p.last}, false
		if len(used) > 0 && !p.last.Less(used[0].first) {
			if u := used[0]; at.Less(u.first) {
				seg.last = u.first.Dec()
			} else {
				inUse = true
				if u.last.Less(p.last) {
					seg.last = u.last
				}
				used = used[1:]
			}
		}
		if !yield(Segment{seg.toRange(width), inUse}) {
			return false
		}
		if seg.last == p.last {
			return true
		}
		at = seg.last.Inc()
	}
}

// Cells cuts r into n cells with the same number of addresses (the last may be smaller
// if n does not divide it) and yields each cell with the number of its addresses that
// are in s, for drawing a pool as a bar or a grid. If n exceeds the number of
// addresses, each cell is one address.
func (s Set) Cells(r netipx.IPRange, n uint32) iter.Seq2[netipx.IPRange, Count] {
	return func(yield func(netipx.IPRange, Count) bool) {
		e := extentOf(r)
		if e.width == 0 || n == 0 {
			return
		}
		// A cell has step+1 addresses, the smallest size with which n cells suffice:
		// ceil(total/n) = (total-1)/n + 1.
		step, _ := e.last.Sub(e.first).Div(uint64(n))
		spans := s.family(e.width)
		for at := e.first; ; {
			cell := span{at, at.Add(step)}
			if cell.last.Less(at) || e.last.Less(cell.last) {
				cell.last = e.last
			}
			spans = skipTo(spans, at)
			var c Count
			for _, sp := range spans {
				if cell.last.Less(sp.first) {
					break
				}
				first, last := sp.first, sp.last
				if first.Less(at) {
					first = at
				}
				if cell.last.Less(last) {
					last = cell.last
				}
				c = c.Add(countOf(last.Sub(first)))
			}
			if !yield(cell.toRange(e.width), c) || cell.last == e.last {
				return
			}
			at = cell.last.Inc()
		}
	}
}
