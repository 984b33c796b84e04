package hextet

import (
	"encoding/binary"
	"reflect"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
)

func init() {
	beam.RegisterCoder(reflect.TypeFor[Block](), encodeBlock, decodeBlock)
}

// A Block is a sequence of whole lines of one file, as returned by [ReadFiles].
//
// A large file is read in independent parts, so line numbers are known only in the part
// at its beginning; offsets are always known.
type Block struct {
	File   string // its path; "" if there is no file
	Line   int64  // of the first line, counted from 1; 0 if unknown
	Offset int64  // of the first line in the decompressed file, counted from 0; -1 if unknown
	Text   []byte // the lines, each with its newline, which only the last may lack

	// TooLong means that Text is only the beginning of a line longer than 1 MiB.
	TooLong bool
}

// LinesOf returns lines as a Block without a file, line number or offset.
func LinesOf(text string) Block { return Block{Text: []byte(text), Offset: -1} }

func encodeBlock(b Block) ([]byte, error) {
	dst := make([]byte, 0, len(b.Text)+len(b.File)+32)
	long := byte(0)
	if b.TooLong {
		long = 1
	}
	dst = appendString(append(dst, long), b.File)
	dst = binary.AppendUvarint(dst, uint64(b.Line))
	dst = binary.AppendVarint(dst, b.Offset)
	return append(dst, b.Text...), nil
}

func decodeBlock(data []byte) (b Block, err error) {
	r := reader{data: data}
	b.TooLong = r.octet() != 0
	b.File = r.text()
	b.Line = int64(r.number())
	b.Offset = r.signed()
	b.Text = r.data
	return b, r.err
}

var blockType = reflect.TypeFor[Block]()
