package grep

import "math/bits"

// A sieve filters out most addresses that no pattern can match, so that they need not
// be looked up. It divides the space between the lowest and the highest pattern into as
// many equal parts as fit in a processor's cache, and records for each part whether a
// pattern overlaps it. Only the first 64 bits of an address count.
type sieve struct {
	first uint64
	shift uint
	parts []uint64 // a bitmask, one bit per part
}

const (
	minParts = 1 << 6
	maxParts = 1 << 22
)

// newSieve returns the sieve of rows, of which there is at least one.
func newSieve(rows rows) (s sieve) {
	s.first = rows.first
	parts := minParts
	for parts < maxParts && parts < 16*rows.count {
		parts *= 2
	}
	s.shift = uint(max(0, bits.Len64(rows.end-s.first)-bits.Len(uint(parts))+1))
	s.parts = make([]uint64, (rows.end-s.first)>>s.shift/64+1)
	clear(s.parts) // the kernel handles a page twice if it is read before it is written
	for _, chunk := range rows.chunks {
		for i := range chunk {
			s.add((chunk[i].hi-s.first)>>s.shift, (chunk[i].last()-s.first)>>s.shift)
		}
	}
	return s
}

// add marks the parts from first to last.
func (s *sieve) add(first, last uint64) {
	for i := first; i <= last; i++ {
		if i%64 == 0 && last-i >= 63 {
			s.parts[i/64] = ^uint64(0)
			i += 63
			continue
		}
		s.parts[i/64] |= 1 << (i % 64)
	}
}

// may returns false only for addresses that no pattern matches.
func (s *sieve) may(a uint64) bool {
	i := (a - s.first) >> s.shift
	return a >= s.first && i/64 < uint64(len(s.parts)) && s.parts[i/64]>>(i%64)&1 != 0
}
