package stream

import "errors"

// MaxLine is the length of the longest line that is read; a longer one is [ErrTooLong].
const MaxLine = 1 << 20

// ErrTooLong reports a line of more than MaxLine bytes.
var ErrTooLong = errors.New("line longer than 1 MiB")

// LineItem returns the item on a line, without whitespace, line end and comment;
// nothing if the line is blank or just a comment.
func LineItem(line []byte) []byte {
	item := trim(line)
	if len(item) == 0 || item[0] == '#' {
		return nil
	}
	return uncomment(item)
}
