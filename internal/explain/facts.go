// Package explain collects everything that is known about an item: an address, a
// prefix, a range, a MAC or a DUID, in any spelling. The result, [Facts], is data;
// [Facts.Card] lays it out for a person, and [Compare] compares two.
//
// Package classify classifies addresses; explain adds the facts that take several
// packages, and the wording.
package explain

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/multicast"
	"github.com/hextet/hextet/subnet"
)

// Facts are everything known about a thing.
type Facts struct {
	Thing
	Record classify.Record // of an address or a prefix

	Octets []byte
	Parts  []classify.Part // fields of Octets, in order
	Chain  []classify.Row  // the registry rows that contain it, most specific first

	Block    subnet.Info    // of a prefix, a range, or the network of an address
	Prefixes []netip.Prefix // a range as the smallest list of prefixes
	Inside   []classify.Row // the registry rows in a prefix

	Zones     []string   // reverse DNS names
	Solicited netip.Addr // solicited-node group of a unicast IPv6 address
	Frames    eui64.MAC  // Ethernet address of that group, or of a multicast group
	Spellings []Spelling
	Hardware  Hardware // of a MAC or a DUID
	Historic  Historic
	SID       *classify.SID // see ReadAsSID
	Answers   []Answer      // of databases

	Warnings []addr.Remark // problems
	Verdicts []addr.Remark // things that are as they should be
	Remarks  []addr.Remark // things worth knowing

	options classify.Options
	router  *eui64.VRRP // see vrrp
}

// A Spelling is the thing written in another way, named as in convert --to.
type Spelling struct{ Name, Text string }

// Hardware contains the facts about a MAC.
type Hardware struct {
	Vendor     string
	Hypervisor string     // hypervisor whose virtual machines have such MACs
	Randomized bool       // it looks random
	IPv4       netip.Addr // embedded by a hypervisor
	HasIID     bool
	IID        eui64.IID
	LinkLocal  netip.Addr
	IPv4Groups []netip.Addr // IPv4 groups that map to it
	IPv6Group  netip.Addr   // link-local group that maps to it
	GroupName  string       // name of that group
}

// Of returns the facts about t.
func Of(t Thing, o classify.Options) *Facts {
	if p := subnet.Cover(t.Range); t.Kind == Range && p.IsSingleIP() {
		t.Kind, t.Item, t.Form = Address, addr.ItemOf(p.Addr()), addr.FormCanonical
	}
	f := &Facts{Thing: t, options: o}
	switch t.Kind {
	case MAC:
		f.explainMAC()
	case DUID:
		f.explainDUID()
	case Range:
		f.explainRange()
	case Prefix:
		f.Record.DescribePrefix(t.Item.Prefix(), o)
		f.explainBlock()
	case Address:
		f.Record.Describe(t.Item.NetipAddr(), o)
		f.explainAddr()
	}
	return f
}

// HasClass reports whether Record is filled in.
func (f *Facts) HasClass() bool { return f.Kind == Address || f.Kind == Prefix }

// Title returns the thing in its canonical text.
func (f *Facts) Title() string {
	switch f.Kind {
	case MAC:
		return f.MAC.String()
	case DUID:
		return colons(f.DUID.Octets)
	case Range:
		return string(subnet.AppendRange(nil, f.Range))
	}
	return f.Item.String()
}

// Headline says what it is, in one phrase.
func (f *Facts) Headline() string {
	switch f.Kind {
	case MAC:
		return f.macHeadline()
	case DUID:
		return f.duidHeadline()
	case Range:
		return f.rangeHeadline()
	case Prefix:
		return f.blockHeadline()
	}
	return f.addrHeadline()
}

func (f *Facts) warn(text, rfc string) {
	f.Warnings = append(f.Warnings, addr.Remark{Text: text, Reference: rfc})
}

func (f *Facts) good(text, rfc string) {
	f.Verdicts = append(f.Verdicts, addr.Remark{Text: text, Reference: rfc})
}

func (f *Facts) note(text, rfc string) {
	f.Remarks = append(f.Remarks, addr.Remark{Text: text, Reference: rfc})
}

func (f *Facts) spell(name, text string) {
	if text != "" {
		f.Spellings = append(f.Spellings, Spelling{name, text})
	}
}

// Spelling returns the spelling of that name, or "" if there is none.
func (f *Facts) Spelling(name string) string {
	for _, s := range f.Spellings {
		if s.Name == name {
			return s.Text
		}
	}
	return ""
}

// Forms returns the spellings of an address, as in convert --to.
func Forms() []addr.Form {
	return []addr.Form{
		addr.FormFull, addr.FormHex, addr.FormInt, addr.FormBin, addr.FormBase85,
		addr.FormBytes, addr.FormURL, addr.FormUNC, addr.FormKAME,
	}
}

// vendor returns the organization to which the IEEE assigned the block of a MAC.
func (f *Facts) vendor(m eui64.MAC) string {
	var name string
	if f.options.Vendors != nil {
		name, _ = f.options.Vendors.Vendor(m)
	} else {
		name, _ = classify.Vendor(m)
	}
	return name
}

// zonesOf returns the names of the reverse zones that make up p.
func zonesOf(p netip.Prefix) (names []string) {
	for zone := range addr.ReverseZones(p) {
		if b, err := addr.AppendZone(nil, zone, ""); err == nil {
			names = append(names, string(b))
		}
	}
	return names
}

// checkText checks whether the item was written in its canonical text.
func (f *Facts) checkText() {
	if f.Form != addr.FormCanonical || f.Item.Addr.Is4() {
		return
	}
	// A prefix with a mask instead of a length is a different spelling, not a wrong
	// one.
	if canonical := f.Item.String(); f.Text == canonical {
		f.good("canonical text", "RFC 5952")
	} else if !strings.Contains(f.Text, "/255.") && !strings.Contains(f.Text, "/0.") {
		f.note("written "+f.Text+", which is not canonical", "RFC 5952 section 4")
	}
}

// inUse adds the allocation that a block is part of.
func (f *Facts) inUse() {
	r := &f.Record
	if !r.HasAllocation || r.Class.Type != classify.GlobalUnicast {
		return
	}
	al := r.Allocation
	since := ""
	if len(al.Date) >= 4 {
		since = " since " + al.Date[:4]
	}
	how := "allocated to "
	if al.Legacy {
		how = "legacy space, administered by "
	}
	f.good("in use"+since+": "+prefixText(al.Prefix)+" "+how+al.Registry, "IANA")
}

// macOf returns the Ethernet address of a group; the zero MAC if it has none.
func macOf(group netip.Addr) eui64.MAC {
	m, err := multicast.MAC(group)
	if err != nil {
		return eui64.MAC{}
	}
	return m
}

func prefixText(p netip.Prefix) string { return string(addr.AppendPrefix(nil, p)) }

func addrText(a netip.Addr) string { return string(addr.AppendAddr(nil, a)) }

func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + ", " + b
}

func itoa(n int) string { return strconv.Itoa(n) }

func capital(s string) string {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return s
	}
	// A word that contains digits is a name: 6to4, fe80.
	return string(s[0]-'a'+'A') + s[1:]
}

// cite formats the reference of a registry row the usual way: RFC 4291 section 2.5.
func cite(rfc string) string {
	rfc = strings.Replace(rfc, "RFC", "RFC ", 1)
	return strings.Replace(rfc, ", Section ", " section ", 1)
}

// reversed returns a chain with its most specific row first.
func reversed(chain []classify.Row) []classify.Row {
	slices.Reverse(chain)
	return chain
}
