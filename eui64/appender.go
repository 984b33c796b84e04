package eui64

import (
	"encoding/binary"
	"math/bits"
	"net/netip"

	"github.com/hextet/hextet/addr"
)

// An Appender writes the addresses that many identifiers have in one prefix.
// It writes what formatting the result of [Address] would, faster: the text in
// front of the identifier is made once. It does not change and may be shared.
// The zero Appender is not ready for use.
type Appender struct {
	prefix netip.Prefix
	// The text up to the first group of an identifier, and up to the second
	// where the first is zero. They hold where the second and the third group
	// are not zero, as in all that is made of a MAC-48: then nothing behind the
	// first group is part of a run that "::" could stand for.
	head, headZero []byte
}

// NewAppender returns an Appender for p, or the error that [Address] gives for
// it.
func NewAppender(p netip.Prefix) (*Appender, error) {
	a, err := Address(p, 0x1_ffff_ffff_ffff)
	if err != nil {
		return nil, err
	}
	w := &Appender{prefix: p.Masked()}
	if b := a.As16(); be64(b[:8]) == 0 {
		return w, nil // ::ffff:0:0/96 is in there, which has another notation
	}
	const tail = "ffff:ffff:ffff"
	text := addr.AppendAddr(nil, a)
	w.head = text[:len(text)-len("1:"+tail)]
	if a, err = Address(p, 0xffff_ffff_ffff); err != nil {
		return nil, err
	}
	text = addr.AppendAddr(nil, a)
	w.headZero = text[:len(text)-len(tail)]
	return w, nil
}

// Append appends the RFC 5952 text of the address with the identifier id. It
// does not allocate when dst has room.
func (w *Appender) Append(dst []byte, id IID) []byte {
	if id>>32&0xffff == 0 || id>>16&0xffff == 0 || w.head == nil {
		a, err := Address(w.prefix, id)
		if err != nil {
			return dst
		}
		return addr.AppendAddr(dst, a)
	}
	head, zero := w.head, id>>48 == 0
	if zero {
		head = w.headZero
	}
	dst = append(dst, head...)
	var b [24]byte
	n := 0
	if !zero {
		n = putGroup(&b, 0, uint16(id>>48))
	}
	n = putGroup(&b, n, uint16(id>>32))
	n = putGroup(&b, n, uint16(id>>16))
	n = putGroup(&b, n, uint16(id))
	return append(dst, b[:n-1]...)
}

// putGroup writes v without leading zeros and a colon at b[n:], and returns the
// place behind them.
func putGroup(b *[24]byte, n int, v uint16) int {
	zeros := bits.LeadingZeros16(v|1) / 4
	binary.LittleEndian.PutUint32(b[n:], hexDigits(v)>>(8*zeros))
	n += 4 - zeros
	b[n] = ':'
	return n + 1
}

// hexDigits returns the four digits of v, the first in the low byte.
func hexDigits(v uint16) uint32 {
	x := uint32(bits.ReverseBytes16(v))
	x = x&0xff | x&0xff00<<8
	x = x>>4&0x000f_000f | x&0x000f_000f<<8
	return x + 0x3030_3030 + (x+0x0606_0606)>>4&0x0101_0101*('a'-'0'-10)
}
