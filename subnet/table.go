package subnet

import (
	"bytes"
	"cmp"
	"errors"
	"io"
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
// A look-up takes about as long as in a bart.Table; filling is several times as
// fast (BenchmarkTable).
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

// lay sorts the rows, drops those that a later one replaces, and lays them flat.
func (b *TableBuilder) lay(t *Table, ks []key, width uint8) ip.Stretches {
	sortKeys(ks)
	sortTies(ks, func(a, b key) int { return cmp.Compare(a.aux, b.aux) })
	kept := ks[:0]
	for i, k := range ks {
		if i+1 == len(ks) || ks[i+1].Uint128 != k.Uint128 || ks[i+1].aux>>32 != k.aux>>32 {
			kept = append(kept, k)
		}
	}
	base := len(t.rows)
	for _, k := range kept {
		t.rows = append(t.rows, row{label: b.labels[uint32(k.aux)], length: uint8(k.aux >> 32)})
	}
	at := base
	return ip.Lay(width, len(kept), int32(base), func(i int) (ip.Uint128, uint8) {
		return kept[i].Uint128, uint8(kept[i].aux >> 32)
	}, func(parent int32) {
		t.rows[at].parent = parent
		at++
	})
}

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
// start and a CR at the end of a line are dropped. The error is a [*addr.LineError],
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
					return &addr.LineError{Line: line + 1, Err: errors.New("line is too long")}
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
				return &addr.LineError{Line: line, Err: err}
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
