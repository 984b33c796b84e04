package subnet

import (
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
type Table struct{ rows ip.Longest[string] }

// Match is a row of a [Table].
type Match struct {
	Prefix netip.Prefix
	Label  string
}

// Len returns how many different prefixes t has.
func (t *Table) Len() int { return t.rows.Len() }

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
	if !r.isValid() {
		return Match{}, false
	}
	label, length, ok := t.rows.Find(r.first, r.last, r.width == width4)
	if !ok {
		return Match{}, false
	}
	return Match{toPrefix(r.first.AndNot(ip.Ones(uint(r.width-length))), r.width, int(length)), label}, true
}

// TableBuilder collects the rows of a [Table]. The zero TableBuilder is ready to
// use.
type TableBuilder struct{ rows ip.LongestBuilder[string] }

// Add adds a row; host bits in p are masked off. If several rows have the same prefix,
// the last one applies. An invalid p adds nothing. The label is not copied.
func (b *TableBuilder) Add(p netip.Prefix, label string) {
	if p.IsValid() {
		b.rows.Add(ip.FromAddr(p.Addr()), uint8(p.Bits()), p.Addr().Is4(), label)
	}
}

// Table returns the table of the rows added and leaves b empty.
func (b *TableBuilder) Table() *Table { return &Table{*b.rows.Longest()} }
