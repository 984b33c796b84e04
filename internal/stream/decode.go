package stream

import (
	"bytes"
	"io"
)

// Decode returns a reader of what is in UTF-16 as UTF-8, and true, where the first
// bytes of an input are a byte order mark of UTF-16. They have been read from in
// already, and err with them.
func Decode(first []byte, in io.Reader, err error) (r io.Reader, ok bool) {
	if !bytes.HasPrefix(first, bomLE) && !bytes.HasPrefix(first, bomBE) {
		return in, false
	}
	return newUTF16(bytes.Clone(first), in, err), true
}
