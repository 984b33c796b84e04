package ip

import (
	"encoding/binary"
	"math/bits"
	"net/netip"
)

// A Uint128 is an unsigned 128-bit number: an address to calculate with.
//
// Bits are numbered by weight, so that bit n is worth 2^n. RFCs count from the
// left instead; the few methods that do so too say it.
//
//	weight     127            64 63              0
//	           +----------------+----------------+
//	           |       Hi       |       Lo       |
//	           +----------------+----------------+
//	from left  0              63 64            127
//
// An IPv4 address is its 32 bits at the low end of Lo, with zeros above; what
// tells the families apart is kept beside the number. A prefix of length L in a
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

// Div returns a/d and the remainder, d > 0.
func (a Uint128) Div(d uint64) (q Uint128, r uint64) {
	hi, r := a.Hi/d, a.Hi%d
	lo, r := bits.Div64(r, a.Lo, d)
	return Uint128{hi, lo}, r
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

// Lsh returns a << n, 0 <= n <= 128. Go's shifts give 0 from 64 on, also for the
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

// BitLen returns how many bits it takes to write a, 0 for zero.
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
