package ip

import (
	"encoding/binary"
	"math/bits"
	"net/netip"
	"slices"
	"strconv"
)

// A Uint128 is an unsigned 128-bit number: an address to calculate with.
//
// Bits are numbered by weight, so that bit n is worth 2^n. RFCs count from the left
// instead; the few methods that also do so say it.
//
//	weight     127            64 63              0
//	           +----------------+----------------+
//	           |       Hi       |       Lo       |
//	           +----------------+----------------+
//	from left  0              63 64            127
//
// An IPv4 address is its 32 bits at the low end of Lo, with zeros above; what
// distinguishes the families is kept beside the number. A prefix of length L in a
// family of W bits leaves the W-L lowest bits free.
//
// Arithmetic wraps around at 2^128.
type Uint128 struct {
	Hi, Lo uint64
}

// FromAddr returns a as a number, without its zone; 0 for the invalid address.
func FromAddr(a netip.Addr) Uint128 {
	hi, lo := Halves(a)
	return Uint128{hi, lo}
}

// Addr6 returns n as an IPv6 address, also below ::ffff:0:0/96.
func (n Uint128) Addr6() netip.Addr {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], n.Hi)
	binary.BigEndian.PutUint64(b[8:], n.Lo)
	return netip.AddrFrom16(b)
}

// Ones returns the number whose n lowest bits are set, 0 <= n <= 128.
func Ones(n uint) Uint128 {
	if n >= 64 {
		return Uint128{1<<(n-64) - 1, ^uint64(0)}
	}
	return Uint128{0, 1<<n - 1}
}

// Mask returns the number whose n highest bits are set, 0 <= n <= 128.
func Mask(n uint) Uint128 { return Ones(128 - n).Not() }

// IsZero reports whether a is 0.
func (a Uint128) IsZero() bool { return a.Hi|a.Lo == 0 }

// Not returns the complement of a.
func (a Uint128) Not() Uint128 { return Uint128{^a.Hi, ^a.Lo} }

// And returns a & b.
func (a Uint128) And(b Uint128) Uint128 { return Uint128{a.Hi & b.Hi, a.Lo & b.Lo} }

// Or returns a | b.
func (a Uint128) Or(b Uint128) Uint128 { return Uint128{a.Hi | b.Hi, a.Lo | b.Lo} }

// Xor returns a ^ b.
func (a Uint128) Xor(b Uint128) Uint128 { return Uint128{a.Hi ^ b.Hi, a.Lo ^ b.Lo} }

// AndNot returns a &^ b.
func (a Uint128) AndNot(b Uint128) Uint128 { return Uint128{a.Hi &^ b.Hi, a.Lo &^ b.Lo} }

// Add returns a + b.
func (a Uint128) Add(b Uint128) Uint128 {
	lo, c := bits.Add64(a.Lo, b.Lo, 0)
	hi, _ := bits.Add64(a.Hi, b.Hi, c)
	return Uint128{hi, lo}
}

// Sub returns a - b.
func (a Uint128) Sub(b Uint128) Uint128 {
	lo, c := bits.Sub64(a.Lo, b.Lo, 0)
	hi, _ := bits.Sub64(a.Hi, b.Hi, c)
	return Uint128{hi, lo}
}

// Inc returns a + 1.
func (a Uint128) Inc() Uint128 { return a.Add(Uint128{0, 1}) }

// Dec returns a - 1.
func (a Uint128) Dec() Uint128 { return a.Sub(Uint128{0, 1}) }

// MulAdd returns a*m + c, and whether it is below 2^128.
func (a Uint128) MulAdd(m, c uint64) (r Uint128, ok bool) {
	h1, lo := bits.Mul64(a.Lo, m)
	over, hi := bits.Mul64(a.Hi, m)
	var carry uint64
	lo, carry = bits.Add64(lo, c, 0)
	h1 += carry // at most 2^64-2 before
	hi, carry = bits.Add64(hi, h1, 0)
	return Uint128{hi, lo}, over == 0 && carry == 0
}

// Mul returns a * b, and whether it is below 2^128.
func (a Uint128) Mul(b Uint128) (r Uint128, ok bool) {
	if a.Hi != 0 && b.Hi != 0 {
		return Uint128{}, false
	}
	over1, cross1 := bits.Mul64(a.Hi, b.Lo)
	over2, cross2 := bits.Mul64(a.Lo, b.Hi)
	hi, lo := bits.Mul64(a.Lo, b.Lo)
	hi, carry := bits.Add64(hi, cross1|cross2, 0) // one of the two is 0
	return Uint128{hi, lo}, over1|over2|carry == 0
}

// Div returns a/d and the remainder, d > 0.
func (a Uint128) Div(d uint64) (q Uint128, r uint64) {
	hi, r := a.Hi/d, a.Hi%d
	lo, r := bits.Div64(r, a.Lo, d)
	return Uint128{hi, lo}, r
}

// AppendDecimal appends a in decimal to dst.
func (a Uint128) AppendDecimal(dst []byte) []byte {
	if a.Hi == 0 {
		return strconv.AppendUint(dst, a.Lo, 10)
	}
	// 10^19 is the largest power of ten in 64 bits: two divisions, three parts.
	const part = 1e19
	q, low := a.Div(part)
	if q.Hi != 0 {
		top, mid := q.Div(part)
		dst = appendPadded(strconv.AppendUint(dst, top.Lo, 10), mid)
	} else {
		dst = strconv.AppendUint(dst, q.Lo, 10)
	}
	return appendPadded(dst, low)
}

// appendPadded appends v, below 10^19, as 19 digits.
func appendPadded(dst []byte, v uint64) []byte {
	const size = 3 + 8 + 8
	n := len(dst)
	dst = slices.Grow(dst, size)[:n+size]
	b := dst[n:]
	top, rest := v/1e16, v%1e16
	b[0], b[1], b[2] = '0'+byte(top/100), '0'+byte(top/10%10), '0'+byte(top%10)
	binary.LittleEndian.PutUint64(b[3:], eightDigits(rest/1e8))
	binary.LittleEndian.PutUint64(b[11:], eightDigits(rest%1e8))
	return dst
}

// eightDigits returns the digits of v, below 10^8, the first in the lowest byte. It
// splits all parts at once: into four digits, two, one. The factors are 1/100 and 1/10,
// as precise as they need to be.
func eightDigits(v uint64) uint64 {
	v = v/1e4 | v%1e4<<32
	q := v * 10486 >> 20 & 0x0000007f_0000007f
	v = q | (v-100*q)<<16
	q = v * 103 >> 10 & 0x000f000f_000f000f
	v = q | (v-10*q)<<8
	return v + 0x3030303030303030
}

// Less reports whether a < b.
func (a Uint128) Less(b Uint128) bool {
	return a.Hi < b.Hi || a.Hi == b.Hi && a.Lo < b.Lo
}

// Compare returns -1, 0 or 1, as a is below, equal to or above b.
func (a Uint128) Compare(b Uint128) int {
	switch {
	case a == b:
		return 0
	case a.Less(b):
		return -1
	}
	return 1
}

// Lsh returns a << n, 0 <= n <= 128. In Go, shifts by 64 or more give 0, including the
// negative counts that wrap around here.
func (a Uint128) Lsh(n uint) Uint128 {
	if n >= 64 {
		return Uint128{a.Lo << (n - 64), 0}
	}
	return Uint128{a.Hi<<n | a.Lo>>(64-n), a.Lo << n}
}

// Rsh returns a >> n, 0 <= n <= 128.
func (a Uint128) Rsh(n uint) Uint128 {
	if n >= 64 {
		return Uint128{0, a.Hi >> (n - 64)}
	}
	return Uint128{a.Hi >> n, a.Lo>>n | a.Hi<<(64-n)}
}

// BitLen returns the number of bits needed to represent a, 0 for zero.
func (a Uint128) BitLen() int {
	if a.Hi != 0 {
		return 64 + bits.Len64(a.Hi)
	}
	return bits.Len64(a.Lo)
}

// TrailingZeros returns the number of the lowest bit set, 128 for zero.
func (a Uint128) TrailingZeros() int {
	if a.Lo != 0 {
		return bits.TrailingZeros64(a.Lo)
	}
	return 64 + bits.TrailingZeros64(a.Hi)
}

// Bit returns bit n, 0 or 1.
func (a Uint128) Bit(n uint) uint64 { return a.Rsh(n).Lo & 1 }

// Reverse returns a with bit n as bit 127-n.
func (a Uint128) Reverse() Uint128 {
	return Uint128{bits.Reverse64(a.Lo), bits.Reverse64(a.Hi)}
}

// Field returns the n bits from bit at on, counted from the left; n <= 64.
func (a Uint128) Field(at, n uint) uint64 { return a.Lsh(at).Hi >> (64 - n) }

// WithField returns a with the n low bits of v from bit at on, counted from the
// left, where a holds zeros; n <= 64.
func (a Uint128) WithField(at, n uint, v uint64) Uint128 {
	return a.Or(Uint128{v << (64 - n), 0}.Rsh(at))
}
