package cmd

import (
	"strconv"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
)

// A textRecord is an item that is written in another way.
type textRecord struct{ it *ip.Item }

func (r *textRecord) bind(it *ip.Item) { r.it = it }

// textTable is the table of a command that writes items as write does.
func textTable(doc string, write func(it *ip.Item, b []byte) []byte) record.Table[*textRecord] {
	return record.Table[*textRecord]{
		Default: "output",
		Fields: append([]record.Field[*textRecord]{
			record.Text("output", doc, func(b []byte, r *textRecord) []byte { return write(r.it, b) }),
		}, record.AllOf(itemFields(), func(r *textRecord) *ip.Item { return r.it })...),
	}
}

// itemFields are what an item has beside its address.
func itemFields() []record.Field[*ip.Item] {
	return []record.Field[*ip.Item]{
		record.Text("zone", "the zone, where the item has one", func(b []byte, it *ip.Item) []byte {
			return append(b, it.Zone...)
		}),
		record.Number("prefix_length", "the length, where the item is a prefix", func(b []byte, it *ip.Item) []byte {
			if !it.IsPrefix() {
				return b
			}
			return strconv.AppendInt(b, int64(it.Length), 10)
		}),
	}
}

// textOp is the Op of such a command.
func textOp() stream.Op[*textRecord] {
	return stream.Op[*textRecord]{Bind: (*textRecord).bind}
}

// itemOf returns it as a value that can be kept for as long as the call lasts.
func itemOf(it *ip.Item) addr.Item {
	return addr.Item{Addr: it.Addr(), Zone: it.Zone, Bits: it.Length}
}
