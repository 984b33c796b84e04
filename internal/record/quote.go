package record

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strconv"
	"strings"
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

// quotes are the quotation marks of JSON: single ones, or double where the JSON is a
// cell of CSV.
type quotes uint8

const (
	single quotes = iota
	double
)

func (q quotes) mark() string {
	if q == double {
		return `""`
	}
	return `"`
}

// close is CloseQuote with marks like q.
func (q quotes) close(b []byte, at int) []byte {
	b = CloseQuote(b, at)
	if q == single {
		return b
	}
	if n := bytes.Count(b[at:], []byte{'"'}); n > 1 {
		return doubleQuotes(b, at, n)
	}
	return append(b, '"')
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
func closeCSV(b []byte, at int, delimiter byte) []byte {
	if tame(b[at:], delimiter) && (len(b) == at || b[at] != ' ' && b[len(b)-1] != ' ') {
		return b
	}
	if tame(b[at:], '"') { // all that there is to quote is a delimiter, or blanks at the ends
		return quoteCSV(b, at, 0)
	}
	b = escapeControls(b, at, "\t\n\r")
	value := b[at:]
	marks := bytes.Count(value, []byte{'"'})
	if marks == 0 && bytes.IndexByte(value, delimiter) < 0 && bytes.IndexByte(value, '\n') < 0 && bytes.IndexByte(value, '\r') < 0 &&
		(len(value) == 0 || value[0] != ' ' && value[len(value)-1] != ' ') {
		return b
	}
	return quoteCSV(b, at, marks)
}

// doubleQuotes doubles the quotation marks in b[at:], of which there are so many.
func doubleQuotes(b []byte, at, marks int) []byte {
	from := len(b) - 1
	b = slices.Grow(b, marks)[:len(b)+marks]
	for to := len(b) - 1; to > from; from-- {
		b[to] = b[from]
		to--
		if b[from] == '"' {
			b[to] = '"'
			to--
		}
	}
	return b
}

// quoteCSV puts b[at:], which has so many quotation marks, in quotes.
func quoteCSV(b []byte, at, quotes int) []byte {
	if quotes == 0 {
		b = append(b, `""`...)
		copy(b[at+1:], b[at:len(b)-2])
		b[at] = '"'
		return b
	}
	from := len(b) - 1
	b = slices.Grow(b, quotes+2)[:len(b)+quotes+2]
	to := len(b) - 1
	b[to] = '"'
	to--
	for ; from >= at; from-- {
		c := b[from]
		b[to] = c
		to--
		if c == '"' {
			b[to] = '"'
			to--
		}
	}
	b[to] = '"'
	return b
}

// AppendCSV appends value as a field of CSV with that delimiter, in quotes where
// it needs them.
func AppendCSV(b []byte, value []byte, delimiter byte) []byte {
	at := len(b)
	b = append(b, value...)
	quotes := bytes.Count(value, []byte{'"'})
	if quotes == 0 && bytes.IndexByte(value, delimiter) < 0 && bytes.IndexByte(value, '\n') < 0 && bytes.IndexByte(value, '\r') < 0 {
		return b
	}
	return quoteCSV(b, at, quotes)
}

// closeTab escapes tabs, line ends and backslashes in the value that begins at
// b[at], so that a row stays a row and a column a column.
func closeTab(b []byte, at int) []byte {
	if tame(b[at:], '\\') {
		return b
	}
	if bytes.IndexByte(b[at:], '\\') >= 0 {
		raw := bytes.ReplaceAll(b[at:], []byte(`\`), []byte(`\\`))
		b = append(b[:at], raw...)
	}
	return escapeControls(b, at, "")
}

// tame reports whether s has neither controls, quotation marks, backslashes,
// bytes past ASCII nor the byte c: nothing that any format escapes.
func tame(s []byte, c byte) bool {
	more := eachByte * uint64(c)
	i := 0
	for ; i+8 <= len(s); i += 8 {
		x := binary.LittleEndian.Uint64(s[i:])
		if mustEscape(x) || (x^more-eachByte)&^(x^more)&(eachByte*0x80) != 0 {
			return false
		}
	}
	for ; i < len(s); i++ {
		if b := s[i]; b < ' ' || b >= 0x7f || b == '"' || b == '\\' || b == c {
			return false
		}
	}
	return true
}

// visible reports whether s is printable ASCII.
func visible(s []byte) bool {
	i := 0
	for ; i+8 <= len(s); i += 8 {
		x := binary.LittleEndian.Uint64(s[i:])
		if ((x-eachByte*' ')|(x+eachByte)|x)&(eachByte*0x80) != 0 {
			return false
		}
	}
	for ; i < len(s); i++ {
		if s[i] < ' ' || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

// AppendPrintable appends s with everything escaped that could drive a terminal or
// begin a line of its own.
func AppendPrintable(b []byte, s string) []byte {
	at := len(b)
	return escapeControls(append(b, s...), at, "")
}

// escapeControls escapes what in b[at:] could drive a terminal: controls, and
// runes that are not printable or no UTF-8. Bytes in keep stay.
func escapeControls(b []byte, at int, keep string) []byte {
	if visible(b[at:]) {
		return b
	}
	clean := true
	for i := at; i < len(b) && clean; {
		r, n := utf8.DecodeRune(b[i:])
		clean = printable(r, n) || n == 1 && strings.IndexByte(keep, b[i]) >= 0
		i += n
	}
	if clean {
		return b
	}
	raw := string(b[at:])
	b = b[:at]
	for i := 0; i < len(raw); {
		r, n := utf8.DecodeRuneInString(raw[i:])
		switch {
		case printable(r, n), n == 1 && strings.IndexByte(keep, raw[i]) >= 0:
			b = append(b, raw[i:i+n]...)
		case r == '\t':
			b = append(b, `\t`...)
		case r == '\n':
			b = append(b, `\n`...)
		case r == '\r':
			b = append(b, `\r`...)
		case n == 1:
			b = append(b, '\\', 'x', hexDigits[raw[i]>>4], hexDigits[raw[i]&15])
		case r < 1<<16:
			b = append(b, '\\', 'u', hexDigits[r>>12], hexDigits[r>>8&15], hexDigits[r>>4&15], hexDigits[r&15])
		default:
			b = append(b, '\\', 'U', '0', '0', hexDigits[r>>20&15], hexDigits[r>>16&15], hexDigits[r>>12&15], hexDigits[r>>8&15], hexDigits[r>>4&15], hexDigits[r&15])
		}
		i += n
	}
	return b
}

// printable reports whether r, decoded from n bytes, may be shown as it is.
func printable(r rune, n int) bool {
	return (r != utf8.RuneError || n > 1) && strconv.IsPrint(r)
}
