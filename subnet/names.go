package subnet

import "strings"

// nthName returns the n-th of names, each of which ends in a NUL; the first for an
// n that is out of range.
func nthName(names string, n int) string {
	first, rest, _ := strings.Cut(names, "\x00")
	name := first
	for ; n > 0; n-- {
		if name, rest, _ = strings.Cut(rest, "\x00"); name == "" {
			return first
		}
	}
	return name
}
