package hextet

import (
	"fmt"

	"github.com/hextet/hextet/internal/record"
)

// Format is how records are written.
type Format string

// The formats, as the command has them.
const (
	Text  Format = "text"  // the usual fields, separated by tabs
	JSONL Format = "jsonl" // one JSON object a line
)

// newRecords returns an encoder of the command's records. They are declared once, in
// internal packages, which is how both write the same bytes.
func newRecords[R any](t record.Table[R], f Format) (*record.Encoder[R], error) {
	switch f {
	case Text:
		return record.NewEncoder(t, record.Plain, "", '\n')
	case JSONL:
		return record.NewEncoder(t, record.JSONL, "", '\n')
	}
	return nil, fmt.Errorf("hextet: unknown format %q: text or jsonl", f)
}

// chop returns a record without its end, which the sink writes.
func chop(line []byte) string { return string(line[:len(line)-1]) }
