package mmdb

import (
	"math/bits"
	"strconv"
)

// appendUint128 appends hi<<64 | lo in decimal.
func appendUint128(b []byte, hi, lo uint64) []byte {
	if hi == 0 {
		return strconv.AppendUint(b, lo, 10)
	}
	const chunk = 1e19 // the largest power of ten in 64 bits
	q, r := hi/chunk, hi%chunk
	lo, low := bits.Div64(r, lo, chunk)
	b = appendUint128(b, q, lo)
	at := len(b)
	b = append(b, "0000000000000000000"...)
	var digits [20]byte
	d := strconv.AppendUint(digits[:0], low, 10)
	copy(b[at+19-len(d):], d)
	return b
}
