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
// overlap. The zero Sorter is ready to use. An item takes 24 bytes while items are
// added and up to twice that afterwards; one that has host bits or a zone, or is a
// range, takes about 100 more.
//
// The order is that of [netip.Prefix.Compare] with addresses and ranges put in:
// IPv4 before IPv6; then by the first address, host bits masked off; then the
// larger block before those it contains. Of items with the same addresses a
// range comes first, then the prefix without host bits, then prefixes by their
// host bits, then the address, last addresses with zones, by the zone's bytes.
// Equal items stay in the order in which they were added.
type Sorter struct {
	v4, v6 pile      // masked first address; aux as below
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
	e := it.extent()
	if !e.isValid() {
		return
	}
	if bits := it.Bits(); bits >= 0 {
		aux = uint64(bits)<<32 | aux&0xffffffff
	}
	if n, _ := fromAddr(it.Addr); it.Zone != "" || it.IsRange() || n != e.first {
		it.Zone = strings.Clone(it.Zone)
		s.odd = append(s.odd, oddItem{uint32(aux), it})
		aux |= oddBit
	}
	if e.width == width4 {
		s.v4.add(key{e.first, aux})
	} else {
		s.v6.add(key{e.first, aux})
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
		families := s.families()
		if o.Reverse {
			families[0], families[1] = families[1], families[0]
		}
		for _, f := range families {
			for i := range f.keys {
				j, prev := i, i-1
				if o.Reverse {
					j = len(f.keys) - 1 - i
					prev = j + 1
				}
				if o.Unique && i > 0 && s.compare(f.keys[j], f.keys[prev], f.width) == 0 {
					continue
				}
				if !yield(s.entry(f.keys[j], f.width)) {
					return
				}
			}
		}
	}
}

// Node is an item in its place among the others.
type Node struct {
	Entry
	Depth int  // how many of the items contain it, one inside the other
	Again bool // the same addresses as an item just before, at the same depth
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
			again := len(above) > 0 && above[len(above)-1] == at
			if !again {
				above = append(above, at)
			}
			if !yield(Node{e, len(above) - 1, again}) {
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
			for _, k := range f.keys {
				kept := open[:0]
				for _, r := range open {
					if r.last.Less(k.Uint128) {
						continue
					}
					kept = append(kept, r)
					if !yield(s.entry(r.k, f.width), s.entry(k, f.width)) {
						return
					}
				}
				open = append(kept, reach{s.last(k, f.width), k})
			}
		}
	}
}

type sortedFamily struct {
	keys  []key
	width uint8
}

// families returns the items of each family in order.
func (s *Sorter) families() [2]sortedFamily {
	return [2]sortedFamily{{s.sort(&s.v4, width4), width4}, {s.sort(&s.v6, width6), width6}}
}

func (s *Sorter) sort(p *pile, width uint8) []key {
	ks := p.whole()
	sortKeys(ks)
	sortTies(ks, func(a, b key) int {
		return cmp.Or(s.compare(a, b, width), cmp.Compare(uint32(a.aux), uint32(b.aux)))
	})
	return ks
}

func (s *Sorter) entry(k key, width uint8) Entry { return Entry{s.item(k, width), int(uint32(k.aux))} }

func (s *Sorter) item(k key, width uint8) Item {
	if k.aux&oddBit != 0 {
		at, _ := slices.BinarySearchFunc(s.odd, uint32(k.aux), func(o oddItem, i uint32) int { return cmp.Compare(o.index, i) })
		return s.odd[at].Item
	}
	it := Item{Item: addr.Item{Addr: toAddr(k.Uint128, width)}}
	if n := uint8(k.aux >> 32); n != addrLength {
		it.Item = it.WithBits(int(n))
	}
	return it
}

// last returns the last address of an item.
func (s *Sorter) last(k key, width uint8) ip.Uint128 {
	n := uint8(k.aux >> 32)
	switch {
	case k.aux&oddBit != 0:
		return s.item(k, width).extent().last
	case n == addrLength:
		return k.Uint128
	}
	return k.Or(ip.Ones(uint(width - n)))
}

func (s *Sorter) compare(a, b key, width uint8) int {
	if (a.aux|b.aux)&oddBit == 0 {
		if c := a.Compare(b.Uint128); c != 0 {
			return c
		}
		return cmp.Compare(a.aux>>32, b.aux>>32)
	}
	return compareItems(s.item(a, width), s.item(b, width))
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

// A pile is keys that are collected in pieces, so that none is copied to grow.
type pile struct {
	pieces [][]key // all full but the last
}

func (p *pile) add(k key) {
	n := len(p.pieces)
	if n == 0 || len(p.pieces[n-1]) == runLength {
		p.pieces = append(p.pieces, nil)
		n++
	}
	p.pieces[n-1] = push(p.pieces[n-1], k)
}

// whole returns all keys in one slice, which is then the only piece. More may be
// added.
func (p *pile) whole() []key {
	switch n := len(p.pieces); {
	case n == 0:
		return nil
	case n == 1, n == 2 && len(p.pieces[1]) == 0:
		return p.pieces[0]
	}
	n := 0
	for _, piece := range p.pieces {
		n += len(piece)
	}
	all := make([]key, 0, n)
	for i, piece := range p.pieces {
		all = append(all, piece...)
		p.pieces[i] = nil // let it go
	}
	p.pieces = [][]key{all, make([]key, 0)}
	return all
}
