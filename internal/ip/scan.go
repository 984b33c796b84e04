package ip

import (
	"encoding/binary"
	"math/bits"
)

// Window is how far the scanner looks: past the longest address with a prefix
// length, plus eight bytes that it may load in one piece.
const Window = 72

// wordsValue returns the 64 bits of four group words.
func wordsValue(g *[4]uint32) uint64 {
	return pairsValue(uint64(g[0])|uint64(g[1])<<32, uint64(g[2])|uint64(g[3])<<32)
}

// pairsValue is wordsValue for the words two and two, the first in the low half.
func pairsValue(a, b uint64) uint64 {
	return bits.ReverseBytes64(pairValue(a) | pairValue(b)<<32)
}

// pairValue returns the four bytes of two group words, the first lowest.
func pairValue(x uint64) uint64 {
	x -= x >> 5 & 0x0101010101010101 * 39
	x = (x<<4 | x>>8) & 0x00ff00ff_00ff00ff
	x = (x | x>>8) & 0x0000ffff_0000ffff
	return x&0xffff | x>>16
}

// Eight bytes at a time, a bit for each in its highest place.
const (
	lowBits  = 0x7f7f7f7f7f7f7f7f
	highBits = 0x8080808080808080
)

// colons sets bit i for each byte i of x that is ":".
func colons(x uint64) uint64 {
	return gather(^(x&lowBits ^ 0x3a3a3a3a3a3a3a3a + lowBits) & highBits)
}

// others sets bit i for each byte i of x that is neither ":" nor a hexadecimal
// digit. For a byte below 0x80, adding 0x80-c sets the high bit where it is c
// or more.
func others(x uint64) uint64 {
	y := x & lowBits
	digit := (y + 0x5050505050505050) &^ (y + 0x4545454545454545) // 0x30..0x3a
	y |= 0x2020202020202020
	letter := (y + 0x1f1f1f1f1f1f1f1f) &^ (y + 0x1919191919191919) // 0x61..0x66
	return gather((x | ^(digit | letter)) & highBits)
}

// gather moves the high bit of byte i to bit i.
func gather(x uint64) uint64 { return (x >> 7) * 0x0102040810204080 >> 56 }

// scanWords reads an address at the beginning of p into the group words of
// g[:8], which are zero before, and returns the length of its text, or 0 where
// it is not an address of either family. An IPv4 address is put in g[quadWord].
//
// It first makes sets of the places of the colons and of what ends the text,
// and judges the shape of the address on those sets. What lies between the
// colons are tokens, n of them; then each is loaded whole, shifted to drop what
// is behind it, and put where it belongs: j-th where it is j-th in the text,
// 8-n further behind "::", which is an empty token itself. (A "::" at an end
// of the text gives an empty token more, that falls on a zero group.)
//
//	2001 : db8 :  : 1        n = 4
//	0      1     2  3+(8-4)
func scanWords(p *[Window]byte, g *[16]uint32) (end int, is4 bool) {
	a := binary.LittleEndian.Uint64(p[0:])
	b := binary.LittleEndian.Uint64(p[8:])
	c := binary.LittleEndian.Uint64(p[16:])
	d := binary.LittleEndian.Uint64(p[24:])
	e := binary.LittleEndian.Uint64(p[32:])
	// Text of 40 bytes without an end or a dot is too long.
	end = bits.TrailingZeros64(others(a) | others(b)<<8 | others(c)<<16 | others(d)<<24 | others(e)<<32 | 1<<40)
	colon := colons(a) | colons(b)<<8 | colons(c)<<16 | colons(d)<<24 | colons(e)<<32
	colon &= 1<<(end&63) - 1
	ends := colon | 1<<(end&63)

	var quad uint32
	n := bits.OnesCount64(ends)
	stop := end
	lead := int(colon & 1)
	trail := int(colon << 1 >> (end & 63) & 1)
	if p[end&63] == '.' {
		start := bits.Len64(colon)
		quad, stop = quadValue(p, start)
		if stop == 0 || start == 0 {
			g[quadWord] = quad
			return stop, true
		}
		ends = colon
		n++
		trail = 0
	}
	hex := ^colon & (1<<(end&63) - 1)
	two := hex & (hex >> 1)
	gap := colon & (colon >> 1)
	switch {
	case two&(two>>2)&(hex>>4) != 0, // five digits in a row
		gap&(gap-1) != 0: // ":::", or "::" twice
		return 0, false
	case gap == 0:
		if n != 8 || lead|trail != 0 {
			return 0, false
		}
	case n-lead-trail > 8,
		lead > int(gap&1),
		trail > int(gap<<2>>(end&63)&1):
		return 0, false
	}

	after := bits.TrailingZeros64(gap) + 1
	shift := 8 - n
	for i, j := 0, 0; ends != 0; j++ {
		at := bits.TrailingZeros64(ends)
		ends &= ends - 1
		x := binary.LittleEndian.Uint32(p[i&63:])
		// Bytes after the token may borrow, but only upward.
		w := uint64(x|0x20202020-0x30303030) << ((32 - 8*(at-i)) & 63)
		g[(j+shift&((after-at)>>(bits.UintSize-1)))&15] = uint32(w)
		i = at + 1
	}
	if stop != end {
		w := hexWords(quad)
		g[6], g[7] = uint32(w), uint32(w>>32)
	}
	return stop, false
}

// quadWord is where scanWords puts an IPv4 address.
const quadWord = 8

// quadValue reads dotted decimal at p[i:] and returns its end, 0 where it is
// wrong.
func quadValue(p *[Window]byte, i int) (v uint32, end int) {
	for n := 0; ; n++ {
		x := binary.LittleEndian.Uint32(p[i&63:])
		y := x & 0x7f7f7f7f
		digit := (y + 0x50505050) &^ (y + 0x46464646) &^ x
		k := bits.TrailingZeros32(^digit&0x80808080) &^ 7
		if uint(k-8) > 16 {
			return 0, 0
		}
		d := x & 0x0f0f0f0f << (24 - k) & 0xffffff
		o := d&15*100 + d>>8&15*10 + d>>16
		if o > 255 || x&0xff == '0' && k > 8 {
			return 0, 0
		}
		v = v<<8 | o
		i += k >> 3
		if n == 3 {
			return v, i
		}
		if byte(x>>k) != '.' {
			return 0, 0
		}
		i++
	}
}
