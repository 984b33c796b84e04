package table

import (
	"encoding/binary"
	"hash/maphash"
	"io"
	"net/netip"
	"slices"
	"strings"

	"go4.org/netipx"

	"github.com/hextet/hextet/internal/ip"
)

// Table finds the row with the longest prefix that contains an address. It is safe for
// concurrent use. Lookups do not allocate.
type Table struct {
	index   *ip.Longest[string] // of packed rows
	columns []string            // of all files, each name only once
	files   []file
}

// A file maps the columns of a Table to those of one input file.
type file struct {
	place []int // the column of this file for each column of the Table, -1 for none
	label int   // among its own columns, -1 for none
	own   bool  // its columns are exactly those of the Table
}

// Row is a row of a [Table]. The zero Row is none.
type Row struct {
	table  *Table
	packed string
	first  ip.Uint128 // an address in the prefix
	length uint8
	is4    bool
	found  bool
}

// A packed row is the number of its file followed by the values of its columns, each
// preceded by its length:
//
//	| file | length | value | length | value | ...
//
// Numbers are varints (encoding/binary).
func appendNumber(b []byte, n int) []byte { return binary.AppendUvarint(b, uint64(n)) }

// cutNumber is [binary.Uvarint] for strings.
func cutNumber(s string) (n int, rest string) {
	if s[0] < 0x80 {
		return int(s[0]), s[1:]
	}
	for shift := 0; ; shift += 7 {
		c := s[0]
		s = s[1:]
		n |= int(c&0x7f) << shift
		if c < 0x80 {
			return n, s
		}
	}
}

// Columns returns the names of the columns of all files, starting with those of the
// first file; columns with the same name are merged. Do not modify the slice.
func (t *Table) Columns() []string { return t.columns }

// Len returns the number of distinct prefixes in t.
func (t *Table) Len() int { return t.index.Len() }

// Addr returns the row with the longest prefix that contains a. The zone is ignored.
func (t *Table) Addr(a netip.Addr) Row {
	var r Row
	if n := ip.FromAddr(a); a.IsValid() {
		t.find(n, n, a.Is4(), &r)
	}
	return r
}

// Range returns the row with the longest prefix that contains all of s.
func (t *Table) Range(s netipx.IPRange) Row {
	var r Row
	if s.IsValid() {
		t.find(ip.FromAddr(s.From()), ip.FromAddr(s.To()), s.From().Is4(), &r)
	}
	return r
}

// Item sets r to the row with the longest prefix that contains it.
func (t *Table) Item(it *ip.Item, r *Row) {
	first := ip.Uint128{Hi: it.Hi(), Lo: it.Lo()}
	last := first
	if it.IsPrefix() {
		host := ip.Ones(uint(it.BitLen() - it.Length))
		first, last = first.AndNot(host), first.Or(host)
	}
	t.find(first, last, it.Is4(), r)
}

func (t *Table) find(first, last ip.Uint128, is4 bool, r *Row) {
	r.table = t
	r.packed, r.length, r.found = t.index.Find(first, last, is4)
	r.first, r.is4 = first, is4
}

// Found reports whether there is a row.
func (r *Row) Found() bool { return r.found }

// Prefix returns the prefix of the row, the zero Prefix if there is none.
func (r *Row) Prefix() netip.Prefix {
	if !r.found {
		return netip.Prefix{}
	}
	n := r.network()
	return netip.PrefixFrom(ip.AddrOf(n.Hi, n.Lo, r.is4), int(r.length))
}

// AppendPrefix appends the prefix of the row; nothing if there is none.
func (r *Row) AppendPrefix(dst []byte) []byte {
	if !r.found {
		return dst
	}
	n := r.network()
	return ip.AppendAddr(dst, n.Hi, n.Lo, r.is4, int(r.length), ip.QuadAuto)
}

// network returns the first address of the prefix.
func (r *Row) network() ip.Uint128 {
	width := uint8(128)
	if r.is4 {
		width = 32
	}
	return r.first.AndNot(ip.Ones(uint(width - r.length)))
}

// Column returns the value of column i of [Table.Columns], or "" if the row has none.
func (r *Row) Column(i int) string {
	if r.packed == "" {
		return ""
	}
	n, rest := cutNumber(r.packed)
	if i = r.table.files[n].place[i]; i < 0 {
		return ""
	}
	return value(rest, i)
}

// AppendColumns appends the values of all [Table.Columns].
func (r *Row) AppendColumns(dst []string) []string {
	if r.packed == "" {
		for range len(r.columns()) {
			dst = append(dst, "")
		}
		return dst
	}
	n, rest := cutNumber(r.packed)
	f := &r.table.files[n]
	if !f.own {
		for i := range f.place {
			dst = append(dst, r.Column(i))
		}
		return dst
	}
	for range f.place {
		n, rest = cutNumber(rest)
		dst = append(dst, rest[:n])
		rest = rest[n:]
	}
	return dst
}

func (r *Row) columns() []string {
	if r.table == nil {
		return nil
	}
	return r.table.columns
}

// Label returns the value of the column named label or, if there is none, of the first
// column other than the address.
func (r *Row) Label() string {
	if r.packed == "" {
		return ""
	}
	n, rest := cutNumber(r.packed)
	if n = r.table.files[n].label; n < 0 {
		return ""
	}
	return value(rest, n)
}

// value returns value i of a packed row.
func value(s string, i int) string {
	n, s := cutNumber(s)
	for ; i > 0; i-- {
		n, s = cutNumber(s[n:])
	}
	return s[:n]
}

// Builder collects the rows of a [Table]. The zero Builder is ready to use.
type Builder struct {
	index   ip.LongestBuilder[string]
	columns []string
	files   []file
	layouts [][]string
	arena   strings.Builder
	seed    maphash.Seed
	recent  []string // packed rows, indexed by their hash
}

// recentRows is the number of recent rows searched for one with the same columns.
// Tables repeat the same few countries and sites: sharing them saves memory, and cache
// misses when they are printed.
const (
	recentRows = 1 << 12
	arenaSize  = 1 << 18
)

// Add adds a row without columns; host bits in p are cleared. If rows have the same
// prefix, the last one wins.
func (b *Builder) Add(p netip.Prefix) { b.add(p, "") }

func (b *Builder) add(p netip.Prefix, row string) {
	b.index.Add(ip.FromAddr(p.Addr()), uint8(p.Bits()), p.Addr().Is4(), row)
}

// Read adds the rows of the table in r, which has the format f. The error is an
// [*addr.LineError], or that of r; rows before the error stay added.
//
// One goroutine reads and packs rows while the caller's adds them to the table.
func (b *Builder) Read(r io.Reader, f Format) error {
	rd := NewReader(r, f)
	n := len(b.files)
	more := rd.Next()
	b.open(rd)
	full, empty := make(chan *batch, batches), make(chan *batch, batches)
	for range batches {
		empty <- new(batch)
	}
	go func() {
		for more {
			p := <-empty
			p.data, p.rows = p.data[:0], p.rows[:0]
			for ; more && len(p.rows) < batchRows && len(p.data) < batchSize; more = rd.Next() {
				p.add(n, rd)
			}
			full <- p
		}
		close(full)
	}()
	for p := range full {
		row, at := "", 0
		for _, e := range p.rows {
			if e.end > at {
				row, at = b.keep(p.data[at:e.end]), e.end
			}
			b.add(e.prefix, row)
		}
		empty <- p
	}
	return rd.Err()
}

// A batch is a group of packed rows passed from one goroutine to the other.
type batch struct {
	data []byte
	rows []batchRow
}

// A batchRow is a prefix and the end of its packed row in the data; the prefixes of a
// range share one row.
type batchRow struct {
	prefix netip.Prefix
	end    int
}

const (
	batches   = 3
	batchRows = 1 << 10
	batchSize = 1 << 16
)

// add packs the current row of rd, which reads file n.
func (p *batch) add(n int, rd *Reader) {
	p.data = appendNumber(p.data, n)
	for _, v := range rd.Fields() {
		p.data = append(appendNumber(p.data, len(v)), v...)
	}
	for q := range rd.Prefixes() {
		p.rows = append(p.rows, batchRow{q, len(p.data)})
	}
}

// open begins another file.
func (b *Builder) open(rd *Reader) {
	names := slices.Clone(rd.Columns())
	for k, name := range names {
		names[k] = strings.Clone(name)
		if !slices.Contains(b.columns, name) {
			b.columns = append(b.columns, names[k])
		}
	}
	b.layouts = append(b.layouts, names)
	b.files = append(b.files, file{label: rd.Label()})
}

// keep returns row as a string, sharing it with an equal recent row if there is one.
func (b *Builder) keep(row []byte) string {
	if b.recent == nil {
		b.recent = make([]string, recentRows)
		b.seed = maphash.MakeSeed()
	}
	at := &b.recent[maphash.Bytes(b.seed, row)%recentRows]
	if *at == string(row) {
		return *at
	}
	if b.arena.Len()+len(row) > b.arena.Cap() {
		b.arena = strings.Builder{}
		b.arena.Grow(max(arenaSize, len(row)))
	}
	start := b.arena.Len()
	b.arena.Write(row)
	*at = b.arena.String()[start:]
	return *at
}

// Table returns the table of the added rows and leaves b empty.
func (b *Builder) Table() *Table {
	t := &Table{index: b.index.Longest(), columns: b.columns, files: b.files}
	for n, names := range b.layouts {
		t.files[n].place = make([]int, len(t.columns))
		for k, name := range t.columns {
			t.files[n].place[k] = slices.Index(names, name)
		}
		t.files[n].own = slices.Equal(names, t.columns)
	}
	*b = Builder{}
	return t
}
