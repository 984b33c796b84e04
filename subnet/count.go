package subnet

import (
	"math/big"
	"math/bits"
	"strconv"

	"github.com/hextet/hextet/internal/ip"
)

// Count is an exact number of addresses or blocks, 0 to 2^128. The zero Count
// is 0. Counts compare with ==.
type Count struct {
	n    ip.Uint128
	over bool // 2^128: n is 0
}

// countOf returns last+1, the number of things numbered 0 to last.
func countOf(last ip.Uint128) Count {
	n := last.Inc()
	return Count{n, n.IsZero()}
}

// CountOf returns the Count n.
func CountOf(n uint64) Count { return Count{n: ip.Uint128{Lo: n}} }

func pow2(n int) Count {
	if n == 128 {
		return Count{over: true}
	}
	return Count{n: ip.Uint128{Lo: 1}.Lsh(uint(n))}
}

// add is exact as long as the sum is at most 2^128, which holds for disjoint
// parts of one family.
func (c Count) add(d Count) Count {
	s := c.n.Add(d.n)
	return Count{s, c.over || d.over || s.Less(c.n)}
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
	return c.n.Compare(d.n)
}

// IsZero reports whether c is 0.
func (c Count) IsZero() bool { return c == Count{} }

// Uint64 returns c, ok false when it does not fit.
func (c Count) Uint64() (n uint64, ok bool) { return c.n.Lo, c.n.Hi == 0 && !c.over }

// Big returns c as a big integer.
func (c Count) Big() *big.Int {
	b := new(big.Int).SetUint64(c.n.Hi)
	b.Lsh(b, 64).Or(b, new(big.Int).SetUint64(c.n.Lo))
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
	if c.IsZero() || !c.n.And(c.n.Dec()).IsZero() {
		return 0, false
	}
	return c.n.BitLen() - 1, true
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

func appendDecimal(dst []byte, a ip.Uint128) []byte {
	if a.Hi == 0 {
		return strconv.AppendUint(dst, a.Lo, 10)
	}
	const e19 = 1e19 // the largest power of ten in 64 bits
	qhi, r := a.Hi/e19, a.Hi%e19
	qlo, r := bits.Div64(r, a.Lo, e19)
	dst = appendDecimal(dst, ip.Uint128{Hi: qhi, Lo: qlo})
	for p := uint64(e19 / 10); p > 0; p /= 10 {
		dst = append(dst, '0'+byte(r/p))
		r %= p
	}
	return dst
}
