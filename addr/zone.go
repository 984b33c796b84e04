package addr

import (
	"strconv"
	"unicode/utf8"
)

// scanZone reads a zone (RFC 4007 section 11) at s[i:] up to one of the two
// stop bytes or the end of s. A zone is any printable text without blanks,
// "/" or the delimiter "%": RFC 4007 leaves its spelling to the system, and
// interface names are not all ASCII. Control characters are kept out because
// the zone is printed again as it is.
func scanZone(s string, i int, stop byte) (end int, f fault) {
	start := i
	for i < len(s) {
		c := s[i]
		if c < utf8.RuneSelf {
			if c == '/' || c == stop {
				break
			}
			if c <= ' ' || c == 0x7f || c == '%' {
				return i, faultZoneChar
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n <= 1 || !strconv.IsPrint(r) {
			return i, faultZoneChar
		}
		i += n
	}
	if i == start {
		return start - 1, faultZoneEmpty
	}
	return i, noFault
}
