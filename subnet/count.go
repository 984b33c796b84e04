package subnet

import (
	"math/big"
	"math/bits"
	"strconv"
)

// Count is an exact number of addresses or blocks, 0 to 2^128. The zero Count
// is 0. Counts compare with ==.
type Count struct {
	n    u128
	over bool // 2^128: n is 0
}

// countOf returns last+1, the number of things numbered 0 to last.
func countOf(last u128) Count {
	n := last.inc()
	return Count{n, n.isZero()}
}

// CountOf returns the Count n.
func CountOf(n uint64) Count { return Count{n: u128{0, n}} }

func pow2(n int) Count {
	if n == 128 {
		return Count{over: true}
	}
	return Count{n: u128{0, 1}.shl(uint(n))}
}

// add is exact as long as the sum is at most 2^128, which holds for disjoint
// parts of one family.
func (c Count) add(d Count) Count {
	s := c.n.add(d.n)
	return Count{s, c.over || d.over || s.less(c.n)}
}

// Cmp returns -1, 0 or 1 as c is less than, equal to or greater than d.
func (c Count) Cmp(d Count) int {
	switch {
	case c == d:
		return 0
	case c.over:
		return 1
	case d.over:
		return -1
	}
	return c.n.cmp(d.n)
}

// IsZero reports whether c is 0.
func (c Count) IsZero() bool { return c == Count{} }

// Uint64 returns c, ok false when it does not fit.
func (c Count) Uint64() (n uint64, ok bool) { return c.n.lo, c.n.hi == 0 && !c.over }

// Big returns c as a big integer.
func (c Count) Big() *big.Int {
	b := new(big.Int).SetUint64(c.n.hi)
	b.Lsh(b, 64).Or(b, new(big.Int).SetUint64(c.n.lo))
	if c.over {
		b.SetBit(b, 128, 1)
	}
	return b
}

// Log2 returns n where c is 2^n; ok is false where c is no power of two.
func (c Count) Log2() (n int, ok bool) {
	if c.over {
		return 128, true
	}
	if c.IsZero() || !c.n.and(c.n.dec()).isZero() {
		return 0, false
	}
	return c.n.bitLen() - 1, true
}

// AppendTo appends c in decimal to dst. It does not allocate beyond dst.
func (c Count) AppendTo(dst []byte) []byte {
	if c.over {
		return append(dst, "340282366920938463463374607431768211456"...)
	}
	return appendDecimal(dst, c.n)
}

// String returns c in decimal.
func (c Count) String() string {
	var b [40]byte
	return string(c.AppendTo(b[:0]))
}

func appendDecimal(dst []byte, a u128) []byte {
	if a.hi == 0 {
		return strconv.AppendUint(dst, a.lo, 10)
	}
	const e19 = 1e19 // the largest power of ten in 64 bits
	qhi, r := a.hi/e19, a.hi%e19
	qlo, r := bits.Div64(r, a.lo, e19)
	dst = appendDecimal(dst, u128{qhi, qlo})
	for p := uint64(e19 / 10); p > 0; p /= 10 {
		dst = append(dst, '0'+byte(r/p))
		r %= p
	}
	return dst
}
