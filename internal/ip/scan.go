package ip

import (
	"encoding/binary"
	"math/bits"
)

// Window is how far the scanner looks: past the longest address with a prefix
// length, plus eight bytes that it may load in one piece.
const Window = 72

// pairsValue returns the 64 bits of four group words, two to an argument, the first in
// the low half.
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

// ScanAddr reads the address at the beginning of p, without zone and brackets, and
// returns the end of its text; 0 if there is none. It sets everything except Text.
//
// It first makes bitmasks of the positions of the colons and of the digits, and checks
// the shape of the address with them. The n pieces of text between the colons are
// tokens. Each is loaded as a word, shifted to drop what follows it, and stored as its
// group: token j is group j, or group j+8-n after "::", which is itself an empty token.
// (A "::" at either end of the text makes one more empty token, which falls on a zero
// group.)
//
//	2001 : db8 :  : 1        n = 4
//	0      1     2  3+(8-4)
func (it *Item) ScanAddr(p *[Window]byte) (end int) {
	g := &it.words
	*(*[8]uint32)(g[:]) = [8]uint32{}
	it.Zone, it.Length, it.Known, it.is4 = "", -1, false, false

	colon, digit := addressSets(p)
	// Text of 40 bytes without an end or a dot is too long.
	past := ^(colon | digit) | 1<<40
	bit := past & -past
	end = bits.TrailingZeros64(past)
	colon &= bit - 1
	digit &= bit - 1
	ends := colon | bit

	var quad uint32
	n := bits.OnesCount64(ends)
	stop := end
	if p[end&63] == '.' {
		start := bits.Len64(colon)
		quad, stop = quadValue(p, start)
		if stop == 0 || start == 0 {
			g[quadWord] = quad
			it.is4, it.Known = true, stop > 0
			return stop
		}
		ends = colon
		n++ // a quad is two groups
	}
	two := digit & (digit >> 1)
	gap := colon & (colon >> 1)
	lead, trail := colon&1, colon&(bit>>1)
	if two&(two>>2)&(digit>>4) != 0 || // five digits in a row
		gap&(gap-1) != 0 || // ":::", or "::" twice
		lead&^gap|trail&^(gap<<1) != 0 { // a lone ":" at an end
		return 0
	}
	places := uint64(0xfedcba9876543210) // the group of each token, four bits each, the first lowest
	if gap != 0 {
		if n > 8 && (n > 9 || lead|trail == 0) {
			return 0
		}
		after := bits.OnesCount64(colon & (gap<<2 - 1))
		places += uint64(8-n) * 0x1111111111111111 << (4 * after & 63)
	} else if n != 8 {
		return 0
	}
	for i := 0; ends != 0; places >>= 4 {
		at := bits.TrailingZeros64(ends)
		ends &= ends - 1
		x := binary.LittleEndian.Uint32(p[i&63:])
		// Bytes after the token may borrow, but only from higher ones.
		g[places&15] = (x | 0x20202020 - 0x30303030) * shifts[(at-i)&7]
		i = at + 1
	}
	if stop != end {
		w := hexWords(quad)
		g[6], g[7] = uint32(w), uint32(w>>32)
	}
	it.Known = true
	return stop
}

// shifts[n] is the factor that moves the first n of a word's four characters to its end
// and drops the others.
var shifts = [8]uint32{0, 1 << 24, 1 << 16, 1 << 8, 1}

// decimals sets bit i for each byte i of x that is a decimal digit.
func decimals(x uint64) uint64 {
	y := x & lowBits
	return gather((y + 0x5050505050505050) &^ (y + 0x4646464646464646) &^ x & highBits)
}

// For each of eight bytes, one bit: the highest of the byte.
const (
	lowBits  = 0x7f7f7f7f7f7f7f7f
	highBits = 0x8080808080808080
)

// gather moves the high bit of byte i to bit i.
func gather(x uint64) uint64 { return (x >> 7) * 0x0102040810204080 >> 56 }

// quadWord is where ScanAddr puts an IPv4 address.
const quadWord = 8

// quadValue reads dotted decimal at p[i:] and returns its end, 0 if it is invalid.
func quadValue(p *[Window]byte, i int) (v uint32, end int) {
	digits := decimals(binary.LittleEndian.Uint64(p[i&63:])) | decimals(binary.LittleEndian.Uint64(p[(i+8)&63:]))<<8
	others := ^digits // the dots, and what follows
	start := 0
	for n := 0; ; n++ {
		end := bits.TrailingZeros64(others)
		others &= others - 1
		size := end - start
		if uint(size-1) > 2 {
			return 0, 0
		}
		x := binary.LittleEndian.Uint32(p[(i+start)&63:])
		d := x & 0x0f0f0f0f * shifts[(size+1)&7] & 0xffffff
		o := d&15*100 + d>>8&15*10 + d>>16
		if o > 255 || x&0xff == '0' && size > 1 {
			return 0, 0
		}
		v = v<<8 | o
		if n == 3 {
			return v, i + end
		}
		if p[(i+end)&63] != '.' {
			return 0, 0
		}
		start = end + 1
	}
}
