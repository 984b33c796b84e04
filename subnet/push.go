package subnet

import "slices"

// push is append, but long slices grow by doubling where append adds a quarter:
// what is collected by the million is copied half as often.
func push[T any](s []T, v T) []T {
	if len(s) == cap(s) {
		s = slices.Grow(s, len(s)+16)
	}
	return append(s, v)
}
