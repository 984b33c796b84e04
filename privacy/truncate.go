package privacy

// truncation clears the bits after a length of each family's.
type truncation struct {
	keep4, keep6 int
	ex           *exceptions
}

func (t *truncation) address4(x uint128, n int) uint128 {
	if t.ex.kept4.contains(x, n) {
		return x
	}
	return x.and(leading(t.keep4))
}

func (t *truncation) address6(x uint128, n int) uint128 {
	keep := t.keep6
	if t.ex.kept6.contains(x, n) {
		if t.ex.preserved6.contains(x, n) {
			return x
		}
		if x.hi>>54 != linkLocalBlock.hi>>54 {
			keep = hidden(x, n).firstOne()
		} else if keep = 128; !hidden(x, n).isZero() {
			keep = 64
		}
	} else if keep > 16 {
		keep = min(keep, carried(x, n))
	}
	return x.and(leading(keep))
}
