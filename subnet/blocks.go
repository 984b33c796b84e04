package subnet

import (
	"errors"
	"fmt"
	"iter"
	"math/bits"
	"net/netip"

	"go4.org/netipx"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/ip"
)

// Blocks are the parts of a range, numbered from 0 in address order: the subnets that
// [Split] and [SplitInto] make or the addresses of [Addresses]. Their number, up to
// 2^128, does not matter: they take little memory, and the n-th is computed directly.
// The zero Blocks is invalid and has none.
type Blocks struct {
	base  ip.Uint128 // first address of block 0
	last  ip.Uint128 // number of the last block
	large ip.Uint128 // how many blocks at the start are of length bits-1 (SplitInto)
	width uint8      // of the family
	bits  uint8      // length of the other blocks
	bare  bool       // blocks are written as addresses
}

// Split cuts r into blocks of that length. If r is a prefix there are 2^(length-bits)
// of them; any other range has to begin and end on a boundary of such blocks.
func Split(r netipx.IPRange, length int) (Blocks, error) {
	e := extentOf(r)
	switch {
	case !e.isValid():
		return Blocks{}, errors.New("nothing to split")
	case length < 0 || length > int(e.width):
		return Blocks{}, fmt.Errorf("%s has no /%d: lengths are 0 to %d", familyName(e.width), length, e.width)
	}
	free := uint(int(e.width) - length)
	if !e.first.And(ip.Ones(free)).IsZero() || e.last.And(ip.Ones(free)) != ip.Ones(free) {
		if p, ok := e.prefix(); ok {
			return Blocks{}, fmt.Errorf("a /%d does not split into the shorter /%d", p.Bits(), length)
		}
		return Blocks{}, fmt.Errorf("the range does not begin and end on a /%d boundary", length)
	}
	return Blocks{base: e.first, last: e.last.Sub(e.first).Rsh(free), width: e.width, bits: uint8(length)}, nil
}

// Addresses returns all addresses of r as blocks of one address. See [Usable] for
// those that IPv4 hosts may have.
func Addresses(r netipx.IPRange) Blocks {
	e := extentOf(r)
	return Blocks{base: e.first, last: e.last.Sub(e.first), width: e.width, bits: e.width, bare: true}
}

// SplitInto cuts p into exactly n blocks that are as equal as prefixes can be: all of
// one length if n is a power of two; otherwise of two consecutive lengths, the larger
// blocks first. Three parts of a /48 are a /49 and two /50. It is an error if n is 0 or
// exceeds the number of addresses in p.
func SplitInto(p netip.Prefix, n uint64) (Blocks, error) {
	e := extentOfPrefix(p)
	switch {
	case !e.isValid():
		return Blocks{}, errors.New("nothing to split")
	case n == 0:
		return Blocks{}, errors.New("cannot split into 0 parts")
	}
	more := bits.Len64(n - 1) // 2^more is n rounded up to a power of two
	if p.Bits()+more > int(e.width) {
		return Blocks{}, fmt.Errorf("%s into %d parts: it has only %s addresses", p.Masked(), n, e.count())
	}
	// Join pairs of the 2^more small blocks until n are left.
	large := ip.Uint128{Lo: 1}.Lsh(uint(more)).Sub(ip.Uint128{Lo: n})
	return Blocks{base: e.first, last: ip.Uint128{Lo: n - 1}, large: large, width: e.width, bits: uint8(p.Bits() + more)}, nil
}

// Count returns how many blocks there are.
func (b Blocks) Count() Count {
	if b.width == 0 {
		return Count{}
	}
	return countOf(b.last)
}

// at returns the first address and the length of block i, which is at most b.last.
func (b Blocks) at(i ip.Uint128) (ip.Uint128, int) {
	free := uint(b.width - b.bits)
	if i.Less(b.large) {
		return b.base.Add(i.Lsh(free + 1)), int(b.bits) - 1
	}
	return b.base.Add(i.Add(b.large).Lsh(free)), int(b.bits)
}

func (b Blocks) prefix(i ip.Uint128) netip.Prefix {
	a, n := b.at(i)
	return toPrefix(a, b.width, n)
}

// AppendBlock appends p to dst in the form in which blocks of b are written: as a
// prefix, or for [Addresses] as just the address.
func (b Blocks) AppendBlock(dst []byte, p netip.Prefix) []byte {
	if b.bare {
		return addr.AppendAddr(dst, p.Addr())
	}
	return addr.AppendPrefix(dst, p)
}

// At returns block i; ok is false if there are not that many.
func (b Blocks) At(i uint64) (p netip.Prefix, ok bool) {
	n := ip.Uint128{Lo: i}
	if b.width == 0 || b.last.Less(n) {
		return netip.Prefix{}, false
	}
	return b.prefix(n), true
}

// All yields all blocks in address order. [Blocks.AppendLines] is faster if only their
// text is needed.
func (b Blocks) All() iter.Seq[netip.Prefix] {
	return func(yield func(netip.Prefix) bool) {
		if b.width != 0 {
			b.run(ip.Uint128{}, b.last, yield)
		}
	}
}

// run yields the blocks from one number to another, up or down.
func (b Blocks) run(from, to ip.Uint128, yield func(netip.Prefix) bool) bool {
	for i := from; ; {
		if !yield(b.prefix(i)) {
			return false
		}
		switch i.Compare(to) {
		case 0:
			return true
		case -1:
			i = i.Inc()
		default:
			i = i.Dec()
		}
	}
}

// Nth yields the blocks that x chooses, in x's order. It is an error if one of its
// indexes is out of range.
func (b Blocks) Nth(x Indexes) (iter.Seq[netip.Prefix], error) {
	if b.width == 0 {
		return nil, errors.New("no blocks")
	}
	runs, err := x.resolve(b.last)
	if err != nil {
		return nil, err
	}
	return func(yield func(netip.Prefix) bool) {
		for _, r := range runs {
			if !b.run(r.first, r.last, yield) {
				return
			}
		}
	}, nil
}

// Random yields n different blocks in an order that depends only on seed, the same on
// every machine; it needs no memory and no preparation. It is an error if there are
// fewer than n.
func (b Blocks) Random(n, seed uint64) (iter.Seq[netip.Prefix], error) {
	if c := b.Count(); c.Cmp(CountOf(n)) < 0 {
		return nil, fmt.Errorf("cannot pick %d: there are only %s", n, c)
	}
	s := newShuffle(b.last, seed)
	return func(yield func(netip.Prefix) bool) {
		for i := range n {
			if !yield(b.prefix(s.at(ip.Uint128{Lo: i}))) {
				return
			}
		}
	}, nil
}

// Ordered yields all blocks in the order o of RFC 3531. If their number is not a power
// of two, it is the order for the next power of two, without the blocks that do not
// exist.
func (b Blocks) Ordered(o Order) iter.Seq[netip.Prefix] {
	if o == Rightmost {
		return b.All()
	}
	return func(yield func(netip.Prefix) bool) {
		if b.width == 0 {
			return
		}
		n := b.last.BitLen()
		for i, end := (ip.Uint128{}), ip.Ones(uint(n)); ; i = i.Inc() {
			if at := o.place(i, n); !b.last.Less(at) && !yield(b.prefix(at)) {
				return
			}
			if i == end {
				return
			}
		}
	}
}

// Limit returns the first n blocks, or all if there are fewer. If n is 0, the result is
// the invalid Blocks, which has none.
func (b Blocks) Limit(n uint64) Blocks {
	if n == 0 {
		return Blocks{}
	}
	if last := (ip.Uint128{Lo: n - 1}); last.Less(b.last) {
		b.last = last
	}
	return b
}

// from returns the blocks from number i on, i <= b.last.
func (b Blocks) from(i ip.Uint128) Blocks {
	b.base, _ = b.at(i)
	b.last = b.last.Sub(i)
	if b.large.Less(i) {
		b.large = ip.Uint128{}
	} else {
		b.large = b.large.Sub(i)
	}
	return b
}
