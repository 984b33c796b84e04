package hextet

import (
	"fmt"
	"strings"

	"github.com/hextet/hextet/internal/record"
)

// Format is how records are written.
type Format string

// The formats, as the command has them.
const (
	Text  Format = "text"  // the usual fields, separated by tabs
	JSONL Format = "jsonl" // one JSON object a line
)

// ParseFormat returns the format of that name.
func ParseFormat(name string) (Format, error) {
	switch f := Format(name); f {
	case Text, JSONL:
		return f, nil
	}
	return "", fmt.Errorf("unknown format %q: text or jsonl", name)
}

// newRecords returns an encoder of the command's records, of some fields or, where names
// is empty, the usual ones. They are declared in internal packages, once for both, so that
// both write the same bytes.
func newRecords[R any](t record.Table[R], f Format, names string) (*record.Encoder[R], error) {
	format := record.JSONL
	if f == Text {
		format = record.Plain
	} else if f != JSONL {
		return nil, fmt.Errorf("hextet: unknown format %q: text or jsonl", f)
	}
	return record.NewEncoder(t, format, names, '\n')
}

// chop returns a record without its end, which the sink writes.
func chop(line []byte) string { return string(line[:len(line)-1]) }

// A recorder encodes records of items.
type recorder[R any] struct {
	plain   *record.Encoder[R] // of items that are lines
	located *record.Encoder[R] // of items in text
	partial *record.Encoder[R] // likewise, in lines whose number is not known
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
