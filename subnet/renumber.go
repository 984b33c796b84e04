package subnet

import (
	"errors"
	"fmt"
	"net/netip"

	"github.com/hextet/hextet/internal/ip"
)

// Renumbering replaces the leading bits of addresses: a new prefix from a provider,
// with the same subnets and interface identifiers in it.
//
//	       0         from         to                    width
//	item   |  prefix  |  subnet and interface identifier  |
//	result |       new prefix      |  the same, unmoved   |
//
// No bit moves. If the new prefix is longer than the old, the bits between the two
// lengths must be zero in the item, because they would be lost; if it is shorter, they
// become zero.
type Renumbering struct {
	from, to extent
	keep     ip.Uint128 // the bits that stay
	clash    ip.Uint128 // the bits that would be lost
	always   bool       // no from: everything of the family
}

// Renumber returns the renumbering from the block of from to that of to, ignoring their
// host bits. With the zero from, it applies to every item of to's family, whatever its
// leading to.Bits() bits. It is an error if to is invalid or they are of two families.
func Renumber(from, to netip.Prefix) (Renumbering, error) {
	r := Renumbering{from: extentOfPrefix(from), to: extentOfPrefix(to), always: from == netip.Prefix{}}
	switch {
	case !r.to.isValid() || !r.always && !r.from.isValid():
		return Renumbering{}, errors.New("invalid prefix")
	case r.always:
		w := uint(r.to.width)
		r.keep = ip.Ones(w - uint(to.Bits()))
		r.from = extent{span{last: ip.Ones(w)}, r.to.width}
		return r, nil
	case r.from.width != r.to.width:
		return Renumbering{}, fmt.Errorf("cannot renumber from %s to %s", familyName(r.from.width), familyName(r.to.width))
	}
	r.keep = r.from.last.Xor(r.from.first)
	r.clash = r.keep.AndNot(r.to.last.Xor(r.to.first))
	return r, nil
}

// Applies reports whether all of it is in the block that is renumbered. Other items are
// meant to stay unchanged; [Renumbering.Item] returns an error for them.
func (r Renumbering) Applies(it Item) bool { return r.from.contains(it.extent()) }

// Item returns it with the new prefix, as the address, prefix or range that it was
// written as, with host bits and zone. It is an error if it is not in the block that is
// renumbered, if it is larger than that block, or if its bits do not fit in the new
// prefix.
func (r Renumbering) Item(it Item) (Item, error) {
	e := it.extent()
	switch {
	case e.width != r.from.width:
		return Item{}, fmt.Errorf("not an %s item", familyName(r.from.width))
	case !r.from.contains(e):
		return Item{}, fmt.Errorf("not in %s", r.from.cover())
	case e.first.AndNot(r.keep) != e.last.AndNot(r.keep):
		return Item{}, errors.New("larger than the block to renumber")
	case !e.first.Or(e.last).And(r.clash).IsZero():
		return Item{}, fmt.Errorf("its subnet bits do not fit in %s", r.to.cover())
	}
	it.Addr = r.swap(it.Addr)
	if it.IsRange() {
		it.Last = r.swap(it.Last)
	}
	return it, nil
}

func (r Renumbering) swap(a netip.Addr) netip.Addr {
	n, width := fromAddr(a)
	return toAddr(n.And(r.keep).Or(r.to.first), width)
}
