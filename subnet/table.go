package subnet

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"math/bits"
	"net/netip"
	"slices"
	"strings"

	"go4.org/netipx"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/ip"
)

// Table maps prefixes to labels and finds the longest that matches. The zero Table
// is empty. A [TableBuilder] makes one; it does not change then, so several
// goroutines may ask it. Asking does not allocate.
//
// IPv4 and IPv6 rows are separate: ::ffff:192.0.2.1 is IPv6 and matches
// ::ffff:0:0/96, not 192.0.2.0/24. Zones are ignored.
//
// Nested prefixes are laid flat: where one begins or ends, a stretch of addresses
// begins that have the same longest prefix. A look-up finds the stretch by binary
// search among the few that share the address's bucket of an index.
//
//	row 0  |------------ 2001:db8::/32 ------------|
//	row 1         |-- :1::/48 --|
//	    -1 |  0   |      1      |         0        | -1     stretches and their row
//
// A look-up takes about as long as in a bart.Table; filling is several times as
// fast (BenchmarkTable).
type Table struct {
	rows   []row
	v4, v6 stretches
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

// stretches are runs of addresses with the same row, from 0 to the end of the
// family.
type stretches struct {
	starts []stretch // in order; the first begins at 0
	// bucket b has the starts from index[b] to index[b+1] of those after the
	// first; (start - starts[1]) >> shift is b.
	index []uint32
	shift uint
}

type stretch struct {
	ip.Uint128       // first address
	row        int32 // -1 for none
}

// find returns the row of the stretch that a is in.
func (s *stretches) find(a ip.Uint128) int32 {
	lo, hi := 1, len(s.starts)
	if hi < 2 || a.Less(s.starts[1].Uint128) {
		if hi == 0 {
			return -1
		}
		return s.starts[0].row
	}
	if s.index != nil {
		b := a.Sub(s.starts[1].Uint128).Rsh(s.shift)
		if b.Hi != 0 || b.Lo >= uint64(len(s.index)-1) {
			return s.starts[hi-1].row
		}
		lo, hi = int(s.index[b.Lo]), int(s.index[b.Lo+1])
	}
	for lo < hi {
		m := int(uint(lo+hi) / 2)
		if a.Less(s.starts[m].Uint128) {
			hi = m
		} else {
			lo = m + 1
		}
	}
	return s.starts[lo-1].row
}

// begin makes row the one from address a on.
func (s *stretches) begin(a ip.Uint128, row int32) {
	if n := len(s.starts); n > 0 && s.starts[n-1].Uint128 == a {
		s.starts = s.starts[:n-1]
	}
	if n := len(s.starts); n > 0 && s.starts[n-1].row == row {
		return
	}
	s.starts = append(s.starts, stretch{a, row})
}

// makeIndex makes about as many buckets as there are stretches.
func (s *stretches) makeIndex() {
	n := len(s.starts)
	if n < 32 {
		return
	}
	span := s.starts[n-1].Sub(s.starts[1].Uint128)
	s.shift = uint(max(span.BitLen()-min(bits.Len(uint(n)), 22), 0))
	s.index = make([]uint32, span.Rsh(s.shift).Lo+2)
	b := uint64(0)
	for i := 1; i < n; i++ {
		for at := s.starts[i].Sub(s.starts[1].Uint128).Rsh(s.shift).Lo; b <= at; b++ {
			s.index[b] = uint32(i)
		}
	}
	s.index[b] = uint32(n)
}

// Len returns how many different prefixes t has.
func (t *Table) Len() int { return len(t.rows) }

// Addr returns the row with the longest prefix that a is in.
func (t *Table) Addr(a netip.Addr) (m Match, ok bool) {
	n, w := fromAddr(a)
	return t.find(extent{span{n, n}, w})
}

// Prefix returns the row with the longest prefix that contains all of p, host bits
// ignored.
func (t *Table) Prefix(p netip.Prefix) (m Match, ok bool) { return t.find(extentOfPrefix(p)) }

// Range returns the row with the longest prefix that contains all of r.
func (t *Table) Range(r netipx.IPRange) (m Match, ok bool) { return t.find(extentOf(r)) }

func (t *Table) find(r extent) (m Match, ok bool) {
	s := &t.v6
	if r.width == width4 {
		s = &t.v4
	}
	for i := s.find(r.first); i >= 0; i = t.rows[i].parent {
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
	recent []string // labels by a hash of theirs, see intern
}

// recentLabels is how many labels are looked among for one to share. Tables name
// the same few sites over and over: that saves their memory, and cache misses
// where they are printed.
const recentLabels = 1 << 10

// intern returns a copy of label, the same one as before where it still has it.
func (b *TableBuilder) intern(label string) string {
	if label == "" {
		return ""
	}
	if b.recent == nil {
		b.recent = make([]string, recentLabels)
	}
	h := uint32(2166136261) // FNV-1a
	for i := range len(label) {
		h = (h ^ uint32(label[i])) * 16777619
	}
	at := &b.recent[(h^h>>16)%recentLabels]
	if *at != label {
		*at = strings.Clone(label)
	}
	return *at
}

// Add adds a row; host bits in p are masked off. Of rows with the same prefix the
// last one holds. An invalid p adds nothing. The label is not copied.
func (b *TableBuilder) Add(p netip.Prefix, label string) {
	e := extentOfPrefix(p)
	k := key{e.first, uint64(p.Bits())<<32 | uint64(len(b.labels))}
	switch e.width {
	case width4:
		b.v4 = append(b.v4, k)
	case width6:
		b.v6 = append(b.v6, k)
	default:
		return
	}
	b.labels = append(b.labels, label)
}

// Table returns the table of the rows added and leaves b empty.
func (b *TableBuilder) Table() *Table {
	t := &Table{rows: make([]row, 0, len(b.labels))}
	t.v4 = b.lay(t, b.v4, width4)
	t.v6 = b.lay(t, b.v6, width6)
	*b = TableBuilder{}
	return t
}

// lay sorts the rows so that each comes after those around it, keeps the open ones
// on a stack, and notes where the innermost changes.
func (b *TableBuilder) lay(t *Table, ks []key, width uint8) stretches {
	if len(ks) == 0 {
		return stretches{}
	}
	sortKeys(ks)
	sortTies(ks, func(a, b key) int { return cmp.Compare(a.aux, b.aux) })
	s := stretches{starts: make([]stretch, 0, 2*len(ks)+1)}
	s.begin(ip.Uint128{}, -1)
	type open struct {
		last ip.Uint128
		row  int32
	}
	stack := []open{{ip.Ones(uint(width)), -1}} // the whole family, no row
	closeBelow := func(a ip.Uint128) {
		for n := len(stack) - 1; n > 0 && stack[n].last.Less(a); n-- {
			s.begin(stack[n].last.Inc(), stack[n-1].row)
			stack = stack[:n]
		}
	}
	for i, k := range ks {
		if i+1 < len(ks) && ks[i+1].Uint128 == k.Uint128 && ks[i+1].aux>>32 == k.aux>>32 {
			continue // the later row replaces it
		}
		closeBelow(k.Uint128)
		length := uint8(k.aux >> 32)
		at := int32(len(t.rows))
		t.rows = append(t.rows, row{b.labels[uint32(k.aux)], stack[len(stack)-1].row, length})
		stack = append(stack, open{k.Or(ip.Ones(uint(width - length))), at})
		s.begin(k.Uint128, at)
	}
	// What reaches the end of the family ends with it.
	for n := len(stack) - 1; n > 0 && stack[n].last != ip.Ones(uint(width)); n-- {
		s.begin(stack[n].last.Inc(), stack[n-1].row)
	}
	s.makeIndex()
	return s
}

// TableError is an error in a line of a table.
type TableError struct {
	Line int // from 1
	Err  error
}

// Error returns "line 3: " and the error of the line.
func (e *TableError) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }

// Unwrap returns the error of the line, an [*addr.Error] when it is about the
// text of a prefix.
func (e *TableError) Unwrap() error { return e.Err }

// maxTableLine bounds the memory that a file without line ends can take.
const maxTableLine = 1 << 20

// ReadTable reads a table, a row a line: a prefix, an address or a range as
// [Parse] takes them, then blanks or a comma with or without blanks, then the
// label, which is the rest of the line and may be missing:
//
//	2001:db8::/32      documentation
//	192.0.2.0/24,TEST-NET-1, for books
//	# blank lines and lines that begin with # are passed over
//
// Host bits are masked off, a range becomes its prefixes, and of rows with the
// same prefix the last one holds. A zone is an error. A byte order mark at the
// start and a CR at the end of a line are dropped. The error is a [*TableError],
// or that of r.
func ReadTable(r io.Reader) (*Table, error) {
	var b TableBuilder
	if err := b.Read(r); err != nil {
		return nil, err
	}
	return b.Table(), nil
}

// Read adds the rows of a table as [ReadTable] reads it. Those before a line in
// error stay added.
func (b *TableBuilder) Read(r io.Reader) error {
	buf := make([]byte, 0, 1<<18)
	for line, at, eof := 0, 0, false; !eof; {
		n, err := io.ReadFull(r, buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		switch {
		case err == io.EOF || err == io.ErrUnexpectedEOF:
			eof = true
		case err != nil:
			return err
		}
		if at == 0 {
			buf = bytes.TrimPrefix(buf, []byte("\ufeff"))
			at = 1
		}
		end := len(buf)
		if !eof {
			if end = bytes.LastIndexByte(buf, '\n') + 1; end == 0 {
				if len(buf) > maxTableLine {
					return &TableError{line + 1, errors.New("line is too long")}
				}
				buf = slices.Grow(buf, len(buf))
				continue
			}
		}
		block := string(buf[:end])
		buf = append(buf[:0], buf[end:]...)
		for block != "" {
			text, rest, _ := strings.Cut(block, "\n")
			block = rest
			line++
			if err := b.addLine(text); err != nil {
				return &TableError{line, err}
			}
		}
	}
	return nil
}

func (b *TableBuilder) addLine(s string) error {
	s = trimBlanks(s)
	if s == "" || s[0] == '#' {
		return nil
	}
	item, label := s, ""
	for i := range len(s) {
		if c := s[i]; c == ' ' || c == '\t' || c == ',' {
			item, label = s[:i], trimBlanks(s[i:])
			label = trimBlanks(strings.TrimPrefix(label, ","))
			break
		}
	}
	it, err := Parse(item)
	if err != nil {
		return err
	}
	label = b.intern(label)
	if it.Zone != "" {
		return &addr.Error{Input: strings.Clone(item), Offset: strings.IndexByte(item, '%'), Reason: "a prefix cannot have a zone"}
	}
	if !it.IsRange() {
		b.Add(it.Prefix(), label)
		return nil
	}
	for p := range Prefixes(it.Range()) {
		b.Add(p, label)
	}
	return nil
}

func trimBlanks(s string) string {
	for s != "" && isBlank(s[0]) {
		s = s[1:]
	}
	for s != "" && isBlank(s[len(s)-1]) {
		s = s[:len(s)-1]
	}
	return s
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' }
