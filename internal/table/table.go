package table

import (
	"encoding/binary"
	"hash/maphash"
	"io"
	"net/netip"
	"slices"
	"strings"

	"go4.org/netipx"

	"github.com/hextet/hextet/subnet"
)

// Table finds the row with the longest prefix that an address is in. Several
// goroutines may ask it at once; asking does not allocate.
type Table struct {
	index   *subnet.Table // its labels are packed rows
	columns []string      // of all files, each name once
	files   []file
}

// A file is where the columns of one table that was read are among those of all.
type file struct {
	place []int // of the column of a Table in the rows of this file, -1 for none
	label int   // of its own columns, -1 for none
	own   bool  // its columns are those of the Table
}

// Row is a row of a [Table]. The zero Row has no columns.
type Row struct {
	Prefix netip.Prefix // the longest that matches
	table  *Table
	packed string
}

// A packed row is the number of its file and the values of its columns, each
// with its length before it:
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

// Columns returns the names of the columns of all tables read, those of the
// first before those of the second. A column with the same name is the same. The
// slice belongs to t.
func (t *Table) Columns() []string { return t.columns }

// Len returns how many different prefixes t has.
func (t *Table) Len() int { return t.index.Len() }

// Addr returns the row with the longest prefix that a is in. A zone does not
// matter.
func (t *Table) Addr(a netip.Addr) (Row, bool) {
	m, ok := t.index.Addr(a)
	return Row{m.Prefix, t, m.Label}, ok
}

// Prefix returns the row with the longest prefix that holds all of p.
func (t *Table) Prefix(p netip.Prefix) (Row, bool) {
	m, ok := t.index.Prefix(p)
	return Row{m.Prefix, t, m.Label}, ok
}

// Range returns the row with the longest prefix that holds all of r.
func (t *Table) Range(r netipx.IPRange) (Row, bool) {
	m, ok := t.index.Range(r)
	return Row{m.Prefix, t, m.Label}, ok
}

// Column returns the value of column i of [Table.Columns], empty where the row
// has none.
func (r Row) Column(i int) string {
	if r.packed == "" {
		return ""
	}
	n, rest := cutNumber(r.packed)
	if i = r.table.files[n].place[i]; i < 0 {
		return ""
	}
	return value(rest, i)
}

// AppendColumns appends the values of all of [Table.Columns] to dst.
func (r Row) AppendColumns(dst []string) []string {
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

func (r Row) columns() []string {
	if r.table == nil {
		return nil
	}
	return r.table.columns
}

// Label returns the column named label, in tables without one the first column
// beside the address.
func (r Row) Label() string {
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
	index   subnet.TableBuilder
	columns []string
	files   []file
	layouts [][]string
	arena   strings.Builder
	seed    maphash.Seed
	recent  []string // packed rows by a hash of theirs
}

// recentRows is how many rows are looked among for one with the same columns.
// Tables name the same few countries and sites over and over: sharing them saves
// memory, and cache misses where they are printed.
const (
	recentRows = 1 << 12
	arenaSize  = 1 << 18
)

// Add adds a row that has no columns; host bits in p are masked off. Of rows
// with the same prefix the last one holds.
func (b *Builder) Add(p netip.Prefix) { b.index.Add(p, "") }

// Read adds the rows of the table in r, which is of the format f. The error is
// an [*addr.LineError], or that of r; rows before it stay added.
//
// One goroutine reads rows and packs them, another, the caller's, adds them to the table.
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
			b.index.Add(e.prefix, row)
		}
		empty <- p
	}
	return rd.Err()
}

// A batch is packed rows on their way from one goroutine to the other.
type batch struct {
	data []byte
	rows []batchRow
}

// A batchRow is a prefix and where its packed row ends in the data; prefixes of
// one range share theirs.
type batchRow struct {
	prefix netip.Prefix
	end    int
}

const (
	batches   = 3
	batchRows = 1 << 10
	batchSize = 1 << 16
)

// add packs the present row of rd, which reads file n.
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

// keep returns a string of row, the same one as before where it still has it.
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

// Table returns the table of the rows added and leaves b empty.
func (b *Builder) Table() *Table {
	t := &Table{index: b.index.Table(), columns: b.columns, files: b.files}
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
