package record

import (
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"
)

// Format is an output format.
type Format uint8

// The output formats, in the order help lists them.
const (
	Plain Format = iota
	JSON         // one array, streamed
	JSONL        // one object a line
	CSV          // RFC 4180 with a header line
	TSV          // tab-separated with a header line
)

var formats = [...]struct{ word, doc string }{
	Plain: {"text", "the value alone, or columns"},
	JSON:  {"json", "one JSON array, streamed"},
	JSONL: {"jsonl", "one JSON object per line"},
	CSV:   {"csv", "comma-separated with a header line (RFC 4180)"},
	TSV:   {"tsv", "tab-separated with a header line"},
}

// String returns the word that names f on the command line.
func (f Format) String() string { return formats[f].word }

// Doc returns one line about f.
func (f Format) Doc() string { return formats[f].doc }

// Formats returns every format, in the order help lists them.
func Formats() []Format { return []Format{Plain, JSON, JSONL, CSV, TSV} }

// ParseFormat returns the format that word names.
func ParseFormat(word string) (Format, bool) {
	for f, d := range formats {
		if d.word == word {
			return Format(f), true
		}
	}
	return 0, false
}

// Table is what a command prints: its fields in order, and which of them text
// output shows unless the user picks others.
type Table[R any] struct {
	Fields  []Field[R]
	Default string // names of the text fields, with commas between
	NoInput bool   // the command takes no items, so records have no input
	Whole   bool   // records are about all items together, and have no input either
	Located bool   // items are parts of running text: records say which

	// Key returns a number from 0 up to Keys that stands for all that the
	// fields made with [Field.ByKey] say of r, or -1 where none does. Optional.
	Key  func(r R) int
	Keys int
}

// An Input is where a record comes from.
type Input struct {
	Text             string // the item as it was given
	Tame             bool   // Text is as [Field.Tame] says
	Line, Start, End int    // of a Located one: its line, counted from 1, and its bytes there
}

const inputName = "input"

var inputInfo = Info{Name: inputName, Doc: "the item as it was given", Type: String}

// inputs are the fields that an Input has.
func (t *Table[R]) inputs() []Field[R] {
	if t.NoInput || t.Whole {
		return nil
	}
	list := []Field[R]{{Info: inputInfo, input: fromText}}
	if !t.Located {
		return list
	}
	return append(list,
		Field[R]{Info: Info{Name: "line", Doc: "the number of its line, counted from 1", Type: Integer}, input: fromLine},
		Field[R]{Info: Info{Name: "start", Doc: "where it begins in the line, in bytes, counted from 0", Type: Integer}, input: fromStart},
		Field[R]{Info: Info{Name: "end", Doc: "where it ends: the first byte after it", Type: Integer}, input: fromEnd},
		Field[R]{Info: Info{Name: "text", Doc: "the bytes from start to end", Type: String}, input: fromText},
	)
}

// Infos returns what can be said of every field, the input first.
func (t Table[R]) Infos() []Info {
	return append(infos(t.inputs()), infos(t.Fields)...)
}

// An Encoder appends records in one format. Any number of goroutines may share
// it.
type Encoder[R any] struct {
	format Format
	cols   []Field[R]
	chosen bool // the columns are the user's choice
	parts  []part[R]
	key    func(r R) int
	end    byte
	sep    string
	quote  bool // cells are quoted by RFC 4180
	trusts bool // what is tame has nothing to quote
	whole  bool
}

// A part is one column, or a run of columns that a key decides.
type part[R any] struct {
	cols []Field[R]
	memo []atomic.Pointer[piece] // what was appended for cols, by key

	// Where one of the columns varies, the run is appended as these instead.
	varies func(r R) bool
	parts  []part[R]
}

// A piece is text to be copied many times. A short one is copied in one size, which
// takes a processor less time than a copy of just its length.
type piece struct {
	short [shortPiece]byte
	n     int    // bytes in short
	long  string // instead
}

const shortPiece = 64

func newPiece(text string) (p piece) {
	if len(text) > shortPiece {
		return piece{long: text}
	}
	p.n = copy(p.short[:], text)
	return p
}

func (p *piece) appendTo(b []byte) []byte {
	if p.long != "" || cap(b)-len(b) < shortPiece {
		return append(append(b, p.long...), p.short[:p.n]...)
	}
	n := len(b)
	b = b[:n+shortPiece]
	*(*[shortPiece]byte)(b[n:]) = p.short
	return b[:n+p.n]
}

// remember keeps text for the records of a key.
func (p *part[R]) remember(key int, text []byte) *piece {
	made := newPiece(string(text))
	p.memo[key].Store(&made)
	return &made
}

// What a column shows of the Input.
const (
	fromRecord = iota // nothing
	fromText
	fromLine
	fromStart
	fromEnd
)

// appendInput appends what f shows of in, without quotes.
func (f *Field[R]) appendInput(b []byte, in *Input) []byte {
	switch f.input {
	case fromLine:
		return strconv.AppendInt(b, int64(in.Line), 10)
	case fromStart:
		return strconv.AppendInt(b, int64(in.Start), 10)
	case fromEnd:
		return strconv.AppendInt(b, int64(in.End), 10)
	}
	return append(b, in.Text...)
}

// NewEncoder returns an encoder for t. names picks and orders the fields
// ("a,b,c"; "" for the usual ones) and end is the byte after each record. An
// unknown name is an error that lists the names there are.
func NewEncoder[R any](t Table[R], format Format, names string, end byte) (*Encoder[R], error) {
	e := &Encoder[R]{format: format, end: end, key: t.Key, whole: t.Whole}
	e.Separate("\t", false)
	if format == CSV {
		e.Separate(",", true)
	}
	cols, err := t.choose(format, names)
	if err != nil {
		return nil, err
	}
	e.cols, e.chosen = seal(cols), names != ""
	e.parts = parts(cols, t.Key != nil, t.Keys)
	return e, nil
}

// parts cuts columns into single ones and runs that a key decides.
func parts[R any](cols []Field[R], keyed bool, keys int) (list []part[R]) {
	for i := 0; i < len(cols); {
		n := i + 1
		if !cols[i].keyed || !keyed {
			for n < len(cols) && !(cols[n].keyed && keyed) {
				n++
			}
			list = append(list, part[R]{cols: cols[i:n]})
			i = n
			continue
		}
		for n < len(cols) && cols[n].keyed {
			n++
		}
		p := part[R]{cols: cols[i:n], memo: make([]atomic.Pointer[piece], keys)}
		for k := i; k < n; k++ {
			if cols[k].varies == nil {
				continue
			}
			p.varies = anyOf(cols[k:n])
			p.parts = append(parts(cols[i:k], keyed, keys), part[R]{
				cols: cols[k : k+1], varies: cols[k].varies, memo: make([]atomic.Pointer[piece], keys),
				parts: []part[R]{{cols: cols[k : k+1]}},
			})
			p.parts = append(p.parts, parts(cols[k+1:n], keyed, keys)...)
			break
		}
		list = append(list, p)
		i = n
	}
	return list
}

// anyOf reports whether a record is an exception to the key of one of cols.
func anyOf[R any](cols []Field[R]) func(r R) bool {
	var list []func(r R) bool
	for _, c := range cols {
		if c.varies != nil {
			list = append(list, c.varies)
		}
	}
	if len(list) == 1 {
		return list[0]
	}
	return func(r R) bool {
		for _, varies := range list {
			if varies(r) {
				return true
			}
		}
		return false
	}
}

// choose returns the columns that names means.
func (t *Table[R]) choose(format Format, names string) (cols []Field[R], err error) {
	all := append(t.inputs(), t.Fields...)
	if names == "" {
		if format != Plain {
			return all, nil
		}
		names = t.Default
	}
	for name := range strings.SplitSeq(names, ",") {
		name = strings.TrimSpace(name)
		if name == "" {
			return nil, fmt.Errorf("a field name is missing in %q", names)
		}
		f, ok := find(all, name)
		if !ok {
			return nil, fmt.Errorf("unknown field %q; the fields are %s", name, list(t.Infos()))
		}
		cols = append(cols, f)
	}
	return cols, nil
}

func list(fields []Info) string {
	var b strings.Builder
	for i, f := range fields {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(f.Name)
	}
	return b.String()
}

// Columns returns what can be said of the chosen fields.
func (e *Encoder[R]) Columns() []Info { return infos(e.cols) }

// AppendHeader appends the header line of CSV and TSV, nothing otherwise.
func (e *Encoder[R]) AppendHeader(b []byte) []byte {
	if e.format != CSV && e.format != TSV {
		return b
	}
	for i := range e.cols {
		if i > 0 {
			b = append(b, e.sep...)
		}
		b = append(b, e.cols[i].Name...)
	}
	return append(b, e.end)
}

// Width returns how many fields were chosen.
func (e *Encoder[R]) Width() int { return len(e.cols) }

// Names returns the names of the chosen fields, for a header of another's making.
func (e *Encoder[R]) Names() []string {
	names := make([]string, len(e.cols))
	for i := range e.cols {
		names[i] = e.cols[i].Name
	}
	return names
}

// Separate sets what separates the columns of plain text, a tab unless set, and
// whether they are quoted as those of CSV.
func (e *Encoder[R]) Separate(sep string, csv bool) {
	e.sep, e.quote = sep, csv
	e.trusts = !csv || sep == "," || sep == "\t"
}

// Value returns what appends a record of plain text that has one column, without
// an end; nil where records have more columns or another format, or where the one
// that was chosen may hold text to escape.
func (e *Encoder[R]) Value() func(b []byte, r R) []byte {
	if e.format != Plain || len(e.cols) != 1 || e.cols[0].input != fromRecord {
		return nil
	}
	if f := &e.cols[0]; !e.chosen || f.tame || f.Type != String && f.Type != Strings {
		return f.text
	}
	return nil
}

// Trusts reports whether what Value appends for r has nothing to quote or escape.
func (e *Encoder[R]) Trusts(r R) bool { return e.trusts && e.cols[0].isTame(r) }

// Append appends one record, with its end. A record of a JSON array has the
// comma that separates it from the one before in front; the first one's is the
// writer's to drop.
func (e *Encoder[R]) Append(b []byte, in *Input, r R) []byte {
	switch e.format {
	case JSON:
		b = append(b, ",\n"...)
		return e.appendObject(b, in, r)
	case JSONL:
		return append(e.appendObject(b, in, r), e.end)
	}
	return append(e.AppendRow(b, in, r), e.end)
}

// AppendRow appends the chosen fields of a record as one row of text, CSV or
// TSV, without an end.
func (e *Encoder[R]) AppendRow(b []byte, in *Input, r R) []byte {
	if value := e.Value(); value != nil {
		return value(b, r)
	}
	return e.appendParts(b, e.parts, e.keyOf(r), in, r, true)
}

// appendParts appends columns, the first of which begins the row or not.
func (e *Encoder[R]) appendParts(b []byte, parts []part[R], key int, in *Input, r R, first bool) []byte {
	for i := range parts {
		p := &parts[i]
		switch {
		case p.memo == nil || key < 0:
			b = e.appendCells(b, p.cols, in, r, first)
		case p.varies != nil && p.varies(r):
			b = e.appendParts(b, p.parts, key, in, r, first)
		default:
			made := p.memo[key].Load()
			if made == nil {
				made = p.remember(key, e.appendCells(nil, p.cols, in, r, first))
			}
			b = made.appendTo(b)
		}
		first = false
	}
	return b
}

func (e *Encoder[R]) keyOf(r R) int {
	if e.key == nil {
		return -1
	}
	return e.key(r)
}

func (e *Encoder[R]) appendCells(b []byte, cols []Field[R], in *Input, r R, first bool) []byte {
	for i := range cols {
		if i > 0 || !first {
			b = append(b, e.sep...)
		}
		f, at, tame := &cols[i], len(b), false
		switch {
		case f.input != fromRecord:
			b, tame = f.appendInput(b, in), in.Tame
		case e.quote && (f.Type == Object || f.Type == List):
			// JSON in quotes, without a second look at it.
			if b = f.json(append(b, '"'), r, double); len(b) == at+1 {
				b = b[:at]
			} else {
				b = append(b, '"')
			}
			continue
		default:
			b = f.text(b, r)
			tame = len(b) == at || f.isTame(r)
		}
		if !tame || !e.trusts {
			b = e.closeCell(b, at)
		}
	}
	return b
}

// closeCell quotes or escapes the cell that begins at b[at] where the format
// wants it.
func (e *Encoder[R]) closeCell(b []byte, at int) []byte {
	if e.quote {
		return closeCSV(b, at, e.sep[0])
	}
	return closeTab(b, at)
}

// AppendFailure appends the record of an item that is in error: the input and,
// in JSON, the error; in CSV and TSV a row with nothing but the input. Records that
// are about all items have none.
func (e *Encoder[R]) AppendFailure(b []byte, input, reason string) []byte {
	if e.whole {
		return b
	}
	switch e.format {
	case JSON:
		return appendFailure(append(b, ",\n"...), input, reason)
	case JSONL:
		return append(appendFailure(b, input, reason), e.end)
	}
	for i := range e.cols {
		if i > 0 {
			b = append(b, e.sep...)
		}
		at := len(b)
		if e.cols[i].input == fromText {
			b = append(b, input...)
		}
		b = e.closeCell(b, at)
	}
	return append(b, e.end)
}

// appendFailure appends the object of an item that is in error.
func appendFailure(b []byte, input, reason string) []byte {
	b = AppendQuoted(append(b, `{"input":`...), input)
	b = AppendQuoted(append(b, `,"error":`...), reason)
	return append(b, '}')
}

func (e *Encoder[R]) appendObject(b []byte, in *Input, r R) []byte {
	at := len(b)
	return closeObject(e.appendMemberParts(b, e.parts, e.keyOf(r), in, r), at)
}

func (e *Encoder[R]) appendMemberParts(b []byte, parts []part[R], key int, in *Input, r R) []byte {
	for i := range parts {
		p := &parts[i]
		switch {
		case p.memo == nil || key < 0:
			b = appendMembers(b, p.cols, in, r, single)
		case p.varies != nil && p.varies(r):
			b = e.appendMemberParts(b, p.parts, key, in, r)
		default:
			made := p.memo[key].Load()
			if made == nil {
				made = p.remember(key, appendMembers(nil, p.cols, in, r, single))
			}
			b = made.appendTo(b)
		}
	}
	return b
}
