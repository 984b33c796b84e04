package addr

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// lineRoom is as far as a line scanner looks: more than any address it takes
// with its prefix length is long, and eight bytes on.
const lineRoom = 64

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
	var tail [2 * lineRoom]byte // the last bytes of src with room behind
	var g [8]uint32
	for i < len(src) {
		if cap(dst)-len(dst) < 2*textRoom {
			dst = slices.Grow(dst, max(len(src)-i, 2*textRoom))
		}
		var p *[lineRoom]byte
		if len(src)-i >= lineRoom {
			p = (*[lineRoom]byte)(src[i:])
		} else {
			clear(tail[copy(tail[:], src[i:]):])
			p = (*[lineRoom]byte)(tail[:])
		}
		b := (*[2 * textRoom]byte)(dst[len(dst) : len(dst)+2*textRoom])

		end, is4 := scanWords(p, &g)
		if end <= 0 {
			return dst, i
		}
		size, length := 0, -1
		after := end
		if p[end] != '\n' {
			if p[end] == '/' {
				length, after = lineLength(p, end, is4)
			}
			if p[after] == '\r' {
				after++
			}
			if p[after] != '\n' {
				return dst, i
			}
		}
		switch {
		case is4: // strict dotted decimal has one spelling
			*(*[textRoom]byte)(b[:]) = *p
			size = end
		case full:
			putFull((*[textRoom]byte)(b[:]), &g)
			size = 39
		default:
			size = putWords((*[textRoom]byte)(b[:]), &g, m, length)
		}
		if length >= 0 {
			size += putLength(b[size:], length)
		}
		b[size] = '\n'
		dst = dst[:len(dst)+size+1]
		i += after + 1
	}
	return dst, i
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
	if m == MixedNever || m == MixedAuto && g[2]|g[3] != 0 {
		return putCompressed(b, g, false, 0)
	}
	hi := uint64(wordValue(g[0]))<<48 | uint64(wordValue(g[1]))<<32 | uint64(wordValue(g[2]))<<16 | uint64(wordValue(g[3]))
	lo := uint64(wordValue(g[4]))<<48 | uint64(wordValue(g[5]))<<32 | uint64(wordValue(g[6]))<<16 | uint64(wordValue(g[7]))
	return putCompressed(b, g, m.quad(hi, lo, length), uint32(lo))
}

// wordValue returns the 16 bits of a group word.
func wordValue(w uint32) uint32 {
	w -= w >> 5 & 0x01010101 * 39
	return w&15<<12 | w>>8&15<<8 | w>>16&15<<4 | w>>24&15
}

// Eight bytes at a time, a bit for each in its highest place.
const (
	lowBits  = 0x7f7f7f7f7f7f7f7f
	highBits = 0x8080808080808080
)

// notHex returns the high bit of each byte of x that is no hexadecimal digit.
// For a byte below 0x80, adding 0x80-c sets the high bit where it is c or more.
func notHex(x uint64) uint64 {
	y := x & lowBits
	digit := (y + 0x5050505050505050) &^ (y + 0x4646464646464646) // 0x30..0x39
	y |= 0x2020202020202020
	letter := (y + 0x1f1f1f1f1f1f1f1f) &^ (y + 0x1919191919191919) // 0x61..0x66
	return (x | ^(digit | letter)) & highBits
}

// scanWords reads an address at the beginning of p into group words and
// returns its length, or 0 where it is not an address of either family that
// it knows. For an IPv4 address g is left alone.
//
// A group is loaded whole and cut where notHex says, without a branch on its
// length. The words left of "::" go to v[0:8], those right of it to v[16:24];
// v[8:16] stays zero. With r words on the right, v[8+r:] is then eight words
// that end with them, and one OR puts both sides in place.
func scanWords(p *[lineRoom]byte, g *[8]uint32) (end int, is4 bool) {
	var v [32]uint32
	const right = 16
	i, at, limit := 0, 0, 8
	if p[0] == ':' {
		if p[1] != ':' {
			return 0, false
		}
		i, at, limit = 2, right, right+7
	}
	for {
		x := binary.LittleEndian.Uint64(p[i : i+8])
		k := bits.TrailingZeros64(notHex(x)) &^ 7 // bits of the group
		if uint(k-8) > 24 {
			if k == 0 && at == right { // the text may end after "::"
				break
			}
			return 0, false
		}
		c := byte(x >> k)
		if at >= limit {
			return 0, false
		}
		if c == '.' {
			four := at == 0
			if !four && at+2 > limit {
				return 0, false
			}
			q, end := quadValue(p, i)
			if end == 0 {
				return 0, false
			}
			if four {
				return end, true
			}
			w := hexWords(q)
			v[at&31], v[(at+1)&31] = uint32(w), uint32(w>>32)
			at += 2
			i = end
			break
		}
		v[at&31] = (uint32(x) | 0x20202020 - 0x30303030) << (32 - k)
		at++
		i += k >> 3
		if c != ':' {
			break
		}
		i++
		if byte(x>>(k+8)) == ':' {
			if at >= right || at == 8 {
				return 0, false
			}
			limit = right + 7 - at
			at = right
			i++
		}
	}
	r := at - right
	if r < 0 {
		if at != 8 {
			return 0, false
		}
		r = 0
	}
	w := (*[16]uint32)(v[8+r&7:])
	for j := range g {
		g[j] = v[j] | w[j]
	}
	return i, false
}

// quadValue reads dotted decimal at p[i:] and returns its end, 0 where it is
// wrong.
func quadValue(p *[lineRoom]byte, i int) (v uint32, end int) {
	for n := 0; ; n++ {
		if i > lineRoom-8 {
			return 0, 0
		}
		x := binary.LittleEndian.Uint32(p[i : i+4])
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
