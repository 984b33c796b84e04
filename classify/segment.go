package classify

import (
	"math/bits"
	"sync"
)

// A segment is a range of addresses with one type, one registry row and one allocation.
// Flattening the nested tables into segments makes a look-up one search instead of
// four.
type segment struct {
	typ      *typed
	special  *special    // nil: not in the special-purpose registry
	assigned *assignment // the row of the most specific address space registry; nil: none
	class    Class       // of its addresses, without the scope of multicast ones
	policy   uint8       // the row of the RFC 6724 policy table
}

// A layout is the segments of a family in order; segment i begins at starts[i] and ends
// where the next begins. by gives the cells for a first octet, and a cell the possible
// segments, usually one; if there are many, the cell points to 16 others, by the next
// four bits. The 16-bit prefix with the most segments, 2001::/16 or 192.0.0.0/16, is
// looked up by its third octet instead, and if that is 0 by its fourth.
type layout struct {
	starts  []start
	segs    []segment
	by      [256]octet
	cells   []bucket
	crowd   uint64 // first 16 bits
	crowdBy [256]bucket
	coreBy  [256]bucket // of crowd:00
}

// few is the limit on segments of a bucket.
const few = 3

// An octet is the index of the cells of a first octet: 16 of them, by the next four
// bits, which mask keeps, or a single one.
type octet struct{ cell, mask uint16 }

// A bucket is n segments from number first; if n is 0, first is the number of the first
// of 16 cells.
type bucket struct{ first, n uint16 }

type start struct{ hi, lo uint64 }

// The layouts are made on first use, in some 20 us.
var (
	layOnce          sync.Once
	layout6, layout4 layout
)

func layouts() (v6, v4 *layout) {
	layOnce.Do(layOut)
	return &layout6, &layout4
}

func layOut() {
	layout6 = lay(6, types6[:], special6[:], space6[:], assigned6[:])
	layout4 = lay(4, types4[:], special4[:], space4[:])
}

// lay flattens sorted tables of nested blocks. The most specific assignment applies,
// and of two for the same block that of the later table.
func lay(family uint8, types []typed, specials []special, spaces ...[]assignment) (l layout) {
	// Every block begins and ends a segment. The sweep goes over all tables at once
	// from one boundary to the next, with a stack of open blocks for each table.
	type open struct {
		block
		seg segment // inside the block
	}
	stack := make([]open, 0, 16)
	l.starts, l.segs = make([]start, 0, 256), make([]segment, 0, 256)
	var ti, si int
	ai := make([]int, len(spaces))
	add := func(hi, lo uint64, s segment) {
		if n := len(l.segs); n > 0 && l.starts[n-1] == (start{hi, lo}) {
			l.segs[n-1] = s
			return
		}
		l.starts, l.segs = append(l.starts, start{hi, lo}), append(l.segs, s)
	}
	for {
		// The next block is the first one, and of several the widest.
		var next block
		which := -1
		better := func(b block, table int) {
			if which < 0 || less(b.hi, b.lo, next.hi, next.lo) ||
				b.hi == next.hi && b.lo == next.lo && b.bits < next.bits {
				next, which = b, table
			}
		}
		if ti < len(types) {
			better(types[ti].block, 0)
		}
		if si < len(specials) {
			better(specials[si].block, 1)
		}
		for k, s := range spaces {
			if ai[k] < len(s) {
				better(s[ai[k]].block, 2+k)
			}
		}
		// Close the blocks that end before it, and return to their parents.
		for len(stack) > 0 && (which < 0 || !stack[len(stack)-1].contains(next.hi, next.lo)) {
			hi, lo := stack[len(stack)-1].last()
			stack = stack[:len(stack)-1]
			if lo++; lo == 0 {
				hi++
			}
			if len(stack) > 0 && (hi != 0 || lo != 0) {
				add(hi, lo, stack[len(stack)-1].seg)
			}
		}
		if which < 0 {
			break
		}
		var seg segment
		if len(stack) > 0 {
			seg = stack[len(stack)-1].seg
		}
		switch which {
		case 0:
			seg.typ = &types[ti]
			ti++
		case 1:
			seg.special = &specials[si]
			si++
		default:
			k := which - 2
			seg.assigned = &spaces[k][ai[k]]
			ai[k]++
		}
		stack = append(stack, open{next, seg})
		add(next.hi, next.lo, seg)
	}
	for i := range l.segs {
		s := &l.segs[i]
		at := l.starts[i]
		if family == 4 {
			at = start{0, 0xffff_0000_0000 | at.hi>>32}
		}
		s.policy = uint8(RFC6724.find(at.hi, at.lo))
		s.class = Class{
			Type: s.typ.typ, Scope: unicastScope(s.typ.typ), Cast: CastUnicast,
			Family: family, seg: uint16(i),
		}
		switch s.typ.typ {
		case Multicast:
			s.class.Cast = CastMulticast
		case Broadcast:
			s.class.Cast = CastBroadcast
		}
	}
	l.index()
	return l
}

// index makes the tables for the first step of find.
func (l *layout) index() {
	for j, most := 0, 0; j < len(l.starts); {
		prefix, n := l.starts[j].hi>>48, 0
		for j < len(l.starts) && l.starts[j].hi>>48 == prefix {
			j, n = j+1, n+1
		}
		if n > most {
			most, l.crowd = n, prefix
		}
	}
	l.cells = make([]bucket, 0, 512)
	i := 0
	for o := range l.by {
		from, first := i, uint64(o)<<56
		l.by[o].cell = uint16(len(l.cells))
		l.cells = append(l.cells, l.bucket(&i, first, 56))
		if l.cells[len(l.cells)-1].n == 1 {
			continue
		}
		l.by[o].mask = 15
		l.cells = l.cells[:len(l.cells)-1]
		l.sixteen(from, first, 52)
		for c := range uint64(16) {
			cell := &l.cells[uint64(l.by[o].cell)+c]
			if cell.n > few {
				at := int(cell.first)
				*cell = bucket{uint16(len(l.cells)), 0}
				l.sixteen(at, first|c<<52, 48)
			}
		}
	}
	i = l.segmentAt(l.crowd << 48)
	for b := range l.crowdBy {
		l.crowdBy[b] = l.bucket(&i, l.crowd<<48|uint64(b)<<40, 40)
	}
	i = l.segmentAt(l.crowd << 48)
	for b := range l.coreBy {
		l.coreBy[b] = l.bucket(&i, l.crowd<<48|uint64(b)<<32, 32)
	}
}

// sixteen adds the 16 cells for the addresses from first on, whose segment is i; each
// has 1<<width addresses in the upper half.
func (l *layout) sixteen(i int, first uint64, width int) {
	for c := range uint64(16) {
		l.cells = append(l.cells, l.bucket(&i, first|c<<width, width))
	}
}

// bucket returns the bucket for the 1<<width addresses, in the upper half, from first
// on. i is the segment of the first and becomes that of the next address after them.
func (l *layout) bucket(i *int, first uint64, width int) (b bucket) {
	last := first | (1<<width - 1)
	from := *i
	for *i+1 < len(l.starts) && l.starts[*i+1].hi <= last {
		*i++
	}
	b = bucket{uint16(from), uint16(*i - from + 1)}
	if *i+1 < len(l.starts) && l.starts[*i+1] == (start{last + 1, 0}) {
		*i++
	}
	return b
}

// segmentAt is find for the address hi, 0 without the buckets.
func (l *layout) segmentAt(hi uint64) int {
	i := 0
	for i+1 < len(l.starts) && !less(hi, 0, l.starts[i+1].hi, l.starts[i+1].lo) {
		i++
	}
	return i
}

// bucketOf returns the bucket of addresses that begin with top.
func (l *layout) bucketOf(top uint32) bucket {
	o := l.by[top>>24]
	b := l.cells[int(o.cell)+int(top>>20&uint32(o.mask))]
	if b.n == 0 {
		b = l.below(b, top)
	}
	return b
}

// below is bucketOf if the first 12 bits, which give the bucket b, are not enough.
func (l *layout) below(b bucket, top uint32) bucket {
	switch {
	case uint64(top>>16) != l.crowd:
		return l.cells[int(b.first)+int(top>>16&15)]
	case top>>8&0xff == 0:
		return l.coreBy[top&0xff]
	}
	return l.crowdBy[top>>8&0xff]
}

// find returns the number of the segment that contains the address. The direction of
// each step is unpredictable, so that it is computed without branches.
func (l *layout) find(hi, lo uint64) int {
	b := l.bucketOf(uint32(hi >> 32))
	i, n := int(b.first), int(b.n)
	// Invariant: the segment is one of i to i+n-1.
	for n > 1 {
		half := n / 2
		s := &l.starts[i+half]
		_, before := bits.Sub64(lo, s.lo, 0)
		_, before = bits.Sub64(hi, s.hi, before)
		i += half & (int(before) - 1)
		n -= half
	}
	return i
}

// end returns the last address of segment i.
func (l *layout) end(i int) (hi, lo uint64) {
	if i+1 == len(l.segs) {
		return ^uint64(0), ^uint64(0)
	}
	s := l.starts[i+1]
	if s.lo == 0 {
		s.hi--
	}
	return s.hi, s.lo - 1
}
