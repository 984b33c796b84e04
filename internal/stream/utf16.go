package stream

import (
	"bytes"
	"encoding/binary"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// A utf16Reader converts UTF-16, as Windows PowerShell writes it, to UTF-8. Invalid
// UTF-16 becomes U+FFFD.
type utf16Reader struct {
	in    io.Reader
	order binary.ByteOrder
	raw   []byte // not decoded yet
	text  []byte // decoded, not returned yet
	err   error
}

// newUTF16 returns a reader that converts in. first, which begins with a BOM, and err
// have already been read from it.
func newUTF16(first []byte, in io.Reader, err error) *utf16Reader {
	u := &utf16Reader{in: in, order: binary.LittleEndian, err: err}
	if bytes.HasPrefix(first, bomBE) {
		u.order = binary.BigEndian
	}
	u.raw = first[2:]
	u.decode()
	return u
}

// Read implements [io.Reader].
func (u *utf16Reader) Read(p []byte) (int, error) {
	for len(u.text) == 0 && u.err == nil {
		at := len(u.raw)
		u.raw = append(u.raw, make([]byte, max(len(p), 512))...)
		n, err := u.in.Read(u.raw[at:])
		u.raw, u.err = u.raw[:at+n], err
		u.decode()
		if n > 0 {
			break
		}
	}
	n := copy(p, u.text)
	u.text = u.text[n:]
	if len(u.text) > 0 {
		return n, nil
	}
	return n, u.err
}

// decode decodes what is complete in raw, or all of it at the end of the input.
func (u *utf16Reader) decode() {
	u.text = u.text[:0]
	i := 0
	for ; i+2 <= len(u.raw); i += 2 {
		r := rune(u.order.Uint16(u.raw[i:]))
		if utf16.IsSurrogate(r) {
			if i+4 > len(u.raw) && u.err == nil {
				break
			}
			pair := rune(utf8.RuneError)
			if i+4 <= len(u.raw) {
				pair = utf16.DecodeRune(r, rune(u.order.Uint16(u.raw[i+2:])))
			}
			if r = pair; r != utf8.RuneError {
				i += 2
			}
		}
		u.text = utf8.AppendRune(u.text, r)
	}
	if i < len(u.raw) && u.err != nil {
		u.text = utf8.AppendRune(u.text, utf8.RuneError)
		i = len(u.raw)
	}
	u.raw = append(u.raw[:0], u.raw[i:]...)
}
