package explain

import (
	"encoding/hex"
	"net/netip"
	"strconv"
	"time"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/explain"
	"github.com/hextet/hextet/internal/fields"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/subnet"
)

// An explainRecord is everything known about a thing. Cards and records are both made
// from these facts, so they always agree.
type explainRecord struct {
	fields.Classified // for an address or a prefix
	*explain.Facts
	comparison *explain.Comparison // replaces everything else
}

// explain fills in r for t.
func (r *explainRecord) explain(t explain.Thing, o classify.Options) {
	r.Facts, r.comparison = explain.Of(t, o), nil
	if r.HasClass() {
		r.Set(r.Facts.Item, o)
	}
}

func explainTable() record.Table[*explainRecord] {
	t := record.Table[*explainRecord]{Default: "address,type,scope,detail"}
	t.Fields = append(t.Fields,
		record.TextOf("kind", "the kind of item", func(r *explainRecord) string {
			if r.comparison != nil {
				return "comparison"
			}
			return r.Kind.String()
		}).OneOf("address", "prefix", "range", "mac", "duid", "comparison"),
		record.TextOf("form", "the form of the input", func(r *explainRecord) string {
			if r.comparison != nil {
				return ""
			}
			return r.FormName()
		}).OneOf(formWords()...),
		record.TextOf("headline", "a one-line description", func(r *explainRecord) string {
			if r.comparison != nil {
				return r.comparison.Headline()
			}
			return r.Headline()
		}))
	for _, f := range fields.ClassifiedTable().Fields {
		if f.Name == "detail" {
			t.Fields = append(t.Fields, record.TextOf(f.Name, f.Doc, func(r *explainRecord) string {
				switch {
				case r.HasClass():
					return string(r.AppendDetail(nil))
				case r.comparison == nil && r.Kind == explain.MAC:
					return r.MACDetail()
				}
				return ""
			}))
			continue
		}
		t.Fields = append(t.Fields, record.
			Of(f, func(r *explainRecord) *fields.Classified { return &r.Classified }).
			When((*explainRecord).HasClass))
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
		record.Subs("fields", "the fields of the address, in order", func(r *explainRecord) []classify.Part { return r.Parts }, partFields()),
		record.Subs("chain", "all registry entries that contain it, the most specific first", func(r *explainRecord) []classify.Row { return r.Chain }, chainFields()),
		record.Sub("block", "facts about a prefix or range", func(r *explainRecord) *subnet.Info {
			if r.Block.First.IsValid() {
				return &r.Block
			}
			return nil
		}, blockFields()),
		record.Texts("prefixes", "the fewest prefixes that cover a range", func(r *explainRecord) []string {
			var list []string
			for _, p := range r.Prefixes {
				list = append(list, string(addr.AppendPrefix(nil, p)))
			}
			return list
		}),
		record.Subs("contains", "registry entries within a prefix", func(r *explainRecord) []classify.Row { return r.Inside }, chainFields()),
		record.Text("solicited_node", "the solicited-node group of a unicast address", func(b []byte, r *explainRecord) []byte {
			return addr.AppendAddr(b, r.Solicited)
		}),
		record.TextOf("solicited_node_mac", "the Ethernet address of that group", mac(func(r *explainRecord) eui64.MAC {
			if r.Solicited.IsValid() {
				return r.Frames
			}
			return eui64.MAC{}
		})),
		record.TextOf("multicast_mac", "the Ethernet address of a multicast group", mac(func(r *explainRecord) eui64.MAC {
			if r.Solicited.IsValid() {
				return eui64.MAC{}
			}
			return r.Frames
		})),
		record.Texts("reverse", "its reverse DNS name, or the names of its zones", func(r *explainRecord) []string { return r.Zones }),
		record.Sub("spellings", "other text forms", func(r *explainRecord) *explainRecord {
			if len(r.Spellings) == 0 {
				return nil
			}
			return r
		}, spellingFields()),
		record.Sub("mac", "facts about a MAC", func(r *explainRecord) *explainRecord {
			if r.Kind == explain.MAC {
				return r
			}
			return nil
		}, macFields()),
		record.Sub("duid", "facts about a DUID", func(r *explainRecord) *explain.Identifier {
			if r.Kind == explain.DUID {
				return &r.DUID
			}
			return nil
		}, duidFields()),
		record.Sub("sid", "the address as an SRv6 segment identifier, with --locator", func(r *explainRecord) *classify.SID { return r.SID }, sidFields()),
		record.Subs("databases", "what the databases of --mmdb have", func(r *explainRecord) []explain.Answer { return r.Answers }, answerFields()),
		record.Sub("historic", "what the address meant before the rules of today", func(r *explainRecord) *explain.Historic {
			if h := &r.Historic; h.Class != nil || h.Aggregatable != nil {
				return h
			}
			return nil
		}, historicFields()),
		record.Sub("comparison", "the result of --diff", func(r *explainRecord) *explain.Comparison { return r.comparison }, comparisonFields()),
		record.Subs("warnings", "warnings", func(r *explainRecord) []addr.Remark { return r.Warnings }, warningFields()),
		record.Subs("verdicts", "checks that passed", func(r *explainRecord) []addr.Remark { return r.Verdicts }, warningFields()),
		record.Subs("remarks", "other remarks", func(r *explainRecord) []addr.Remark { return r.Remarks }, warningFields()),
	)
	return t
}

func formWords() []string {
	list := []string{explain.MACForm, explain.DUIDForm, explain.RangeForm}
	for _, f := range addr.Forms() {
		list = append(list, f.String())
	}
	return list
}

func partFields() []record.Field[*classify.Part] {
	type part = classify.Part
	return []record.Field[*part]{
		record.Int("first", "its first bit, 0 being the most significant", func(p *part) int { return p.First }),
		record.Int("last", "its last bit", func(p *part) int { return p.Last }),
		record.TextOf("kind", "the kind of field", func(p *part) string { return p.Kind.String() }).OneOf(fields.Words(classify.PartUnknown, classify.PartHash)...),
		record.TextOf("name", "the name", func(p *part) string { return p.Name }),
		record.TextOf("value", "the value", func(p *part) string { return p.Value }),
		record.TextOf("meaning", "the meaning", func(p *part) string { return p.Meaning }),
		record.Flag("likely", "whether only a pattern suggests this", func(p *part) bool { return p.Likely }),
		record.Subs("bits", "named bits", func(p *part) []classify.Bit { return p.Bits }, []record.Field[*classify.Bit]{
			record.Number("at", "the bit number", func(b []byte, p *classify.Bit) []byte { return strconv.AppendInt(b, int64(p.At), 10) }),
			record.Text("name", "the name", func(b []byte, p *classify.Bit) []byte { return append(b, p.Name...) }),
			record.Flag("set", "whether it is 1", func(p *classify.Bit) bool { return p.Set }),
			record.Text("meaning", "the meaning", func(b []byte, p *classify.Bit) []byte { return append(b, p.Meaning...) }),
		}),
	}
}

func chainFields() []record.Field[*classify.Row] {
	list := []record.Field[*classify.Row]{
		record.Text("registry", "the registry", func(b []byte, r *classify.Row) []byte { return append(b, r.Registry.String()...) }),
	}
	return append(list, fields.Registry()[:4]...)
}

func warningFields() []record.Field[*addr.Remark] {
	return []record.Field[*addr.Remark]{
		record.Text("text", "the text", func(b []byte, w *addr.Remark) []byte { return append(b, w.Text...) }),
		record.Text("rfc", "the source document", func(b []byte, w *addr.Remark) []byte { return append(b, w.Reference...) }),
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
		record.Text("prefix", "the prefix without host bits", func(b []byte, in *subnet.Info) []byte { return addr.AppendPrefix(b, in.Prefix) }),
		address("first", "its first address", func(in *subnet.Info) netip.Addr { return in.First }),
		address("last", "its last address", func(in *subnet.Info) netip.Addr { return in.Last }),
		count("count", "the number of addresses", func(in *subnet.Info) subnet.Count { return in.Count }),
		record.Number("count_log2", "n if the count is 2^n", func(b []byte, in *subnet.Info) []byte {
			n, ok := in.Count.Log2()
			if !ok {
				return b
			}
			return strconv.AppendInt(b, int64(n), 10)
		}),
		count("subnets_64", "the number of /64 subnets", func(in *subnet.Info) subnet.Count { return in.Subnets64 }),
		record.Text("parent", "the enclosing prefix, one bit shorter", func(b []byte, in *subnet.Info) []byte { return addr.AppendPrefix(b, in.Parent) }),
		address("mask", "IPv4 netmask", func(in *subnet.Info) netip.Addr { return in.Mask }),
		address("wildcard", "IPv4 wildcard mask", func(in *subnet.Info) netip.Addr { return in.Wildcard }),
		address("broadcast", "IPv4 broadcast address", func(in *subnet.Info) netip.Addr { return in.Broadcast }),
		count("usable", "the number of usable IPv4 host addresses", func(in *subnet.Info) subnet.Count { return in.Usable }),
	}
}

func spellingFields() []record.Field[*explainRecord] {
	var fields []record.Field[*explainRecord]
	add := func(name, doc string) {
		fields = append(fields, record.Text(name, doc, func(b []byte, r *explainRecord) []byte {
			return append(b, r.Spelling(name)...)
		}))
	}
	for _, f := range explain.Forms() {
		add(f.String(), f.Doc())
	}
	add("mapped", "the IPv4-mapped IPv6 address")
	for f := eui64.Colon; f <= eui64.Bare; f++ {
		add(f.String(), "a MAC as "+f.String())
	}
	return fields
}

func macFields() []record.Field[*explainRecord] {
	return []record.Field[*explainRecord]{
		record.TextOf("address", "the MAC, with colons", func(r *explainRecord) string { return r.MAC.String() }),
		record.Number("bits", "48 or 64", func(b []byte, r *explainRecord) []byte {
			return strconv.AppendInt(b, int64(r.MAC.Len()*8), 10)
		}),
		record.TextOf("vendor", "the vendor (IEEE registry)", func(r *explainRecord) string { return r.Hardware.Vendor }),
		record.TextOf("hypervisor", "the hypervisor that uses such MACs", func(r *explainRecord) string { return r.Hardware.Hypervisor }),
		record.Text("ipv4", "the IPv4 address that a hypervisor put into it", func(b []byte, r *explainRecord) []byte {
			return addr.AppendAddr(b, r.Hardware.IPv4)
		}),
		record.Flag("likely_randomized", "it looks as if drawn at random", func(r *explainRecord) bool { return r.Hardware.Randomized }),
		record.Flag("local", "the U/L bit: locally administered", func(r *explainRecord) bool { return r.MAC.IsLocal() }),
		record.Flag("group", "the I/G bit: a group address", func(r *explainRecord) bool { return r.MAC.IsGroup() }),
		record.TextOf("quadrant", "the IEEE 802c quadrant of a local address", func(r *explainRecord) string { return r.MAC.Quadrant().String() }),
		record.TextOf("eui64", "as an EUI-64", func(r *explainRecord) string {
			if r.MAC.IsGroup() {
				return ""
			}
			return r.MAC.EUI64().String()
		}),
		record.TextOf("mac48", "as a MAC-48, if it is one", func(r *explainRecord) string {
			if m, ok := r.MAC.MAC48(); ok {
				return m.String()
			}
			return ""
		}),
		record.TextOf("iid", "the Modified EUI-64 interface identifier", func(r *explainRecord) string {
			if !r.Hardware.HasIID {
				return ""
			}
			return r.Hardware.IID.String()
		}),
		record.Text("link_local", "the link-local address", func(b []byte, r *explainRecord) []byte {
			return addr.AppendAddr(b, r.Hardware.LinkLocal)
		}),
		record.Texts("ipv4_groups", "the IPv4 groups that share it", func(r *explainRecord) []string {
			var list []string
			for _, g := range r.Hardware.IPv4Groups {
				list = append(list, g.String())
			}
			return list
		}),
		record.Text("ipv6_group", "the link-local IPv6 group that maps to it", func(b []byte, r *explainRecord) []byte {
			return addr.AppendAddr(b, r.Hardware.IPv6Group)
		}),
	}
}

func duidFields() []record.Field[*explain.Identifier] {
	type duid = explain.Identifier
	number := func(name, doc string, get func(*duid) uint64) record.Field[*duid] {
		return record.Number(name, doc, func(b []byte, d *duid) []byte {
			if v := get(d); v != 0 {
				b = strconv.AppendUint(b, v, 10)
			}
			return b
		})
	}
	return []record.Field[*duid]{
		record.Text("type", "the DUID type", func(b []byte, d *duid) []byte { return append(b, d.Type.String()...) }).
			OneOf(fields.Words(explain.DUIDUnknown, explain.DUIDUUID)...),
		number("type_number", "the type on the wire", func(d *duid) uint64 { return uint64(d.TypeNumber) }),
		number("hardware_type", "the link-layer type (ARP hardware type)", func(d *duid) uint64 { return uint64(d.Hardware) }),
		record.Text("time", "the time in it, RFC 3339", func(b []byte, d *duid) []byte {
			if d.Time.IsZero() {
				return b
			}
			return d.Time.AppendFormat(b, time.RFC3339)
		}),
		record.Text("link_layer", "the link-layer address in hexadecimal", func(b []byte, d *duid) []byte { return hex.AppendEncode(b, d.Link) }),
		record.Text("mac", "the link-layer address, if it is a MAC", func(b []byte, d *duid) []byte { return d.MAC.AppendTo(b) }),
		number("enterprise", "the private enterprise number", func(d *duid) uint64 { return uint64(d.Enterprise) }),
		record.Text("identifier", "the vendor-assigned identifier in hexadecimal", func(b []byte, d *duid) []byte { return hex.AppendEncode(b, d.ID) }),
		record.Text("uuid", "the UUID", func(b []byte, d *duid) []byte { return append(b, d.UUID...) }),
	}
}

func sidFields() []record.Field[*classify.SID] {
	return []record.Field[*classify.SID]{
		record.Text("locator", "its locator", func(b []byte, s *classify.SID) []byte { return addr.AppendPrefix(b, s.Locator) }),
		record.Text("function", "its function, hexadecimal", func(b []byte, s *classify.SID) []byte {
			if s.Format.Function == 0 {
				return b
			}
			return s.AppendFunction(b)
		}),
		record.Text("argument", "its argument, hexadecimal", func(b []byte, s *classify.SID) []byte {
			if s.Format.Argument == 0 {
				return b
			}
			return s.AppendArgument(b)
		}),
		record.Flag("padded", "whether the bits after it are zero", func(s *classify.SID) bool { return s.Padded }),
	}
}

func answerFields() []record.Field[*explain.Answer] {
	return []record.Field[*explain.Answer]{
		record.Text("database", "what the database calls itself", func(b []byte, a *explain.Answer) []byte { return append(b, a.Database...) }),
		record.Text("network", "the network that answered", func(b []byte, a *explain.Answer) []byte { return addr.AppendPrefix(b, a.Network) }),
		record.Text("looked_up", "the IPv4 address inside that it answered for", func(b []byte, a *explain.Answer) []byte {
			return addr.AppendAddr(b, a.Looked)
		}),
		record.Subs("values", "the fields", func(a *explain.Answer) []explain.AnswerValue { return a.Values }, []record.Field[*explain.AnswerValue]{
			record.Text("field", "its path", func(b []byte, v *explain.AnswerValue) []byte { return append(b, v.Field...) }),
			record.Value("value", "its value", func(b []byte, v *explain.AnswerValue) []byte { return append(b, v.Text...) },
				func(b []byte, v *explain.AnswerValue) []byte { return v.AppendJSON(b) }),
		}),
	}
}

func historicFields() []record.Field[*explain.Historic] {
	number := func(name, doc string, get func(g *classify.Aggregatable) uint64) record.Field[*explain.Historic] {
		return record.Number(name, doc, func(b []byte, h *explain.Historic) []byte {
			if h.Aggregatable == nil {
				return b
			}
			return strconv.AppendUint(b, get(h.Aggregatable), 10)
		})
	}
	return []record.Field[*explain.Historic]{
		record.Text("class", "the class of an IPv4 address, A to E (RFC 791)", func(b []byte, h *explain.Historic) []byte {
			if h.Class == nil {
				return b
			}
			return append(b, h.Class.Letter)
		}),
		record.Text("class_network", "its network by its class", func(b []byte, h *explain.Historic) []byte {
			if h.Class == nil {
				return b
			}
			return addr.AppendPrefix(b, h.Class.Prefix)
		}),
		number("tla", "the top-level aggregation identifier (RFC 2374)", func(g *classify.Aggregatable) uint64 { return uint64(g.TLA) }),
		number("nla", "the next-level aggregation identifier", func(g *classify.Aggregatable) uint64 { return uint64(g.NLA) }),
		number("sla", "the site-level aggregation identifier", func(g *classify.Aggregatable) uint64 { return uint64(g.SLA) }),
	}
}
