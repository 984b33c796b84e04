package subnet

import (
	"cmp"
	"iter"
	"slices"
	"strings"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/ip"
)

// Sorter collects items and yields them in order, as a tree or by the pairs that
// overlap. The zero Sorter is ready to use. An item takes 24 bytes; one that has host
// bits or a zone, or is a range, takes about 100 more.
//
// The order is that of [netip.Prefix.Compare] with addresses and ranges put in:
// IPv4 before IPv6; then by the first address, host bits masked off; then the
// larger block before those it contains. Of items with the same addresses a
// range comes first, then the prefix without host bits, then prefixes by their
// host bits, then the address, last addresses with zones, by the zone's bytes.
// Equal items stay in the order in which they were added.
type Sorter struct {
	v4, v6 pile      // masked first address; N as below
	odd    []oddItem // the items that a key does not hold all of, by index
	n      int       // how many were added
}

// Entry is an item and its index: how many items were added before it.
type Entry struct {
	Item
	Index int
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
	first, width := fromAddr(it.Addr)
	odd := it.Zone != ""
	if bits := it.Bits(); it.IsRange() {
		width, odd = it.extent().width, true
	} else if bits >= 0 {
		n := first
		first = n.AndNot(ip.Ones(uint(int(width) - bits)))
		aux = uint64(bits)<<32 | aux&0xffffffff
		odd = odd || first != n
	}
	if odd && width != 0 {
		it.Zone = strings.Clone(it.Zone)
		s.odd = append(s.odd, oddItem{uint32(aux), it})
		aux |= oddBit
	}
	switch width {
	case width4:
		s.v4.add(key{Uint128: first, N: aux})
	case width6:
		s.v6.add(key{Uint128: first, N: aux})
	}
}

// Sorting says which items of a [Sorter] are yielded, and which way. The zero
// Sorting is all of them, upward.
type Sorting struct {
	Reverse bool // the last first

	// Unique leaves out items that print the same as one before. (192.0.2.1 and
	// 192.0.2.1/32 do not: use a [Set] to have each address once.)
	Unique bool
}

// All yields the items in order.
func (s *Sorter) All(o Sorting) iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		s.keys(o, func(k key, width uint8) bool { return yield(s.entry(k, width)) })
	}
}

// Indices yields the index of each item that All yields, without making the items.
func (s *Sorter) Indices(o Sorting) iter.Seq[int] {
	return func(yield func(int) bool) {
		s.keys(o, func(k key, _ uint8) bool { return yield(int(uint32(k.N))) })
	}
}

// Texts yields the index and the text of each item that All yields, as [Item.AppendTo]
// writes it, which takes less time than All does. The text is valid until the next one.
func (s *Sorter) Texts(o Sorting) iter.Seq2[int, []byte] {
	return func(yield func(int, []byte) bool) {
		var text []byte
		s.keys(o, func(k key, width uint8) bool {
			text = s.appendText(text[:0], k, width)
			return yield(int(uint32(k.N)), text)
		})
	}
}

func (s *Sorter) appendText(dst []byte, k key, width uint8) []byte {
	if k.N&oddBit != 0 {
		return s.item(k, width).AppendTo(dst)
	}
	length := int(uint8(k.N >> 32))
	if length == addrLength {
		length = -1
	}
	return ip.AppendAddr(dst, k.Hi, k.Lo, width == width4, length, ip.QuadAuto)
}

// keys calls yield for what is kept of each item, in order, until it returns false.
func (s *Sorter) keys(o Sorting, yield func(k key, width uint8) bool) {
	families := s.families()
	if o.Reverse {
		families[0], families[1] = families[1], families[0]
	}
	for _, f := range families {
		var last key
		begun := false
		if !s.walk(f, o.Reverse, func(k key) bool {
			if o.Unique {
				if begun && s.compare(k, last, f.width) == 0 {
					return true
				}
				last, begun = k, true
			}
			return yield(k, f.width)
		}) {
			return
		}
	}
}

// Node is an item in its place among the others.
type Node struct {
	Entry
	Depth int // how many of the items contain it, one inside the other
}

// Tree yields the items in order with their depth: each below the smallest item
// that contains it. Items with the same addresses are at the same depth. It keeps
// as many ranges as the tree is deep. A range that only partly overlaps another is
// not below it. Reverse plays no part.
func (s *Sorter) Tree(o Sorting) iter.Seq[Node] {
	return func(yield func(Node) bool) {
		var above []extent
		o.Reverse = false
		for e := range s.All(o) {
			at := e.extent()
			for len(above) > 0 && !above[len(above)-1].contains(at) {
				above = above[:len(above)-1]
			}
			if len(above) == 0 || above[len(above)-1] != at {
				above = append(above, at)
			}
			if !yield(Node{e, len(above) - 1}) {
				return
			}
		}
	}
}

// Overlaps yields each pair of items that have addresses in common once: the first
// is the one that comes first in order, and the pairs are in the order of the
// second. The time is that of sorting plus that of the pairs.
func (s *Sorter) Overlaps() iter.Seq2[Entry, Entry] {
	return func(yield func(Entry, Entry) bool) {
		for _, f := range s.families() {
			// All that have not ended by now overlap the one at hand, so each step of
			// the inner loop yields a pair or drops a range for good.
			type reach struct {
				last ip.Uint128
				k    key
			}
			var open []reach
			if !s.walk(f, false, func(k key) bool {
				kept := open[:0]
				for _, r := range open {
					if r.last.Less(k.Uint128) {
						continue
					}
					kept = append(kept, r)
					if !yield(s.entry(r.k, f.width), s.entry(k, f.width)) {
						return false
					}
				}
				open = append(kept, reach{s.last(k, f.width), k})
				return true
			}) {
				return
			}
		}
	}
}

// pieceLength is how many items are sorted at once. Pieces are larger than the runs of
// a Builder, since what is equal is kept: merging them should cost little.
const pieceLength = 1 << 20

// firstLength is the length up to which the first piece grows by and by.
const firstLength = 1 << 12

// A pile is the items of a family, in pieces, so that little is copied to grow.
type pile struct {
	pieces [][]key // all full but the last
	sorted int     // how many of them are in order
	width  uint8
}

func (p *pile) add(k key) {
	n := len(p.pieces)
	if n == 0 || len(p.pieces[n-1]) == pieceLength || p.sorted == n {
		p.pieces = append(p.pieces, nil)
		n++
	}
	piece := p.pieces[n-1]
	if len(piece) == cap(piece) && (n > 1 || len(piece) >= firstLength) {
		// All at once: of a new slice, a system has only to bring what is used.
		piece = append(make([]key, 0, pieceLength), piece...)
	}
	p.pieces[n-1] = append(piece, k)
}

// families returns the items of each family, with each piece in order.
func (s *Sorter) families() [2]*pile {
	s.v4.width, s.v6.width = width4, width6
	list := [2]*pile{&s.v4, &s.v6}
	for _, p := range list {
		for ; p.sorted < len(p.pieces); p.sorted++ {
			ks := p.pieces[p.sorted]
			ip.SortKeyed(ks)
			ip.SortTies(ks, func(a, b key) int { return s.order(a, b, p.width) })
		}
	}
	return list
}

// walk calls yield for the items of p in order, or in reverse, and reports whether it
// went to the end. It merges the pieces: they are a heap by the item at hand.
func (s *Sorter) walk(p *pile, reverse bool, yield func(key) bool) bool {
	before := func(a, b key) bool {
		if a.Uint128 != b.Uint128 {
			return a.Less(b.Uint128) != reverse
		}
		return s.order(a, b, p.width) < 0 != reverse
	}
	at := func(piece []key) key {
		if reverse {
			return piece[len(piece)-1]
		}
		return piece[0]
	}
	pieces := slices.Clone(p.pieces) // each is what is still to come
	sink := func(i int) {
		for c := pieces[i]; ; {
			j := 2*i + 1
			if j+1 < len(pieces) && before(at(pieces[j+1]), at(pieces[j])) {
				j++
			}
			if j >= len(pieces) || !before(at(pieces[j]), at(c)) {
				pieces[i] = c
				return
			}
			pieces[i] = pieces[j]
			i = j
		}
	}
	for i := len(pieces)/2 - 1; i >= 0; i-- {
		sink(i)
	}
	for len(pieces) > 0 {
		top := pieces[0]
		if !yield(at(top)) {
			return false
		}
		switch n := len(pieces) - 1; {
		case len(top) == 1:
			pieces[0], pieces = pieces[n], pieces[:n]
		case reverse:
			pieces[0] = top[:len(top)-1]
		default:
			pieces[0] = top[1:]
		}
		if len(pieces) > 1 {
			sink(0)
		}
	}
	return true
}

func (s *Sorter) entry(k key, width uint8) Entry { return Entry{s.item(k, width), int(uint32(k.N))} }

func (s *Sorter) item(k key, width uint8) Item {
	if k.N&oddBit != 0 {
		at, _ := slices.BinarySearchFunc(s.odd, uint32(k.N), func(o oddItem, i uint32) int { return cmp.Compare(o.index, i) })
		return s.odd[at].Item
	}
	it := Item{Item: addr.Item{Addr: toAddr(k.Uint128, width)}}
	if n := uint8(k.N >> 32); n != addrLength {
		it.Item = it.WithBits(int(n))
	}
	return it
}

// last returns the last address of an item.
func (s *Sorter) last(k key, width uint8) ip.Uint128 {
	n := uint8(k.N >> 32)
	switch {
	case k.N&oddBit != 0:
		return s.item(k, width).extent().last
	case n == addrLength:
		return k.Uint128
	}
	return k.Or(ip.Ones(uint(width - n)))
}

func (s *Sorter) compare(a, b key, width uint8) int {
	if (a.N|b.N)&oddBit == 0 {
		if c := a.Compare(b.Uint128); c != 0 {
			return c
		}
		return cmp.Compare(a.N>>32, b.N>>32)
	}
	return compareItems(s.item(a, width), s.item(b, width))
}

// order is compare, and of equal items the one that was added first.
func (s *Sorter) order(a, b key, width uint8) int {
	return cmp.Or(s.compare(a, b, width), cmp.Compare(uint32(a.N), uint32(b.N)))
}

func compareItems(a, b Item) int {
	return cmp.Or(
		a.extent().compare(b.extent()),
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
