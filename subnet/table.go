package subnet

import (
	"cmp"
	"math"
	"net/netip"

	"go4.org/netipx"

	"github.com/hextet/hextet/internal/ip"
)

// Table maps prefixes to labels and finds the longest that matches. The zero Table is
// empty. A [TableBuilder] makes one; it is immutable and safe for concurrent use.
// Lookups do not allocate.
//
// IPv4 and IPv6 rows are separate: ::ffff:192.0.2.1 is IPv6 and matches
// ::ffff:0:0/96, not 192.0.2.0/24. Zones are ignored.
//
// A lookup takes about as long as in a bart.Table; building one takes a fifth of the
// time.
type Table struct {
	rows   []row
	v4, v6 ip.Stretches
}

// Match is a row of a [Table].
type Match struct {
	Prefix netip.Prefix
	Label  string
}

type row struct {
	label  string
	parent int32 // the smallest row around it, -1 for none
	length uint8
}

// Len returns how many different prefixes t has.
func (t *Table) Len() int { return len(t.rows) }

// Addr returns the row with the longest prefix that contains a.
func (t *Table) Addr(a netip.Addr) (m Match, ok bool) {
	n, w := fromAddr(a)
	return t.find(extent{span{n, n}, w})
}

// Prefix returns the row with the longest prefix that contains all of p, ignoring host
// bits.
func (t *Table) Prefix(p netip.Prefix) (m Match, ok bool) { return t.find(extentOfPrefix(p)) }

// Range returns the row with the longest prefix that contains all of r.
func (t *Table) Range(r netipx.IPRange) (m Match, ok bool) { return t.find(extentOf(r)) }

func (t *Table) find(r extent) (m Match, ok bool) {
	s := &t.v6
	if r.width == width4 {
		s = &t.v4
	}
	for i := s.Find(r.first); i >= 0; i = t.rows[i].parent {
		row := &t.rows[i]
		free := ip.Ones(uint(r.width - row.length))
		if r.last.AndNot(free) == r.first.AndNot(free) {
			return Match{toPrefix(r.first.AndNot(free), r.width, int(row.length)), row.label}, true
		}
	}
	return Match{}, false
}

// TableBuilder collects the rows of a [Table]. The zero TableBuilder is ready to
// use.
type TableBuilder struct {
	v4, v6 []key // first address; length<<32 | index of the label
	labels []string
}

// Add adds a row; host bits in p are masked off. If several rows have the same prefix,
// the last one applies. An invalid p adds nothing. The label is not copied.
func (b *TableBuilder) Add(p netip.Prefix, label string) {
	e := extentOfPrefix(p)
	k := key{Uint128: e.first, N: uint64(p.Bits())<<32 | uint64(len(b.labels))}
	switch e.width {
	case width4:
		b.v4 = push(b.v4, k, math.MaxInt)
	case width6:
		b.v6 = push(b.v6, k, math.MaxInt)
	default:
		return
	}
	b.labels = push(b.labels, label, math.MaxInt)
}

// Table returns the table of the rows added and leaves b empty.
func (b *TableBuilder) Table() *Table {
	t := &Table{rows: make([]row, 0, len(b.labels))}
	t.v4 = b.lay(t, b.v4, width4)
	t.v6 = b.lay(t, b.v6, width6)
	*b = TableBuilder{}
	return t
}

// lay sorts the rows, drops those that a later one replaces, and flattens them.
func (b *TableBuilder) lay(t *Table, ks []key, width uint8) ip.Stretches {
	ip.SortKeyed(ks)
	sortTies(ks, func(a, b key) int { return cmp.Compare(a.N, b.N) })
	kept := ks[:0]
	for i, k := range ks {
		if i+1 == len(ks) || ks[i+1].Uint128 != k.Uint128 || ks[i+1].N>>32 != k.N>>32 {
			kept = append(kept, k)
		}
	}
	base := len(t.rows)
	for _, k := range kept {
		t.rows = append(t.rows, row{label: b.labels[uint32(k.N)], length: uint8(k.N >> 32)})
	}
	at := base
	return ip.Lay(width, len(kept), int32(base), func(i int) (ip.Uint128, uint8) {
		return kept[i].Uint128, uint8(kept[i].N >> 32)
	}, func(parent int32) {
		t.rows[at].parent = parent
		at++
	})
}
