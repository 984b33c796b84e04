package subnet

import (
	"net/netip"
	"strconv"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/card"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/subnet"
)

// mostZones is how many reverse zones a card lists.
const mostZones = 4

// infoCard draws the records of info for a terminal.
func infoCard(a *cli.App) func(dst []byte, r *infoRecord) []byte {
	palette, _ := a.Palettes()
	look := card.Look{Palette: palette, Width: a.Width(), UTF8: a.UTF8(), Detail: card.All}
	return func(dst []byte, r *infoRecord) []byte {
		c := &card.Card{Title: string(appendPrefix(nil, r.Prefix)), Facts: infoFacts(r)}
		if !r.Prefix.IsValid() {
			c.Title = addrText(r.First) + "-" + addrText(r.Last)
		}
		for i := 0; ; i++ {
			m, ok := r.remark(i)
			if !ok {
				break
			}
			c.Verdicts = append(c.Verdicts, card.Verdict{Text: m.Text, Source: m.Reference})
		}
		return look.Append(dst, c)
	}
}

func addrText(a netip.Addr) string { return string(appendAddr(nil, a)) }

func infoFacts(r *infoRecord) (facts []card.Fact) {
	part := 0
	add := func(label, value, remark string) {
		if value != "" {
			facts = append(facts, card.Fact{Label: label, Value: value, Remark: remark, Part: part})
		}
	}
	count := func(label string, c subnet.Count) {
		if n, ok := c.Log2(); ok && n >= 20 {
			add(label, "2^"+strconv.Itoa(n), "= "+grouped(c))
		} else if !c.IsZero() {
			add(label, grouped(c), "")
		}
	}
	add("first", addrText(r.First), "")
	add("last", addrText(r.Last), "")
	count("addresses", r.Count)
	count("/64s", r.Subnets64)
	if r.Mask.IsValid() {
		add("mask", addrText(r.Mask), "wildcard "+addrText(r.Wildcard))
		add("hosts", addrText(r.UsableFirst)+"-"+addrText(r.UsableLast), grouped(r.Usable)+" usable")
		add("broadcast", addrText(r.Broadcast), "")
	}
	part++
	add("address", addrText(r.Host), "as written, with host bits")
	add("parent", string(appendPrefix(nil, r.Parent)), "")
	label := "reverse"
	for i := 0; ; i++ {
		z, ok := r.zone(i)
		if !ok {
			return facts
		}
		if n, _ := r.zones.Count().Uint64(); i == mostZones && n > mostZones+1 {
			add("", "and "+strconv.FormatUint(n-mostZones, 10)+" more zones", "")
			return facts
		}
		name, _ := addr.AppendZone(nil, z, "") // it cannot fail: see infoTable
		add(label, string(name), "")
		label = ""
	}
}

// grouped writes c with its digits in threes.
func grouped(c subnet.Count) string {
	digits := c.String()
	var b []byte
	for i := range len(digits) {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b = append(b, ',')
		}
		b = append(b, digits[i])
	}
	return string(b)
}
