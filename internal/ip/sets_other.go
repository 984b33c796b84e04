//go:build !amd64

package ip

import "encoding/binary"

// addressSets returns the positions of the colons and of the hexadecimal digits in the
// first 40 bytes of p or more, as bitmasks.
func addressSets(p *[Window]byte) (colon, digit uint64) {
	for i := 32; i >= 0; i -= 8 {
		x := binary.LittleEndian.Uint64(p[i:])
		colon = colon<<8 | places8(x, ones*':')
		digit = digit<<8 | hexDigits(x)
	}
	return colon, digit
}

func places(p *[Chunk]byte, a, b byte) (as, bs uint64) {
	for i := Chunk - 8; i >= 0; i -= 8 {
		x := binary.LittleEndian.Uint64(p[i:])
		as = as<<8 | places8(x, ones*uint64(a))
		bs = bs<<8 | places8(x, ones*uint64(b))
	}
	return as, bs
}

const ones = 0x0101010101010101

// places8 sets bit i for each byte i of x that equals byte i of y.
func places8(x, y uint64) uint64 {
	x ^= y
	return gather(^(x&lowBits + lowBits | x) & highBits)
}

// hexDigits sets bit i for each byte i of x that is a hexadecimal digit. For a byte
// below 0x80, adding 0x80-c sets the high bit if it is c or more.
func hexDigits(x uint64) uint64 {
	y := x & lowBits
	digit := (y + 0x5050505050505050) &^ (y + 0x4646464646464646) // 0x30..0x39
	y |= 0x2020202020202020
	letter := (y + 0x1f1f1f1f1f1f1f1f) &^ (y + 0x1919191919191919) // 0x61..0x66
	return gather((digit | letter) &^ x & highBits)
}
