package embed4

import (
	"cmp"
	"slices"

	"github.com/hextet/hextet/internal/ip"
)

// A matcher finds numbered rows by prefixes of one family: the row with the longest
// prefix that contains an address, and a row whose prefix is inside another.
type matcher struct {
	width int // bits of an address
	rows  []matchRow
	flat  ip.Stretches
}

type matchRow struct {
	first ip.Uint128
	bits  int
	row   int
}

func (r matchRow) compare(q matchRow) int {
	return cmp.Or(r.first.Compare(q.first), cmp.Compare(r.bits, q.bits))
}

// add adds row for a prefix of a family of width bits. Call ready after the last one.
func (m *matcher) add(width int, first ip.Uint128, bits, row int) {
	m.width = width
	m.rows = append(m.rows, matchRow{first.AndNot(ip.Ones(uint(m.width - bits))), bits, row})
}

// ready prepares m for lookups; of equal prefixes the row added first applies.
func (m *matcher) ready() {
	slices.SortStableFunc(m.rows, matchRow.compare)
	m.rows = slices.CompactFunc(m.rows, func(a, b matchRow) bool { return a.first == b.first && a.bits == b.bits })
	m.flat = ip.Lay(uint8(m.width), len(m.rows), 0, func(i int) (ip.Uint128, uint8) {
		return m.rows[i].first, uint8(m.rows[i].bits)
	}, func(int32) {})
}

// lookup returns the row with the longest prefix that contains u.
func (m *matcher) lookup(u ip.Uint128) (row int, ok bool) {
	if i := m.flat.Find(u); i >= 0 {
		return m.rows[i].row, true
	}
	return 0, false
}

// inside returns a row whose prefix is inside, and longer than, the first bits bits of
// u.
func (m *matcher) inside(u ip.Uint128, bits int) (row int, ok bool) {
	free := ip.Ones(uint(m.width - bits))
	u = u.AndNot(free)
	i, _ := slices.BinarySearchFunc(m.rows, matchRow{first: u, bits: bits + 1}, matchRow.compare)
	if i < len(m.rows) && m.rows[i].first.AndNot(free) == u {
		return m.rows[i].row, true
	}
	return 0, false
}

// number4 is the IPv4 address v as a number.
func number4(v uint32) ip.Uint128 { return ip.Uint128{Lo: uint64(v)} }
