package eui64

import (
	"errors"
	"strconv"

	"github.com/hextet/hextet/addr"
)

// fromESI returns the identifier of an ATM interface with an end system address (RFC
// 2492). b is the end system identifier and the selector:
//
//	| 00 |        end system identifier, 6 octets        | selector |
//
// The u bit, in the zero octet, means that it is not universal.
func fromESI(b []byte) IID { return IID(be64(b)) }

// fromE164 returns the identifier of an ATM interface with the native E.164
// number text, "+" and up to 15 digits (RFC 2492):
//
//	| D14 0 | D13 D12 | D11 D10 | D9 D8 | D7 D6 | D5 D4 | D3 D2 | D1 D0 |
//
// D0 is the last digit of the number; missing digits are 0.
func fromE164(text string) (IID, error) {
	var v uint64
	for i := 1; i < len(text); i++ {
		d := text[i] - '0'
		switch {
		case d > 9:
			return 0, unexpected(text, i)
		case i > 15:
			return 0, &addr.Error{Input: text, Offset: i, Reason: "more than 15 digits: too long for an E.164 number"}
		}
		v = v<<4 | uint64(d)
	}
	if len(text) == 1 {
		return 0, &addr.Error{Input: text, Offset: -1, Reason: "no digits after '+'"}
	}
	return IID(v>>56<<60 | v&(1<<56-1)), nil
}

// parseAESA reads an end system address of 20 octets, 40 hexadecimal digits with
// dots anywhere between octets, as equipment prints it:
//
//	47.0091.8100.0000.0060.3e5b.c401.0060.3e5b.c401.00
//
// It returns err if text does not look like such an address.
func parseAESA(text string, dst []byte, err error) (int, error) {
	n := 0
	for i := 0; i < len(text); i++ {
		if text[i] == '.' && i > 0 && text[i-1] != '.' {
			continue
		}
		if n == 20 || i+1 == len(text) || hexValue[text[i]] == xx || hexValue[text[i+1]] == xx {
			return 0, err
		}
		dst[n] = hexValue[text[i]]<<4 | hexValue[text[i+1]]
		n++
		i++
	}
	if n != 20 {
		return 0, err
	}
	return n, nil
}

// appendPPP appends the MAC that the identifier id of a PPP or ATM interface was made
// from.
func appendPPP(dst []byte, l Link, id IID, f Format) ([]byte, error) {
	if l == ATM && id>>56 == 0 && !id.isModifiedEUI64() {
		for i := range 7 {
			if i > 0 {
				dst = append(dst, ':')
			}
			c := byte(id >> (48 - 8*i))
			dst = append(dst, lowerHex[c>>4], lowerHex[c&15])
		}
		return dst, nil
	}
	if m, err := id.MAC(); err == nil {
		return m.Append(dst, f), nil
	}
	if id&uBit == 0 {
		return dst, errNotUniversal
	}
	return appendEUI64(dst, id, f)
}

var errNotUniversal = errors.New("not made from an IEEE address: the u bit is not set, so it is random or otherwise local (RFC 5072 section 4.1)")

// IsE164 reports whether id has the form that [Derive] makes from an E.164 number on an
// [ATM] link, and returns the number, "+" before its digits. Many other identifiers
// have this form by chance.
func (id IID) IsE164() (number string, ok bool) {
	v := uint64(id)
	if v>>56&0xf != 0 {
		return "", false
	}
	v = v>>60<<56 | v&(1<<56-1)
	if v == 0 || v>>3&(v>>2|v>>1)&0x1111_1111_1111_1111 != 0 {
		return "", false
	}
	return "+" + strconv.FormatUint(v, 16), true
}
