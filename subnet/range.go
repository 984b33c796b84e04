package subnet

import (
	"iter"
	"net/netip"

	"go4.org/netipx"

	"github.com/hextet/hextet/internal/ip"
)

// AppendRange appends r as FIRST-LAST to dst, even if it is a single address; an
// invalid r appends nothing. Unlike [netipx.IPRange.AppendTo] it follows RFC 5952
// section 5, like the rest of this module.
func AppendRange(dst []byte, r netipx.IPRange) []byte {
	e := extentOf(r)
	if !e.isValid() {
		return dst
	}
	is4 := e.width == width4
	dst = ip.AppendAddr(dst, e.first.Hi, e.first.Lo, is4, -1, ip.QuadAuto)
	dst = append(dst, '-')
	return ip.AppendAddr(dst, e.last.Hi, e.last.Lo, is4, -1, ip.QuadAuto)
}

// Size returns the number of addresses in r, 0 if r is invalid.
func Size(r netipx.IPRange) Count { return extentOf(r).count() }

// CountBlocks returns how many blocks of that length have addresses in r: 0 for a
// length that r's family does not have.
func CountBlocks(r netipx.IPRange, length int) Count {
	e := extentOf(r)
	if e.width == 0 || length < 0 || length > int(e.width) {
		return Count{}
	}
	free := uint(int(e.width) - length)
	return countOf(e.last.Rsh(free).Sub(e.first.Rsh(free)))
}

// Cover returns the smallest prefix that contains all of the ranges, ignoring invalid
// ones. It is the zero Prefix if there are none, or if they are of two families.
func Cover(ranges ...netipx.IPRange) netip.Prefix {
	var all extent
	for _, r := range ranges {
		e := extentOf(r)
		switch {
		case e.width == 0:
		case all.width == 0:
			all = e
		case all.width != e.width:
			return netip.Prefix{}
		default:
			if e.first.Less(all.first) {
				all.first = e.first
			}
			if all.last.Less(e.last) {
				all.last = e.last
			}
		}
	}
	return all.cover()
}

// Usable returns the addresses of p that hosts can have: for IPv4 all except the
// network and the broadcast address, which a /31 and a /32 do not have (RFC 3021); for
// IPv6 all of them.
func Usable(p netip.Prefix) netipx.IPRange {
	e := extentOfPrefix(p)
	if e.width == width4 && p.Bits() < 31 {
		e.first, e.last = e.first.Inc(), e.last.Dec()
	}
	return e.toRange()
}

// Compare orders ranges: invalid ones, IPv4, IPv6; then by first address; then
// larger ranges before those they contain. For prefixes without host bits it
// agrees with [netip.Prefix.Compare].
func Compare(a, b netipx.IPRange) int { return extentOf(a).compare(extentOf(b)) }

// Relation is how one range relates to another.
type Relation uint8

// The relations; the zero Relation is unknown, as for an invalid range.
const (
	Disjoint Relation = 1 + iota // no address in common, or of two families
	Equal                        // the same addresses
	Contains                     // the first contains the second, and more
	Within                       // the second contains the first, and more
	Partial                      // some addresses in common, and each has others; never two prefixes
)

var relationNames = [...]string{"unknown", "disjoint", "equal", "contains", "within", "partial"}

// String returns the relation in one lower-case word.
func (r Relation) String() string { return ip.Word(relationNames[:], r) }

// MarshalText returns what String does.
func (r Relation) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText accepts the words that String returns.
func (r *Relation) UnmarshalText(text []byte) error {
	return ip.UnmarshalWord(r, relationNames[:], "relation", text)
}

// Relate returns how a relates to b.
func Relate(a, b netipx.IPRange) Relation {
	switch x, y := extentOf(a), extentOf(b); {
	case x.width == 0 || y.width == 0:
		return 0
	case x == y:
		return Equal
	case x.contains(y):
		return Contains
	case y.contains(x):
		return Within
	case x.overlaps(y):
		return Partial
	}
	return Disjoint
}

// Prefixes yields the fewest prefixes that together are exactly r, in address
// order: at most 2*width-2 of them.
func Prefixes(r netipx.IPRange) iter.Seq[netip.Prefix] {
	return func(yield func(netip.Prefix) bool) {
		if e := extentOf(r); e.isValid() {
			e.prefixes(e.width, func(a ip.Uint128, n int) bool {
				return yield(toPrefix(a, e.width, n))
			})
		}
	}
}

// prefixes calls yield for the fewest prefixes (first address, length) that make up s,
// and reports whether it reached the end. At each step it takes the largest block that
// starts there, whose size is limited by the alignment of the start and by what is
// left.
func (s span) prefixes(width uint8, yield func(ip.Uint128, int) bool) bool {
	for first := s.first; ; {
		n := min(first.TrailingZeros(), int(width))
		// 2^m is the largest power of two that is at most last-first+1.
		left := s.last.Sub(first)
		m := left.BitLen()
		if left != ip.Ones(uint(m)) {
			m--
		}
		n = min(n, m)
		if !yield(first, int(width)-n) {
			return false
		}
		end := first.Or(ip.Ones(uint(n)))
		if end == s.last {
			return true
		}
		first = end.Inc()
	}
}
