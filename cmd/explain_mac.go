package cmd

import (
	"net/netip"
	"strconv"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/card"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/multicast"
)

// hardware is what there is to know of a MAC.
type hardware struct {
	vendor    string
	machine   string // a hypervisor whose virtual machines have such MACs
	hasIID    bool
	id        eui64.IID
	linkLocal netip.Addr
	groups    []netip.Addr // IPv4 groups that it stands for
}

// explainMAC finds out about a MAC.
func (r *explainRecord) explainMAC(o classify.Options) {
	m := r.mac
	h := &r.hardware
	if o.Vendors != nil {
		h.vendor, _ = o.Vendors.Vendor(m)
	} else {
		h.vendor, _ = classify.Vendor(m)
	}
	h.machine, _ = classify.VMVendor(m)
	r.octets = m.AppendOctets(nil)
	r.parts = macParts(m, h.vendor)
	for f := eui64.Colon; f <= eui64.Bare; f++ {
		r.spell(f.String(), string(m.Append(nil, f)))
	}
	if r.alsoInt {
		r.warn("also reads as a decimal number, which --from int explains", "")
	}
	if a := r.alsoAddr; a.IsValid() {
		r.warn("also reads as the address "+string(addr.AppendAddr(nil, a))+", which --from full explains", "")
	}
	if id, err := eui64.FromMAC(m); err == nil {
		h.id, h.hasIID = id, true
		link := netip.PrefixFrom(netip.AddrFrom16([16]byte{0: 0xfe, 1: 0x80}), 64)
		if a, err := eui64.Address(link, id); err == nil {
			h.linkLocal = a
			r.solicited, _ = multicast.SolicitedNode(a)
			r.frames = macOf(r.solicited)
		}
	} else if seq, err := multicast.IPv4Groups(m); err == nil {
		for g := range seq {
			h.groups = append(h.groups, g)
		}
	}
	for remark := range m.Remarks() {
		r.remarks = append(r.remarks, classify.Warning{Text: remark.Text, RFC: remark.Reference})
	}
}

// macParts takes a MAC apart.
//
//	| OUI 24 | NIC 24 |            bits 6 and 7: U/L and I/G
//	| OUI 24 | ff:fe | NIC 24 |    a MAC-48 grown to an EUI-64
//	| 33:33 | group 32 |           RFC 2464 section 7
//	| 01:00:5e, 0 | group 23 |     RFC 1112 section 6.4
func macParts(m eui64.MAC, vendor string) (parts []classify.Part) {
	end := m.Len() * 8
	at := 0
	text := m.String()
	take := func(n int, kind classify.PartKind, name, meaning string) *classify.Part {
		p := classify.Part{First: at, Last: at + n - 1, Kind: kind, Name: name, Meaning: meaning}
		if at%8 == 0 && n%8 == 0 {
			p.Value = text[at/8*3 : (at+n)/8*3-1]
		}
		at += n
		parts = append(parts, p)
		return &parts[len(parts)-1]
	}
	flags := func(p *classify.Part) {
		local := classify.Bit{At: 6, Name: "U/L", Set: m.IsLocal(), Meaning: "universal, from an IEEE block"}
		if m.IsLocal() {
			local.Meaning = "locally administered"
		}
		group := classify.Bit{At: 7, Name: "I/G", Set: m.IsGroup(), Meaning: "individual"}
		if m.IsGroup() {
			group.Meaning = "group"
		}
		p.Bits = []classify.Bit{local, group}
	}
	v := m.Uint64()
	switch {
	case m.IsBroadcast():
		flags(take(end, classify.PartGroup, "all ones", "broadcast"))
	case end == 48 && v>>32 == 0x3333:
		flags(take(16, classify.PartPrefix, "prefix", "IPv6 multicast"))
		take(32, classify.PartGroup, "group", "last 32 bits of the IPv6 group")
	case end == 48 && v>>23 == 0x01005e<<1:
		p := take(25, classify.PartPrefix, "prefix", "IPv4 multicast")
		p.Value = text[:8]
		flags(p)
		p = take(23, classify.PartGroup, "group", "last 23 bits of the IPv4 group")
		p.Value = strconv.Itoa(int(v>>16&0x7f)) + "." + strconv.Itoa(int(v>>8&0xff)) + "." + strconv.Itoa(int(v&0xff))
	case m.IsLocal():
		flags(take(8, classify.PartFlags, "first octet", m.Quadrant().String()))
		take(end-8, classify.PartNIC, "the rest", "made up locally")
		// It has Bits of its own, and as flags would be shown in binary twice.
		parts[0].Kind = classify.PartNetwork
	default:
		flags(take(24, classify.PartOUI, "OUI", vendor))
		if _, grown := m.MAC48(); end == 64 && grown {
			take(16, classify.PartMark, "ff:fe", "put into the middle of a MAC-48")
		}
		take(end-at, classify.PartNIC, "NIC", "")
	}
	return parts
}

// macPhrase says what a MAC is.
func (r *explainRecord) macPhrase() string {
	m, h := r.mac, &r.hardware
	s := "MAC-48"
	if m.Len() == 8 {
		s = "EUI-64"
	}
	switch {
	case m.IsBroadcast():
		return s + ", broadcast"
	case m.IsGroup():
		s += ", group address"
		if len(r.parts) == 2 && r.parts[0].Kind == classify.PartPrefix {
			s += ", " + r.parts[0].Meaning
		}
	case m.IsLocal():
		s += ", locally administered"
	case h.vendor != "":
		s += " of " + h.vendor
	default:
		s += ", of no known vendor"
	}
	if h.machine != "" && h.machine != h.vendor {
		s += ", " + h.machine + " virtual machine"
	}
	return s
}

// macFacts are the lines of the card of a MAC.
func (r *explainRecord) macFacts() (facts []card.Fact) {
	m, h := r.mac, &r.hardware
	add := func(label, value, remark string) {
		if value != "" {
			facts = append(facts, card.Fact{Label: label, Value: value, Remark: remark})
		}
	}
	add("vendor", h.vendor, "")
	if h.machine != h.vendor {
		add("hypervisor", h.machine, "RFC 7707 section 4.1.1.2")
	}
	if m.Len() == 6 && !m.IsGroup() {
		add("EUI-64", m.EUI64().String(), "ff:fe in its middle, RFC 4291 appendix A")
	}
	if short, ok := m.MAC48(); ok && m.Len() == 8 {
		add("MAC-48", short.String(), "without ff:fe")
	}
	if h.hasIID {
		add("identifier", h.id.String(), "Modified EUI-64: the U/L bit inverted")
		add("link-local", h.linkLocal.String(), "RFC 4862")
		add("neighbors", r.solicited.String(), "solicited-node group, RFC 4291")
		add("", r.frames.String(), "its Ethernet address, RFC 2464")
	}
	if n := len(h.groups); n > 0 {
		add("IPv4 groups", h.groups[0].String(), "the first of the "+itoa(n)+" that share it, RFC 1112")
		add("", h.groups[n-1].String(), "the last")
	}
	label := "spellings"
	for f := eui64.Colon; f <= eui64.Bare; f++ {
		if s := r.spelling(f.String()); s != "" && s != m.String() {
			add(label, s, "")
			label = ""
		}
	}
	return append(facts, r.remarkFacts()...)
}

func macFields() []record.Field[*explainRecord] {
	text := func(name, doc string, get func(r *explainRecord) string) record.Field[*explainRecord] {
		return record.Text(name, doc, func(b []byte, r *explainRecord) []byte { return append(b, get(r)...) })
	}
	return []record.Field[*explainRecord]{
		text("address", "with colons", func(r *explainRecord) string { return r.mac.String() }),
		record.Number("bits", "48 or 64", func(b []byte, r *explainRecord) []byte { return append(b, itoa(r.mac.Len()*8)...) }),
		text("vendor", "who the IEEE assigned its block to", func(r *explainRecord) string { return r.hardware.vendor }),
		text("hypervisor", "whose virtual machines have such MACs", func(r *explainRecord) string { return r.hardware.machine }),
		record.Flag("local", "the U/L bit: made up on the spot", func(r *explainRecord) bool { return r.mac.IsLocal() }),
		record.Flag("group", "the I/G bit: no single interface", func(r *explainRecord) bool { return r.mac.IsGroup() }),
		text("quadrant", "of a local address, by IEEE 802c", func(r *explainRecord) string { return r.mac.Quadrant().String() }),
		text("eui64", "as an EUI-64", func(r *explainRecord) string {
			if r.mac.IsGroup() {
				return ""
			}
			return r.mac.EUI64().String()
		}),
		text("mac48", "as a MAC-48, where it is one", func(r *explainRecord) string {
			if m, ok := r.mac.MAC48(); ok {
				return m.String()
			}
			return ""
		}),
		text("iid", "the Modified EUI-64 interface identifier", func(r *explainRecord) string {
			if !r.hardware.hasIID {
				return ""
			}
			return r.hardware.id.String()
		}),
		record.Text("link_local", "the link-local address", func(b []byte, r *explainRecord) []byte {
			return addr.AppendAddr(b, r.hardware.linkLocal)
		}),
		record.Texts("ipv4_groups", "the IPv4 groups that share it", func(r *explainRecord) []string {
			var list []string
			for _, g := range r.hardware.groups {
				list = append(list, g.String())
			}
			return list
		}),
	}
}
