package stream

import (
	"bytes"
	"io"
)

// Decode returns a reader that converts UTF-16 to UTF-8, and true, if an input begins
// with a byte order mark of UTF-16. first, and err with it, have already been read from
// in.
func Decode(first []byte, in io.Reader, err error) (r io.Reader, ok bool) {
	if !bytes.HasPrefix(first, bomLE) && !bytes.HasPrefix(first, bomBE) {
		return in, false
	}
	return newUTF16(bytes.Clone(first), in, err), true
}
