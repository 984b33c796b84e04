package record

import (
	"encoding/binary"
	"unicode/utf8"
)

const hexDigits = "0123456789abcdef"

// AppendQuoted appends s as a JSON string. What is not UTF-8 becomes U+FFFD.
func AppendQuoted(b []byte, s string) []byte {
	b = append(b, '"')
	at := len(b)
	b = append(b, s...)
	return CloseQuote(b, at)
}

// CloseQuote ends a JSON string whose raw bytes begin at b[at], rewriting them
// only when one of them must be escaped.
func CloseQuote(b []byte, at int) []byte {
	i := at
	for ; i+8 <= len(b); i += 8 {
		if mustEscape(binary.LittleEndian.Uint64(b[i:])) {
			return escape(b, at)
		}
	}
	if i < len(b) {
		var last uint64 = eachByte * ' ' // needs no escape
		if len(b)-at >= 8 {
			last = binary.LittleEndian.Uint64(b[len(b)-8:]) // some of them again
		} else {
			for k, c := range b[i:] {
				last ^= uint64(c^' ') << (8 * k)
			}
		}
		if mustEscape(last) {
			return escape(b, at)
		}
	}
	return append(b, '"')
}

// eachByte times a byte is that byte eight times.
const eachByte = 0x0101010101010101

// mustEscape reports whether one of the eight bytes of x is a control, a quotation
// mark, a backslash, or past ASCII.
func mustEscape(x uint64) bool {
	quote, backslash := x^eachByte*'"', x^eachByte*'\\'
	// Less than n in a byte below 0x80 shows when n is taken off; a borrow can only
	// come from such a byte.
	low := (x - eachByte*' ') | (quote - eachByte) | (backslash - eachByte) | (x + eachByte) | x
	return low&(eachByte*0x80) != 0
}

func escape(b []byte, at int) []byte {
	raw := string(b[at:])
	b = b[:at]
	for i := 0; i < len(raw); {
		c := raw[i]
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c == '\n':
			b = append(b, `\n`...)
		case c == '\r':
			b = append(b, `\r`...)
		case c == '\t':
			b = append(b, `\t`...)
		case c < ' ' || c == 0x7f:
			b = append(b, `\u00`...)
			b = append(b, hexDigits[c>>4], hexDigits[c&15])
		case c < utf8.RuneSelf:
			b = append(b, c)
		default:
			r, n := utf8.DecodeRuneInString(raw[i:])
			b = utf8.AppendRune(b, r) // U+FFFD for a byte that is no UTF-8
			i += n
			continue
		}
		i++
	}
	return append(b, '"')
}

// closeCSV quotes the CSV value that begins at b[at] where RFC 4180 section 2
// wants it quoted.
func closeCSV(b []byte, at int) []byte {
	quotes, plain := 0, true
	for _, c := range b[at:] {
		switch c {
		case '"':
			quotes++
			plain = false
		case ',', '\n', '\r', 0:
			plain = false
		}
	}
	if n := len(b); n > at && (b[at] == ' ' || b[n-1] == ' ') {
		plain = false
	}
	if plain {
		return b
	}
	raw := string(b[at:])
	b = append(b[:at], '"')
	for i := 0; i < len(raw); i++ {
		if raw[i] == '"' {
			b = append(b, '"')
		}
		b = append(b, raw[i])
	}
	return append(b, '"')
}

// closeTab escapes tabs, line ends and backslashes in the value that begins at
// b[at], so that a row stays a row and a column a column.
func closeTab(b []byte, at int) []byte {
	for i := at; i < len(b); i++ {
		if c := b[i]; c < ' ' || c == '\\' || c == 0x7f {
			raw := string(b[at:])
			b = b[:at]
			for j := 0; j < len(raw); j++ {
				switch c := raw[j]; {
				case c == '\t':
					b = append(b, `\t`...)
				case c == '\n':
					b = append(b, `\n`...)
				case c == '\r':
					b = append(b, `\r`...)
				case c == '\\':
					b = append(b, `\\`...)
				case c < ' ' || c == 0x7f:
					b = append(b, '\\', 'x', hexDigits[c>>4], hexDigits[c&15])
				default:
					b = append(b, c)
				}
			}
			return b
		}
	}
	return b
}
