package explain

import (
	"slices"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/internal/card"
	"github.com/hextet/hextet/multicast"
)

// GroupCard returns a card for a multicast group, or a block of them, with the decoded
// parts m.
func GroupCard(it addr.Item, m *multicast.Info) *card.Card {
	f := Of(ofItem("", it, addr.FormCanonical), classify.Options{})
	c := f.Card()
	c.Verdicts = slices.DeleteFunc(c.Verdicts, func(v card.Verdict) bool { return v.Tone != card.Warning })
	var l list
	f.groupFacts(&l, m)
	l.frames(f)
	c.Facts = l.facts
	return c
}

// groupFacts adds the facts about multicast groups that the drawing does not show.
func (f *Facts) groupFacts(l *list, m *multicast.Info) {
	l.add(card.Useful, "group", m.Kind.String(), "")
	if m.Name != "" {
		remark := m.Reference
		if m.FormerName != "" {
			remark = joined(remark, "formerly "+m.FormerName)
		}
		l.add(card.Core, "name", m.Name, remark)
	}
	if m.Kind == multicast.KindSolicitedNode && !m.IsBlock() {
		l.add(card.Core, "answers", "hosts with an address that ends in "+lastDigits(f.Octets, 24), "")
	}
	if m.Block != "" && m.Block != m.Name {
		l.add(card.Core, "block", m.Block, "")
	}
	if m.AS != 0 {
		l.add(card.Core, "AS", itoa(int(m.AS)), "its owner, RFC 3180")
	}
	is4 := m.Addr.Is4()
	if m.Prefix.IsValid() && m.Prefix.Bits() > 0 {
		rfc := "RFC 3306"
		if is4 {
			rfc = "RFC 6034"
		}
		l.add(card.Core, "owner", prefixText(m.Prefix), rfc)
	}
	if m.RP.IsValid() {
		l.add(card.Core, "RP", addrText(m.RP), "rendezvous point, RFC 3956")
	}
	if m.Class != multicast.ClassUnknown {
		l.add(card.Full, "group ID", m.Class.String(), m.Class.Reference())
	}
	if is4 {
		return
	}
	for _, p := range f.Parts {
		if p.Name != "flags" {
			continue
		}
		for _, b := range p.Bits {
			l.add(card.Full, "flag "+b.Name, bitWord(bit(f.Octets, b.At)), b.Meaning)
		}
	}
}

// frames adds the Ethernet address of a group.
func (l *list) frames(f *Facts) {
	if !f.Frames.IsValid() {
		return
	}
	rfc := "RFC 2464"
	if f.Item.Addr.Is4() {
		rfc = "RFC 1112"
	}
	l.add(card.Core, "Ethernet", f.Frames.String(), rfc)
}
