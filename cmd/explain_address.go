package cmd

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/embed4"
	"github.com/hextet/hextet/internal/card"
	"github.com/hextet/hextet/multicast"
)

// explainAddr finds out about one address.
func (r *explainRecord) explainAddr(o classify.Options) {
	it := r.thing.item
	a := it.NetipAddr()
	r.octets = it.Addr.AsSlice()
	r.parts = classify.Anatomy(it.Addr)
	r.chain = classify.Chain(it.Addr)
	slices.Reverse(r.chain)
	r.warnings = classify.Warnings(a)
	if r.alsoMAC.IsValid() {
		r.warn("also reads as the MAC "+r.alsoMAC.String()+", which --from mac explains", "")
	}
	f := r.Facts()
	if o.Vendors != nil {
		r.nameVendor(f.Vendor)
	}
	if s, err := multicast.SolicitedNode(a); err == nil && f.Class.Cast == classify.CastUnicast &&
		f.Class.Type != classify.Loopback && f.Class.Type != classify.IPv4Mapped {
		r.solicited = s
		r.frames = macOf(s)
	} else if f.HasMulticast {
		r.frames = macOf(it.Addr)
	}
	whole := netip.PrefixFrom(it.Addr, it.Addr.BitLen())
	r.reverse(whole)
	it.Bits = -1
	r.write(it)
	if it.Addr.Is4() {
		if m, err := (embed4.Mapped{}).Encode(it.Addr); err == nil {
			r.spell("mapped", string(addr.AppendAddr(nil, m)))
		}
	}
}

// nameVendor puts the vendor of the user's own files in the place of the
// built-in one.
func (r *explainRecord) nameVendor(name string) {
	for i := range r.parts {
		if p := &r.parts[i]; p.Kind == classify.PartOUI && !r.Facts().IID.MAC.IsLocal() {
			p.Meaning = name
		}
	}
}

// write fills in the other spellings of it, which has no length.
func (r *explainRecord) write(it addr.Item) {
	canonical := it.String()
	for _, f := range addrForms() {
		b, err := addr.AppendForm(nil, it, f)
		if err != nil {
			continue
		}
		if f == addr.FormKAME && it.Zone == "" {
			continue // nothing to embed
		}
		if f != addr.FormFull && string(b) == canonical {
			continue
		}
		r.spell(f.String(), string(b))
	}
}

// reverse fills in the names of the reverse zones that make up p.
func (r *explainRecord) reverse(p netip.Prefix) {
	for zone := range addr.ReverseZones(p) {
		if b, err := addr.AppendZone(nil, zone, ""); err == nil {
			r.zones = append(r.zones, string(b))
		}
	}
}

// nouns are the first words of the phrase about an address, where the detail
// does not begin with what it is.
func noun(c classify.Class) string {
	switch c.Type {
	case classify.Unspecified:
		return "unspecified address"
	case classify.Loopback:
		return "loopback address"
	case classify.IPv4Mapped:
		return "IPv4-mapped address"
	case classify.IPv4Compatible:
		return "IPv4-compatible address"
	case classify.IPv4Translated:
		return "IPv4-translated address (SIIT)"
	case classify.NAT64:
		return "NAT64 address"
	case classify.NAT64Local:
		return "NAT64 address"
	case classify.DiscardOnly:
		return "discard-only address"
	case classify.UniqueLocal:
		return "unique local address (ULA)"
	case classify.LinkLocal:
		return "link-local address"
	case classify.SiteLocal:
		return "site-local address"
	case classify.Multicast:
		return "multicast group"
	case classify.GlobalUnicast:
		if c.Family == 4 {
			return "public address"
		}
		return "global unicast address"
	case classify.Reserved, classify.Mixed:
		return ""
	case classify.Broadcast:
		return "limited broadcast"
	case classify.Shared:
		return "shared address (CGN)"
	case classify.Documentation:
		return "documentation address"
	}
	return ""
}

// addrPhrase says what an address is.
func (r *explainRecord) addrPhrase() string {
	f := r.Facts()
	detail := string(r.AppendDetail(nil))
	detail = strings.TrimPrefix(strings.TrimPrefix(detail, "unique local, "), "link-local, ")
	s := noun(f.Class)
	site, isSite := strings.CutPrefix(detail, "6to4 of ")
	switch {
	case f.Class.Type == classify.Teredo:
		s = strings.Replace(detail, ", server", ", through server", 1)
	case isSite:
		s = "6to4 address, in the site of router " + site
	case s == "":
		s = detail
	case f.Class.Type == classify.Documentation:
		s += detail[len("documentation"):]
	case detail != "":
		s += ", " + detail
	}
	if f.HasIID && f.IID.MAC.IsValid() {
		s += ", made of MAC " + f.IID.MAC.String()
	}
	if r.form != addr.FormCanonical && r.form != addr.FormFull && r.form != addr.FormMixed {
		s += ", read from " + formPhrase(r.form)
	}
	return capital(s)
}

func formPhrase(f addr.Form) string {
	switch f {
	case addr.FormHex:
		return "hexadecimal"
	case addr.FormInt:
		return "a decimal number"
	case addr.FormBin:
		return "binary digits"
	case addr.FormBase85:
		return "base 85"
	case addr.FormArpa, addr.FormIP6Int, addr.FormBitString:
		return "a reverse DNS name"
	case addr.FormBytes:
		return "bytes"
	case addr.FormURL:
		return "a URL or brackets"
	case addr.FormUNC:
		return "a UNC name"
	case addr.FormKAME:
		return "KAME's form"
	}
	return f.String()
}

// addrFacts are the lines of the card of an address.
func (r *explainRecord) addrFacts() []card.Fact {
	f := r.Facts()
	var facts []card.Fact
	add := func(label, value, remark string) {
		if value != "" {
			facts = append(facts, card.Fact{Label: label, Value: value, Remark: remark})
		}
	}
	facts = r.kindFacts(facts)
	if z := r.thing.item.Zone; z != "" {
		add("zone", z, "")
	}
	for i, v4 := range f.IPv4 {
		label := "IPv4"
		if i > 0 {
			label = ""
		}
		what := v4.Role.String()
		switch v4.Mechanism {
		case embed4.MechTeredo:
			what = "Teredo " + what
		case embed4.MechSixToFour:
			what = "6to4 " + what
		case embed4.MechISATAP:
			what = "ISATAP " + what
		default:
			what = v4.Mechanism.String() + " " + what
		}
		if v4.HasPort {
			what += ", port " + itoa(int(v4.Port))
		}
		if v4.Certainty == embed4.Likely {
			what += ", by its looks"
		}
		add(label, v4.Addr.String(), what)
	}
	if f.HasIID {
		reason := string(f.IID.AppendReason(nil))
		if _, rest, ok := strings.Cut(reason, "(RFC 5453), "); ok {
			reason = rest // that it is reserved is a warning already
		}
		for _, p := range r.parts {
			if p.Meaning == reason {
				reason = ""
			}
		}
		add("identifier", f.IID.Kind.String(), reason)
		if m := f.IID.MAC; m.IsValid() {
			vendor := f.Vendor
			if vm, ok := classify.VMVendor(m); ok && vm != vendor {
				if vendor != "" {
					vendor += ", "
				}
				vendor += vm + " virtual machine"
			}
			if vendor == "" && m.IsLocal() {
				vendor = "locally administered"
			}
			add("MAC", m.String(), vendor)
		}
	}
	if f.HasMulticast {
		facts = append(facts, groupFacts(&f.Multicast)...)
	}
	if r.solicited.IsValid() {
		add("neighbors", r.solicited.String(), "solicited-node group, RFC 4291")
		add("", r.frames.String(), "its Ethernet address, RFC 2464")
	} else if r.frames.IsValid() {
		rfc := "RFC 2464"
		if r.Class.Family == 4 {
			rfc = "RFC 1112"
		}
		add("Ethernet", r.frames.String(), rfc)
	}
	facts = append(facts, card.Fact{})
	for _, z := range r.zones {
		add("reverse", z, "")
	}
	return append(facts, r.spellingFacts()...)
}

// groupFacts are the facts about a multicast group that its picture does not
// tell.
func groupFacts(info *multicast.Info) (facts []card.Fact) {
	add := func(label, value, remark string) {
		if value != "" {
			facts = append(facts, card.Fact{Label: label, Value: value, Remark: remark})
		}
	}
	kind := info.Kind.String()
	add("group", kind, "")
	if info.Name != "" {
		remark := info.Reference
		if info.FormerName != "" {
			remark = joined(remark, "formerly "+info.FormerName)
		}
		add("name", info.Name, remark)
	}
	if info.Block != "" && info.Block != info.Name {
		add("block", info.Block, "")
	}
	if info.AS != 0 {
		add("AS", itoa(int(info.AS)), "its owner, RFC 3180")
	}
	if info.Prefix.IsValid() && info.Prefix.Bits() > 0 {
		add("owner", prefixText(info.Prefix), "RFC 3306")
	}
	if info.RP.IsValid() {
		add("RP", info.RP.String(), "rendezvous point, RFC 3956")
	}
	return facts
}

func prefixText(p netip.Prefix) string { return string(addr.AppendPrefix(nil, p)) }

func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + ", " + b
}

// kindFacts tell type, scope, registries and policy.
func (r *explainRecord) kindFacts(facts []card.Fact) []card.Fact {
	f := r.Facts()
	add := func(label, value, remark string) {
		facts = append(facts, card.Fact{Label: label, Value: value, Remark: remark})
	}
	typ := f.Class.Type.String()
	if f.Class.Cast.String() != typ {
		typ = joined(typ, castWord(f.Class.Cast))
	}
	if f.Deprecated {
		typ += ", deprecated"
	}
	add("type", typ, "")
	if s := f.Class.Scope.String(); s != "" {
		add("scope", s, "")
	}
	if f.HasAllocation {
		al := f.Allocation
		what := al.Registry
		if al.Legacy {
			what += ", legacy"
		}
		add("allocation", prefixText(al.Prefix), joined(what, al.Date))
	}
	label := "registry"
	for _, row := range r.chain {
		if f.HasAllocation && row.Prefix == f.Allocation.Prefix && row.Registry != classify.SpecialPurpose {
			continue
		}
		add(label, prefixText(row.Prefix), rowRemark(row))
		label = ""
	}
	if f.HasRow {
		yes, no := flagsOf(f.Row)
		if yes != "" {
			add("may be", yes, "")
		}
		if no != "" {
			add("may not be", no, "")
		}
	}
	if p := f.Policy; p.Prefix.IsValid() {
		add("policy", "precedence "+itoa(int(p.Precedence))+", label "+itoa(int(p.Label)), prefixText(p.Prefix)+", RFC 6724")
	}
	return facts
}

func castWord(c classify.Cast) string {
	if c == classify.CastMixed {
		return "of several casts"
	}
	return c.String()
}

// rowRemark is what there is to say of a registry row behind its prefix.
func rowRemark(row classify.Row) string {
	s := row.Name
	for _, rfc := range row.RFC {
		s += ", " + cite(rfc)
	}
	return s
}

// flagsOf says what a registry row says yes and no to.
func flagsOf(row classify.Row) (yes, no string) {
	add := func(f classify.Flag, word string) {
		switch f {
		case classify.True:
			yes = joined(yes, word)
		case classify.False:
			no = joined(no, word)
		}
	}
	add(row.Source, "source")
	add(row.Destination, "destination")
	add(row.Forwardable, "forwarded")
	add(row.GloballyReachable, "reached globally")
	return yes, no
}

// spellingFacts are the lines with the other ways to write the thing.
func (r *explainRecord) spellingFacts() (facts []card.Fact) {
	for _, s := range [...]struct{ label, name string }{
		{"mapped", "mapped"},
		{"hex", addr.FormHex.String()},
		{"integer", addr.FormInt.String()},
		{"base 85", addr.FormBase85.String()},
		{"URL", addr.FormURL.String()},
		{"UNC", addr.FormUNC.String()},
		{"KAME", addr.FormKAME.String()},
	} {
		if text := r.spelling(s.name); text != "" {
			facts = append(facts, card.Fact{Label: s.label, Value: text})
		}
	}
	return facts
}
