package explain

import (
	"errors"
	"math/big"
	"math/bits"
	"net/netip"
	"strconv"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/embed4"
	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/card"
	"github.com/hextet/hextet/internal/style"
	"github.com/hextet/hextet/multicast"
)

// A Comparison compares two things of one kind.
type Comparison struct {
	A, B *Facts

	Same     bool         // all bits, length and zone are equal
	Common   int          // the number of equal leading bits
	Prefix   netip.Prefix // those bits, of addresses
	Distance string       // B minus A in decimal, of addresses
	Fields   []Difference // all fields in order, including equal ones
	Remarks  []string
}

// A Difference is a field of both things.
type Difference struct {
	First, Last int
	Name        string
	A, B        string
	Same        bool
	Meaning     string // what a difference in this field means
}

// Compare compares two things. It compares an IPv4 address with one embedded in an IPv6
// address, and a MAC with one in an interface identifier. It fails if there is nothing
// to compare.
func Compare(a, b *Facts) (*Comparison, error) {
	c := &Comparison{A: a, B: b}
	c.reduce()
	a, b = c.A, c.B
	if len(a.Octets) != len(b.Octets) || a.Kind == Range || b.Kind == Range || (a.HasClass() != b.HasClass()) {
		return nil, errors.New("nothing to compare: " + article(a) + " and " + article(b))
	}
	total := len(a.Octets) * 8
	c.Common = total
	for i := range a.Octets {
		if x := a.Octets[i] ^ b.Octets[i]; x != 0 {
			c.Common = i*8 + bits.LeadingZeros8(x)
			break
		}
	}
	c.Same = c.Common == total
	if a.HasClass() {
		c.Prefix = netip.PrefixFrom(a.Item.Addr, c.Common).Masked()
		x, y := new(big.Int).SetBytes(a.Octets), new(big.Int).SetBytes(b.Octets)
		c.Distance = y.Sub(y, x).String()
		c.Same = c.Same && a.Item.Bits() == b.Item.Bits() && a.Item.Zone == b.Item.Zone
	}
	c.fields()
	c.remark()
	return c, nil
}

func article(f *Facts) string {
	switch {
	case f.Kind == MAC:
		return "a MAC of " + itoa(len(f.Octets)) + " octets"
	case f.Kind == DUID:
		return "a DUID of " + itoa(len(f.Octets)) + " octets"
	case f.Kind == Range:
		return "a range"
	case len(f.Octets) == 4:
		return "an IPv4 address"
	}
	return "an IPv6 address"
}

// reduce makes two things of different kinds comparable if one contains the other.
func (c *Comparison) reduce() {
	for _, s := range [...]struct {
		side, other **Facts
		name        string
	}{{&c.A, &c.B, "first"}, {&c.B, &c.A, "second"}} {
		f, o := *s.side, *s.other
		if f.Kind != Address || len(f.Octets) != 16 {
			continue
		}
		switch {
		case o.HasClass() && len(o.Octets) == 4:
			v4, ok := f.inside(o.Item.Addr)
			if !ok {
				continue
			}
			c.Remarks = append(c.Remarks, "the "+s.name+" is "+addrText(f.Item.Addr)+", compared by the IPv4 address in it ("+f.ipv4Phrase(v4)+")")
			*s.side = Of(Thing{Kind: Address, Text: v4.Addr.String(), Item: addr.ItemOf(v4.Addr), Form: addr.FormCanonical}, f.options)
		case o.Kind == MAC && f.Record.HasIID && f.Record.IID.MAC.Len() == o.MAC.Len():
			m := f.Record.IID.MAC
			c.Remarks = append(c.Remarks, "the "+s.name+" is "+addrText(f.Item.Addr)+", compared by the MAC in it")
			*s.side = Of(Thing{Kind: MAC, Text: m.String(), MAC: m}, f.options)
		}
	}
}

// inside returns the IPv4 address in f to compare with a: a itself if it is there, else
// the last certain one.
func (f *Facts) inside(a netip.Addr) (v4 embed4.Found, ok bool) {
	for _, found := range f.Record.IPv4 {
		if found.Addr == a {
			return found, true
		}
		if found.Certainty == embed4.Certain {
			v4, ok = found, true
		}
	}
	return v4, ok
}

// fields splits both in the same way: by their fields as far as they agree, then in
// halves.
func (c *Comparison) fields() {
	a, b := c.A, c.B
	total := len(a.Octets) * 8
	at := 0
	same := len(a.Parts) == len(b.Parts)
	for i := 0; i < len(a.Parts) && i < len(b.Parts); i++ {
		p, q := &a.Parts[i], &b.Parts[i]
		if p.First != q.First || p.Last != q.Last || p.Name != q.Name || p.Kind != q.Kind {
			same = false
			break
		}
		c.add(p.First, p.Last, p.Name, a.value(p), b.value(q), p.Kind)
		at = p.Last + 1
	}
	if same && at == total {
		return
	}
	rest := func(last int, name string, kind classify.PartKind) {
		if at <= last {
			c.add(at, last, name, digitsOf(a, at, last), digitsOf(b, at, last), kind)
			at = last + 1
		}
	}
	if total == 128 && at <= 64 {
		rest(63, "network", classify.PartNetwork)
		rest(127, "identifier", classify.PartHost)
	}
	rest(total-1, "rest", classify.PartHost)
}

// digitsOf returns the digits of some bits, decimal in an IPv4 address.
func digitsOf(f *Facts, first, last int) string {
	if len(f.Octets) == 4 {
		return addrText(f.Item.Addr)
	}
	if f.Kind == MAC || f.Kind == DUID {
		return colons(f.Octets[first/8 : last/8+1])
	}
	return hexDigits(f.Octets, first, last)
}

func (c *Comparison) add(first, last int, name, a, b string, kind classify.PartKind) {
	d := Difference{First: first, Last: last, Name: name, A: a, B: b, Same: true}
	for i := first; i <= last; i++ {
		if bit(c.A.Octets, i) != bit(c.B.Octets, i) {
			d.Same = false
			break
		}
	}
	if !d.Same {
		d.Meaning = c.meaning(kind, name, first)
	}
	c.Fields = append(c.Fields, d)
}

// meaning returns what a difference in a field means.
func (c *Comparison) meaning(kind classify.PartKind, name string, first int) string {
	if c.A.Kind == Prefix || c.B.Kind == Prefix {
		switch kind {
		case classify.PartNetwork, classify.PartSubnet, classify.PartHost:
			return "another block"
		}
	}
	switch kind {
	case classify.PartPrefix:
		return "another kind of address"
	case classify.PartNetwork:
		switch {
		case name == "global ID":
			return "another site"
		case name == "prefix":
			return "another owner"
		case name == "time":
			return "made at another time"
		case name == "enterprise":
			return "another vendor"
		case len(c.A.Octets) == 16 && c.Common >= 48:
			return "another subnet of " + prefixText(netip.PrefixFrom(c.A.Item.Addr, 48).Masked())
		case len(c.A.Octets) == 16 && c.Common >= 32:
			return "another site in " + prefixText(netip.PrefixFrom(c.A.Item.Addr, 32).Masked())
		}
		return "another network"
	case classify.PartSubnet:
		return "another subnet"
	case classify.PartHost, classify.PartNIC:
		switch {
		case c.A.Kind == MAC && c.Common >= 24:
			return "another device of the same vendor"
		case c.A.Kind == MAC || c.A.Kind == DUID:
			return "another device"
		case c.Common >= first && len(c.A.Octets) == 16:
			return "another interface on the same subnet"
		}
		return "another interface"
	case classify.PartOUI:
		return "another vendor"
	case classify.PartIPv4:
		switch name {
		case "server":
			return "another Teredo server"
		case "client":
			return "another client"
		case "router":
			return "another 6to4 site"
		}
		return "another IPv4 host"
	case classify.PartPort:
		return "another port mapping"
	case classify.PartScope:
		return "another scope: one reaches farther"
	case classify.PartGroup:
		return "another group"
	case classify.PartFlags:
		return "other flags"
	case classify.PartZero:
		return "reserved bits are set in one"
	}
	return "differs"
}

// remark adds remarks that explain the difference.
func (c *Comparison) remark() {
	a, b := c.A, c.B
	say := func(s string) { c.Remarks = append(c.Remarks, s) }
	var where []int
	for i := range len(a.Octets) * 8 {
		if bit(a.Octets, i) != bit(b.Octets, i) {
			where = append(where, i)
		}
	}
	var digits []int
	nibble := func(o []byte, n int) byte { return o[n/2] >> (4 - n%2*4) & 15 }
	for i := range len(a.Octets) * 2 {
		if nibble(a.Octets, i) != nibble(b.Octets, i) {
			digits = append(digits, i)
		}
	}
	six := len(a.Octets) == 16 && a.HasClass()
	switch {
	case len(where) == 0:
	case len(where) == 1 && (six && where[0] == 70 || a.Kind == MAC && where[0] == 6):
		say("only the U/L bit differs: one side has the MAC's own bit, the other inverts it (RFC 4291 appendix A)")
	case len(where) == 1:
		say("one bit differs, bit " + itoa(where[0]))
	case len(digits) == 1 && len(a.Octets) != 4:
		say("one digit differs, at bit " + itoa(digits[0]*4))
	case len(digits) == 2 && len(a.Octets) != 4 && nibble(a.Octets, digits[0]) == nibble(b.Octets, digits[1]) &&
		nibble(a.Octets, digits[1]) == nibble(b.Octets, digits[0]):
		say("two digits are swapped: a typo?")
	}
	if n, err := strconv.ParseInt(c.Distance, 10, 64); err == nil && n != 0 && n >= -65536 && n <= 65536 {
		if n > 0 {
			say("the second is " + style.Grouped(strconv.FormatInt(n, 10)) + " after the first")
		} else {
			say("the second is " + style.Grouped(strconv.FormatInt(-n, 10)) + " before the first")
		}
	}
	if six && c.Common < 64 && a.Record.HasIID && b.Record.HasIID && a.Record.IID.Value == b.Record.IID.Value &&
		a.Record.IID.Value != 0 && a.Record.IID.Kind != eui64.KindLowByte {
		say("the identifier is the same: likely one host, or one numbering plan, on two networks")
	}
	if six && a.Record.HasIID && b.Record.HasIID && c.Common < 128 {
		if s, err := multicast.SolicitedNode(a.Item.Addr); err == nil {
			if t, err := multicast.SolicitedNode(b.Item.Addr); err == nil && s == t {
				say("both answer in the solicited-node group " + addrText(s))
			}
		}
	}
	if a.HasClass() && a.Item.Zone != b.Item.Zone {
		say("the zones differ: a zone names an interface of one host, so this need not be another address (RFC 4007 section 6)")
	}
	if a.HasClass() && (a.Item.IsPrefix() || b.Item.IsPrefix()) {
		la, lb := lengthOf(a.Item), lengthOf(b.Item)
		switch {
		case c.Common >= la && c.Common >= lb && la == lb:
			say("both are in " + prefixText(a.Item.Prefix().Masked()))
		case c.Common >= la && la < lb:
			say("the first contains the second")
		case c.Common >= lb && lb < la:
			say("the second contains the first")
		default:
			say("they do not overlap")
		}
	}
}

func lengthOf(it addr.Item) int {
	if it.IsPrefix() {
		return it.Bits()
	}
	return it.Addr.BitLen()
}

// Headline summarizes the comparison in one phrase.
func (c *Comparison) Headline() string {
	total := len(c.A.Octets) * 8
	switch {
	case c.Same:
		switch c.A.Kind {
		case MAC:
			return "The same MAC"
		case DUID:
			return "The same DUID"
		}
		return "The same " + c.A.Kind.String()
	case c.Common == total:
		return "The same bits, but not the same item"
	case c.Common == 0:
		return "They differ from the first bit"
	}
	s := itoa(c.Common) + " leading bits are the same"
	if c.Prefix.IsValid() {
		s += ", " + prefixText(c.Prefix)
	}
	for _, d := range c.Fields {
		if !d.Same {
			if d.Meaning == "another subnet" {
				d.Meaning += ", so a router is between them"
			}
			return s + "; then " + d.Meaning
		}
	}
	return s
}

// Card lays out the comparison for a person, coloring the fields that differ.
func (c *Comparison) Card() *card.Card {
	k := &card.Card{
		Title:    c.A.Title() + " and " + c.B.Title(),
		Headline: c.Headline(),
		Drawing:  card.Drawing{Notation: c.A.drawing().Notation, Octets: c.A.Octets, Other: c.B.Octets},
	}
	if n := c.Common; n > 0 && n < len(c.A.Octets)*8 && c.A.HasClass() {
		k.Drawing.Marks = []int{n}
	}
	hue := card.Hue(0)
	for _, d := range c.Fields {
		field := card.Field{First: d.First, Last: d.Last, Name: d.Name}
		switch {
		case d.Same:
			field.Value, field.Remark = d.A, "same"
			if len(d.A) > 20 {
				field.Value, field.Remark = "same", ""
			}
		default:
			if int(hue) < style.Hues {
				hue++
				field.Hue = hue
			}
			field.Value, field.Remark = d.A+" / "+d.B, d.Meaning
			if len(field.Value) > 24 {
				field.Value, field.Remark = d.Meaning, ""
			}
		}
		k.Drawing.Fields = append(k.Drawing.Fields, field)
	}
	var l list
	// If they already differ in the first field, it is worth two lines to say what each
	// one is; the drawing is short then.
	level := card.Full
	if !c.Fields[0].Same && c.A.Headline() != c.B.Headline() {
		level = card.Core
	}
	l.add(level, "first", c.A.Title(), c.A.Headline())
	l.add(level, "second", c.B.Title(), c.B.Headline())
	if c.Common > 0 && c.Prefix.IsValid() && !c.Same {
		l.add(card.Useful, "common", prefixText(c.Prefix), "")
	}
	if c.Distance != "" && c.Distance != "0" {
		d := new(big.Int)
		d.SetString(c.Distance, 10)
		sign := ""
		if d.Sign() < 0 {
			sign = "-"
			d.Neg(d)
		}
		l.add(card.Useful, "distance", sign+style.Grouped(d.String()), "")
	}
	k.Facts = l.facts
	for _, text := range c.Remarks {
		k.Verdicts = append(k.Verdicts, card.Verdict{Tone: card.Note, Text: text})
	}
	return k
}
