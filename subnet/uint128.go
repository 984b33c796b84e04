package subnet

import (
	"encoding/binary"
	"math/bits"
	"net/netip"
)

// u128 is an unsigned 128-bit number, the arithmetic of both families.
//
// Bits are numbered from the right, so that bit n weighs 2^n:
//
//	bit  127            64 63              0
//	    +-----------------+-----------------+
//	    |       hi        |       lo        |
//	    +-----------------+-----------------+
//
// An IPv6 address is its 128 bits; an IPv4 address is its 32 bits in lo, with
// all else zero. What tells them apart is the width (32 or 128) kept beside
// the number. A prefix of length L in a family of width W leaves the W-L lowest
// bits free.
type u128 struct {
	hi, lo uint64
}

func (a u128) isZero() bool       { return a.hi|a.lo == 0 }
func (a u128) and(b u128) u128    { return u128{a.hi & b.hi, a.lo & b.lo} }
func (a u128) or(b u128) u128     { return u128{a.hi | b.hi, a.lo | b.lo} }
func (a u128) xor(b u128) u128    { return u128{a.hi ^ b.hi, a.lo ^ b.lo} }
func (a u128) andNot(b u128) u128 { return u128{a.hi &^ b.hi, a.lo &^ b.lo} }

func (a u128) add(b u128) u128 {
	lo, c := bits.Add64(a.lo, b.lo, 0)
	hi, _ := bits.Add64(a.hi, b.hi, c)
	return u128{hi, lo}
}

func (a u128) sub(b u128) u128 {
	lo, c := bits.Sub64(a.lo, b.lo, 0)
	hi, _ := bits.Sub64(a.hi, b.hi, c)
	return u128{hi, lo}
}

func (a u128) inc() u128 { return a.add(u128{0, 1}) }
func (a u128) dec() u128 { return a.sub(u128{0, 1}) }

func (a u128) less(b u128) bool {
	return a.hi < b.hi || a.hi == b.hi && a.lo < b.lo
}

func (a u128) cmp(b u128) int {
	switch {
	case a == b:
		return 0
	case a.less(b):
		return -1
	}
	return 1
}

// shl and shr take 0 to 128; Go's shifts give 0 from 64 on, also for the
// wrapped negative counts here.
func (a u128) shl(n uint) u128 {
	if n >= 64 {
		return u128{a.lo << (n - 64), 0}
	}
	return u128{a.hi<<n | a.lo>>(64-n), a.lo << n}
}

func (a u128) shr(n uint) u128 {
	if n >= 64 {
		return u128{0, a.hi >> (n - 64)}
	}
	return u128{a.hi >> n, a.lo>>n | a.hi<<(64-n)}
}

// ones returns the number whose n lowest bits are set, 0 <= n <= 128.
func ones(n uint) u128 {
	if n >= 64 {
		return u128{1<<(n-64) - 1, ^uint64(0)}
	}
	return u128{0, 1<<n - 1}
}

// bitLen returns how many bits a takes to write, 0 for zero.
func (a u128) bitLen() int {
	if a.hi != 0 {
		return 64 + bits.Len64(a.hi)
	}
	return bits.Len64(a.lo)
}

// trailingZeros returns the number of the lowest bit set, 128 for zero.
func (a u128) trailingZeros() int {
	if a.lo != 0 {
		return bits.TrailingZeros64(a.lo)
	}
	return 64 + bits.TrailingZeros64(a.hi)
}

// bit returns bit n, 0 or 1.
func (a u128) bit(n uint) uint64 { return a.shr(n).lo & 1 }

// mulAdd returns a*m+c, ok false when that does not fit.
func (a u128) mulAdd(m, c uint64) (r u128, ok bool) {
	h1, lo := bits.Mul64(a.lo, m)
	over, hi := bits.Mul64(a.hi, m)
	var carry uint64
	lo, carry = bits.Add64(lo, c, 0)
	h1 += carry // at most 2^64-2 before
	hi, carry = bits.Add64(hi, h1, 0)
	return u128{hi, lo}, over == 0 && carry == 0
}

const (
	width4 = 32
	width6 = 128
)

// fromAddr returns a's number and its family's width; the zone is dropped, an
// invalid address has width 0.
func fromAddr(a netip.Addr) (u128, uint8) {
	switch {
	case a.Is4():
		b := a.As4()
		return u128{0, uint64(binary.BigEndian.Uint32(b[:]))}, width4
	case a.IsValid():
		b := a.As16()
		return u128{binary.BigEndian.Uint64(b[:8]), binary.BigEndian.Uint64(b[8:])}, width6
	}
	return u128{}, 0
}

// toAddr is the reverse of fromAddr. A width of 128 always gives an IPv6
// address, in ::ffff:0:0/96 too.
func toAddr(a u128, width uint8) netip.Addr {
	if width == width4 {
		var b [4]byte
		binary.BigEndian.PutUint32(b[:], uint32(a.lo))
		return netip.AddrFrom4(b)
	}
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], a.hi)
	binary.BigEndian.PutUint64(b[8:], a.lo)
	return netip.AddrFrom16(b)
}

// toPrefix returns the prefix of that length; the free bits of a must be zero.
func toPrefix(a u128, width uint8, length int) netip.Prefix {
	return netip.PrefixFrom(toAddr(a, width), length)
}

func familyName(width uint8) string {
	if width == width4 {
		return "IPv4"
	}
	return "IPv6"
}

// div returns a/d and the remainder, d > 0.
func (a u128) div(d uint64) (q u128, r uint64) {
	hi, r := a.hi/d, a.hi%d
	lo, r := bits.Div64(r, a.lo, d)
	return u128{hi, lo}, r
}

// reverse returns a with bit n as bit 127-n.
func (a u128) reverse() u128 {
	return u128{bits.Reverse64(a.lo), bits.Reverse64(a.hi)}
}
