package addr

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// lineRoom is as far as a line scanner looks: more than any address it takes
// with its prefix length is long, and eight bytes on.
const lineRoom = 72

// lineAt returns the beginning of src, in tail with zeros behind where src is too short.
func lineAt(src []byte, tail *[lineRoom]byte) *[lineRoom]byte {
	if len(src) >= lineRoom {
		return (*[lineRoom]byte)(src)
	}
	clear(tail[copy(tail[:], src):])
	return tail
}

// lineEnd returns the place behind the line whose text ends at end, 0 where more of the
// line is there.
func lineEnd(p *[lineRoom]byte, end int) int {
	if p[end] == '\r' {
		end++
	}
	if p[end] != '\n' {
		return 0
	}
	return end + 1
}

// ExpandLines appends to dst the [AppendFull] text of as many leading lines of
// src as it can, a newline after each, and returns how many bytes of src those
// lines were. It takes lines that are an address or a prefix, without zone,
// brackets or blanks, and end in "\n" or "\r\n"; it stops before the first
// other one, be it wrong, empty or unfinished, which is then for
// [AppendExpandText] to judge. So the result is always the same as that of
// AppendExpandText line by line. Bytes between the length and the capacity of
// dst may be overwritten.
func ExpandLines(dst, src []byte) (out []byte, n int) {
	return eachLine(dst, src, MixedNever, true)
}

// CompressLines does the same with the text of [AppendCanonical].
func CompressLines(dst, src []byte, m Mixed) (out []byte, n int) {
	return eachLine(dst, src, m, false)
}

func eachLine(dst, src []byte, m Mixed, full bool) ([]byte, int) {
	i := 0
	var tail [lineRoom]byte
	for i < len(src) {
		if cap(dst)-len(dst) < lineOut {
			dst = slices.Grow(dst, max(len(src)-i, lineOut))
		}
		p := lineAt(src[i:], &tail)
		b := (*[lineOut]byte)(dst[len(dst) : len(dst)+lineOut])
		size, end := putLine(b, p, m, full)
		if size == 0 {
			break
		}
		b[size] = '\n'
		dst = dst[:len(dst)+size+1]
		i += end + 1
	}
	return dst, i
}

// MapLines appends to dst what write appends for as many leading lines of src
// as it can, a newline after each, and returns how many bytes of src those lines
// were. It takes the lines that [ExpandLines] takes, so that the Item never has
// a zone, and stops before the first other one and before one that write fails
// on; what write appended for that one is dropped.
func MapLines(dst, src []byte, write func(dst []byte, it Item) ([]byte, error)) (out []byte, n int) {
	i := 0
	var tail [lineRoom]byte
	for i < len(src) {
		p := lineAt(src[i:], &tail)
		n, end := lineNumber(p)
		if end == 0 {
			break
		}
		it := Item{Addr: n.Addr(), Bits: -1}
		if p[end] == '/' {
			it.Bits, end = lineLength(p, end, n.Is4)
		}
		next := lineEnd(p, end)
		if next == 0 {
			break
		}
		before := len(dst)
		var err error
		if dst, err = write(dst, it); err != nil {
			return dst[:before], i
		}
		dst = append(dst, '\n')
		i += next
	}
	return dst, i
}

// A Line is the address of one line at a time. What it is is worked out when it is
// asked, since not all who have millions of lines ask for all of it.
type Line struct {
	words [16]uint32 // as scanWords leaves them
	is4   bool
}

// Read reads the first line of src and returns the length of the text of its address
// and how many bytes the line is with its newline. It takes lines that are an address
// alone, without length, zone, brackets or blanks, and end in "\n" or "\r\n"; of any
// other n is 0, and l is of no use until the next Read.
func (l *Line) Read(src []byte) (text, n int) {
	if len(src) < lineRoom {
		var tail [lineRoom]byte // src, and zeros behind
		src = append(tail[:0], src...)[:lineRoom]
	}
	p := (*[lineRoom]byte)(src)
	*(*[8]uint32)(l.words[:]) = [8]uint32{}
	text, l.is4 = scanWords(p, &l.words)
	if n = lineEnd(p, text); n == 0 || text == 0 {
		return 0, 0
	}
	return text, n
}

// Is4 reports whether it is an IPv4 address.
func (l *Line) Is4() bool { return l.is4 }

// Top returns the first 32 bits of an address of either family.
func (l *Line) Top() uint32 {
	if l.is4 {
		return l.words[quadWord]
	}
	return bits.ReverseBytes32(uint32(pairValue(l.pair(0))))
}

// Hi returns the upper half of an IPv6 address; 0 for an IPv4 address.
func (l *Line) Hi() uint64 {
	if l.is4 {
		return 0
	}
	return pairsValue(l.pair(0), l.pair(1))
}

// Lo returns the lower half of an IPv6 address, or an IPv4 address.
func (l *Line) Lo() uint64 {
	if l.is4 {
		return uint64(l.words[quadWord])
	}
	return pairsValue(l.pair(2), l.pair(3))
}

// Number returns the address.
func (l *Line) Number() Number {
	return Number{l.Hi(), l.Lo(), l.is4}
}

func (l *Line) pair(i int) uint64 {
	return uint64(l.words[2*i]) | uint64(l.words[2*i+1])<<32
}

// AppendLow appends the last four groups of an IPv6 address to dst, four digits
// each: "0000:0000:0000:0001"; nothing for an IPv4 address.
func (l *Line) AppendLow(dst []byte) []byte {
	if l.is4 {
		return dst
	}
	dst = slices.Grow(dst, 24)
	b := dst[len(dst):][:24]
	// A word and a part of the next, which is then overwritten.
	const text, digits = zeroGroup | ':'<<32, 0xffffff00_ffffffff
	binary.LittleEndian.PutUint64(b, l.pair(2)&digits+text)
	binary.LittleEndian.PutUint64(b[5:], l.pair(2)>>32&digits|l.pair(3)<<56+text)
	binary.LittleEndian.PutUint64(b[10:], l.pair(3)&digits+text)
	binary.LittleEndian.PutUint64(b[15:], l.pair(3)>>32+zeroGroup)
	return dst[:len(dst)+19]
}

// AppendTo appends the [AppendCanonical] text of the address to dst. It does not
// allocate if dst has room for 144 bytes. Bytes between the length and the capacity
// of dst may be overwritten.
func (l *Line) AppendTo(dst []byte, m Mixed) []byte {
	dst = slices.Grow(dst, lineOut)
	b := (*[textRoom]byte)(dst[len(dst) : len(dst)+textRoom])
	if l.is4 {
		return dst[:len(dst)+putQuad((*[16]byte)(b[:]), l.words[quadWord])]
	}
	g := (*[8]uint32)(l.words[:])
	if !m.mayQuad(g) {
		return dst[:len(dst)+putGroups(b, g)]
	}
	return dst[:len(dst)+putWords(b, g, m, -1)]
}

// appendFast does the work of a line on the single text s, and reports whether it could.
func appendFast(dst []byte, s string, m Mixed, full bool) ([]byte, bool) {
	if len(s) > lineRoom-8 {
		return dst, false
	}
	var p [lineRoom]byte
	var b [lineOut]byte
	p[copy(p[:], s)] = '\n'
	size, end := putLine(&b, &p, m, full)
	if size == 0 || end != len(s) || s[end-1] == '\r' {
		return dst, false
	}
	return append(dst, b[:size]...), true
}

// lineOut is room for what putLine writes, and for what it overwrites.
const lineOut = 2 * textRoom

// putLine writes the result of the line at the beginning of p, without a
// newline, and returns its length, 0 where the line is not one it takes, and
// the place of the newline in p.
func putLine(b *[lineOut]byte, p *[lineRoom]byte, m Mixed, full bool) (size, end int) {
	var words [16]uint32
	end, is4 := scanWords(p, &words)
	if end <= 0 {
		return 0, 0
	}
	if g := (*[8]uint32)(words[:]); p[end] == '\n' && !full && !is4 && !m.mayQuad(g) { // most
		return putGroups((*[textRoom]byte)(b[:]), g), end
	}
	text, length := end, -1
	if p[end] != '\n' {
		if p[end] == '/' {
			length, end = lineLength(p, end, is4)
		}
		if p[end] == '\r' {
			end++
		}
		if p[end] != '\n' {
			return 0, 0
		}
	}
	switch {
	case is4: // strict dotted decimal has one spelling
		copy(b[:16], p[:16])
		size = text
	case full:
		putFull((*[textRoom]byte)(b[:]), (*[8]uint32)(words[:]))
		size = 39
	default:
		size = putWords((*[textRoom]byte)(b[:]), (*[8]uint32)(words[:]), m, length)
	}
	if length >= 0 {
		size += putLength(b[size:], length)
	}
	return size, end
}

// lineLength reads the prefix length at p[slash:]. It returns the place of the
// slash where there is none that is right, so that the line is refused.
func lineLength(p *[lineRoom]byte, slash int, is4 bool) (length, end int) {
	limit := 128
	if is4 {
		limit = 32
	}
	i := slash + 1
	for i < slash+4 && p[i]-'0' <= 9 {
		length = length*10 + int(p[i]-'0')
		i++
	}
	if i == slash+1 || length > limit || p[slash+1] == '0' && i > slash+2 {
		return -1, slash
	}
	return length, i
}

// putWords is putCompressed for words alone.
func putWords(b *[textRoom]byte, g *[8]uint32, m Mixed, length int) int {
	if !m.mayQuad(g) {
		return putGroups(b, g)
	}
	hi, lo := wordsValue((*[4]uint32)(g[0:4])), wordsValue((*[4]uint32)(g[4:8]))
	return putCompressed(b, g, m.quad(hi, lo, length), uint32(lo))
}

// mayQuad reports false only of words that quad reports false of.
func (m Mixed) mayQuad(g *[8]uint32) bool {
	// The well-known prefixes begin with zeros or with 64:, and four groups of
	// them are the same.
	return m == MixedAlways || m == MixedAuto && g[2]|g[3] == 0 && (g[0] == 0 || g[0] == 0x04060000)
}

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
func scanWords(p *[lineRoom]byte, g *[16]uint32) (end int, is4 bool) {
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
		// Bytes behind the token may borrow, but only upwards.
		w := uint64(x|0x20202020-0x30303030) << ((32 - 8*(at-i)) & 63)
		g[(j+shift&((after-at)>>63))&15] = uint32(w)
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
func quadValue(p *[lineRoom]byte, i int) (v uint32, end int) {
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
