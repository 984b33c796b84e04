package subnet

import (
	"math/big"

	"github.com/hextet/hextet/internal/ip"
)

// Count is an exact number of addresses or blocks, 0 to 2^128. The zero Count is 0.
// Counts can be compared with ==.
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

// Add returns c+d, which must be at most 2^128; for disjoint parts of one family it
// always is.
func (c Count) Add(d Count) Count {
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

// Uint64 returns c; ok is false if it does not fit.
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

// Log2 returns n if c is 2^n; ok is false if c is not a power of two.
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
	return c.n.AppendDecimal(dst)
}

// String returns c in decimal.
func (c Count) String() string {
	var b [40]byte
	return string(c.AppendTo(b[:0]))
}
