package grep

import "math/bits"

// A sieve tells most addresses that no pattern can match from those that must be
// looked up. It knows for each of as many equal parts of the space between the
// lowest and the highest pattern as fit a processor's cache whether a pattern
// reaches into it. Addresses are their first 64 bits.
type sieve struct {
	first uint64
	shift uint
	parts []uint64 // a bit each
}

const (
	minParts = 1 << 6
	maxParts = 1 << 22
)

// newSieve returns the sieve of rows.
func newSieve(rows []row) (s sieve) {
	if len(rows) == 0 {
		return s
	}
	last := uint64(0)
	s.first = rows[0].hi
	for i := range rows {
		s.first, last = min(s.first, rows[i].hi), max(last, rows[i].hi|^uint64(0)>>rows[i].length)
	}
	parts := minParts
	for parts < maxParts && parts < 16*len(rows) {
		parts *= 2
	}
	s.shift = uint(max(0, bits.Len64(last-s.first)-bits.Len(uint(parts))+1))
	s.parts = make([]uint64, (last-s.first)>>s.shift/64+1)
	for i := range rows {
		from := (rows[i].hi - s.first) >> s.shift
		to := ((rows[i].hi | ^uint64(0)>>rows[i].length) - s.first) >> s.shift
		for ; from <= to; from++ {
			if from%64 == 0 && to-from >= 63 {
				s.parts[from/64] = ^uint64(0)
				from += 63
				continue
			}
			s.parts[from/64] |= 1 << (from % 64)
		}
	}
	return s
}

// may reports false only of addresses that no pattern matches.
func (s *sieve) may(a uint64) bool {
	i := (a - s.first) >> s.shift
	return a >= s.first && i/64 < uint64(len(s.parts)) && s.parts[i/64]>>(i%64)&1 != 0
}
