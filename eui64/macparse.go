package eui64

import (
	"math/bits"
	"strconv"
	"unicode/utf8"

	"github.com/hextet/hextet/addr"
)

// ParseMAC reads a MAC-48 or an EUI-64 in the spellings that equipment prints:
//
//	00:00:5e:00:53:01   octets separated by ':', '-' or '.'
//	0-0-5e-0-53-1       one digit is enough, not with '.' (BSD, Solaris)
//	0000.5e00.5301      pairs separated by ':', '-' or '.' (Cisco, HP, H3C)
//	00005e-005301       halves separated by ':', '-' or '.' (ProCurve)
//	00005e005301        digits only, also after 0x
//
// An EUI-64 has eight octets, four pairs, halves of 3+5 or 4+4 octets, or 16 digits.
// Letters may be of either case; all separators must be the same.
//
// The error is an *[addr.Error]. Its Offset is the first byte that cannot be part of
// any MAC, -1 if the text ends too early. ParseMAC does not allocate unless it fails,
// and does not retain s.
func ParseMAC(s string) (MAC, error) {
	// Try the common spelling first.
	if len(s) == 17 && (s[2] == ':' || s[2] == '-') {
		if v, ok := sixOctets(s); ok {
			return mac48(v), nil
		}
	}
	var b [8]byte
	n, err := parseOctets(s, b[:], &macShapes)
	if err != nil {
		return MAC{}, err
	}
	m, _ := MACFromSlice(b[:n])
	return m, nil
}

// MustParseMAC is [ParseMAC] for constants; it panics on an error.
func MustParseMAC(s string) MAC {
	m, err := ParseMAC(s)
	if err != nil {
		panic(err)
	}
	return m
}

// sixOctets reads six octets of two digits with equal separators. It reports false for
// anything else, which parseOctets reads or rejects.
func sixOctets(s string) (v uint64, ok bool) {
	_ = s[16]
	sep := s[2]
	if s[5] != sep || s[8] != sep || s[11] != sep || s[14] != sep {
		return 0, false
	}
	var bad byte
	for i := 0; i < 17; i += 3 {
		hi, lo := hexValue[s[i]], hexValue[s[i+1]]
		bad |= hi | lo
		v = v<<8 | uint64(hi<<4|lo&15)
	}
	return v, bad < 16
}

// hexValue is the value of a hexadecimal digit, and xx for any other byte.
var hexValue = [256]byte{
	xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx,
	xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx,
	xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx,
	0, 1, 2, 3, 4, 5, 6, 7, 8, 9, xx, xx, xx, xx, xx, xx,
	xx, 10, 11, 12, 13, 14, 15, xx, xx, xx, xx, xx, xx, xx, xx, xx,
	xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx,
	xx, 10, 11, 12, 13, 14, 15, xx, xx, xx, xx, xx, xx, xx, xx, xx,
	xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx,
	xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx,
	xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx,
	xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx,
	xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx,
	xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx,
	xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx,
	xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx,
	xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx, xx,
}

const xx = 0xff

// A shape is a spelling of octets.
type shape uint8

const (
	shapeOctets shape = 1 << iota // 00:00:5e:00:53:01
	shapePairs                    // 0000.5e00.5301
	shapeHalves                   // 00005e-005301, 00005eef-10005301
)

// shapes describes the addresses that a parser accepts.
type shapes struct {
	what  string // "a MAC": what the errors call it
	sizes uint32 // bit n set: n octets are an address
	grain shape  // the spellings with separators
	odd   bool   // an all-digit text may have an odd count: 0x4
}

var macShapes = shapes{what: "a MAC", sizes: 1<<6 | 1<<8, grain: shapeOctets | shapePairs | shapeHalves}

// max returns the greatest size.
func (sh *shapes) max() int { return bits.Len32(sh.sizes) - 1 }

// parseOctets reads s into dst and returns the number of octets. It stops at the first
// byte that no address of these shapes can have there.
func parseOctets(s string, dst []byte, sh *shapes) (int, error) {
	i := 0
	hex := len(s) >= 2 && s[0] == '0' && s[1]|0x20 == 'x'
	if hex {
		i = 2
	}
	most := sh.max()

	// The first group determines the shape.
	start, n := i, 0
	for ; i < len(s) && hexValue[s[i]] != xx; i++ {
		if i-start == 2*most {
			return 0, &addr.Error{Input: s, Offset: i, Reason: "more than " + strconv.Itoa(2*most) + " digits: too long for " + sh.what}
		}
	}
	digits := i - start
	if i == len(s) {
		return bareOctets(s, start, dst, sh)
	}
	sep := s[i]
	if sep != ':' && sep != '-' && sep != '.' || hex || digits == 0 {
		return 0, unexpected(s, i)
	}
	width := 0 // digits of a full group
	switch {
	case digits <= 2 && sh.grain&shapeOctets != 0:
		width = 2
	case digits == 4 && sh.grain&shapePairs != 0:
		width = 4
	case (digits == 6 || digits == 8) && sh.grain&shapeHalves != 0:
		return halves(s, i, dst, sh)
	}
	short := width == 2 && sep != '.' // 0:0:5e:0:53:1; dotted, that is SNMP's decimal
	if width == 0 || digits != width && !short {
		return 0, &addr.Error{Input: s, Offset: i, Reason: "group of " + count(digits, "digit") + " before " + strconv.QuoteRune(rune(sep))}
	}

	for i = start; ; i++ {
		v, at := uint16(0), i
		for ; i < len(s) && hexValue[s[i]] != xx; i++ {
			if i-at == width {
				return 0, &addr.Error{Input: s, Offset: i, Reason: "more than " + strconv.Itoa(width) + " digits in a group"}
			}
			v = v<<4 | uint16(hexValue[s[i]])
		}
		if i < len(s) && s[i] != sep {
			if s[i] == ':' || s[i] == '-' || s[i] == '.' {
				return 0, &addr.Error{Input: s, Offset: i, Reason: "unexpected " + strconv.QuoteRune(rune(s[i])) + " after " + strconv.QuoteRune(rune(sep))}
			}
			return 0, unexpected(s, i)
		}
		if i == at {
			if i == len(s) {
				return 0, &addr.Error{Input: s, Offset: -1, Reason: "nothing after the last " + strconv.QuoteRune(rune(sep))}
			}
			return 0, &addr.Error{Input: s, Offset: i, Reason: "empty group"}
		}
		if i-at < width && !short {
			off := i
			if i == len(s) {
				off = -1
			}
			return 0, &addr.Error{Input: s, Offset: off, Reason: "group of " + count(i-at, "digit") + ", expected " + strconv.Itoa(width)}
		}
		if width == 4 {
			dst[n] = byte(v >> 8)
			n++
		}
		dst[n] = byte(v)
		n++
		if i == len(s) {
			break
		}
		if n >= most {
			return 0, &addr.Error{Input: s, Offset: i, Reason: "more than " + strconv.Itoa(most) + " octets: too long for " + sh.what}
		}
	}
	if sh.sizes>>n&1 == 0 {
		return 0, wrongSize(s, n, sh)
	}
	return n, nil
}

// bareOctets reads the digits from start to the end of s.
func bareOctets(s string, start int, dst []byte, sh *shapes) (int, error) {
	digits := len(s) - start
	if digits == 0 {
		if start == 0 {
			return 0, &addr.Error{Input: s, Offset: -1, Reason: "empty text"}
		}
		return 0, &addr.Error{Input: s, Offset: -1, Reason: "no digits after 0x"}
	}
	n := (digits + 1) / 2
	if digits%2 != 0 && !sh.odd || sh.sizes>>n&1 == 0 {
		return 0, &addr.Error{Input: s, Offset: -1, Reason: count(digits, "digit") + ", expected " + sh.list(2) + " for " + sh.what}
	}
	v := byte(0)
	for i, k := digits%2, 0; k < digits; i, k = i+1, k+1 {
		v = v<<4 | hexValue[s[start+k]]
		dst[i/2] = v
	}
	return n, nil
}

// halves reads two groups of digits, the first of which ends at i: an OUI and the rest
// (3+3, 3+5), or the two halves of an EUI-64 (4+4).
func halves(s string, i int, dst []byte, sh *shapes) (int, error) {
	most := 10
	if i == 8 {
		most = 8
	}
	first := i
	for i++; i < len(s); i++ {
		switch {
		case hexValue[s[i]] == xx:
			return 0, unexpected(s, i)
		case i-first > most:
			return 0, &addr.Error{Input: s, Offset: i, Reason: "more than " + strconv.Itoa(most) + " digits in a group"}
		}
	}
	digits := len(s) - 1
	if digits%2 != 0 || sh.sizes>>(digits/2)&1 == 0 {
		return 0, &addr.Error{Input: s, Offset: -1, Reason: count(digits, "digit") + ", expected " + sh.list(2) + " for " + sh.what}
	}
	if first == 8 && digits != 16 {
		return 0, &addr.Error{Input: s, Offset: -1, Reason: "group of " + count(digits-8, "digit") + ", expected 8"}
	}
	for k := range digits / 2 {
		at := 2 * k
		if at >= first {
			at++
		}
		dst[k] = hexValue[s[at]]<<4 | hexValue[s[at+1]]
	}
	return digits / 2, nil
}

// list returns the sizes in units of 1/unit octet: "6 or 8".
func (sh *shapes) list(unit int) string {
	var b []byte
	for n := 1; n <= sh.max(); n++ {
		if sh.sizes>>n&1 == 0 {
			continue
		}
		if b != nil {
			if n == sh.max() {
				b = append(b, " or "...)
			} else {
				b = append(b, ", "...)
			}
		}
		b = strconv.AppendInt(b, int64(unit*n), 10)
	}
	return string(b)
}

func wrongSize(s string, n int, sh *shapes) error {
	return &addr.Error{Input: s, Offset: -1, Reason: count(n, "octet") + ", expected " + sh.list(1) + " for " + sh.what}
}

// count returns "1 digit", "2 digits".
func count(n int, unit string) string {
	if n == 1 {
		return "1 " + unit
	}
	return strconv.Itoa(n) + " " + unit + "s"
}

// unexpected returns an error for the character at byte i of s.
func unexpected(s string, i int) error {
	r, size := utf8.DecodeRuneInString(s[i:])
	if r == utf8.RuneError && size == 1 {
		return &addr.Error{Input: s, Offset: i, Reason: "unexpected byte 0x" + string([]byte{lowerHex[s[i]>>4], lowerHex[s[i]&15]})}
	}
	return &addr.Error{Input: s, Offset: i, Reason: "unexpected character " + strconv.QuoteRuneToASCII(r)}
}
