package subnet

import (
	"iter"

	"go4.org/netipx"
)

// Segment is a run of addresses of a pool that is all in use or all free.
type Segment struct {
	netipx.IPRange
	Used bool
}

// Segments yields pool from end to end as the longest runs that are used or free,
// in address order. Where the pool itself has a gap, the next segment begins
// after it, even when it is of the same kind. The set of all that is free is
// pool.Exclude(used); Segments needs no memory for it.
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

// Cells cuts r into n cells of the same number of addresses (the last may be
// smaller where n does not divide it) and yields each cell with the number of its
// addresses that are in s: what a drawing of a pool as a bar or a grid is made
// from. With n over the number of addresses each cell is one address.
func (s Set) Cells(r netipx.IPRange, n uint32) iter.Seq2[netipx.IPRange, Count] {
	return func(yield func(netipx.IPRange, Count) bool) {
		e := extentOf(r)
		if e.width == 0 || n == 0 {
			return
		}
		// A cell has step+1 addresses, the least number of which n cells suffice:
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
				c = c.add(countOf(last.Sub(first)))
			}
			if !yield(cell.toRange(e.width), c) || cell.last == e.last {
				return
			}
			at = cell.last.Inc()
		}
	}
}
