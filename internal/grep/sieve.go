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

// A top is the first 64 bits of a prefix, host bits zero, and how many of them are
// the prefix's.
type top struct {
	bits   uint64
	length uint8
}

func (t top) last() uint64 { return t.bits | ^uint64(0)>>t.length }

const (
	minParts = 1 << 6
	maxParts = 1 << 22
)

// newSieve returns the sieve of the patterns that begin with tops.
func newSieve(tops []top) (s sieve) {
	if len(tops) == 0 {
		return s
	}
	s.first = tops[0].bits
	last := tops[0].last()
	for _, t := range tops {
		s.first, last = min(s.first, t.bits), max(last, t.last())
	}
	parts := minParts
	for parts < maxParts && parts < 16*len(tops) {
		parts *= 2
	}
	s.shift = uint(max(0, bits.Len64(last-s.first)-bits.Len(uint(parts))+1))
	s.parts = make([]uint64, (last-s.first)>>s.shift/64+1)
	for _, t := range tops {
		for i, end := (t.bits-s.first)>>s.shift, (t.last()-s.first)>>s.shift; i <= end; i++ {
			if i%64 == 0 && end-i >= 63 {
				s.parts[i/64] = ^uint64(0)
				i += 63
				continue
			}
			s.parts[i/64] |= 1 << (i % 64)
		}
	}
	return s
}

// may reports false only of addresses that no pattern matches.
func (s *sieve) may(a uint64) bool {
	i := (a - s.first) >> s.shift
	return a >= s.first && i/64 < uint64(len(s.parts)) && s.parts[i/64]>>(i%64)&1 != 0
}

// common returns how many leading bits the patterns that begin with tops have in
// common, and those bits.
func common(tops []top) top {
	c := tops[0]
	for _, t := range tops[1:] {
		c.length = min(c.length, t.length, uint8(bits.LeadingZeros64(c.bits^t.bits)))
	}
	if c.length == 0 {
		return top{}
	}
	c.bits &= ^uint64(0) << (64 - c.length)
	return c
}
