package subnet

import (
	"errors"
	"iter"

	"go4.org/netipx"

	"github.com/hextet/hextet/internal/ip"
)

// Joiner joins ranges that come in address order, in constant memory, as a [Builder]
// does for any order. The two families are separate, so they may alternate. The zero
// Joiner is ready to use.
type Joiner struct {
	v4, v6 joined
}

// joined is the state of a family.
type joined struct {
	cur  span       // the range that may still grow
	done ip.Uint128 // the end of the range before it
	n    int        // how many ranges there were, up to 2
}

// ErrOrder is the error of [Joiner.Add].
var ErrOrder = errors.New("out of order")

// Add adds r. If r is beyond the range that was growing, it returns that range, which
// is then complete; otherwise an invalid one. An invalid r adds nothing. If r should
// have come before a range returned earlier, Add ignores it and returns [ErrOrder].
func (j *Joiner) Add(r netipx.IPRange) (complete netipx.IPRange, err error) {
	e := extentOf(r)
	f := &j.v6
	switch e.width {
	case 0:
		return netipx.IPRange{}, nil
	case width4:
		f = &j.v4
	}
	switch {
	case f.n == 0:
		f.cur, f.n = e.span, 1
	case f.n > 1 && (!f.done.Less(e.first) || f.done.Inc() == e.first):
		return netipx.IPRange{}, ErrOrder
	case e.last.Less(f.cur.first) && e.last.Inc() != f.cur.first:
		return netipx.IPRange{}, ErrOrder
	case f.cur.last.Less(e.first) && f.cur.last.Inc() != e.first:
		complete = f.cur.toRange(e.width)
		f.done, f.n = f.cur.last, 2
		f.cur = e.span
	default:
		// It overlaps or touches, possibly at the start: a prefix with host bits is
		// sorted by its address.
		if e.first.Less(f.cur.first) {
			f.cur.first = e.first
		}
		if f.cur.last.Less(e.last) {
			f.cur.last = e.last
		}
	}
	return complete, nil
}

// Rest yields the ranges that remain after the last Add: at most one of each family.
func (j *Joiner) Rest() iter.Seq[netipx.IPRange] {
	return func(yield func(netipx.IPRange) bool) {
		if j.v4.n > 0 && !yield(j.v4.cur.toRange(width4)) {
			return
		}
		if j.v6.n > 0 {
			yield(j.v6.cur.toRange(width6))
		}
	}
}
