package stream

// MaxLine is the length of the longest line that is read, and ErrTooLong the error
// for a longer one.
const MaxLine = 1 << 20

// ErrTooLong reports a line of more than MaxLine bytes.
var ErrTooLong = errTooLong

// LineItem returns the item that a line is, without whitespace, line end and comment;
// nothing for a blank line and for a comment alone.
func LineItem(line []byte) []byte {
	item := trim(line)
	if len(item) == 0 || item[0] == '#' {
		return nil
	}
	return uncomment(item)
}
