package addr

import (
	"math/bits"
	"strconv"
	"strings"
)

// base85Digits are the digits 0 to 84 of RFC 1924 section 4.2.
const base85Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~"

// appendBase85 appends the 20 digits of hi:lo.
func appendBase85(dst []byte, hi, lo uint64) []byte {
	var b [20]byte
	n := len(b)
	for n > 0 {
		// 85^9 is the largest power of 85 in 64 bits.
		const part = 85 * 85 * 85 * 85 * 85 * 85 * 85 * 85 * 85
		q, r := hi/part, hi%part
		hi = q
		lo, r = bits.Div64(r, lo, part)
		for k := 0; k < 9 && n > 0; k++ {
			n--
			b[n] = base85Digits[r%85]
			r /= 85
		}
	}
	return append(dst, b[:]...)
}

// parseBase85 reads 20 digits.
func parseBase85(s string) (n number, e *Error) {
	fits := true
	for i := range len(s) {
		d := strings.IndexByte(base85Digits, s[i])
		if d < 0 {
			return n, charError(s, i)
		}
		if fits {
			n, fits = n.mulAdd(85, uint64(d))
		}
	}
	if len(s) != 20 {
		return n, reasonError(s, strconv.Itoa(len(s))+" base 85 digits: an address has 20")
	}
	if !fits {
		return n, reasonError(s, "number over 2^128-1")
	}
	return n, nil
}
