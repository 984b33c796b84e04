package privacy

import (
	"encoding/binary"
	"math/bits"
)

// uint128 is an address as a number. Bit 0 is the leftmost, the first of the
// address, as RFCs draw them; an IPv4 address is its bits 0 to 31, the others
// are zero. So a prefix length is a number of leading bits in either family.
type uint128 struct{ hi, lo uint64 }

func (u uint128) and(v uint128) uint128    { return uint128{u.hi & v.hi, u.lo & v.lo} }
func (u uint128) andNot(v uint128) uint128 { return uint128{u.hi &^ v.hi, u.lo &^ v.lo} }
func (u uint128) or(v uint128) uint128     { return uint128{u.hi | v.hi, u.lo | v.lo} }
func (u uint128) xor(v uint128) uint128    { return uint128{u.hi ^ v.hi, u.lo ^ v.lo} }

func (u uint128) isZero() bool { return u.hi|u.lo == 0 }

func (u uint128) less(v uint128) bool { return u.hi < v.hi || u.hi == v.hi && u.lo < v.lo }

// leading returns n ones, then zeros.
func leading(n int) uint128 {
	return uint128{^(^uint64(0) >> n), ^(^uint64(0) >> max(n-64, 0))}
}

// span returns ones at the bits from first up to but not including end.
func span(first, end int) uint128 { return leading(end).andNot(leading(first)) }

// firstOne returns the number of u's leftmost one, 128 for zero: of the
// exclusive or of two addresses, the length of their common prefix.
func (u uint128) firstOne() int {
	if u.hi != 0 {
		return bits.LeadingZeros64(u.hi)
	}
	return 64 + bits.LeadingZeros64(u.lo)
}

// bit returns bit i as 0 or 1.
func (u uint128) bit(i int) uint64 {
	if i < 64 {
		return u.hi >> (63 - i) & 1
	}
	return u.lo >> (127 - i) & 1
}

// setBit returns u with the bit i, which is zero, replaced by the lowest of b.
func (u uint128) setBit(i int, b uint64) uint128 {
	if i < 64 {
		u.hi |= (b & 1) << (63 - i)
	} else {
		u.lo |= (b & 1) << (127 - i)
	}
	return u
}

// put writes u to b in network byte order.
func (u uint128) put(b *[16]byte) {
	binary.BigEndian.PutUint64(b[:8], u.hi)
	binary.BigEndian.PutUint64(b[8:], u.lo)
}

// numberAt returns what put wrote.
func numberAt(b *[16]byte) uint128 {
	return uint128{binary.BigEndian.Uint64(b[:8]), binary.BigEndian.Uint64(b[8:])}
}

// isMapped reports whether u is in ::ffff:0:0/96.
func (u uint128) isMapped() bool { return u.hi == 0 && u.lo>>32 == 0xffff }

// mapped returns the IPv4 address u as an IPv4-mapped one.
func (u uint128) mapped() uint128 { return uint128{0, 0xffff<<32 | u.hi>>32} }

// unmapped is the inverse of mapped.
func (u uint128) unmapped() uint128 { return uint128{u.lo << 32, 0} }
