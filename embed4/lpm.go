package embed4

import (
	"cmp"
	"slices"

	"github.com/hextet/hextet/internal/ip"
)

// lpm is a longest-prefix match over numbered rows: the rows of each length,
// longest first, sorted by prefix. IPv4 prefixes stand in the top 32 bits.
type lpm struct{ lengths []lpmLength }

type lpmLength struct {
	bits int
	rows []lpmRow
}

type lpmRow struct {
	key ip.Uint128
	row int
}

// add puts row under the first bits of key. sort must follow.
func (t *lpm) add(key ip.Uint128, bits, row int) {
	i, ok := slices.BinarySearchFunc(t.lengths, bits, func(l lpmLength, b int) int { return cmp.Compare(b, l.bits) })
	if !ok {
		t.lengths = slices.Insert(t.lengths, i, lpmLength{bits: bits})
	}
	t.lengths[i].rows = append(t.lengths[i].rows, lpmRow{key.And(ip.Mask(uint(bits))), row})
}

// sort makes t ready; among equal prefixes the row added first wins.
func (t *lpm) sort() {
	for _, l := range t.lengths {
		slices.SortStableFunc(l.rows, func(a, b lpmRow) int { return a.key.Compare(b.key) })
	}
}

func (t *lpm) lookup(u ip.Uint128) (row int, ok bool) {
	for i := range t.lengths {
		l := &t.lengths[i]
		key := u.And(ip.Mask(uint(l.bits)))
		lo, hi := 0, len(l.rows)
		for lo < hi {
			if mid := (lo + hi) / 2; l.rows[mid].key.Compare(key) < 0 {
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
func (t *lpm) inside(u ip.Uint128, bits int) (row int, ok bool) {
	u = u.And(ip.Mask(uint(bits)))
	for i := range t.lengths {
		l := &t.lengths[i]
		if l.bits <= bits {
			break // longest first
		}
		lo, _ := slices.BinarySearchFunc(l.rows, u, func(r lpmRow, u ip.Uint128) int { return r.key.Compare(u) })
		if lo < len(l.rows) && l.rows[lo].key.And(ip.Mask(uint(bits))) == u {
			return l.rows[lo].row, true
		}
	}
	return 0, false
}

// key4 is an IPv4 address as an lpm key.
func key4(v uint32) ip.Uint128 { return ip.Uint128{Hi: uint64(v) << 32, Lo: 0} }
