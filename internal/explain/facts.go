// Package explain finds out everything that is known about an item: an address, a
// prefix, a range, a MAC or a DUID, in whichever spelling it comes. What it finds
// are [Facts], which are data; [Facts.Card] lays them out for a person, and
// [Compare] holds two of them against each other.
//
// What an address is, its package classify says; explain adds what takes several
// packages to know, and the words.
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
	Chain  []classify.Row  // the registry rows it is in, the most specific first

	Block    subnet.Info    // of a prefix, a range, or the network of an address
	Prefixes []netip.Prefix // a range as the fewest prefixes
	Inside   []classify.Row // the registry rows in a prefix

	Zones     []string   // names in the reverse DNS
	Solicited netip.Addr // solicited-node group of a unicast IPv6 address
	Frames    eui64.MAC  // the Ethernet address of that group, or of a group
	Spellings []Spelling
	Hardware  Hardware // of a MAC or a DUID
	Historic  Historic
	SID       *classify.SID // see ReadAsSID
	Answers   []Answer      // of databases

	Warnings []addr.Remark // what needs a second look
	Verdicts []addr.Remark // what is as it should be
	Remarks  []addr.Remark // what is worth knowing

	options classify.Options
	router  *eui64.VRRP // see vrrp
}

// A Spelling is the thing written in another way, by the word of convert --to.
type Spelling struct{ Name, Text string }

// Hardware is what there is to know about a MAC.
type Hardware struct {
	Vendor     string
	Hypervisor string     // whose virtual machines have such MACs
	Randomized bool       // it looks as if drawn at random
	IPv4       netip.Addr // that a hypervisor put into it
	HasIID     bool
	IID        eui64.IID
	LinkLocal  netip.Addr
	IPv4Groups []netip.Addr // IPv4 groups that it stands for
	IPv6Group  netip.Addr   // the link-local group that it stands for
	GroupName  string       // of that group
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

// HasClass reports whether Record says anything.
func (f *Facts) HasClass() bool { return f.Kind == Address || f.Kind == Prefix }

// Title is the thing in its canonical text.
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

// Spelling returns the thing in the spelling of that name, "" where it has none.
func (f *Facts) Spelling(name string) string {
	for _, s := range f.Spellings {
		if s.Name == name {
			return s.Text
		}
	}
	return ""
}

// Forms are the spellings of an address, by the words of convert --to.
func Forms() []addr.Form {
	return []addr.Form{
		addr.FormFull, addr.FormHex, addr.FormInt, addr.FormBin, addr.FormBase85,
		addr.FormBytes, addr.FormURL, addr.FormUNC, addr.FormKAME,
	}
}

// vendor is who the IEEE assigned the block of a MAC to.
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

// checkText says whether the text it was given is the canonical one.
func (f *Facts) checkText() {
	if f.Form != addr.FormCanonical || f.Item.Addr.Is4() {
		return
	}
	// A prefix with a mask in place of a length is another spelling, not a wrong one.
	if canonical := f.Item.String(); f.Text == canonical {
		f.good("canonical text", "RFC 5952")
	} else if !strings.Contains(f.Text, "/255.") && !strings.Contains(f.Text, "/0.") {
		f.note("written "+f.Text+", which is not canonical", "RFC 5952 section 4")
	}
}

// inUse says since when a block has been in use, and by whom.
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

// macOf is the Ethernet address of a group; the zero MAC where there is none.
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
	// A word with digits in it is a name: 6to4, fe80.
	return string(s[0]-'a'+'A') + s[1:]
}

// cite writes the reference of a registry row as people do: RFC 4291 section 2.5.
func cite(rfc string) string {
	rfc = strings.Replace(rfc, "RFC", "RFC ", 1)
	return strings.Replace(rfc, ", Section ", " section ", 1)
}

// reversed is a chain with its most specific row first.
func reversed(chain []classify.Row) []classify.Row {
	slices.Reverse(chain)
	return chain
}
