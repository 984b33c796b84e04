package subnet

import (
	"iter"
	"net/netip"

	"github.com/hextet/hextet/internal/ip"
)

// Prefixes walks the fewest prefixes that together are exactly r, in address
// order: at most 2*width-2 of them.
func (r Range) Prefixes() iter.Seq[netip.Prefix] {
	return func(yield func(netip.Prefix) bool) {
		if r.width != 0 {
			span{r.first, r.last}.prefixes(r.width, func(a ip.Uint128, n int) bool {
				return yield(toPrefix(a, r.width, n))
			})
		}
	}
}

// span is a range without its family, as sets keep it.
type span struct {
	first, last ip.Uint128
}

// prefixes calls yield for the fewest prefixes (first address, length) that make
// up s, and reports whether it went to the end. At each step the largest block
// is taken that starts here: it is bounded by the alignment of the start and by
// what is left.
func (s span) prefixes(width uint8, yield func(ip.Uint128, int) bool) bool {
	for first := s.first; ; {
		n := min(first.TrailingZeros(), int(width))
		// 2^m is the largest power of two that is at most last-first+1.
		left := s.last.Sub(first)
		m := left.BitLen()
		if left != ip.Ones(uint(m)) {
			m--
		}
		n = min(n, m)
		if !yield(first, int(width)-n) {
			return false
		}
		end := first.Or(ip.Ones(uint(n)))
		if end == s.last {
			return true
		}
		first = end.Inc()
	}
}
