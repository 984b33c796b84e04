package subnet

import (
	"errors"
	"fmt"
	"net/netip"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/ip"
)

// Range is a run of addresses of one family, first to last, both included: a
// prefix, an address or anything between two addresses. It is comparable and
// passed by value; the zero Range is invalid and holds nothing.
type Range struct {
	first, last ip.Uint128
	width       uint8 // of the family: 32, 128, or 0 when invalid
}

// RangeFrom returns the range from first to last. It is an error when one is
// invalid, when they are of two families (IPv4-mapped IPv6 is IPv6), have a
// zone or are reversed.
func RangeFrom(first, last netip.Addr) (Range, error) {
	a, wa := fromAddr(first)
	b, wb := fromAddr(last)
	switch {
	case wa == 0 || wb == 0:
		return Range{}, errors.New("invalid address")
	case wa != wb:
		return Range{}, fmt.Errorf("range from an %s to an %s address", familyName(wa), familyName(wb))
	case first.Zone() != "" || last.Zone() != "":
		return Range{}, errors.New("a range cannot have a zone")
	case b.Less(a):
		return Range{}, errors.New("range is reversed")
	}
	return Range{a, b, wa}, nil
}

// RangeOf returns the addresses of p; host bits in p do not matter. An invalid
// p gives the zero Range.
func RangeOf(p netip.Prefix) Range {
	if !p.IsValid() {
		return Range{}
	}
	a, w := fromAddr(p.Addr())
	host := ip.Ones(uint(int(w) - p.Bits()))
	return Range{a.AndNot(host), a.Or(host), w}
}

// RangeOfAddr returns the range of a alone, without its zone. An invalid a gives
// the zero Range.
func RangeOfAddr(a netip.Addr) Range {
	n, w := fromAddr(a)
	return Range{n, n, w}
}

// IsValid reports whether r holds addresses, which only the zero Range does not.
func (r Range) IsValid() bool { return r.width != 0 }

// First returns the lowest address of r; the zero Addr when r is invalid.
func (r Range) First() netip.Addr {
	if r.width == 0 {
		return netip.Addr{}
	}
	return toAddr(r.first, r.width)
}

// Last returns the highest address of r; the zero Addr when r is invalid.
func (r Range) Last() netip.Addr {
	if r.width == 0 {
		return netip.Addr{}
	}
	return toAddr(r.last, r.width)
}

// Is4 reports whether r is of IPv4.
func (r Range) Is4() bool { return r.width == width4 }

// Count returns the number of addresses in r.
func (r Range) Count() Count {
	if r.width == 0 {
		return Count{}
	}
	return countOf(r.last.Sub(r.first))
}

// Prefix returns r as the one prefix it is; ok is false when it is not one.
func (r Range) Prefix() (p netip.Prefix, ok bool) {
	n := r.last.Xor(r.first)
	if r.width == 0 || !n.And(n.Inc()).IsZero() || !r.first.And(n).IsZero() {
		return netip.Prefix{}, false
	}
	return toPrefix(r.first, r.width, int(r.width)-n.BitLen()), true
}

// Cover returns the smallest prefix that holds all of r, the zero Prefix when r
// is invalid.
func (r Range) Cover() netip.Prefix {
	if r.width == 0 {
		return netip.Prefix{}
	}
	n := r.first.Xor(r.last).BitLen()
	return toPrefix(r.first.AndNot(ip.Ones(uint(n))), r.width, int(r.width)-n)
}

// Contains reports whether all of o is in r.
func (r Range) Contains(o Range) bool {
	return r.width == o.width && r.width != 0 && !o.first.Less(r.first) && !r.last.Less(o.last)
}

// Overlaps reports whether r and o have an address in common.
func (r Range) Overlaps(o Range) bool {
	return r.width == o.width && r.width != 0 && !o.last.Less(r.first) && !r.last.Less(o.first)
}

// Compare orders ranges: the zero Range, IPv4, IPv6; then by first address;
// then the larger before those it contains. On prefixes without host bits it
// agrees with [netip.Prefix.Compare].
func (r Range) Compare(o Range) int {
	if r.width != o.width {
		return int(r.width) - int(o.width)
	}
	if c := r.first.Compare(o.first); c != 0 {
		return c
	}
	return o.last.Compare(r.last)
}

// AppendTo appends r as FIRST-LAST to dst, also when it is one address; an
// invalid r appends nothing.
func (r Range) AppendTo(dst []byte) []byte {
	if r.width == 0 {
		return dst
	}
	dst = addr.AppendAddr(dst, r.First())
	dst = append(dst, '-')
	return addr.AppendAddr(dst, r.Last())
}

// String returns r as FIRST-LAST.
func (r Range) String() string {
	var b [96]byte
	return string(r.AppendTo(b[:0]))
}
