package addr

import (
	"math/bits"
	"strconv"
)

// appendInt appends hi:lo in decimal.
func appendInt(dst []byte, hi, lo uint64) []byte {
	if hi == 0 {
		return strconv.AppendUint(dst, lo, 10)
	}
	// 10^19 is the largest power of ten in 64 bits: two cuts, three parts.
	const part = 1e19
	q, r := bits.Div64(0, hi, part)
	q2, low := bits.Div64(r, lo, part)
	// hi:lo = (q:q2)*10^19 + low
	top, mid := bits.Div64(q, q2, part)
	if top != 0 {
		dst = strconv.AppendUint(dst, top, 10)
		dst = appendPadded(dst, mid)
	} else {
		dst = strconv.AppendUint(dst, mid, 10)
	}
	return appendPadded(dst, low)
}

// appendPadded appends v as 19 digits.
func appendPadded(dst []byte, v uint64) []byte {
	var b [19]byte
	for i := len(b) - 1; i >= 0; i-- {
		b[i] = '0' + byte(v%10)
		v /= 10
	}
	return append(dst, b[:]...)
}

// mulAdd returns n*m + d and whether that is below 2^128.
func (n number) mulAdd(m, d uint64) (number, bool) {
	c, lo := bits.Mul64(n.lo, m)
	over, hi := bits.Mul64(n.hi, m)
	var k uint64
	lo, k = bits.Add64(lo, d, 0)
	c += k // below m
	hi, k = bits.Add64(hi, c, 0)
	return number{hi: hi, lo: lo}, over == 0 && k == 0
}

// parseInt reads a decimal number. One below 2^32 is taken for an IPv4
// address, as inet_aton and URL parsers take it.
func parseInt(s string) (n number, e *Error) {
	if s == "" {
		return n, reasonError(s, "no digits")
	}
	fits := true
	for i := range len(s) {
		d := s[i] - '0'
		if d > 9 {
			return n, charError(s, i)
		}
		if fits {
			n, fits = n.mulAdd(10, uint64(d))
		}
	}
	if s[0] == '0' && len(s) > 1 {
		return n, &Error{Input: s, Reason: "leading zero in a decimal number"}
	}
	if !fits {
		return n, reasonError(s, "number over 2^128-1")
	}
	n.is4 = n.hi == 0 && n.lo>>32 == 0
	return n, nil
}
