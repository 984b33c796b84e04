package explain

import (
	"slices"
	"strings"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/classify/selection"
	"github.com/hextet/hextet/embed4"
	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/card"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/style"
	"github.com/hextet/hextet/multicast"
	"github.com/hextet/hextet/subnet"
)

// Card lays the facts out for a person.
func (f *Facts) Card() *card.Card {
	c := &card.Card{
		Title:    f.Title(),
		Headline: f.Headline(),
		Drawing:  f.drawing(),
	}
	switch f.Kind {
	case MAC:
		c.Digits = octetDigits(c.Title)
		c.Facts = f.macFacts()
	case DUID:
		c.Digits = octetDigits(c.Title)
		c.Facts = f.duidFacts()
	case Range:
		c.Facts = f.blockFacts()
	case Prefix:
		c.Digits = addrDigits(c.Title, f.Item)
		c.Facts = f.blockFacts()
	default:
		c.Digits = addrDigits(c.Title, f.Item)
		c.Facts = f.addrFacts()
	}
	c.Echoes = f.echoes(c)
	for _, w := range f.Warnings {
		v := card.Verdict{Tone: card.Warning, Text: w.Text, Source: w.Reference}
		if f.Record.Class.Type == classify.Multicast && w.Text == "never a source address" {
			v.Tone, v.Level = card.Note, card.Useful // true of every group
		}
		c.Verdicts = append(c.Verdicts, v)
	}
	for _, w := range f.Verdicts {
		c.Verdicts = append(c.Verdicts, card.Verdict{Tone: card.Good, Text: w.Text, Source: w.Reference, Level: card.Useful})
	}
	for _, w := range f.Remarks {
		v := card.Verdict{Tone: card.Note, Text: w.Text, Source: w.Reference, Level: card.Useful}
		if f.shown(w.Text) {
			v.Level = card.Full
		}
		c.Verdicts = append(c.Verdicts, v)
	}
	return c
}

// shown reports whether the rest of the card already says what a remark says.
func (f *Facts) shown(remark string) bool {
	return f.Kind == MAC && (strings.HasPrefix(remark, "group (multicast)") ||
		strings.HasPrefix(remark, "locally administered, ") ||
		strings.HasPrefix(remark, "in a special-purpose block") && (f.router != nil || f.MAC.IsGroup()))
}

// drawing returns the fields in plain words: adjacent reserved ones are merged, and the
// others have different hues.
func (f *Facts) drawing() card.Drawing {
	d := card.Drawing{Octets: f.Octets, Marks: f.marks()}
	switch {
	case f.Kind == MAC || f.Kind == DUID:
		d.Notation = card.Octets
	case len(f.Octets) == 4:
		d.Notation = card.IPv4
	}
	hue := card.Hue(0)
	for i := range f.Parts {
		p := &f.Parts[i]
		field := card.Field{First: p.First, Last: p.Last, Name: p.Name, Value: f.value(p), Remark: f.remark(p)}
		reserved := p.Kind == classify.PartZero
		if n := len(d.Fields); reserved && n > 0 && f.Parts[i-1].Kind == classify.PartZero {
			before := &d.Fields[n-1]
			before.Last, before.Name = p.Last, "reserved"
			if before.Value != "0" || field.Value != "0" {
				before.Value = hexDigits(f.Octets, before.First, before.Last)
			}
			continue
		}
		if !reserved && int(hue) < style.Hues {
			hue++
			field.Hue = hue
		}
		d.Fields = append(d.Fields, field)
	}
	return d
}

// marks returns the meaningful prefix lengths for a thing of this kind.
func (f *Facts) marks() []int {
	switch f.Kind {
	case MAC, DUID:
		return nil
	case Prefix:
		n := f.Item.Bits()
		if n == 0 {
			return nil
		}
		if len(f.Octets) == 16 && n < 64 && f.Record.HasAllocation {
			return []int{n, 64}
		}
		return []int{n}
	case Range:
		if n := subnet.Cover(f.Range).Bits(); n > 0 {
			return []int{n}
		}
		return nil
	}
	if f.Block.First.IsValid() {
		return []int{f.Item.Bits()}
	}
	if len(f.Octets) == 4 {
		if n := f.Parts[0].Last + 1; n < 32 {
			return []int{n}
		}
		return nil
	}
	switch f.Record.Class.Type {
	case classify.GlobalUnicast, classify.Documentation, classify.SixBone:
		return []int{32, 48, 64}
	case classify.UniqueLocal:
		return []int{48, 64}
	case classify.SixToFour:
		return []int{16, 48, 64}
	case classify.LinkLocal, classify.SiteLocal:
		return []int{64}
	case classify.Multicast:
		return nil // a prefix embedded in the group begins at bit 32
	}
	if n := f.Parts[0].Last + 1; f.Parts[0].Kind == classify.PartPrefix && n < 128 {
		return []int{n}
	}
	return nil
}

// bit returns bit n of octets.
func bit(octets []byte, n int) byte { return octets[n/8] >> (7 - n%8) & 1 }

// hexDigits formats whole digits with the separators of an address.
func hexDigits(octets []byte, first, last int) string {
	var b strings.Builder
	for d := first / 4; d <= last/4; d++ {
		if d > first/4 && d%4 == 0 {
			b.WriteByte(':')
		}
		v := octets[d/2] >> 4
		if d%2 == 1 {
			v = octets[d/2] & 15
		}
		b.WriteByte(ip.HexDigits[v])
	}
	return b.String()
}

// value returns the value of a part as shown: digits of the address have the same
// separators as in the address.
func (f *Facts) value(p *classify.Part) string {
	switch {
	case p.Kind == classify.PartZero && strings.Trim(p.Value, "0") == "":
		return "0"
	case p.Kind == classify.PartMark && p.Last-p.First > 64:
		return "" // the name says it, and the digits are already shown
	case len(f.Octets) == 16 && f.HasClass() && p.Last-p.First >= 16 && (p.First%4 != 0 || (p.Last+1)%4 != 0) &&
		len(p.Value) >= 4 && strings.Trim(p.Value, ip.HexDigits) == "":
		return "" // its digits differ from those of the address
	case len(f.Octets) != 16 || f.Kind == DUID || p.First%4 != 0 || p.Last-p.First < 16 || (p.Last+1)%4 != 0:
		return p.Value
	}
	digits := hexDigits(f.Octets, p.First, p.Last)
	if strings.ReplaceAll(digits, ":", "") != p.Value {
		return p.Value
	}
	return digits
}

// remark returns the remark that follows the value of a part.
func (f *Facts) remark(p *classify.Part) string {
	switch {
	case p.Kind == classify.PartFlags && p.Name == "flags" && len(p.Bits) > 0:
		return flagsRemark(p)
	case p.Meaning == p.Value:
		return ""
	case p.Kind == classify.PartPrefix && p.Meaning == "IANA":
		return ""
	case p.Kind == classify.PartGroup && p.Meaning != "" && f.Record.HasMulticast && p.Meaning == f.Record.Multicast.Name:
		return "" // already in the headline
	case f.Record.HasIID && p.Name == "IID" && p.Kind == classify.PartHost && p.Meaning != "zero":
		return "" // already a separate fact
	case p.Kind == classify.PartNetwork && p.Name == "global ID":
		return "" // already a verdict
	case p.Kind == classify.PartGroup && f.Record.HasMulticast && f.Record.Multicast.Flags&multicast.FlagT != 0 &&
		strings.HasPrefix(p.Meaning, "permanent"):
		return "" // how a permanent number is assigned, which does not apply to a transient group
	case len(p.Meaning) > 16 && strings.Contains(strings.ToLower(f.Headline()), strings.ToLower(p.Meaning)):
		return ""
	}
	s := strings.TrimPrefix(p.Meaning, "documentation, ")
	return strings.TrimSuffix(s, ", "+p.Value)
}

// noMeaning is what classify says about flag X.
const noMeaning = "no meaning yet"

// flagsRemark says which flags are set, by letter, and what that means. R, P and T each
// imply the ones after them (RFC 3956 section 3, RFC 3306 section 4), so the meaning of
// the first one is enough.
func flagsRemark(p *classify.Part) string {
	var set []string
	letters, first := "", ""
	for _, b := range p.Bits {
		if b.Set {
			set = append(set, b.Name+": "+b.Meaning)
			letters = strings.TrimPrefix(letters+" "+b.Name, " ")
			if first == "" || first == noMeaning {
				first = b.Meaning
			}
		}
	}
	if p.Bits[0].Name == "X" && letters != "" {
		return letters + ": " + first
	}
	if len(set) == 0 {
		if p.Bits[0].Name == "X" {
			return "none: permanent group"
		}
		return "none set"
	}
	return strings.Join(set, ", ")
}

// echoes returns the texts that repeat a field.
func (f *Facts) echoes(c *card.Card) (list []card.Echo) {
	hues := map[string]card.Hue{}
	for _, field := range c.Drawing.Fields {
		if field.Hue == 0 {
			continue
		}
		for _, text := range [...]string{field.Value, strings.ReplaceAll(field.Value, ":", "")} {
			if len(text) < 4 || strings.Contains(text, " ") || hues[text] != 0 || text == "0000" {
				continue
			}
			hues[text] = field.Hue
			list = append(list, card.Echo{Text: text, Hues: []card.Hue{field.Hue}})
		}
	}
	// A MAC consists of two fields.
	mac, first := f.MAC, 0
	if f.Kind == Address && f.Record.HasIID && f.Record.IID.MAC.IsValid() {
		mac, first = f.Record.IID.MAC, 64
	}
	if mac.IsValid() && mac.Len() == 6 {
		text := mac.String()
		e := card.Echo{Text: text}
		for i := range text {
			at := first + min(i, len(text)-1)/3*8
			if first > 0 && i >= 9 {
				at += 16 // skip ff:fe
			}
			e.Hues = append(e.Hues, hueAt(c.Drawing.Fields, at))
		}
		if len(c.Drawing.Fields) > 1 {
			list = append(list, e)
		}
	}
	return list
}

func hueAt(fields []card.Field, bit int) card.Hue {
	for i := range fields {
		if bit >= fields[i].First && bit <= fields[i].Last {
			return fields[i].Hue
		}
	}
	return 0
}

// A list collects facts.
type list struct {
	facts []card.Fact
	part  int
}

func (l *list) add(level card.Level, label, value, remark string) {
	if value != "" {
		l.facts = append(l.facts, card.Fact{Label: label, Value: value, Remark: remark, Level: level, Part: l.part})
	}
}

// next begins a new part.
func (l *list) next() { l.part++ }

// addrFacts returns the facts about an address: what it is, what is inside it, its
// neighbors, then registries and spellings.
func (f *Facts) addrFacts() []card.Fact {
	r := &f.Record
	var l list
	l.add(card.Core, "type", f.typePhrase(), "")
	if z := f.Item.Zone; z != "" {
		l.add(card.Core, "zone", z, "the interface, on this host only")
	}
	f.sidFacts(&l)
	f.answerFacts(&l)
	label := "IPv4"
	for _, v4 := range r.IPv4 {
		if v4.Certainty == embed4.Likely && r.HasIID && !r.IID.IPv4.IsValid() {
			continue // the facts about the identifier already say what it looks like
		}
		l.add(card.Core, label, v4.Addr.String(), f.ipv4Phrase(v4))
		label = ""
	}
	if in := &f.Block; in.First.IsValid() {
		l.add(card.Core, "network", prefixText(in.Prefix), power(in.Count)+" addresses")
		l.hosts(&f.Block)
	}
	f.iidFacts(&l)
	if r.HasMulticast {
		f.groupFacts(&l, &r.Multicast)
	}
	l.next()
	switch {
	case f.Solicited.IsValid():
		l.add(card.Core, "neighbors", addrText(f.Solicited), "solicited-node group")
		l.add(card.Core, "", f.Frames.String(), "its Ethernet address")
	default:
		l.frames(f)
	}
	l.next()
	f.registryFacts(&l)
	f.historicFacts(&l)
	l.next()
	for _, z := range f.Zones {
		level := card.Full
		if len(f.Octets) == 4 {
			level = card.Useful
		}
		l.add(level, "reverse", z, "")
	}
	f.spellingFacts(&l)
	return l.facts
}

// typePhrase returns type, cast and scope in words.
func (f *Facts) typePhrase() string {
	c := f.Record.Class
	s := c.Type.String()
	if cast := c.Cast.String(); !strings.Contains(s, cast) && c.Cast != classify.CastMixed {
		s += ", " + cast
	}
	if scope := c.Scope.String(); c.Scope == classify.ScopeMixed {
		s += ", of several scopes"
	} else if scope != "" && scope != s {
		s += ", scope " + scope
	}
	if f.Record.Deprecated {
		s += ", deprecated"
	}
	return s
}

// ipv4Phrase says why an IPv4 address is embedded, and what it is.
func (f *Facts) ipv4Phrase(v4 embed4.Found) string {
	what := ""
	switch v4.Mechanism {
	case embed4.MechTeredo, embed4.MechSixToFour, embed4.MechISATAP, embed4.MechSixRD:
		what = mechanismWord(v4.Mechanism) + " " + v4.Role.String()
	case embed4.MechMapped, embed4.MechCompatible, embed4.MechTranslated, embed4.MechNAT64:
		what = mechanismWord(v4.Mechanism)
	default:
		what = "in the identifier"
	}
	if v4.HasPort {
		what += ", port " + itoa(int(v4.Port))
	}
	what += ", " + typeWords(classify.Classify(v4.Addr).Type)
	if v4.Certainty == embed4.Likely {
		what = "likely " + what
	}
	return what
}

func mechanismWord(m embed4.Mechanism) string {
	switch m {
	case embed4.MechTeredo:
		return "Teredo"
	case embed4.MechISATAP:
		return "ISATAP"
	case embed4.MechNAT64:
		return "NAT64"
	case embed4.MechMapped:
		return "IPv4-mapped"
	case embed4.MechCompatible:
		return "IPv4-compatible"
	case embed4.MechTranslated:
		return "IPv4-translated"
	}
	return m.String()
}

// iidFacts adds the facts about the interface identifier.
func (f *Facts) iidFacts(l *list) {
	r := &f.Record
	if !r.HasIID {
		return
	}
	id := r.IID
	reason := string(id.AppendReason(nil))
	if _, rest, ok := strings.Cut(reason, "(RFC 5453), "); ok {
		reason = rest // a warning already says that it is reserved
	}
	kind := id.Kind.String()
	switch reason = strings.TrimPrefix(reason, kind+": "); {
	case id.Kind == eui64.KindShortAddress:
		reason = "RFC 4944 section 6"
	case id.Kind == eui64.KindEUI64:
		reason = "ff:fe in the middle, RFC 4291 appendix A"
	case id.Kind == eui64.KindISATAP:
		reason = "0000:5efe before an IPv4 address, RFC 5214 section 6.1"
	}
	l.add(card.Useful, "identifier", kind, reason)
	if !id.MAC.IsValid() {
		return
	}
	vendor := r.Vendor
	if vm, ok := classify.VMVendor(id.MAC); ok && vm != vendor {
		vendor = joined(vendor, vm+" virtual machine")
	}
	if vendor == "" && id.MAC.IsLocal() {
		vendor = "locally administered"
	}
	if f.router != nil {
		vendor = f.router.String()
	}
	l.add(card.Core, "MAC", id.MAC.String(), vendor)
	l.add(card.Full, "U/L bit", bitWord(bit(f.Octets, 70)), uWord(id.MAC)+": inverted in an identifier, RFC 4291 appendix A")
}

func bitWord(b byte) string { return string('0' + b) }

func uWord(m eui64.MAC) string {
	if m.IsLocal() {
		return "locally administered MAC"
	}
	return "universally administered MAC"
}

// registryFacts adds what registries and the policy table say.
func (f *Facts) registryFacts(l *list) {
	r := &f.Record
	if r.HasRow {
		yes, no := flagsOf(r.Row)
		if no == "" {
			l.add(card.Useful, "may be", yes, "")
		} else {
			l.add(card.Full, "may be", yes, "")
			l.add(card.Useful, "may not be", no, "")
		}
	}
	if r.HasAllocation {
		al := r.Allocation
		what := al.Registry
		if al.Legacy {
			what += ", legacy"
		}
		l.add(card.Full, "allocation", prefixText(al.Prefix), joined(what, al.Date))
	}
	label := "registry"
	for _, row := range f.Chain {
		if r.HasAllocation && row.Prefix == r.Allocation.Prefix && row.Registry != classify.SpecialPurpose {
			continue
		}
		level := card.Full
		if label != "" && row.Registry == classify.SpecialPurpose {
			level = card.Useful
		}
		l.add(level, label, prefixText(row.Prefix), rowRemark(row))
		label = ""
	}
	if p := r.Policy; p.Prefix.IsValid() {
		l.add(card.Full, "policy", "precedence "+itoa(int(p.Precedence))+", label "+itoa(int(p.Label)), prefixText(p.Prefix)+", RFC 6724")
	}
	if r.Prefix.IsValid() && !r.Prefix.IsSingleIP() {
		return
	}
	if order := selection.AgainstIPv4(r.Addr); order != "" {
		level := card.Full
		if r.Class.Type == classify.UniqueLocal {
			level = card.Useful // it surprises people
		}
		order, rest, more := strings.Cut(order, "; ")
		l.add(level, "order", order, "")
		if more {
			l.add(card.Full, "", rest, "")
		}
	}
}

// rowRemark returns the remark that follows the prefix of a registry row.
func rowRemark(row classify.Row) string {
	s := row.Name
	for _, rfc := range row.RFC {
		s += ", " + cite(rfc)
	}
	return s
}

// flagsOf returns the properties that a registry row affirms and denies.
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
	add(row.GloballyReachable, "globally reachable")
	return yes, no
}

// spellingFacts adds the other spellings.
func (f *Facts) spellingFacts(l *list) {
	for _, s := range [...]struct{ label, name string }{
		{"mapped", "mapped"},
		{"full", addr.FormFull.String()},
		{"hex", addr.FormHex.String()},
		{"integer", addr.FormInt.String()},
		{"base 85", addr.FormBase85.String()},
		{"URL", addr.FormURL.String()},
		{"UNC", addr.FormUNC.String()},
		{"KAME", addr.FormKAME.String()},
	} {
		l.add(card.Full, s.label, f.Spelling(s.name), "")
	}
}

// macFacts returns the facts about a MAC.
func (f *Facts) macFacts() []card.Fact {
	m, h := f.MAC, &f.Hardware
	var l list
	l.add(card.Useful, "vendor", h.Vendor, "")
	if h.Hypervisor != h.Vendor {
		l.add(card.Core, "hypervisor", h.Hypervisor, "RFC 7707 section 4.1.1.2")
	}
	if h.IPv4.IsValid() {
		l.add(card.Core, "IPv4", h.IPv4.String(), "the last four octets")
	}
	for _, p := range f.Parts {
		for _, b := range p.Bits {
			l.add(card.Core, b.Name+" bit", bitWord(bit(f.Octets, b.At)), b.Meaning)
		}
	}
	l.next()
	if m.Len() == 6 && !m.IsGroup() {
		l.add(card.Useful, "EUI-64", m.EUI64().String(), "ff:fe in the middle")
	}
	if short, ok := m.MAC48(); ok && m.Len() == 8 {
		l.add(card.Core, "MAC-48", short.String(), "without ff:fe")
	}
	if h.HasIID {
		l.add(card.Core, "identifier", h.IID.String(), "Modified EUI-64: U/L bit inverted")
		l.add(card.Core, "link-local", addrText(h.LinkLocal), "RFC 4862")
		l.add(card.Core, "neighbors", addrText(f.Solicited), "solicited-node group")
		l.add(card.Useful, "", f.Frames.String(), "its Ethernet address")
	}
	if n := len(h.IPv4Groups); n > 0 {
		l.add(card.Core, "groups", h.IPv4Groups[0].String(), "the first of "+itoa(n)+" that share it, RFC 1112 section 6.4")
		l.add(card.Core, "", h.IPv4Groups[n-1].String(), "the last")
	}
	if h.IPv6Group.IsValid() {
		remark := joined(h.GroupName, "and every group with the same last 32 bits")
		l.add(card.Core, "group", addrText(h.IPv6Group), remark)
	}
	l.next()
	label := "spellings"
	for form := eui64.Colon; form <= eui64.Bare; form++ {
		if s := f.Spelling(form.String()); s != m.String() {
			l.add(card.Full, label, s, "")
			label = ""
		}
	}
	return l.facts
}

// duidFacts returns the facts about a DUID.
func (f *Facts) duidFacts() []card.Fact {
	d := &f.DUID
	var l list
	l.add(card.Core, "type", d.typeName(), d.made())
	if d.Hardware != 0 {
		l.add(card.Core, "link layer", hardwareName(d.Hardware), "")
	}
	if d.MAC.IsValid() {
		l.add(card.Core, "MAC", d.MAC.String(), f.Hardware.Vendor)
	}
	l.add(card.Core, "length", itoa(len(d.Octets))+" octets", "")
	return l.facts
}

// addrDigits returns, for each byte of the canonical text of it, the bit at which that
// byte begins: -1 for separators, a zone and a length. All decimal digits of an octet
// begin where the octet does.
func addrDigits(text string, it addr.Item) []int {
	digits := slices.Repeat([]int{-1}, len(text))
	body := text
	if n := strings.IndexAny(text, "%/"); n >= 0 {
		body = text[:n]
	}
	// A dotted quad, either an IPv4 address or the end of an IPv6 one.
	quad := 0
	if strings.Contains(body, ".") {
		quad = 4
		from := strings.LastIndexByte(body, ':') + 1
		bit := it.Addr.BitLen() - 32
		for i := from; i < len(body); i++ {
			if body[i] == '.' {
				bit += 8
				continue
			}
			digits[i] = bit
		}
		body = body[:from]
	}
	mark := func(from, to, group int) {
		for i := from; i < to; {
			end := i
			for end < to && text[end] != ':' {
				end++
			}
			for k := i; k < end; k++ {
				digits[k] = group*16 + (4-(end-k))*4
			}
			group++
			i = end + 1
		}
	}
	head, tail, gap := strings.Cut(body, "::")
	if !gap {
		mark(0, len(body), 0)
		return digits
	}
	mark(0, len(head), 0)
	groups := 0
	if tail = strings.TrimSuffix(tail, ":"); tail != "" {
		groups = strings.Count(tail, ":") + 1
	}
	mark(len(head)+2, len(head)+2+len(tail), 8-quad/2-groups)
	return digits
}

// octetDigits is addrDigits for octets with colons.
func octetDigits(text string) []int {
	digits := make([]int, len(text))
	for i := range digits {
		digits[i] = i/3*8 + i%3*4
		if i%3 == 2 {
			digits[i] = -1
		}
	}
	return digits
}
