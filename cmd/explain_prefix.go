package cmd

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/internal/card"
	"github.com/hextet/hextet/subnet"
)

// explainBlock finds out about a prefix of more than one address.
func (r *explainRecord) explainBlock() {
	it := r.thing.item
	p := it.Prefix()
	block := p.Masked()
	r.octets = it.Addr.AsSlice()
	r.parts = classify.AnatomyPrefix(block)
	r.chain = classify.ChainPrefix(block)
	slices.Reverse(r.chain)
	if item, err := subnet.Parse(addr.Item{Addr: it.Addr, Bits: it.Bits}.String()); err == nil {
		r.block = subnet.Describe(item)
	}
	if p != block {
		r.nameHost(block)
	}
	for row := range classify.Rows(int(r.Class.Family)) {
		if row.Prefix.Bits() > block.Bits() && block.Contains(row.Prefix.Addr()) {
			r.inside = append(r.inside, row)
		}
	}
	slices.SortStableFunc(r.inside, func(a, b classify.Row) int { return a.Prefix.Compare(b.Prefix) })
	r.reverse(block)
	for _, m := range r.block.Remarks {
		rm := classify.Warning{Text: m.Text}
		if m.RFC != 0 {
			rm.RFC = "RFC " + itoa(m.RFC)
			if m.Section != "" {
				rm.RFC += " section " + m.Section
			}
		}
		r.remarks = append(r.remarks, rm)
	}
	if r.Class.Type != classify.Mixed {
		r.warnings = blockWarnings(r.block.Range)
	}
}

// blockWarnings returns the warnings that hold for all addresses of a block of
// one type. Those of its ends may be about their bits alone; one in between
// whose bits say nothing tells which.
func blockWarnings(b subnet.Range) []classify.Warning {
	first, last := b.First().AsSlice(), b.Last().AsSlice()
	for i := range first {
		first[i] |= last[i] &^ first[i] & (0x69 + 0x4d*byte(i))
	}
	between, _ := netip.AddrFromSlice(first)
	ends := classify.Warnings(b.Last())
	inner := classify.Warnings(between)
	return slices.DeleteFunc(classify.Warnings(b.First()), func(w classify.Warning) bool {
		return !slices.Contains(ends, w) || !slices.Contains(inner, w)
	})
}

// nameHost makes the free bits of a prefix those of the host that was written.
func (r *explainRecord) nameHost(block netip.Prefix) {
	n := len(r.parts) - 1
	p := &r.parts[n]
	if p.First != block.Bits() {
		return
	}
	p.Name, p.Meaning = "host", "of the address written"
	if block.Addr().Is4() {
		b := r.thing.item.Addr.As4()
		for i := p.First / 8; i < 4; i++ {
			octet := b[i]
			if i == p.First/8 {
				octet &= 0xff >> (p.First % 8)
			}
			if i > p.First/8 {
				p.Value += "."
			}
			p.Value += itoa(int(octet))
		}
	} else if p.First%4 == 0 {
		full, err := addr.AppendForm(nil, addr.ItemOf(r.thing.item.Addr), addr.FormHex)
		if err == nil {
			p.Value = string(full[p.First/4:])
		}
	}
}

// blockPhrase says what a prefix is.
func (r *explainRecord) blockPhrase() string {
	c := r.Class
	s := string(r.AppendDetail(nil))
	if c.Type == classify.Mixed {
		s = "of several types: " + s
	} else if word := spaced(c.Type.String()); !strings.Contains(strings.ToLower(spaced(s)), word) {
		s = joined(word, s)
	}
	n, _ := r.block.Count().Log2()
	size := "lock of " + power(n, r.block.Count()) + " addresses, "
	if r.block.Host.IsValid() {
		return "An address and its b" + size + s
	}
	return "B" + size + s
}

func spaced(s string) string { return strings.ReplaceAll(s, "-", " ") }

// power writes a power of two so that a person sees how large it is.
func power(n int, c subnet.Count) string {
	if n < 20 {
		return grouped(c.String())
	}
	return "2^" + itoa(n)
}

// grouped parts the digits of a number in threes.
func grouped(digits string) string {
	var b []byte
	for i := range len(digits) {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b = append(b, ' ')
		}
		b = append(b, digits[i])
	}
	return string(b)
}

// How much of a long list a card shows.
const (
	cardZones  = 4
	cardInside = 8
)

// blockFacts are the lines of the card of a prefix.
func (r *explainRecord) blockFacts() []card.Fact {
	in := &r.block
	var facts []card.Fact
	add := func(label, value, remark string) {
		if value != "" {
			facts = append(facts, card.Fact{Label: label, Value: value, Remark: remark})
		}
	}
	count := func(label string, c subnet.Count) {
		if c.IsZero() {
			return
		}
		n, ok := c.Log2()
		if ok && n >= 20 {
			add(label, "2^"+itoa(n), "= "+grouped(c.String()))
			return
		}
		add(label, grouped(c.String()), "")
	}
	add("first", in.First().String(), "")
	add("last", in.Last().String(), "")
	count("addresses", in.Count())
	count("/64s", in.Subnets64)
	if in.Mask.IsValid() {
		add("mask", in.Mask.String(), "wildcard "+in.Wildcard.String())
	}
	if in.Broadcast.IsValid() {
		add("broadcast", in.Broadcast.String(), "")
	}
	if c := in.Usable; !c.IsZero() && c != in.Count() {
		add("usable", grouped(c.String()), "by hosts")
	}
	if in.Parent.IsValid() {
		add("parent", prefixText(in.Parent), "")
	}
	facts = append(facts, card.Fact{})
	facts = r.kindFacts(facts)
	label := "contains"
	for i, row := range r.inside {
		if i == cardInside && len(r.inside) > cardInside+1 {
			add(label, "and "+itoa(len(r.inside)-i)+" more rows", "-o json has all")
			break
		}
		facts = append(facts, card.Fact{Label: label, Value: prefixText(row.Prefix), Remark: rowRemark(row)})
		label = ""
	}
	label = "reverse"
	for i, z := range r.zones {
		if i == cardZones && len(r.zones) > cardZones+1 {
			facts = append(facts, card.Fact{Label: label, Value: "and " + itoa(len(r.zones)-i) + " more zones"})
			break
		}
		facts = append(facts, card.Fact{Label: label, Value: z})
		label = ""
	}
	return append(facts, r.remarkFacts()...)
}

// remarkFacts are the lines with what is worth knowing, but nothing to mind.
func (r *explainRecord) remarkFacts() (facts []card.Fact) {
	label := "remarks"
	for _, m := range r.remarks {
		facts = append(facts, card.Fact{Label: label, Value: m.String()})
		label = ""
	}
	return facts
}
