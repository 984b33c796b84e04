package rank

import (
	"fmt"
	"strconv"

	"github.com/hextet/hextet/classify/selection"
	"github.com/hextet/hextet/internal/card"
)

// rankCard shows every comparison of a destination in words:
//
//	2001:db8:ffff::1
//
//	  source  2001:db8:1::10   rule 6, prefer matching label
//	          not fd00::10/64  label 1, destination label 1; other: label 13, …
//	  before  198.51.100.1  rule 6, prefer higher precedence
//
//	  rules   1 avoid unusable destinations  usable
//	          …
//	          6 prefer higher precedence     precedence 40 | precedence 35
func rankCard(r *rankRecord) *card.Card {
	c := &card.Card{Title: r.d.Addr.String()}
	add := func(f card.Fact) { c.Facts = append(c.Facts, f) }
	src := r.d.Source
	if r.d.Usable() {
		from := src.Addr.String()
		if src.Interface != "" {
			from += " on " + src.Interface
		}
		add(card.Fact{Label: "source", Value: from, Remark: ruleWords(src.Rule), Strong: true})
		for i := range r.contender {
			o := &r.contender[i]
			reason := o.Reason()
			if o.Rule != src.Rule {
				reason = ruleWords(o.Rule) + ": " + reason
			}
			add(card.Fact{Value: "not " + o.address.Prefix.String(), Remark: reason})
		}
	} else {
		c.Verdicts = []card.Verdict{{Tone: card.Warning, Text: "cannot be used: " + src.Problem.String()}}
	}
	if r.d.Rule == selection.NoRule {
		return c
	}
	add(card.Fact{Label: "before", Value: r.next.Addr.String(), Remark: ruleWords(r.d.Rule)})
	label, wide := "rules", 0
	for i := range r.order.Tests {
		wide = max(wide, len(r.order.Tests[i].Rule.Number()))
	}
	for i := range r.order.Tests {
		t := &r.order.Tests[i]
		found := t.First
		switch {
		case t.Result == selection.Skipped:
			found = "does not apply"
		case t.First != t.Second:
			found += " | " + t.Second
		}
		add(card.Fact{
			Label: label, Value: fmt.Sprintf("%*s %s", wide, t.Rule.Number(), t.Rule.Title()), Remark: found,
			Strong: t.Result == selection.First, Part: 1,
		})
		label = ""
	}
	return c
}

// ruleWords returns a rule with its number, if it has one.
func ruleWords(r selection.Rule) string {
	if r.Number() == "" {
		return r.Title()
	}
	if _, err := strconv.ParseFloat(r.Number(), 64); err != nil {
		return r.Title() // specific to Linux, between two rules of the RFC
	}
	return "rule " + r.Number() + ", " + r.Title()
}
