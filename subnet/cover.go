package subnet

import (
	"iter"
	"net/netip"
)

// Cover finds the smallest prefix around everything it is given, one a family.
// The zero Cover is ready to use and covers nothing.
type Cover struct {
	v4, v6 Range
}

// Add widens c to hold r; an invalid r changes nothing.
func (c *Cover) Add(r Range) {
	at := &c.v6
	if r.width == width4 {
		at = &c.v4
	}
	switch {
	case r.width == 0:
	case at.width == 0:
		*at = r
	default:
		if r.first.Less(at.first) {
			at.first = r.first
		}
		if at.last.Less(r.last) {
			at.last = r.last
		}
	}
}

// Prefixes walks what c has come to: at most an IPv4 and then an IPv6 prefix.
func (c *Cover) Prefixes() iter.Seq[netip.Prefix] {
	return func(yield func(netip.Prefix) bool) {
		for _, r := range [2]Range{c.v4, c.v6} {
			if r.IsValid() && !yield(r.Cover()) {
				return
			}
		}
	}
}
