package subnet

import (
	"fmt"

	"github.com/hextet/hextet/internal/ip"
)

// Offset is a number of steps from one address or block to another, forward or back.
// The zero Offset does not move.
type Offset struct {
	n    ip.Uint128
	back bool
}

// ParseOffset parses a decimal number, up to 2^128-1, with a leading minus sign for
// steps back. The error is an [*addr.Error].
func ParseOffset(s string) (Offset, error) {
	x, err := parseIndex(s, 0, s)
	if err != nil {
		return Offset{}, err
	}
	return Offset{x.n, x.fromEnd}, nil
}

// Item returns it moved by o: an address by single addresses, a prefix or a range by
// its own size. Host bits and zone are kept. It is an error if the result is beyond the
// first or the last address of the family.
func (o Offset) Item(it Item) (Item, error) {
	e := it.extent()
	step := e.last.Sub(e.first).Inc() // 0 for all of IPv6
	move, ok := o.n.Mul(step)
	if step.IsZero() {
		ok = o.n.IsZero()
	}
	limit := ip.Ones(uint(e.width)).Sub(e.last)
	if o.back {
		limit = e.first
	}
	if !ok || limit.Less(move) || e.width == 0 {
		return Item{}, fmt.Errorf("no %s address there", familyName(e.width))
	}
	if o.back {
		move = ip.Uint128{}.Sub(move)
	}
	shift := func(a ip.Uint128) ip.Uint128 { return a.Add(move).And(ip.Ones(uint(e.width))) }
	n, _ := fromAddr(it.Addr)
	it.Addr = toAddr(shift(n), e.width)
	if it.IsRange() {
		it.Last = toAddr(shift(e.last), e.width)
	}
	return it, nil
}
