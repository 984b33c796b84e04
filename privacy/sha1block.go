package privacy

import (
	"encoding/binary"
	"math/bits"
)

// sha1Block applies the compression function of SHA-1 (FIPS 180-4 section 6.1.2)
// once to block from the initial state, without padding and length, and returns the
// first two words of the state. Linux hashes this way; a complete SHA-1 gives a
// different result.
func sha1Block(block [64]byte) (h0, h1 uint32) {
	const (
		i0, i1, i2, i3, i4 = 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0
	)
	var w [16]uint32
	for i := range w {
		w[i] = binary.BigEndian.Uint32(block[4*i:])
	}
	a, b, c, d, e := uint32(i0), uint32(i1), uint32(i2), uint32(i3), uint32(i4)
	i := 0
	for ; i < 16; i++ {
		f := b&c | ^b&d
		t := bits.RotateLeft32(a, 5) + f + e + w[i] + 0x5a827999
		a, b, c, d, e = t, a, bits.RotateLeft32(b, 30), c, d
	}
	for ; i < 20; i++ {
		x := bits.RotateLeft32(w[(i-3)&15]^w[(i-8)&15]^w[(i-14)&15]^w[i&15], 1)
		w[i&15] = x
		f := b&c | ^b&d
		t := bits.RotateLeft32(a, 5) + f + e + x + 0x5a827999
		a, b, c, d, e = t, a, bits.RotateLeft32(b, 30), c, d
	}
	for ; i < 40; i++ {
		x := bits.RotateLeft32(w[(i-3)&15]^w[(i-8)&15]^w[(i-14)&15]^w[i&15], 1)
		w[i&15] = x
		t := bits.RotateLeft32(a, 5) + (b ^ c ^ d) + e + x + 0x6ed9eba1
		a, b, c, d, e = t, a, bits.RotateLeft32(b, 30), c, d
	}
	for ; i < 60; i++ {
		x := bits.RotateLeft32(w[(i-3)&15]^w[(i-8)&15]^w[(i-14)&15]^w[i&15], 1)
		w[i&15] = x
		f := (b|c)&d | b&c
		t := bits.RotateLeft32(a, 5) + f + e + x + 0x8f1bbcdc
		a, b, c, d, e = t, a, bits.RotateLeft32(b, 30), c, d
	}
	for ; i < 80; i++ {
		x := bits.RotateLeft32(w[(i-3)&15]^w[(i-8)&15]^w[(i-14)&15]^w[i&15], 1)
		w[i&15] = x
		t := bits.RotateLeft32(a, 5) + (b ^ c ^ d) + e + x + 0xca62c1d6
		a, b, c, d, e = t, a, bits.RotateLeft32(b, 30), c, d
	}
	return i0 + a, i1 + b
}
