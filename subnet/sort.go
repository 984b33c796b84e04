package subnet

import (
	"cmp"
	"iter"
	"slices"
	"strings"
)

// Sorter collects items and walks them in order. The zero Sorter is ready to
// use. An item takes 24 bytes, and 128 more when it has host bits or a zone or
// is a range.
//
// The order is that of [netip.Prefix.Compare] with addresses and ranges put in:
// IPv4 before IPv6; then by the first address, host bits masked off; then the
// larger block before those it contains. Of items with the same addresses a
// range comes first, then the prefix without host bits, then prefixes by their
// host bits, then the address, last addresses with zones, by the zone's bytes.
// Equal items stay in the order in which they were added.
type Sorter struct {
	v4, v6 []key     // masked first address; aux as below
	odd    []oddItem // the items that a key does not tell all of, by index
	n      int       // how many were added
}

type oddItem struct {
	index uint32
	Item
}

// The word beside a masked address in a Sorter:
//
//	63   41 40 39    32 31             0
//	+------+--+--------+----------------+
//	|  0   |o | length |     index      |   length 255 is an address
//	+------+--+--------+----------------+
const (
	addrLength = 255
	oddBit     = 1 << 40
)

// Add adds it, the n-th item to be added, where n is at most 2^32; nothing of the text
// that it was parsed from is kept. An invalid item is left out of the order.
func (s *Sorter) Add(it Item) {
	aux := uint64(addrLength)<<32 | uint64(uint32(s.n))
	s.n++
	if !it.IsValid() {
		return
	}
	if !it.IsAddr() {
		aux = uint64(uint8(it.Bits))<<32 | aux&0xffffffff
	}
	if n, _ := fromAddr(it.Addr); it.Zone != "" || it.IsRange() || n != it.first {
		it.Zone = strings.Clone(it.Zone)
		s.odd = append(s.odd, oddItem{uint32(aux), it})
		aux |= oddBit
	}
	if it.width == width4 {
		s.v4 = append(s.v4, key{it.first, aux})
	} else {
		s.v6 = append(s.v6, key{it.first, aux})
	}
}

// Len returns how many items were added, invalid ones aside.
func (s *Sorter) Len() int { return len(s.v4) + len(s.v6) }

// Sorting says which items of a [Sorter] are walked, and which way. The zero Sorting is
// all of them, upward.
type Sorting struct {
	Reverse bool // the last first

	// Unique leaves out items that print the same as one before. (192.0.2.1 and
	// 192.0.2.1/32 do not: use a [Set] to have each address once.)
	Unique bool
}

// All walks the items in order, each with its index: how many were added before it.
func (s *Sorter) All(o Sorting) iter.Seq2[int, Item] {
	return func(yield func(int, Item) bool) {
		s.sort(s.v4, width4)
		s.sort(s.v6, width6)
		fams := [2]struct {
			ks    []key
			width uint8
		}{{s.v4, width4}, {s.v6, width6}}
		if o.Reverse {
			fams[0], fams[1] = fams[1], fams[0]
		}
		for _, f := range fams {
			for i := range f.ks {
				j, prev := i, i-1
				if o.Reverse {
					j = len(f.ks) - 1 - i
					prev = j + 1
				}
				if o.Unique && i > 0 && s.compare(f.ks[j], f.ks[prev], f.width) == 0 {
					continue
				}
				if !yield(int(uint32(f.ks[j].aux)), s.item(f.ks[j], f.width)) {
					return
				}
			}
		}
	}
}

func (s *Sorter) sort(ks []key, width uint8) {
	sortKeys(ks)
	sortTies(ks, func(a, b key) int {
		return cmp.Or(s.compare(a, b, width), cmp.Compare(uint32(a.aux), uint32(b.aux)))
	})
}

func (s *Sorter) item(k key, width uint8) Item {
	if k.aux&oddBit != 0 {
		at, _ := slices.BinarySearchFunc(s.odd, uint32(k.aux), func(o oddItem, i uint32) int { return cmp.Compare(o.index, i) })
		return s.odd[at].Item
	}
	n := uint8(k.aux >> 32)
	if n == addrLength {
		return Item{Range{k.u128, k.u128, width}, toAddr(k.u128, width), "", bitsAddr}
	}
	return Item{Range{k.u128, k.or(ones(uint(width - n))), width}, toAddr(k.u128, width), "", int(n)}
}

func (s *Sorter) compare(a, b key, width uint8) int {
	if (a.aux|b.aux)&oddBit == 0 {
		if c := a.cmp(b.u128); c != 0 {
			return c
		}
		return cmp.Compare(a.aux>>32, b.aux>>32)
	}
	return compareItems(s.item(a, width), s.item(b, width))
}

func compareItems(a, b Item) int {
	return cmp.Or(
		a.Range.Compare(b.Range),
		cmp.Compare(written(a), written(b)),
		a.Addr.Compare(b.Addr),
		strings.Compare(a.Zone, b.Zone),
	)
}

// written orders the ways to write the same addresses: range, prefix, address.
func written(it Item) int {
	switch {
	case it.IsRange():
		return 0
	case it.IsAddr():
		return 2
	}
	return 1
}
