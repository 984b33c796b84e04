package hextet

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/fileio"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/transforms/filter"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/table"
)

func init() {
	beam.RegisterCoder(reflect.TypeFor[Table](), encodeTable, decodeTable)
	beam.RegisterCoder(reflect.TypeFor[Match](), encodeMatch, decodeMatch)
	register.DoFn3x1[context.Context, fileio.FileMetadata, func(Table), error](&tableFn{})
	register.DoFn5x1[context.Context, beam.Window, Item, func(*Table) bool, func(Match), error](&matchFn{})
	register.DoFn2x1[Match, func(string), error](&matchRecordFn{})
	register.Function1x1(Match.Matched)
	register.Iter1[Table]()
	register.Emitter1[Table]()
	register.Emitter1[Match]()
}

// A Table is the text of a table of prefixes, in any format that the command reads
// ("hextet help tables"): lines with a prefix and its label, CSV and TSV with named
// columns, delegated files of the registries, prefix2as.
type Table struct {
	Name string // for messages, and for the order; ReadTables sets it to the path
	Rank int    // tables of a higher rank come later; those of equal rank are in order of Name
	Text []byte
}

// ReadTables reads each file that matches the globs, compressed or not, as a Table, and
// returns a PCollection<Table>. Tables rank in the order of the globs: as in the
// command, of several rows with the same prefix the last one wins.
func ReadTables(s beam.Scope, globs ...string) beam.PCollection {
	s = s.Scope("hextet.ReadTables")
	var all []beam.PCollection
	for rank, glob := range globs {
		filesystem.ValidateScheme(glob)
		files := fileio.MatchAll(s, beam.Create(s, glob), fileio.MatchEmptyDisallow())
		all = append(all, beam.ParDo(s, &tableFn{Rank: rank}, files))
	}
	return beam.Flatten(s, all...)
}

type tableFn struct{ Rank int }

func (fn *tableFn) ProcessElement(ctx context.Context, f fileio.FileMetadata, emit func(Table)) error {
	text, err := readAll(ctx, f.Path)
	if err != nil {
		return fmt.Errorf("%s: %w", f.Path, err)
	}
	emit(Table{f.Path, fn.Rank, text})
	return nil
}

func readAll(ctx context.Context, path string) ([]byte, error) {
	text, _, _, closeFile, err := open(ctx, path)
	if err != nil {
		return nil, err
	}
	defer closeFile()
	return io.ReadAll(text)
}

// A Match is an item and the table row with the longest prefix that contains all of it.
type Match struct {
	Item    Item
	Prefix  Prefix   // the zero Prefix if nothing matches
	Columns []Column // of all tables, in order; values are empty if nothing matches
}

// A Column is a value of a row, with the name of its column: "label" in tables without
// names.
type Column struct{ Name, Value string }

// Matched reports whether a row matched.
func (m Match) Matched() bool { return m.Prefix.IsValid() }

var matchedCounter = beam.NewCounter("hextet", "matched")

// MatchTable looks up the items of a PCollection<Item> in a table, the side input
// PCollection<Table>, and returns a PCollection<Match> with one element for each item.
// Several tables act as one, as in the command. The counter "matched" in the namespace
// "hextet" counts items with a match.
//
// Each copy of the DoFn reads the tables once per window and keeps them in memory.
func MatchTable(s beam.Scope, items, tables beam.PCollection) beam.PCollection {
	return beam.ParDo(s.Scope("hextet.MatchTable"), &matchFn{}, items, beam.SideInput{Input: tables})
}

type matchFn struct {
	window  beam.Window
	table   *table.Table
	columns []string
	cells   []string
}

func (fn *matchFn) ProcessElement(ctx context.Context, w beam.Window, it Item, tables func(*Table) bool, emit func(Match)) error {
	if fn.table == nil || !fn.window.Equals(w) {
		if err := fn.read(tables); err != nil {
			return err
		}
		fn.window = w
	}
	row := fn.table.Range(it.Range())
	m := Match{Item: it, Columns: make([]Column, len(fn.columns))}
	if len(fn.table.Columns()) == 0 {
		m.Columns[0] = Column{"label", row.Label()}
	} else {
		fn.cells = row.AppendColumns(fn.cells[:0])
		for i, name := range fn.columns {
			m.Columns[i].Name = name
			if i < len(fn.cells) {
				m.Columns[i].Value = fn.cells[i]
			}
		}
	}
	if row.Found() {
		m.Prefix = Prefix{row.Prefix()}
		matchedCounter.Inc(ctx, 1)
	}
	emit(m)
	return nil
}

// read reads the tables of a window.
func (fn *matchFn) read(tables func(*Table) bool) error {
	var all []Table
	for t := (Table{}); tables(&t); {
		all = append(all, t)
	}
	slices.SortFunc(all, func(a, b Table) int {
		return cmp.Or(cmp.Compare(a.Rank, b.Rank), strings.Compare(a.Name, b.Name), bytes.Compare(a.Text, b.Text))
	})
	var b table.Builder
	for _, t := range all {
		if err := b.Read(bytes.NewReader(t.Text), table.Auto); err != nil {
			if t.Name != "" {
				err = fmt.Errorf("%s: %w", t.Name, err)
			}
			return fmt.Errorf("hextet.MatchTable: %w", err)
		}
	}
	fn.table = b.Table()
	fn.columns = fn.table.Columns()
	if len(fn.columns) == 0 {
		fn.columns = []string{"label"}
	}
	return nil
}

// MatchRecords takes the PCollection<Match> of MatchTable and returns a PCollection<string> of
// the records that "hextet subnet match --table" writes.
func MatchRecords(s beam.Scope, matches beam.PCollection, f Format) beam.PCollection {
	return beam.ParDo(s.Scope("hextet.MatchRecords"), &matchRecordFn{Format: f}, matches)
}

// Matched returns the elements of a PCollection<Match> that have a match.
func Matched(s beam.Scope, matches beam.PCollection) beam.PCollection {
	return filter.Include(s.Scope("hextet.Matched"), matches, Match.Matched)
}

type matchRecordFn struct {
	Format Format

	columns []Column // the names of the record fields
	records *recorder[*Match]
	line    []byte
}

func (fn *matchRecordFn) ProcessElement(m Match, emit func(string)) error {
	if sameNames := func(a, b Column) bool { return a.Name == b.Name }; fn.records == nil || !slices.EqualFunc(fn.columns, m.Columns, sameNames) {
		r, err := newRecorder(matchTable(m.Columns), fn.Format)
		if err != nil {
			return err
		}
		fn.records, fn.columns = r, m.Columns
	}
	fn.line = fn.records.append(fn.line[:0], m.Item, &m)
	emit(chop(fn.line))
	return nil
}

// matchTable returns the table of records with those columns, whose names are made
// unique in the same way as in the command.
func matchTable(columns []Column) record.Table[*Match] {
	t := record.Table[*Match]{Fields: []record.Field[*Match]{
		record.Text("prefix", "the longest prefix that contains the item", func(b []byte, m *Match) []byte {
			return addr.AppendPrefix(b, m.Prefix.Prefix)
		}),
	}}
	taken := []string{"input", "line", "start", "end", "text", "error", "prefix"}
	shown := []string{"input", "prefix"}
	for i, c := range columns {
		name := c.Name
		for n := 2; slices.Contains(taken, name); n++ {
			name = c.Name + "_" + strconv.Itoa(n%10)
		}
		taken, shown = append(taken, name), append(shown, name)
		t.Fields = append(t.Fields, record.Text(name, "a column of the table", func(b []byte, m *Match) []byte {
			return append(b, m.Columns[i].Value...)
		}))
	}
	t.Default = strings.Join(shown, ",")
	return t
}

func encodeTable(t Table) ([]byte, error) {
	b := appendString(make([]byte, 0, len(t.Text)+len(t.Name)+16), t.Name)
	return append(binary.AppendVarint(b, int64(t.Rank)), t.Text...), nil
}

func decodeTable(data []byte) (t Table, err error) {
	r := reader{data: data}
	t.Name = r.text()
	t.Rank = int(r.signed())
	t.Text = r.data
	return t, r.err
}

// encodeMatch encodes a Match as its columns, its prefix, if it has one, and its item.
func encodeMatch(m Match) ([]byte, error) {
	b := binary.AppendUvarint(nil, uint64(len(m.Columns)))
	for _, c := range m.Columns {
		b = appendString(appendString(b, c.Name), c.Value)
	}
	if !m.Matched() {
		return appendItem(append(b, 0), m.Item)
	}
	p, err := encodePrefix(m.Prefix)
	if err != nil {
		return nil, err
	}
	return appendItem(append(append(b, 1), p...), m.Item)
}

func decodeMatch(data []byte) (m Match, err error) {
	r := reader{data: data}
	n := r.number()
	if n > uint64(len(data)) {
		return m, errItem
	}
	m.Columns = make([]Column, n)
	for i := range m.Columns {
		m.Columns[i] = Column{r.text(), r.text()}
	}
	if r.octet() == 1 {
		m.Prefix = r.prefix()
	}
	m.Item, err = readItem(&r)
	return m, r.end(err)
}
