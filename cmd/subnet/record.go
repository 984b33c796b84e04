package subnet

import (
	"net/netip"

	"go4.org/netipx"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/subnet"
)

// A prefixRecord is one prefix of an answer.
type prefixRecord struct{ prefix netip.Prefix }

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

// emitPrefixes writes ps as records of input and reports whether more is wanted.
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
			record.Count("count", "how many addresses", func(b []byte, r *rangeRecord) []byte { return subnet.Size(r.IPRange).AppendTo(b) }),
		},
	}
}

// An itemRecord is an item, written as the address, prefix or range it is.
type itemRecord struct{ output []byte }

func itemTable(doc string) record.Table[*itemRecord] {
	return record.Table[*itemRecord]{
		Default: "output",
		Fields: []record.Field[*itemRecord]{
			record.Text("output", doc, func(b []byte, r *itemRecord) []byte { return append(b, r.output...) }),
		},
	}
}

// appendAddr appends a, or nothing where there is none.
func appendAddr(b []byte, a netip.Addr) []byte {
	if !a.IsValid() {
		return b
	}
	return addr.AppendAddr(b, a)
}

// appendPrefix appends p, or nothing where there is none.
func appendPrefix(b []byte, p netip.Prefix) []byte {
	if !p.IsValid() {
		return b
	}
	return addr.AppendPrefix(b, p)
}
