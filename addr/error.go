package addr

import "strconv"

// Error says what is wrong with a text and where. Every parser in this module returns
// it, so callers can get the offset through [errors.As] and mark the character.
type Error struct {
	Input  string // the whole text, as it was given
	Offset int    // of the byte at fault, counted from 0; -1 when no single byte is
	Reason string // lower case, without the input: "unexpected character 'g'"
}

// Error returns the quoted input, the reason and, if one byte is at fault, its offset:
// `"2001:db8::g": unexpected character 'g' at byte 10`.
func (e *Error) Error() string {
	b := strconv.AppendQuote(nil, e.Input)
	b = append(b, ": "...)
	return string(e.AppendReason(b))
}

// AppendReason appends the reason and the offset, without the input, to b.
func (e *Error) AppendReason(b []byte) []byte {
	b = append(b, e.Reason...)
	if e.Offset >= 0 {
		b = append(b, " at byte "...)
		b = strconv.AppendInt(b, int64(e.Offset), 10)
	}
	return b
}
