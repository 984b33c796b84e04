package cmd

import (
	"strconv"
	"strings"

	"github.com/hextet/hextet/classify/selection"
	"github.com/hextet/hextet/internal/style"
)

// appendRankCard appends every comparison of a destination in words:
//
//	2001:db8:ffff::1 from 2001:db8:1::10
//	  source: rule 6, prefer matching label
//	    against fd00::10/64: label 1, destination label 1; next: label 5, …
//	  before 198.51.100.1: rule 6, prefer higher precedence
//	    1  avoid unusable destinations  usable
//	    …
//	    6  prefer higher precedence     precedence 40 | precedence 35
func appendRankCard(b []byte, r *rankRecord, p style.Palette) []byte {
	line := func(indent int, text string) {
		b = append(b, "                "[:indent]...)
		b = append(append(b, text...), '\n')
	}
	src := r.d.Source
	head := p.Strong(r.d.Addr.String())
	switch {
	case !r.d.Usable():
		head += " cannot be used: " + src.Problem.String()
	case src.Interface != "":
		head += " from " + src.Addr.String() + " on " + src.Interface
	default:
		head += " from " + src.Addr.String()
	}
	line(0, head)
	if r.d.Usable() {
		line(2, "source: "+ruleWords(src.Rule))
		for i := range r.contender {
			c := &r.contender[i]
			text := "against " + c.address.Prefix.String() + ": "
			if c.Rule != src.Rule {
				text += ruleWords(c.Rule) + ": "
			}
			line(4, text+c.Reason())
		}
	}
	if r.d.Rule == selection.NoRule {
		return b[:len(b)-1]
	}
	line(2, "before "+r.next.Addr.String()+": "+ruleWords(r.d.Rule))
	widest := 0
	for i := range r.order.Tests {
		widest = max(widest, len(r.order.Tests[i].Rule.Title()))
	}
	for i := range r.order.Tests {
		t := &r.order.Tests[i]
		text := t.First
		switch {
		case t.Result == selection.Skipped:
			text = "does not apply"
		case t.First != t.Second:
			text += " | " + t.Second
		}
		number := t.Rule.Number()
		text = strings.Repeat(" ", 2-len(number)) + number + "  " + t.Rule.Title() + strings.Repeat(" ", widest-len(t.Rule.Title())) + "  " + text
		if t.Result != selection.First {
			text = p.Faint(text)
		}
		line(4, text)
	}
	return b[:len(b)-1]
}

// ruleWords is a rule with its number, where it has one.
func ruleWords(r selection.Rule) string {
	if r.Number() == "" {
		return r.Title()
	}
	if _, err := strconv.ParseFloat(r.Number(), 64); err != nil {
		return r.Title() // Linux's own, between two of the RFC
	}
	return "rule " + r.Number() + ", " + r.Title()
}
