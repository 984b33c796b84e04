package subnet

import (
	"net/netip"

	"go4.org/netipx"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/subnet"
)

// A prefixRecord is one prefix of a result.
type prefixRecord struct {
	prefix netip.Prefix
	label  string
}

func prefixTable(doc string) record.Table[*prefixRecord] {
	return record.Table[*prefixRecord]{
		Default: "prefix",
		Fields: []record.Field[*prefixRecord]{
			record.Text("prefix", doc, func(b []byte, r *prefixRecord) []byte {
				return addr.AppendPrefix(b, r.prefix)
			}),
		},
	}
}

// labeledTable is prefixTable for prefixes that may have labels.
func labeledTable(doc string) record.Table[*prefixRecord] {
	t := prefixTable(doc)
	t.Fields = append(t.Fields, labelField("its label, where there is one", func(r *prefixRecord) string { return r.label }))
	return t
}

func labelField[R any](doc string, label func(R) string) record.Field[R] {
	return record.Text("label", doc, func(b []byte, r R) []byte { return append(b, label(r)...) })
}

// appendLabel appends a label to a line, after a tab.
func appendLabel(line []byte, label string) []byte {
	if label == "" {
		return line
	}
	return append(append(line, '\t'), label...)
}

// emitPrefixes writes ps as records for input and reports whether more is wanted.
func emitPrefixes(out *stream.Out[*prefixRecord], input string, ps func(func(netip.Prefix) bool)) bool {
	if out.Plain() {
		end := out.Terminator()
		for p := range ps {
			if !out.Took(append(addr.AppendPrefix(out.Buffer(), p), end), 1) {
				return false
			}
		}
		return true
	}
	for p := range ps {
		out.Rec.prefix = p
		if !out.EmitFor(input) {
			return false
		}
	}
	return true
}

// A rangeRecord is a run of addresses.
type rangeRecord struct{ netipx.IPRange }

func rangeTable(doc string) record.Table[*rangeRecord] {
	return record.Table[*rangeRecord]{
		Default: "output",
		Fields: []record.Field[*rangeRecord]{
			record.Text("output", doc, func(b []byte, r *rangeRecord) []byte { return subnet.AppendRange(b, r.IPRange) }),
			record.Text("first", "the first address", func(b []byte, r *rangeRecord) []byte { return addr.AppendAddr(b, r.From()) }),
			record.Text("last", "the last address", func(b []byte, r *rangeRecord) []byte { return addr.AppendAddr(b, r.To()) }),
			record.Count("count", "the number of addresses", func(b []byte, r *rangeRecord) []byte { return subnet.Size(r.IPRange).AppendTo(b) }),
		},
	}
}

// An itemRecord is an item, written as the address, prefix or range it is.
type itemRecord struct {
	output []byte
	label  string
	tame   bool // output is, see [record.Field.Tame]
}

func itemTable(doc string) record.Table[*itemRecord] {
	return record.Table[*itemRecord]{
		Default: "output",
		Fields: []record.Field[*itemRecord]{
			record.Text("output", doc, func(b []byte, r *itemRecord) []byte { return append(b, r.output...) }).
				TameIf(func(r *itemRecord) bool { return r.tame }),
			labelField("the label after the item", func(r *itemRecord) string { return r.label }),
		},
	}
}

// emitItem writes an item and the text after it.
func emitItem(out *stream.Out[*itemRecord], it subnet.Item, rest string) {
	r := out.Rec
	r.output, r.label = it.AppendTo(r.output[:0]), labelOf(rest)
	if out.Format() == record.Plain {
		r.output = append(r.output, rest...)
	}
	out.Emit()
}

// appendAddr appends a, or nothing if it is not valid.
func appendAddr(b []byte, a netip.Addr) []byte {
	if !a.IsValid() {
		return b
	}
	return addr.AppendAddr(b, a)
}

// appendPrefix appends p, or nothing if it is not valid.
func appendPrefix(b []byte, p netip.Prefix) []byte {
	if !p.IsValid() {
		return b
	}
	return addr.AppendPrefix(b, p)
}
