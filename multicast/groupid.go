package multicast

import (
	"strconv"

	"github.com/hextet/hextet/addr"
)

// ParseGroupID reads a group ID of up to 32 bits:
//
//	0x80000001   hexadecimal
//	2147483649   decimal
//	8000:1       two groups of digits, like the end of an address
//	::8000:1     the same after "::"; ::1 is 1
//
// Digits without 0x and colon are decimal. The error is an *[addr.Error].
func ParseGroupID(s string) (uint32, error) {
	bad := func(reason string) (uint32, error) {
		return 0, &addr.Error{Input: s, Offset: -1, Reason: reason}
	}
	text, groups := s, 2
	if len(s) > 2 && s[:2] == "::" {
		text = s[2:]
	} else if len(s) > 2 && s[0] == '0' && s[1]|0x20 == 'x' {
		text, groups = s[2:], 1
	} else if !hasColon(s) {
		v, err := strconv.ParseUint(s, 10, 64)
		switch {
		case err != nil && isHex(s):
			return bad("not a decimal number; hexadecimal ones begin with 0x")
		case err != nil || s[0] == '+':
			return bad("not a group ID: expected a number, 0x and digits, or the end of an address such as 8000:1")
		case s[0] == '0' && len(s) > 1:
			return bad("leading zero in a decimal number; hexadecimal ones begin with 0x")
		case v > 1<<32-1:
			return bad("group ID over 32 bits")
		}
		return uint32(v), nil
	}
	v, digits, colons := uint64(0), 0, 0
	for i := range len(text) {
		c := text[i]
		switch {
		case c == ':' && digits > 0 && groups == 2:
			colons++
			digits = 0
			v <<= 16
			continue
		case digitValue(c) > 15:
			return 0, &addr.Error{Input: s, Offset: len(s) - len(text) + i, Reason: "unexpected character " + strconv.QuoteRuneToASCII(rune(c))}
		}
		digits++
		if groups == 2 {
			if digits > 4 || colons > 1 {
				return bad("group ID over 32 bits")
			}
			v = v&^0xffff | (v&0xffff)<<4 | uint64(digitValue(c))
			continue
		}
		if v = v<<4 | uint64(digitValue(c)); v > 1<<32-1 {
			return bad("group ID over 32 bits")
		}
	}
	if digits == 0 {
		return bad("nothing after the last ':'")
	}
	return uint32(v), nil
}

func hasColon(s string) bool {
	for i := range len(s) {
		if s[i] == ':' {
			return true
		}
	}
	return false
}

func isHex(s string) bool {
	for i := range len(s) {
		if digitValue(s[i]) > 15 {
			return false
		}
	}
	return s != ""
}

// digitValue returns the value of a hexadecimal digit, more than 15 for anything else.
func digitValue(c byte) byte {
	switch {
	case '0' <= c && c <= '9':
		return c - '0'
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return c | 0x20 - 'a' + 10
	}
	return 0xff
}
