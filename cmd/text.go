package cmd

import (
	"github.com/hextet/hextet/internal/fields"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
)

// A textRecord is an item in another spelling.
type textRecord struct {
	it *ip.Item

	text  []byte // for compress --check
	place string // for compress --check
}

func (r *textRecord) bind(it *ip.Item) { r.it = it }

// textTable returns the table of a command that writes items with write.
func textTable(doc string, write func(it *ip.Item, b []byte) []byte) record.Table[*textRecord] {
	return record.Table[*textRecord]{
		Default: "output",
		Fields: append([]record.Field[*textRecord]{
			record.Text("output", doc, func(b []byte, r *textRecord) []byte { return write(r.it, b) }).TameIf(func(r *textRecord) bool { return r.it.Zone == "" }),
		}, record.AllOf(fields.Item(), func(r *textRecord) *ip.Item { return r.it })...),
	}
}

// textOp is the Op of such a command.
func textOp() stream.Op[*textRecord] {
	return stream.Op[*textRecord]{Bind: (*textRecord).bind}
}
