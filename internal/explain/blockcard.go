package explain

import (
	"strings"

	"github.com/hextet/hextet/internal/card"
	"github.com/hextet/hextet/internal/style"
	"github.com/hextet/hextet/subnet"
)

// How much of a long list to show on a card.
const (
	cardZones  = 4
	cardInside = 8
	cardTypes  = 4
)

// BlockCard returns a card with the arithmetic facts about a block.
func BlockCard(in *subnet.Info) *card.Card {
	c := &card.Card{Title: blockText(in)}
	var l list
	l.block(in)
	l.next()
	if in.Host.IsValid() {
		l.add(card.Core, "address", addrText(in.Host), "as written, with host bits")
	}
	if in.Parent.IsValid() {
		l.add(card.Core, "parent", prefixText(in.Parent), "")
	}
	if in.Prefix.IsValid() {
		l.zones(card.Core, zonesOf(in.Prefix))
	}
	c.Facts = l.facts
	for _, m := range in.AppendRemarks(nil) {
		c.Verdicts = append(c.Verdicts, card.Verdict{Text: m.Text, Source: m.Reference})
	}
	return c
}

func blockText(in *subnet.Info) string {
	if in.Prefix.IsValid() {
		return prefixText(in.Prefix)
	}
	return addrText(in.First) + "-" + addrText(in.Last)
}

// blockFacts returns the facts about a prefix or a range.
func (f *Facts) blockFacts() []card.Fact {
	in := &f.Block
	var l list
	if f.Kind == Prefix {
		l.add(card.Core, "type", f.typePhrase(), "")
		if types := f.types(); len(types) > cardTypes {
			l.add(card.Full, "types", strings.Join(types, ", "), "")
		}
	}
	l.block(in)
	l.next()
	var prefixes []string
	for i, p := range f.Prefixes {
		if i == cardInside && len(f.Prefixes) > cardInside+1 {
			prefixes = append(prefixes, "and "+itoa(len(f.Prefixes)-i)+" more")
			break
		}
		prefixes = append(prefixes, prefixText(p))
	}
	l.add(card.Useful, "prefixes", strings.Join(prefixes, " "), "")
	if in.Parent.IsValid() {
		l.add(card.Full, "parent", prefixText(in.Parent), "")
	}
	l.next()
	if f.Kind == Prefix {
		f.registryFacts(&l)
	}
	label := "contains"
	for i, row := range f.Inside {
		if i == cardInside && len(f.Inside) > cardInside+1 {
			l.add(card.Full, label, "and "+itoa(len(f.Inside)-i)+" more rows", "-o json has all")
			break
		}
		l.add(card.Full, label, prefixText(row.Prefix), rowRemark(row))
		label = ""
	}
	l.next()
	level := card.Full
	if len(f.Zones) == 1 {
		level = card.Useful
	}
	l.zones(level, f.Zones)
	return l.facts
}

// block adds the first and last address and the size of a block.
func (l *list) block(in *subnet.Info) {
	l.add(card.Core, "first", addrText(in.First), "")
	l.add(card.Core, "last", addrText(in.Last), "")
	l.count("addresses", in.Count)
	l.count("/64s", in.Subnets64)
	l.hosts(in)
}

func (l *list) count(label string, c subnet.Count) {
	if n, ok := c.Log2(); ok && n >= 20 {
		l.add(card.Core, label, "2^"+itoa(n), "= "+style.Grouped(c.String()))
	} else if !c.IsZero() {
		l.add(card.Core, label, style.Grouped(c.String()), "")
	}
}

// hosts adds what an IPv4 block means for its hosts.
func (l *list) hosts(in *subnet.Info) {
	if in.Mask.IsValid() {
		l.add(card.Core, "mask", in.Mask.String(), "wildcard "+in.Wildcard.String())
	}
	if c := in.Usable; !c.IsZero() && c != in.Count {
		l.add(card.Core, "hosts", in.UsableFirst.String()+"-"+in.UsableLast.String(), style.Grouped(c.String())+" usable")
	}
	if in.Broadcast.IsValid() {
		l.add(card.Core, "broadcast", in.Broadcast.String(), "")
	}
}

// zones adds the names of reverse zones, only the first few if there are many.
func (l *list) zones(level card.Level, names []string) {
	label := "reverse"
	for i, z := range names {
		if i == cardZones && len(names) > cardZones+1 {
			l.add(level, label, "and "+itoa(len(names)-i)+" more zones", "")
			break
		}
		l.add(level, label, z, "")
		label = ""
	}
}
