package subnet

import (
	"fmt"
	"iter"
	"net/netip"

	"github.com/hextet/hextet/internal/ip"
)

// Fit is how [Allocate] chooses among the free blocks. The zero Fit is unknown.
type Fit uint8

const (
	// FirstFit takes the lowest address.
	FirstFit Fit = 1 + iota
	// BestFit takes the smallest free block (among the fewest prefixes that make up the
	// free space), the lowest of equals: large blocks stay whole.
	BestFit
	// SparseFit takes the next block by RFC 3531 section 3.1 (leftmost): neighbors stay
	// far apart and can grow.
	SparseFit
	// CenterFit takes the next block by RFC 3531 section 3.3 (centermost): the border
	// to the numbers on either side can move.
	CenterFit
)

var fitNames = [...]string{"unknown", "first", "best", "sparse", "centermost"}

// String returns the fit in one lower-case word.
func (f Fit) String() string { return ip.Word(fitNames[:], f) }

// MarshalText returns what String does.
func (f Fit) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// UnmarshalText accepts what ParseFit does.
func (f *Fit) UnmarshalText(text []byte) (err error) {
	*f, err = ParseFit(string(text))
	return err
}

// ParseFit returns the fit of that name. In addition to the names that String returns,
// it accepts leftmost, which is sparse, and rightmost and sequential, which are first.
func ParseFit(name string) (f Fit, err error) {
	switch name {
	case "rightmost", "sequential":
		return FirstFit, nil
	case "leftmost":
		return SparseFit, nil
	}
	err = ip.UnmarshalWord(&f, fitNames[:], "order", []byte(name))
	return f, err
}

// Request describes the prefixes that [Allocate] returns.
type Request struct {
	Length int    // prefix length
	Count  uint64 // how many
	Fit    Fit
	// Align is the length of the block that each prefix gets for itself: the prefix is
	// at the start of the block, with nothing else in it. At most Length; 0 or Length
	// add nothing to the prefix. Rounded down to a multiple of 4, it gives each prefix
	// a separate reverse zone and room to grow up to that boundary.
	Align int
}

// FullError reports that a pool has fewer free prefixes than requested.
type FullError struct {
	Request Request
	Free    Count // how many are available
}

// Error returns "no room for 10 x /48: 3 are free".
func (e *FullError) Error() string {
	s := fmt.Sprintf("no room for %d x /%d", e.Request.Count, e.Request.Length)
	if a := e.Request.Align; a != 0 && a != e.Request.Length {
		s += fmt.Sprintf(", each in a separate /%d", a)
	}
	if n, ok := e.Free.Uint64(); ok && n == 1 {
		return s + ": 1 is free"
	}
	return s + ": " + e.Free.String() + " are free"
}

// Allocate yields req.Count prefixes of req.Length that are in pool and overlap neither
// used nor each other. They come in the order of req.Fit, IPv4 pools before IPv6 pools,
// and SparseFit and CenterFit fill one prefix of the pool after the other; so another
// call with the result added to used continues where this one stops. Addresses in used
// outside the pool are ignored.
//
// A length or an alignment that is out of range is an error; a pool with too few free
// prefixes is a [*FullError], before any prefix is yielded.
func Allocate(pool, used Set, req Request) (iter.Seq[netip.Prefix], error) {
	if req.Align == 0 {
		req.Align = req.Length
	}
	switch {
	case req.Length < 0 || req.Length > width6 || req.Length > width4 && len(pool.v6) == 0 && len(pool.v4) > 0:
		return nil, fmt.Errorf("the addresses of the pool have no /%d", req.Length)
	case req.Align < 0 || req.Align > req.Length:
		return nil, fmt.Errorf("cannot align a /%d to the longer /%d", req.Length, req.Align)
	case req.Fit < FirstFit || req.Fit > CenterFit:
		return nil, fmt.Errorf("unknown order %d", req.Fit)
	}
	if c := available(pool, used, req); c.Cmp(CountOf(req.Count)) < 0 {
		return nil, &FullError{req, c}
	}
	return func(yield func(netip.Prefix) bool) {
		left := req.Count
		if left == 0 {
			return
		}
		for _, a := range allocators(pool, used, req) {
			take := func(n ip.Uint128) bool {
				left--
				return yield(toPrefix(n, a.width, req.Length)) && left > 0
			}
			if !a.walk(req.Fit, take) {
				return
			}
		}
	}, nil
}

// available returns how many prefixes of req.Length, aligned as req says, pool has
// left.
func available(pool, used Set, req Request) (c Count) {
	if req.Align == 0 {
		req.Align = req.Length
	}
	for _, a := range allocators(pool, used, req) {
		a.unused(a.pool, func(s span) bool {
			if in, ok := s.blocks(a.free); ok {
				c = c.Add(countOf(in.last.Sub(in.first)))
			}
			return true
		})
	}
	return c
}

// allocators returns an allocator for each family whose addresses are long enough.
func allocators(pool, used Set, req Request) (list []allocator) {
	for _, f := range pool.families() {
		if req.Length <= int(f.width) {
			list = append(list, allocator{f.width, f.spans, used.family(f.width), uint(int(f.width) - req.Align)})
		}
	}
	return list
}

// blocks returns the numbers of the first and the last block with that many free bits
// that are entirely in s.
func (s span) blocks(free uint) (span, bool) {
	in := span{s.first.Rsh(free), s.last.Rsh(free)}
	if !s.first.And(ip.Ones(free)).IsZero() {
		in.first = in.first.Inc()
	}
	if s.last.And(ip.Ones(free)) != ip.Ones(free) {
		if in.last.IsZero() {
			return span{}, false
		}
		in.last = in.last.Dec()
	}
	return in, !in.last.Less(in.first)
}

// allocator hands out blocks of one family.
type allocator struct {
	width      uint8
	pool, used []span
	free       uint // free bits of a block
}

// unused calls yield for the runs of pool that are not in use, and reports whether it
// reached the end. They are computed each time, since they may take as much memory as
// what is in use.
func (a allocator) unused(pool []span, yield func(span) bool) bool {
	return walkExcluded(pool, a.used, yield)
}

// walk calls take with the first address of each block in the order of fit until it
// returns false, and reports whether it never did.
func (a allocator) walk(fit Fit, take func(ip.Uint128) bool) bool {
	switch fit {
	case BestFit:
		return a.best(take)
	case SparseFit:
		return a.ordered(Leftmost, take)
	case CenterFit:
		return a.ordered(Centermost, take)
	}
	return a.unused(a.pool, func(s span) bool { return a.fill(s, take) })
}

// fill calls take for all blocks in s.
func (a allocator) fill(s span, take func(ip.Uint128) bool) bool {
	in, ok := s.blocks(a.free)
	if !ok {
		return true
	}
	for i := in.first; take(i.Lsh(a.free)); i = i.Inc() {
		if i == in.last {
			return true
		}
	}
	return false
}

// best fills the free prefixes from the smallest to the largest. After filling part of
// one from its start, what is left consists of just the blocks that are the next best
// fit.
func (a allocator) best(take func(ip.Uint128) bool) bool {
	var sizes [width6 + 1]bool
	a.unused(a.pool, func(s span) bool {
		return s.prefixes(a.width, func(_ ip.Uint128, n int) bool {
			sizes[n] = true
			return true
		})
	})
	for size := int(a.width) - int(a.free); size >= 0; size-- {
		if !sizes[size] {
			continue
		}
		if !a.unused(a.pool, func(s span) bool {
			return s.prefixes(a.width, func(first ip.Uint128, n int) bool {
				return n != size || a.fill(span{first, first.Or(ip.Ones(uint(int(a.width) - n)))}, take)
			})
		}) {
			return false
		}
	}
	return true
}

// ordered goes through the prefixes of the pool, and in each through the numbers of its
// blocks in order o, skipping those in use.
func (a allocator) ordered(o Order, take func(ip.Uint128) bool) bool {
	for _, p := range a.pool {
		if !p.prefixes(a.width, func(first ip.Uint128, n int) bool {
			bits := int(a.width) - n - int(a.free) // of a block's number
			if bits < 0 {
				return true
			}
			var in []span
			a.used = skipTo(a.used, first)
			a.unused([]span{{first, first.Or(ip.Ones(uint(int(a.width) - n)))}}, func(s span) bool {
				if b, ok := (span{s.first.Sub(first), s.last.Sub(first)}).blocks(a.free); ok {
					in = append(in, b)
				}
				return true
			})
			w := orderedWalk{o, bits, in}
			return w.walk(func(i ip.Uint128) bool { return take(first.Or(i.Lsh(a.free))) })
		}) {
			return false
		}
	}
	return true
}

// orderedWalk goes through the numbers of n bits in order o that are in free.
type orderedWalk struct {
	o    Order
	n    int
	free []span
}

// patience is how many numbers in use are tried one by one before the next free one is
// computed.
const patience = 64

func (w orderedWalk) walk(take func(ip.Uint128) bool) bool {
	end := ip.Ones(uint(w.n))
	for c, missed := (ip.Uint128{}), 0; ; c = c.Inc() {
		if missed == patience {
			missed = 0
			var ok bool
			if c, ok = w.seek(c, w.n-1, ip.Uint128{}, ip.Uint128{}, ip.Uint128{}, w.free, true); !ok {
				return true
			}
		}
		i := w.o.place(c, w.n)
		if at := firstEndingAt(w.free, i); at < len(w.free) && !i.Less(w.free[at].first) {
			missed = 0
			if !take(i) {
				return false
			}
		} else {
			missed++
		}
		if c == end {
			return true
		}
	}
}

// seek returns the lowest counter from least on whose number is free. It decides the
// counter's bits from bit j downwards, 0 before 1, and backtracks if no free number has
// the bits decided so far: those of value in mask. bound is set while the counter's
// bits are those of least.
func (w orderedWalk) seek(least ip.Uint128, j int, counter, mask, value ip.Uint128, free []span, bound bool) (ip.Uint128, bool) {
	if j < 0 {
		return counter, true
	}
	at := w.o.place(ip.Uint128{Lo: 1}.Lsh(uint(j)), w.n) // bit j at its position in the number
	mask = mask.Or(at)
	for bit := uint64(0); bit < 2; bit++ {
		if bound && bit < least.Bit(uint(j)) {
			continue
		}
		if bit == 1 {
			value = value.Or(at)
			counter = counter.Or(ip.Uint128{Lo: 1}.Lsh(uint(j)))
		}
		var some []span
		for _, s := range free {
			if x, ok := nextWith(s.first, mask, value); ok && !s.last.Less(x) {
				some = append(some, s)
			}
		}
		if len(some) == 0 {
			continue
		}
		if c, ok := w.seek(least, j-1, counter, mask, value, some, bound && bit == least.Bit(uint(j))); ok {
			return c, true
		}
	}
	return ip.Uint128{}, false
}

// nextWith returns the lowest x >= a whose bits in mask are those of value.
func nextWith(a, mask, value ip.Uint128) (x ip.Uint128, ok bool) {
	diff := a.Xor(value).And(mask)
	if diff.IsZero() {
		return a, true
	}
	h := uint(diff.BitLen() - 1)
	if value.Bit(h) == 0 {
		// Too large from bit h on: a free bit above it has to be set.
		up := mask.Or(a).Or(ip.Ones(h))
		up = ip.Uint128{Hi: ^up.Hi, Lo: ^up.Lo}
		if up.IsZero() {
			return ip.Uint128{}, false
		}
		h = uint(up.TrailingZeros())
		a = a.Or(ip.Uint128{Lo: 1}.Lsh(h))
		return a.AndNot(ip.Ones(h)).Or(value.And(ip.Ones(h))), true
	}
	return a.AndNot(ip.Ones(h + 1)).Or(value.And(ip.Ones(h + 1))), true
}
