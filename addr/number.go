package addr

import (
	"encoding/binary"
	"math/bits"
	"strconv"
	"strings"

	"github.com/hextet/hextet/internal/ip"
)

// A number is an address read from a form without zones. An IPv4 address is in the low
// 32 bits.
type number struct {
	ip.Uint128
	is4 bool
}

// item returns n as an Item with the prefix length at s[slash:]; a negative slash means
// none.
func (n number) item(s string, slash int) (Item, error) {
	it := Item{Addr: ip.AddrOf(n.Hi, n.Lo, n.is4)}
	if slash >= 0 {
		bits, at, f := scanLength(s, slash+1, it.Addr.BitLen())
		if f != noFault {
			return Item{}, faultError(s, f, at, 0)
		}
		it = it.WithBits(bits)
	}
	return it, nil
}

// appendHex appends hi:lo as 32 digits, or the low 32 bits as 8 for an IPv4 address.
func appendHex(dst []byte, hi, lo uint64, is4 bool) []byte {
	var b [32]byte
	var g [8]uint32
	ip.GroupWords(&g, hi, lo)
	for i, w := range g {
		binary.LittleEndian.PutUint32(b[4*i:], w+ip.ZeroGroup)
	}
	if is4 {
		return append(dst, b[24:]...)
	}
	return append(dst, b[:]...)
}

// parseHex reads 32 or 8 digits with or without 0x before them.
func parseHex(s string) (n number, e *Error) {
	i := 0
	if len(s) > 1 && s[0] == '0' && s[1]|0x20 == 'x' {
		i = 2
	}
	digits := len(s) - i
	for ; i < len(s); i++ {
		d := ip.HexValue[s[i]]
		if d > 15 {
			return n, charError(s, i)
		}
		n.Hi = n.Hi<<4 | n.Lo>>60
		n.Lo = n.Lo<<4 | uint64(d)
	}
	if digits != 32 && digits != 8 {
		return n, reasonError(s, strconv.Itoa(digits)+" hexadecimal digits: an IPv6 address has 32, an IPv4 address 8")
	}
	n.is4 = digits == 8
	return n, nil
}

// parseInt reads a decimal number. One below 2^32 is read as an IPv4 address, as
// inet_aton and URL parsers do.
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
			n.Uint128, fits = n.MulAdd(10, uint64(d))
		}
	}
	if s[0] == '0' && len(s) > 1 {
		return n, &Error{Input: s, Reason: "leading zero in a decimal number"}
	}
	if !fits {
		return n, reasonError(s, "number over 2^128-1")
	}
	n.is4 = n.Hi == 0 && n.Lo>>32 == 0
	return n, nil
}

// appendBin appends the 128 bits of hi:lo, or the low 32 for an IPv4 address.
func appendBin(dst []byte, hi, lo uint64, is4 bool) []byte {
	if is4 {
		return appendBits(dst, lo<<32, 32)
	}
	return appendBits(appendBits(dst, hi, 64), lo, 64)
}

// appendBits appends the n highest bits of v.
func appendBits(dst []byte, v uint64, n int) []byte {
	for range n {
		dst = append(dst, '0'+byte(v>>63))
		v <<= 1
	}
	return dst
}

// parseBin reads 128 or 32 binary digits, with or without 0b before them, optionally in
// groups of equal length with one separator.
func parseBin(s string) (n number, e *Error) {
	i := 0
	if len(s) > 1 && s[0] == '0' && s[1]|0x20 == 'b' {
		i = 2
	}
	digits, group := 0, 0
	size, sep := 0, byte(0)
	for ; i < len(s); i++ {
		c := s[i]
		if c == '0' || c == '1' {
			n.Hi = n.Hi<<1 | n.Lo>>63
			n.Lo = n.Lo<<1 | uint64(c-'0')
			digits++
			group++
			continue
		}
		if c != ' ' && c != '.' && c != ':' && c != '_' || group < 4 || sep != 0 && (c != sep || group != size) {
			return n, charError(s, i)
		}
		sep, size, group = c, group, 0
	}
	if digits != 128 && digits != 32 {
		return n, reasonError(s, strconv.Itoa(digits)+" binary digits: an IPv6 address has 128, an IPv4 address 32")
	}
	if sep != 0 && group != size {
		return n, reasonError(s, "groups of binary digits are of different lengths")
	}
	n.is4 = digits == 32
	return n, nil
}

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
			n.Uint128, fits = n.MulAdd(85, uint64(d))
		}
	}
	if len(s) != 20 {
		return n, reasonError(s, "an address has 20 base 85 digits, not "+strconv.Itoa(len(s)))
	}
	if !fits {
		return n, reasonError(s, "number over 2^128-1")
	}
	return n, nil
}
