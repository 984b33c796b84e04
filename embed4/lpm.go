package embed4

import (
	"cmp"
	"slices"
)

// lpm is a longest-prefix match over numbered rows: the rows of each length,
// longest first, sorted by prefix. IPv4 prefixes stand in the top 32 bits.
type lpm struct{ lengths []lpmLength }

type lpmLength struct {
	bits int
	rows []lpmRow
}

type lpmRow struct {
	key uint128
	row int
}

func (u uint128) compare(v uint128) int {
	return cmp.Or(cmp.Compare(u.hi, v.hi), cmp.Compare(u.lo, v.lo))
}

// add puts row under the first bits of key. sort must follow.
func (t *lpm) add(key uint128, bits, row int) {
	i, ok := slices.BinarySearchFunc(t.lengths, bits, func(l lpmLength, b int) int { return cmp.Compare(b, l.bits) })
	if !ok {
		t.lengths = slices.Insert(t.lengths, i, lpmLength{bits: bits})
	}
	t.lengths[i].rows = append(t.lengths[i].rows, lpmRow{key.and(leading(bits)), row})
}

// sort makes t ready; among equal prefixes the row added first wins.
func (t *lpm) sort() {
	for _, l := range t.lengths {
		slices.SortStableFunc(l.rows, func(a, b lpmRow) int { return a.key.compare(b.key) })
	}
}

func (t *lpm) lookup(u uint128) (row int, ok bool) {
	for i := range t.lengths {
		l := &t.lengths[i]
		key := u.and(leading(l.bits))
		lo, hi := 0, len(l.rows)
		for lo < hi {
			if mid := (lo + hi) / 2; l.rows[mid].key.compare(key) < 0 {
				lo = mid + 1
			} else {
				hi = mid
			}
		}
		if lo < len(l.rows) && l.rows[lo].key == key {
			return l.rows[lo].row, true
		}
	}
	return 0, false
}

// inside returns a row whose prefix is longer than the bits bits of u and lies
// in them.
func (t *lpm) inside(u uint128, bits int) (row int, ok bool) {
	u = u.and(leading(bits))
	for i := range t.lengths {
		l := &t.lengths[i]
		if l.bits <= bits {
			break // longest first
		}
		lo, _ := slices.BinarySearchFunc(l.rows, u, func(r lpmRow, u uint128) int { return r.key.compare(u) })
		if lo < len(l.rows) && l.rows[lo].key.and(leading(bits)) == u {
			return l.rows[lo].row, true
		}
	}
	return 0, false
}

// key4 is an IPv4 address as an lpm key.
func key4(v uint32) uint128 { return uint128{uint64(v) << 32, 0} }
