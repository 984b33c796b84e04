package explain

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/internal/style"
	"github.com/hextet/hextet/subnet"
)

// explainBlock collects the facts about a prefix of more than one address.
func (f *Facts) explainBlock() {
	it := f.Item
	block := it.Prefix()
	f.Octets = it.Addr.AsSlice()
	f.Parts = classify.AnatomyPrefix(block)
	f.Chain = reversed(classify.ChainPrefix(block))
	f.Block = describe(it)
	for row := range classify.Rows(int(f.Record.Class.Family)) {
		if row.Prefix.Bits() > block.Bits() && block.Contains(row.Prefix.Addr()) {
			f.Inside = append(f.Inside, row)
		}
	}
	slices.SortStableFunc(f.Inside, func(a, b classify.Row) int { return a.Prefix.Compare(b.Prefix) })
	f.Zones = zonesOf(block)
	for _, m := range f.Block.AppendRemarks(nil) {
		f.note(m.Text, m.Reference)
	}
	if f.Record.Class.Type != classify.Mixed {
		f.Warnings = blockWarnings(f.Block)
	}
	n := block.Bits()
	switch {
	case block.Addr().Is6() && n%4 == 0 && n > 0:
		f.good("on a nibble boundary: one reverse zone", "RFC 3596 section 2.5")
	case block.Addr().Is4() && n%8 == 0 && n > 0:
		f.good("on an octet boundary: one reverse zone", "RFC 1035 section 3.5")
	}
	if c := f.Record.Class; c.Type == classify.UniqueLocal && n >= 48 && len(f.Warnings) == 0 {
		f.good("global ID looks random, as it should be", "RFC 4193 section 3.2.1")
	}
	f.inUse()
	f.checkText()
}

// describe returns the arithmetic facts about a block.
func describe(it addr.Item) subnet.Info {
	it.Zone = ""
	return subnet.Describe(subnet.Item{Item: it})
}

// explainRange collects the facts about a range.
func (f *Facts) explainRange() {
	r := f.Range
	f.Block = subnet.Info{First: r.From(), Last: r.To(), Count: subnet.Size(r)}
	cover := subnet.Cover(r)
	f.Octets = r.From().AsSlice()
	f.Prefixes = slices.Collect(subnet.Prefixes(r))
	f.Parts = classify.AnatomyPrefix(cover)
	if q := &f.Parts[len(f.Parts)-1]; q.First == cover.Bits() {
		q.Name = "varies"
		q.Meaning = "from " + ending(r.From(), q.First) + " to " + ending(r.To(), q.First)
	}
	if p, ok := r.Prefix(); ok {
		f.good("exactly the prefix "+prefixText(p), "")
	} else {
		f.note("no single prefix: "+style.Grouped(itoa(len(f.Prefixes)))+" of them; the smallest around it is "+prefixText(cover), "")
	}
}

// ending returns the end of an address from a bit on, in whole groups or octets.
func ending(a netip.Addr, bit int) string {
	if a.Is4() {
		text := a.String()
		for range bit / 8 {
			_, text, _ = strings.Cut(text, ".")
		}
		return "." + text
	}
	full := string(addr.AppendFull(nil, addr.ItemOf(a)))
	return ":" + full[bit/16*5:]
}

// blockWarnings returns the warnings that apply to all addresses of a block of a single
// type. A warning about the first and last address may be due to their particular bits,
// so an arbitrary address between them must have it too.
func blockWarnings(b subnet.Info) []addr.Remark {
	first, last := b.First.AsSlice(), b.Last.AsSlice()
	for i := range first {
		first[i] |= last[i] &^ first[i] & (0x69 + 0x4d*byte(i))
	}
	between, _ := netip.AddrFromSlice(first)
	ends := classify.Warnings(b.Last)
	inner := classify.Warnings(between)
	return slices.DeleteFunc(classify.Warnings(b.First), func(w addr.Remark) bool {
		return !slices.Contains(ends, w) || !slices.Contains(inner, w)
	})
}

// nameHost splits an IPv4 address where its network ends.
func (f *Facts) nameHost(block netip.Prefix) {
	f.Parts = classify.AnatomyPrefix(block)
	n := len(f.Parts) - 1
	p := &f.Parts[n]
	if p.First != block.Bits() {
		return
	}
	p.Name, p.Meaning = "host", ""
	b := f.Item.Addr.As4()
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
}

// blockHeadline says what a prefix is.
func (f *Facts) blockHeadline() string {
	c := f.Record.Class
	s := string(c.AppendPrefixDetail(nil, f.Item.Prefix()))
	if types := f.types(); len(types) > cardTypes {
		s = "of " + itoa(len(types)) + " types"
	} else if c.Type == classify.Mixed {
		s = "of several types: " + s
	} else if word := spaced(c.Type.String()); !strings.Contains(strings.ToLower(spaced(s)), word) {
		s = joined(word, s)
	}
	return "Block of " + power(f.Block.Count) + " addresses, " + s
}

// types returns the types in a block, if it has several.
func (f *Facts) types() []string {
	if f.Record.Class.Type != classify.Mixed {
		return nil
	}
	return strings.Split(string(f.Record.Class.AppendPrefixDetail(nil, f.Item.Prefix())), ", ")
}

// rangeHeadline says what a range is.
func (f *Facts) rangeHeadline() string {
	var types []string
	for _, p := range f.Prefixes {
		if t := classify.ClassifyPrefix(p).Type.String(); !slices.Contains(types, t) {
			types = append(types, t)
		}
	}
	what := "of several types"
	if len(types) == 1 && types[0] != classify.Mixed.String() {
		what = spaced(types[0])
	}
	return "Range of " + power(f.Block.Count) + " addresses, " + what
}

// power formats a count so that its size is obvious.
func power(c subnet.Count) string {
	if n, ok := c.Log2(); ok && n >= 20 {
		return "2^" + itoa(n)
	}
	return style.Grouped(c.String())
}
