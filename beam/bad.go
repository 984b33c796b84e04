package hextet

import (
	"encoding/binary"
	"reflect"
	"strconv"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
)

func init() {
	beam.RegisterCoder(reflect.TypeFor[Bad](), encodeBad, decodeBad)
	register.DoFn2x0[Bad, func(string)](&badRecordFn{})
	register.Function1x1(Bad.String)
	register.Emitter1[Bad]()
	register.Emitter1[string]()
}

// A Bad is an item that could not be used, and why.
type Bad struct {
	File   string // "" if the lines did not come from a file
	Line   int64  // counted from 1; 0 if unknown, see [Block]
	Offset int64  // of the line in the decompressed file, counted from 0; -1 if unknown
	Text   string // the item; or the beginning of a line that is too long
	Reason string // lower case, without the item
}

// AppendPlace appends the place of b: "access.log:12", or "access.log, byte 4711" if
// the line number is unknown; nothing if there is no file.
func (b Bad) AppendPlace(dst []byte) []byte {
	switch {
	case b.File == "":
		return dst
	case b.Line > 0:
		return strconv.AppendInt(append(append(dst, b.File...), ':'), b.Line, 10)
	case b.Offset >= 0:
		return strconv.AppendInt(append(append(dst, b.File...), ", byte "...), b.Offset, 10)
	}
	return append(dst, b.File...)
}

// String returns a message like that of the command: place, item and reason. The item
// is quoted, and truncated if it is long; nothing in it can control a terminal.
func (b Bad) String() string {
	place := b.AppendPlace(nil)
	text := record.AppendPrintable(nil, string(place))
	if len(text) > 0 {
		text = append(text, ": "...)
	}
	text = append(stream.AppendItem(text, b.Text), ": "...)
	return string(record.AppendPrintable(text, b.Reason))
}

// AppendJSON appends b as a JSON object: what the command writes for a bad item,
// {"input":…,"error":…}, plus "file", "line" and "offset" if they are known.
func (b Bad) AppendJSON(dst []byte) []byte {
	dst = record.AppendQuoted(append(dst, `{"input":`...), b.Text)
	dst = record.AppendQuoted(append(dst, `,"error":`...), b.Reason)
	if b.File != "" {
		dst = record.AppendQuoted(append(dst, `,"file":`...), b.File)
	}
	if b.Line > 0 {
		dst = strconv.AppendInt(append(dst, `,"line":`...), b.Line, 10)
	}
	if b.Offset >= 0 {
		dst = strconv.AppendInt(append(dst, `,"offset":`...), b.Offset, 10)
	}
	return append(dst, '}')
}

func encodeBad(b Bad) ([]byte, error) {
	dst := appendString(nil, b.File)
	dst = binary.AppendUvarint(dst, uint64(b.Line))
	dst = binary.AppendVarint(dst, b.Offset)
	dst = appendString(dst, b.Text)
	return appendString(dst, b.Reason), nil
}

func decodeBad(data []byte) (b Bad, err error) {
	r := reader{data: data}
	b.File = r.text()
	b.Line = int64(r.number())
	b.Offset = r.signed()
	b.Text = r.text()
	b.Reason = r.text()
	return b, r.end(nil)
}

// BadRecords takes a PCollection<Bad> and returns a PCollection<string> of JSON
// objects, see [Bad.AppendJSON].
func BadRecords(s beam.Scope, bad beam.PCollection) beam.PCollection {
	return beam.ParDo(s.Scope("hextet.BadRecords"), &badRecordFn{}, bad)
}

// BadMessages takes a PCollection<Bad> and returns a PCollection<string> of messages for
// people, see [Bad.String].
func BadMessages(s beam.Scope, bad beam.PCollection) beam.PCollection {
	return beam.ParDo(s.Scope("hextet.BadMessages"), Bad.String, bad)
}

type badRecordFn struct{}

func (*badRecordFn) ProcessElement(b Bad, emit func(string)) { emit(string(b.AppendJSON(nil))) }
