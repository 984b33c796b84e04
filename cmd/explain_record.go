package cmd

import (
	"net/netip"
	"strconv"
	"strings"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/fields"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/multicast"
	"github.com/hextet/hextet/subnet"
)

// An explainRecord is everything known about a thing. The card and the records
// are both made of it, so they never disagree.
type explainRecord struct {
	fields.Classified // of an address or a prefix
	thing

	octets    []byte // what is drawn
	parts     []classify.Part
	chain     []classify.Row // the registry rows it is in, the most specific first
	block     subnet.Info    // of a prefix
	inside    []classify.Row // the rows in a prefix
	zones     []string       // names in the reverse DNS
	solicited netip.Addr     // of a unicast IPv6 address
	frames    eui64.MAC      // the Ethernet address that a group maps to
	spellings []spelling
	hardware  hardware // of a MAC
	warnings  []classify.Warning
	remarks   []classify.Warning // worth knowing, but nothing to mind
}

// A spelling is the thing written in another way.
type spelling struct{ name, text string }

// explain fills in r for th.
func (r *explainRecord) explain(th thing, o classify.Options) {
	*r = explainRecord{thing: th}
	switch {
	case th.isMAC():
		r.explainMAC(o)
	case th.isBlock():
		r.Set(th.item, o)
		r.explainBlock()
	default:
		r.Set(th.item, o)
		r.explainAddr(o)
	}
}

func (r *explainRecord) kind() string {
	switch {
	case r.isMAC():
		return "mac"
	case r.isBlock():
		return "prefix"
	}
	return "address"
}

func (r *explainRecord) warn(text, rfc string) {
	r.warnings = append(r.warnings, classify.Warning{Text: text, RFC: rfc})
}

func (r *explainRecord) spell(name, text string) {
	if text != "" {
		r.spellings = append(r.spellings, spelling{name, text})
	}
}

func (r *explainRecord) spelling(name string) string {
	for _, s := range r.spellings {
		if s.name == name {
			return s.text
		}
	}
	return ""
}

// The spellings, by the words of convert --to.
func addrForms() []addr.Form {
	return []addr.Form{
		addr.FormFull, addr.FormHex, addr.FormInt, addr.FormBin, addr.FormBase85,
		addr.FormBytes, addr.FormURL, addr.FormUNC, addr.FormKAME,
	}
}

// cite writes the reference of a registry row as people do: RFC 4291 section 2.5.
func cite(rfc string) string {
	rfc = strings.Replace(rfc, "RFC", "RFC ", 1)
	return strings.Replace(rfc, ", Section ", " section ", 1)
}

func explainTable() record.Table[*explainRecord] {
	t := record.Table[*explainRecord]{Default: "address,type,scope,detail"}
	text := func(name, doc string, get func(r *explainRecord) string) record.Field[*explainRecord] {
		return record.Text(name, doc, func(b []byte, r *explainRecord) []byte { return append(b, get(r)...) })
	}
	t.Fields = append(t.Fields,
		text("kind", "what the item is", (*explainRecord).kind).OneOf("address", "prefix", "mac"),
		text("form", "how it is spelled", func(r *explainRecord) string {
			if r.isMAC() {
				return macForm
			}
			return r.form.String()
		}).OneOf(formWords()...))
	for _, f := range fields.ClassifiedTable().Fields {
		t.Fields = append(t.Fields, record.
			Of(f, func(r *explainRecord) *fields.Classified { return &r.Classified }).
			When(func(r *explainRecord) bool { return !r.isMAC() }))
	}
	mac := func(get func(r *explainRecord) eui64.MAC) func(r *explainRecord) string {
		return func(r *explainRecord) string {
			if m := get(r); m.IsValid() {
				return m.String()
			}
			return ""
		}
	}
	t.Fields = append(t.Fields,
		record.Subs("fields", "the fields of the address, in order", func(r *explainRecord) []classify.Part { return r.parts }, partFields()),
		record.Subs("chain", "every registry row it is in, the most specific first", func(r *explainRecord) []classify.Row { return r.chain }, chainFields()),
		record.Sub("block", "the block of a prefix", func(r *explainRecord) *subnet.Info {
			if r.isBlock() {
				return &r.block
			}
			return nil
		}, blockFields()),
		record.Subs("contains", "the registry rows that lie in a prefix", func(r *explainRecord) []classify.Row { return r.inside }, chainFields()),
		record.Text("solicited_node", "the solicited-node group of a unicast address", func(b []byte, r *explainRecord) []byte {
			return addr.AppendAddr(b, r.solicited)
		}),
		text("solicited_node_mac", "the Ethernet address of that group", mac(func(r *explainRecord) eui64.MAC {
			if r.solicited.IsValid() {
				return r.frames
			}
			return eui64.MAC{}
		})),
		text("multicast_mac", "the Ethernet address of a multicast group", mac(func(r *explainRecord) eui64.MAC {
			if r.solicited.IsValid() {
				return eui64.MAC{}
			}
			return r.frames
		})),
		record.Texts("reverse", "its name in the reverse DNS, or those of its zones", func(r *explainRecord) []string { return r.zones }),
		record.Sub("spellings", "other ways to write it", func(r *explainRecord) *explainRecord {
			if len(r.spellings) == 0 {
				return nil
			}
			return r
		}, spellingFields()),
		record.Sub("mac", "what there is to know of a MAC", func(r *explainRecord) *explainRecord {
			if r.isMAC() {
				return r
			}
			return nil
		}, macFields()),
		record.Subs("warnings", "what to mind", func(r *explainRecord) []classify.Warning { return r.warnings }, warningFields()),
		record.Subs("remarks", "what else is worth knowing of a prefix or a MAC", func(r *explainRecord) []classify.Warning { return r.remarks }, warningFields()),
	)
	return t
}

func formWords() []string {
	list := []string{macForm}
	for _, f := range append(addr.Forms(), addr.ObsoleteForms()...) {
		list = append(list, f.String())
	}
	return list
}

func partFields() []record.Field[*classify.Part] {
	type part = classify.Part
	text := func(name, doc string, get func(*part) string) record.Field[*part] {
		return record.Text(name, doc, func(b []byte, p *part) []byte { return append(b, get(p)...) })
	}
	number := func(name, doc string, get func(*part) int) record.Field[*part] {
		return record.Number(name, doc, func(b []byte, p *part) []byte { return strconv.AppendInt(b, int64(get(p)), 10) })
	}
	return []record.Field[*part]{
		number("first", "its first bit, 0 being the most significant", func(p *part) int { return p.First }),
		number("last", "its last bit", func(p *part) int { return p.Last }),
		text("kind", "what it is for", func(p *part) string { return p.Kind.String() }).OneOf(fields.Words(classify.PartUnknown, classify.PartHash)...),
		text("name", "what it is called", func(p *part) string { return p.Name }),
		text("value", "what it says", func(p *part) string { return p.Value }),
		text("meaning", "what that means", func(p *part) string { return p.Meaning }),
		record.Flag("likely", "whether the bits only look so", func(p *part) bool { return p.Likely }),
		record.Subs("bits", "single bits with a name", func(p *part) []classify.Bit { return p.Bits }, []record.Field[*classify.Bit]{
			record.Number("at", "which bit", func(b []byte, p *classify.Bit) []byte { return strconv.AppendInt(b, int64(p.At), 10) }),
			record.Text("name", "what it is called", func(b []byte, p *classify.Bit) []byte { return append(b, p.Name...) }),
			record.Flag("set", "whether it is 1", func(p *classify.Bit) bool { return p.Set }),
			record.Text("meaning", "what that means", func(b []byte, p *classify.Bit) []byte { return append(b, p.Meaning...) }),
		}),
	}
}

func chainFields() []record.Field[*classify.Row] {
	list := []record.Field[*classify.Row]{
		record.Text("registry", "the list it stands in", func(b []byte, r *classify.Row) []byte { return append(b, r.Registry.String()...) }),
	}
	return append(list, fields.Registry()[:4]...)
}

func warningFields() []record.Field[*classify.Warning] {
	return []record.Field[*classify.Warning]{
		record.Text("text", "a phrase", func(b []byte, w *classify.Warning) []byte { return append(b, w.Text...) }),
		record.Text("rfc", "the document that says so", func(b []byte, w *classify.Warning) []byte { return append(b, w.RFC...) }),
	}
}

func blockFields() []record.Field[*subnet.Info] {
	address := func(name, doc string, get func(*subnet.Info) netip.Addr) record.Field[*subnet.Info] {
		return record.Text(name, doc, func(b []byte, in *subnet.Info) []byte { return addr.AppendAddr(b, get(in)) })
	}
	count := func(name, doc string, get func(*subnet.Info) subnet.Count) record.Field[*subnet.Info] {
		return record.Count(name, doc, func(b []byte, in *subnet.Info) []byte {
			if c := get(in); !c.IsZero() {
				return c.AppendTo(b)
			}
			return b
		})
	}
	return []record.Field[*subnet.Info]{
		record.Text("prefix", "the prefix, host bits off", func(b []byte, in *subnet.Info) []byte { return addr.AppendPrefix(b, in.Prefix) }),
		address("first", "its first address", func(in *subnet.Info) netip.Addr { return in.First() }),
		address("last", "its last address", func(in *subnet.Info) netip.Addr { return in.Last() }),
		count("count", "how many addresses", func(in *subnet.Info) subnet.Count { return in.Count() }),
		record.Number("count_log2", "the power of two that is", func(b []byte, in *subnet.Info) []byte {
			n, _ := in.Count().Log2()
			return strconv.AppendInt(b, int64(n), 10)
		}),
		count("subnets_64", "how many /64", func(in *subnet.Info) subnet.Count { return in.Subnets64 }),
		record.Text("parent", "the prefix one bit shorter", func(b []byte, in *subnet.Info) []byte { return addr.AppendPrefix(b, in.Parent) }),
		address("mask", "IPv4 netmask", func(in *subnet.Info) netip.Addr { return in.Mask }),
		address("wildcard", "IPv4 wildcard mask", func(in *subnet.Info) netip.Addr { return in.Wildcard }),
		address("broadcast", "IPv4 broadcast address", func(in *subnet.Info) netip.Addr { return in.Broadcast }),
		count("usable", "how many addresses hosts may have, IPv4", func(in *subnet.Info) subnet.Count { return in.Usable }),
	}
}

func spellingFields() []record.Field[*explainRecord] {
	var fields []record.Field[*explainRecord]
	add := func(name, doc string) {
		fields = append(fields, record.Text(name, doc, func(b []byte, r *explainRecord) []byte {
			return append(b, r.spelling(name)...)
		}))
	}
	for _, f := range addrForms() {
		add(f.String(), f.Doc())
	}
	add("mapped", "the IPv4-mapped IPv6 address")
	for f := eui64.Colon; f <= eui64.Bare; f++ {
		add(f.String(), "a MAC as "+f.String())
	}
	return fields
}

// macOf is the Ethernet address of a group; the zero MAC where there is none.
func macOf(group netip.Addr) eui64.MAC {
	m, err := multicast.MAC(group)
	if err != nil {
		return eui64.MAC{}
	}
	return m
}
