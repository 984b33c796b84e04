package privacy

import "github.com/hextet/hextet/internal/ip"

// truncation clears the bits after a given length for each family.
type truncation struct {
	keep4, keep6 int
	ex           *exceptions
	simple       bool // the first 32 bits can decide, see bits
}

func newTruncation(keep4, keep6 int, ex *exceptions) *truncation {
	return &truncation{keep4, keep6, ex, keep6 <= 64 && len(ex.preserved6.blocks) == 0}
}

// bits returns how many bits of an IPv6 address are kept, if the first 32 of them
// are enough to decide.
func (t *truncation) bits(top uint32) (n int, ok bool) {
	n = t.keep6
	switch {
	case top>>16 == sixToFour:
		n = min(n, 16)
	case top == teredo, top == oldTeredo:
		n = min(n, 32)
	}
	return n, t.simple && top>>24-1 < 0xfd
}

func (t *truncation) number4(x ip.Uint128, n int) ip.Uint128 {
	if t.ex.kept4.contains(x, n) {
		return x
	}
	return x.And(leading(t.keep4))
}

func (t *truncation) number6(x ip.Uint128, n int) ip.Uint128 {
	keep := t.keep6
	if t.ex.kept6.contains(x, n) {
		if t.ex.preserved6.contains(x, n) {
			return x
		}
		if x.Hi>>54 != linkLocalBlock.Hi>>54 {
			keep = firstOne(hidden(x, n))
		} else if keep = 128; !hidden(x, n).IsZero() {
			keep = 64
		}
	} else if keep > 16 {
		keep = min(keep, carried(x, n))
	}
	return x.And(leading(keep))
}
