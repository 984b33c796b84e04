package record

import (
	"fmt"
	"strings"
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
	JSONL: {"jsonl", "one JSON object a line"},
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
}

const inputName = "input"

var inputInfo = Info{Name: inputName, Doc: "the item as it was given", Type: String}

// Infos returns what can be said of every field, the input first.
func (t Table[R]) Infos() []Info {
	list := infos(t.Fields)
	if t.NoInput {
		return list
	}
	return append([]Info{inputInfo}, list...)
}

// An Encoder appends records in one format. It does not change once it is
// made, so any number of goroutines may share it.
type Encoder[R any] struct {
	format Format
	cols   []Field[R]
	end    byte
	sep    string
}

// input is the column that stands for the item as it was given.
func (f *Field[R]) isInput() bool { return f.text == nil }

// NewEncoder returns an encoder for t. names picks and orders the fields
// ("a,b,c"; "" for the usual ones) and end is the byte behind each record. An
// unknown name is an error that lists the names there are.
func NewEncoder[R any](t Table[R], format Format, names string, end byte) (*Encoder[R], error) {
	e := &Encoder[R]{format: format, end: end, sep: "\t"}
	if format == CSV {
		e.sep = ","
	}
	if names == "" {
		if format != Plain {
			if !t.NoInput {
				e.cols = append(e.cols, Field[R]{Info: inputInfo})
			}
			e.cols = append(e.cols, t.Fields...)
			return e, nil
		}
		names = t.Default
	}
	for name := range strings.SplitSeq(names, ",") {
		name = strings.TrimSpace(name)
		if name == "" {
			return nil, fmt.Errorf("a field name is missing in %q", names)
		}
		if name == inputName && !t.NoInput {
			e.cols = append(e.cols, Field[R]{Info: inputInfo})
			continue
		}
		f, ok := find(t.Fields, name)
		if !ok {
			return nil, fmt.Errorf("unknown field %q; the fields are %s", name, list(t.Infos()))
		}
		e.cols = append(e.cols, f)
	}
	return e, nil
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

// Separate sets what parts the columns of plain text: a tab unless set.
func (e *Encoder[R]) Separate(sep string) {
	if e.format == Plain {
		e.sep = sep
	}
}

// Append appends one record, with its end. A record of a JSON array has the
// comma that parts it from the one before in front; the first one's is the
// writer's to drop.
func (e *Encoder[R]) Append(b []byte, input string, r R) []byte {
	switch e.format {
	case JSON:
		b = append(b, ",\n"...)
		return e.appendObject(b, input, r)
	case JSONL:
		return append(e.appendObject(b, input, r), e.end)
	}
	return append(e.AppendRow(b, input, r), e.end)
}

// AppendRow appends the chosen fields of a record as one row of text, CSV or
// TSV, without an end.
func (e *Encoder[R]) AppendRow(b []byte, input string, r R) []byte {
	if len(e.cols) == 1 && e.format == Plain && !e.cols[0].isInput() {
		return e.cols[0].text(b, r)
	}
	for i := range e.cols {
		if i > 0 {
			b = append(b, e.sep...)
		}
		at := len(b)
		if f := &e.cols[i]; f.isInput() {
			b = append(b, input...)
		} else {
			b = f.text(b, r)
		}
		if e.sep == "," {
			b = closeCSV(b, at)
		} else {
			b = closeTab(b, at)
		}
	}
	return b
}

// AppendFailure appends the record of an item that could not be worked out:
// the input and, in JSON, the error; in CSV and TSV a row with nothing but the
// input.
func (e *Encoder[R]) AppendFailure(b []byte, input, reason string) []byte {
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
		if e.cols[i].isInput() {
			b = append(b, input...)
		}
		if e.sep == "," {
			b = closeCSV(b, at)
		} else {
			b = closeTab(b, at)
		}
	}
	return append(b, e.end)
}

// appendFailure appends the object of an item that could not be worked out.
func appendFailure(b []byte, input, reason string) []byte {
	b = AppendQuoted(append(b, `{"input":`...), input)
	b = AppendQuoted(append(b, `,"error":`...), reason)
	return append(b, '}')
}

func (e *Encoder[R]) appendObject(b []byte, input string, r R) []byte {
	b = append(b, '{')
	first := true
	for i := range e.cols {
		f := &e.cols[i]
		if !f.isInput() {
			b = f.appendMember(b, r, &first)
			continue
		}
		if !first {
			b = append(b, ',')
		}
		b = append(b, `"input":`...)
		b = AppendQuoted(b, input)
		first = false
	}
	return append(b, '}')
}
