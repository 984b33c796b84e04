package cmd

import (
	"strconv"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
)

// A textRecord is what commands print that write an item in another way.
type textRecord struct {
	item   addr.Item
	output []byte
}

func textTable(output string) record.Table[*textRecord] {
	return record.Table[*textRecord]{
		Default: "output",
		Fields: []record.Field[*textRecord]{
			record.Text("output", output, func(b []byte, r *textRecord) []byte { return append(b, r.output...) }),
			record.Text("zone", "the zone, where the item has one", func(b []byte, r *textRecord) []byte {
				return append(b, r.item.Zone...)
			}),
			record.Number("prefix_length", "the length, where the item is a prefix", func(b []byte, r *textRecord) []byte {
				if r.item.Bits < 0 {
					return b
				}
				return strconv.AppendInt(b, int64(r.item.Bits), 10)
			}),
		},
	}
}

// textOp is a command that writes each item as write does.
func textOp(write func(dst []byte, it addr.Item) []byte) stream.Op[*textRecord] {
	return stream.Op[*textRecord]{
		Each: func(item string, out *stream.Out[*textRecord]) error {
			it, err := addr.ParseItem(item)
			if err != nil {
				return err
			}
			out.Rec.item = it
			out.Rec.output = write(out.Rec.output[:0], it)
			out.Emit()
			return nil
		},
	}
}
