package ip

import "math/bits"

// Stretches find the longest of many prefixes that contains an address. Nested prefixes
// are flattened: wherever one begins or ends, a stretch of addresses begins that have
// the same longest prefix. A lookup finds the stretch by binary search among the few
// that share the address's bucket of an index.
//
//	row 0  |------------ 2001:db8::/32 ------------|
//	row 1         |-- :1::/48 --|
//	    -1 |  0   |      1      |         0        | -1     stretches and their row
//
// The zero Stretches hold no prefix. Make others with [Lay]; they do not change
// afterwards.
type Stretches struct {
	starts []stretch // in order; the first begins at 0
	// Bucket b has the starts from index[b] to index[b+1], not counting the first
	// start; (start - starts[1]) >> shift is b.
	index []uint32
	shift uint
}

type stretch struct {
	Uint128       // first address
	row     int32 // -1 for none
}

// Find returns the row of the longest prefix that contains a, -1 for none.
func (s *Stretches) Find(a Uint128) int32 {
	lo, hi := 1, len(s.starts)
	if hi < 2 || a.Less(s.starts[1].Uint128) {
		if hi == 0 {
			return -1
		}
		return s.starts[0].row
	}
	if s.index != nil {
		b := a.Sub(s.starts[1].Uint128).Rsh(s.shift)
		if b.Hi != 0 || b.Lo >= uint64(len(s.index)-1) {
			return s.starts[hi-1].row
		}
		lo, hi = int(s.index[b.Lo]), int(s.index[b.Lo+1])
	}
	for lo < hi {
		m := int(uint(lo+hi) / 2)
		if a.Less(s.starts[m].Uint128) {
			hi = m
		} else {
			lo = m + 1
		}
	}
	return s.starts[lo-1].row
}

// Lay flattens n prefixes of a family whose addresses have width bits. prefix returns
// the i-th: each once, in order of first addresses, outer ones before inner ones.
// Prefix i is row base+i. parent is called for each in order, with the row of the
// smallest prefix around it, -1 for none.
func Lay(width uint8, n int, base int32, prefix func(i int) (first Uint128, length uint8), parent func(row int32)) Stretches {
	if n == 0 {
		return Stretches{}
	}
	s := Stretches{starts: make([]stretch, 0, 2*n+1)}
	s.begin(Uint128{}, -1)
	type open struct {
		last Uint128
		row  int32
	}
	end := Ones(uint(width))
	stack := []open{{end, -1}} // the whole family, no row
	for i := range n {
		first, length := prefix(i)
		for n := len(stack) - 1; n > 0 && stack[n].last.Less(first); n-- {
			s.begin(stack[n].last.Inc(), stack[n-1].row)
			stack = stack[:n]
		}
		parent(stack[len(stack)-1].row)
		row := base + int32(i)
		stack = append(stack, open{first.Or(Ones(uint(width - length))), row})
		s.begin(first, row)
	}
	// Prefixes that reach the end of the family end with it.
	for n := len(stack) - 1; n > 0 && stack[n].last != end; n-- {
		s.begin(stack[n].last.Inc(), stack[n-1].row)
	}
	s.makeIndex()
	return s
}

// begin starts a stretch of row at address a.
func (s *Stretches) begin(a Uint128, row int32) {
	if n := len(s.starts); n > 0 && s.starts[n-1].Uint128 == a {
		s.starts = s.starts[:n-1]
	}
	if n := len(s.starts); n > 0 && s.starts[n-1].row == row {
		return
	}
	s.starts = append(s.starts, stretch{a, row})
}

// makeIndex makes about as many buckets as there are stretches.
func (s *Stretches) makeIndex() {
	n := len(s.starts)
	if n < 32 {
		return
	}
	span := s.starts[n-1].Sub(s.starts[1].Uint128)
	s.shift = uint(max(span.BitLen()-min(bits.Len(uint(n)), 22), 0))
	s.index = make([]uint32, span.Rsh(s.shift).Lo+2)
	b := uint64(0)
	for i := 1; i < n; i++ {
		for at := s.starts[i].Sub(s.starts[1].Uint128).Rsh(s.shift).Lo; b <= at; b++ {
			s.index[b] = uint32(i)
		}
	}
	s.index[b] = uint32(n)
}
