package eui64

import (
	"encoding/binary"
	"math/bits"
	"slices"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/ip"
)

// Format is a text format of MACs. The zero Format and unknown ones are Colon.
type Format uint8

// The formats, shown with a MAC-48 and an EUI-64.
const (
	Colon  Format = iota + 1 // 00:00:5e:00:53:01  00:00:5e:ef:10:00:53:01  Linux, BSD, macOS
	Hyphen                   // 00-00-5e-00-53-01  00-00-5e-ef-10-00-53-01  IEEE, Windows
	Dot                      // 0000.5e00.5301     0000.5eef.1000.5301      Cisco
	Bare                     // 00005e005301       00005eef10005301
)

var formatNames = [...]string{0: "unknown", Colon: "colon", Hyphen: "hyphen", Dot: "dot", Bare: "bare"}

// String returns the word for f: "colon", "hyphen", "dot" or "bare", and
// "unknown" for any other value.
func (f Format) String() string { return ip.Word(formatNames[:], f) }

// MarshalText returns what String returns.
func (f Format) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// UnmarshalText accepts the words that String returns.
func (f *Format) UnmarshalText(text []byte) error {
	return ip.UnmarshalWord(f, formatNames[:], "MAC format", text)
}

// ParseFormat is the inverse of [Format.String]. The error is an *[addr.Error].
func ParseFormat(word string) (Format, error) {
	for f := Colon; f <= Bare; f++ {
		if formatNames[f] == word {
			return f, nil
		}
	}
	return 0, &addr.Error{Input: word, Offset: -1, Reason: "neither colon, hyphen, dot nor bare"}
}

const lowerHex = "0123456789abcdef"

// Append appends m in the format f, in lower case; nothing for the zero MAC. It does
// not allocate if dst has room.
func (m MAC) Append(dst []byte, f Format) []byte {
	sep := byte(':')
	switch f {
	case Hyphen:
		sep = '-'
	case Dot, Bare:
		return m.appendPairs(dst, f)
	}
	dst = slices.Grow(dst, maxText+1)
	b := (*[maxText + 1]byte)(dst[len(dst) : len(dst)+maxText+1])
	switch m.len {
	case 6:
		putPair(b[0:], uint16(m.bits>>32), sep)
		putPair(b[6:], uint16(m.bits>>16), sep)
		putPair(b[12:], uint16(m.bits), sep)
	case 8:
		putPair(b[0:], uint16(m.bits>>48), sep)
		putPair(b[6:], uint16(m.bits>>32), sep)
		putPair(b[12:], uint16(m.bits>>16), sep)
		putPair(b[18:], uint16(m.bits), sep)
	default:
		return dst
	}
	return dst[:len(dst)+int(m.len)*3-1]
}

// putPair writes two octets, each followed by sep.
func putPair(b []byte, v uint16, sep byte) {
	d := hexDigits(v)
	binary.LittleEndian.PutUint32(b, d&0xffff|uint32(sep)<<16|d>>16<<24)
	binary.LittleEndian.PutUint16(b[4:], uint16(d>>24)|uint16(sep)<<8)
}

// appendPairs appends m two octets at a time, separated by dots for Dot.
func (m MAC) appendPairs(dst []byte, f Format) []byte {
	var b [maxText]byte
	n := 0
	for i := int(m.len)*8 - 16; i >= 0; i -= 16 {
		binary.LittleEndian.PutUint32(b[n:], hexDigits(uint16(m.bits>>i)))
		n += 4
		if f == Dot && i > 0 {
			b[n] = '.'
			n++
		}
	}
	return append(dst, b[:n]...)
}

// hexDigits returns the four digits of v, the first in the low byte.
func hexDigits(v uint16) uint32 {
	x := uint32(bits.ReverseBytes16(v))
	x = x&0xff | x&0xff00<<8
	x = x>>4&0x000f_000f | x&0x000f_000f<<8
	return x + 0x3030_3030 + (x+0x0606_0606)>>4&0x0101_0101*('a'-'0'-10)
}
