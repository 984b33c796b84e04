package hextet

import (
	"fmt"
	"strings"

	"github.com/hextet/hextet/internal/record"
)

// Format is the format of records.
type Format string

// The formats, named as in the command.
const (
	Text  Format = "text"  // the default fields, separated by tabs
	JSONL Format = "jsonl" // one JSON object per line
)

// ParseFormat returns the format of that name.
func ParseFormat(name string) (Format, error) {
	switch f := Format(name); f {
	case Text, JSONL:
		return f, nil
	}
	return "", fmt.Errorf("unknown format %q: text or jsonl", name)
}

// newRecords returns an encoder of the command's records, with the named fields or, if
// names is empty, the default ones. The records are declared in internal packages, once
// for the command and this package, so that both write the same bytes.
func newRecords[R any](t record.Table[R], f Format, names string) (*record.Encoder[R], error) {
	format := record.JSONL
	if f == Text {
		format = record.Plain
	} else if f != JSONL {
		return nil, fmt.Errorf("hextet: unknown format %q: text or jsonl", f)
	}
	return record.NewEncoder(t, format, names, '\n')
}

// chop returns a record without its newline, which the sink writes.
func chop(line []byte) string { return string(line[:len(line)-1]) }

// A recorder encodes records of items.
type recorder[R any] struct {
	plain   *record.Encoder[R] // for items that are whole lines
	located *record.Encoder[R] // for items in text
	partial *record.Encoder[R] // for items in text, on lines whose number is unknown
	in      record.Input
}

func newRecorder[R any](t record.Table[R], f Format) (r *recorder[R], err error) {
	r = new(recorder[R])
	if r.plain, err = newRecords(t, f, ""); err != nil {
		return nil, err
	}
	t.Located = true
	if r.located, err = newRecords(t, f, ""); err != nil {
		return nil, err
	}
	var names []string
	for _, c := range r.located.Columns() {
		if c.Name != "line" {
			names = append(names, c.Name)
		}
	}
	r.partial, err = newRecords(t, f, strings.Join(names, ","))
	return r, err
}

func (r *recorder[R]) append(dst []byte, it Item, rec R) []byte {
	r.in = record.Input{Text: it.Text(), Line: int(it.Place.Line), Start: it.Place.Start, End: it.Place.End}
	switch {
	case it.Place == Place{}:
		return r.plain.Append(dst, &r.in, rec)
	case it.Place.Line > 0:
		return r.located.Append(dst, &r.in, rec)
	}
	return r.partial.Append(dst, &r.in, rec)
}
