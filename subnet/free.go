package subnet

import "iter"

// Free returns what used leaves of pool. With what is in use inside pool it makes
// up pool again: pool = Free(pool, used) ∪ (pool ∩ used).
func Free(pool, used Set) Set { return pool.Exclude(used) }

// Segment is a run of addresses of a pool that is all in use or all free.
type Segment struct {
	Range
	Used bool
}

// Segments walks pool from end to end as the longest runs that are used or free,
// in address order. Where the pool itself has a gap, the next segment begins
// behind it; neighbours of the same kind are then still two.
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
		seg := Segment{Range{at, p.last, width}, false}
		if len(used) > 0 && !p.last.Less(used[0].first) {
			if u := used[0]; at.Less(u.first) {
				seg.last = u.first.Dec()
			} else {
				seg.Used = true
				if u.last.Less(p.last) {
					seg.last = u.last
				}
				used = used[1:]
			}
		}
		if !yield(seg) {
			return false
		}
		if seg.last == p.last {
			return true
		}
		at = seg.last.Inc()
	}
}

// Cells cuts r into n cells of the same number of addresses (the last may be
// smaller where n does not divide it) and walks how much of each is in s: the
// cell and the number of its addresses that are in s. It is what a drawing of a
// pool as a bar or a grid is made from. With n over the number of addresses
// each cell is one address.
func (s Set) Cells(r Range, n uint32) iter.Seq2[Range, Count] {
	return func(yield func(Range, Count) bool) {
		if r.width == 0 || n == 0 {
			return
		}
		// A cell has step+1 addresses, the least number of which n cells suffice:
		// ceil(total/n) = (total-1)/n + 1.
		step, _ := r.last.Sub(r.first).Div(uint64(n))
		spans := skipTo(s.family(r.width), r.first)
		for at := r.first; ; {
			cell := Range{at, at.Add(step), r.width}
			if cell.last.Less(at) || r.last.Less(cell.last) {
				cell.last = r.last
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
			if !yield(cell, c) || cell.last == r.last {
				return
			}
			at = cell.last.Inc()
		}
	}
}
