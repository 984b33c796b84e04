package privacy

import (
	"encoding/binary"

	"github.com/hextet/hextet/internal/ip"
)

// Addresses are numbers here whose bits are counted from the left, as in RFC
// diagrams: bit 0 is the first one of the address. An IPv4 address is bits 0 to 31,
// the others are zero, so that a prefix length is a number of leading bits in
// either family.

// leading returns n ones, then zeros.
func leading(n int) ip.Uint128 { return ip.Mask(uint(n)) }

// span returns ones at the bits from first up to but not including end.
func span(first, end int) ip.Uint128 { return leading(end).AndNot(leading(first)) }

// firstOne returns the number of the leftmost one, 128 for zero: of the exclusive or of
// two addresses, the length of their common prefix.
func firstOne(u ip.Uint128) int { return 128 - u.BitLen() }

// bit returns bit i as 0 or 1.
func bit(u ip.Uint128, i int) uint64 { return u.Bit(uint(127 - i)) }

// setBit returns u with the bit i, which is zero, replaced by the lowest of b.
func setBit(u ip.Uint128, i int, b uint64) ip.Uint128 {
	return u.Or(ip.Uint128{Lo: b & 1}.Lsh(uint(127 - i)))
}

// put writes u to b in network byte order.
func put(u ip.Uint128, b *[16]byte) {
	binary.BigEndian.PutUint64(b[:8], u.Hi)
	binary.BigEndian.PutUint64(b[8:], u.Lo)
}

// numberAt returns what put wrote.
func numberAt(b *[16]byte) ip.Uint128 {
	return ip.Uint128{Hi: binary.BigEndian.Uint64(b[:8]), Lo: binary.BigEndian.Uint64(b[8:])}
}

// isMapped reports whether u is in ::ffff:0:0/96.
func isMapped(u ip.Uint128) bool { return u.Hi == 0 && u.Lo>>32 == 0xffff }

// mapped returns the IPv4 address u as an IPv4-mapped one.
func mapped(u ip.Uint128) ip.Uint128 { return ip.Uint128{Lo: 0xffff<<32 | u.Hi>>32} }

// unmapped is the inverse of mapped.
func unmapped(u ip.Uint128) ip.Uint128 { return ip.Uint128{Hi: u.Lo << 32} }
