package subnet

import (
	"errors"
	"fmt"
	"net/netip"

	"github.com/hextet/hextet/internal/ip"
)

// Renumbering swaps the leading bits of addresses: a new prefix from a
// provider, with the same subnets and interface identifiers in it.
//
//	       0         from         to                    width
//	item   |  prefix  |  subnet and interface identifier  |
//	result |       new prefix      |  the same, unmoved   |
//
// No bit moves. Where the new prefix is longer than the old, the bits between
// the two lengths have to be zero in the item, for they would be lost; where it
// is shorter, they become zero.
type Renumbering struct {
	from, to Range
	keep     ip.Uint128 // the bits that stay
	clash    ip.Uint128 // the bits that would be lost
	always   bool       // no from: everything of the family
}

// Renumber returns the renumbering from the block of from to that of to; host
// bits in them do not matter. With the zero from it is that of every item of to's
// family, whatever its leading to.Bits() bits. It is an error when to is invalid
// or they are of two families.
func Renumber(from, to netip.Prefix) (Renumbering, error) {
	r := Renumbering{from: RangeOf(from), to: RangeOf(to), always: from == netip.Prefix{}}
	switch {
	case !r.to.IsValid() || !r.always && !r.from.IsValid():
		return Renumbering{}, errors.New("invalid prefix")
	case r.always:
		w := uint(r.to.width)
		r.keep = ip.Ones(w - uint(to.Bits()))
		r.from = Range{ip.Uint128{}, ip.Ones(w), r.to.width}
		return r, nil
	case r.from.width != r.to.width:
		return Renumbering{}, fmt.Errorf("cannot renumber from %s to %s", familyName(r.from.width), familyName(r.to.width))
	}
	r.keep = r.from.last.Xor(r.from.first)
	r.clash = r.keep.AndNot(r.to.last.Xor(r.to.first))
	return r, nil
}

// Applies reports whether all of it lies in what is renumbered. Other items are
// meant to stay as they are; [Renumbering.Item] gives an error for them.
func (r Renumbering) Applies(it Item) bool { return r.from.Contains(it.Range) }

// Item returns it with the new prefix, still written as the address, prefix or
// range that it was, host bits and zone kept. It is an error when it does not
// lie in what is renumbered, when it is larger than the block renumbered, and
// when its bits do not fit in the new prefix.
func (r Renumbering) Item(it Item) (Item, error) {
	if !r.Applies(it) {
		if it.width != r.from.width {
			return Item{}, fmt.Errorf("not an %s item", familyName(r.from.width))
		}
		return Item{}, fmt.Errorf("not in %s", r.from.Cover())
	}
	switch {
	case it.first.AndNot(r.keep) != it.last.AndNot(r.keep):
		return Item{}, errors.New("it is larger than the block to renumber")
	case !it.first.Or(it.last).And(r.clash).IsZero():
		return Item{}, fmt.Errorf("its subnet bits do not fit in %s", r.to.Cover())
	}
	a, _ := fromAddr(it.Addr)
	it.Addr = toAddr(r.swap(a), it.width)
	it.first, it.last = r.swap(it.first), r.swap(it.last)
	return it, nil
}

func (r Renumbering) swap(a ip.Uint128) ip.Uint128 { return a.And(r.keep).Or(r.to.first) }
