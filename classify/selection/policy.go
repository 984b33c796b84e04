package selection

import (
	"net/netip"
	"slices"

	"github.com/hextet/hextet/classify"
)

// An Entry gives the addresses of a prefix a precedence, a label or a scope.
type Entry struct {
	Prefix netip.Prefix
	Value  int
}

// A Policy is what RFC 6724 section 2.1 calls the policy table. Precedences and
// labels are separate lists, as in glibc; an address has the value of the longest prefix
// that contains it, an IPv4 address that of its IPv4-mapped form.
// The zero Policy is empty.
type Policy struct {
	precedences, labels []Entry // long prefixes first, each once
	scopes4             []Entry // IPv4 prefixes, likewise; nil for those of the system
}

// A Row is one line of a policy table.
type Row struct {
	Prefix        netip.Prefix
	Precedence    int
	Label         int
	HasPrecedence bool // false if the table has only a label for the prefix
	HasLabel      bool
}

// NewPolicy returns a policy of the given entries. Of several entries for a prefix the
// first applies.
func NewPolicy(precedences, labels []Entry) Policy {
	return Policy{precedences: sorted(precedences), labels: sorted(labels)}
}

// sorted returns the entries sorted stably, the longest prefixes first, each once.
func sorted(list []Entry) []Entry {
	var out []Entry
	for _, e := range list {
		e.Prefix = e.Prefix.Masked()
		if !slices.ContainsFunc(out, func(o Entry) bool { return o.Prefix == e.Prefix }) {
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(a, b Entry) int { return b.Prefix.Bits() - a.Prefix.Bits() })
	return out
}

// A row is a default row, with the prefix as text: nothing is parsed at start-up.
type row struct {
	prefix            string
	precedence, label int // -1: none
}

// The tables of real systems.
var (
	// glibc 2.36, default_labels and default_precedence. The labels follow RFC 3484, plus
	// site-local, unique local and Teredo addresses, which have no precedence.
	glibcRows = [...]row{
		{"::1/128", 50, 0}, {"::/0", 40, 1}, {"2002::/16", 30, 2}, {"::/96", 20, 3}, {"::ffff:0:0/96", 10, 4},
		{"fec0::/10", -1, 5}, {"fc00::/7", -1, 6}, {"2001::/32", -1, 7},
	}
	// musl 1.2.3, defpolicy, which omits the rows for deprecated prefixes on purpose.
	muslRows = [...]row{
		{"::1/128", 50, 0}, {"::/0", 40, 1}, {"::ffff:0:0/96", 35, 4}, {"2002::/16", 30, 2}, {"2001::/32", 5, 5}, {"fc00::/7", 3, 13},
	}
	// Linux, net/ipv6/addrlabel.c, as `ip addrlabel` lists it. The kernel only selects
	// sources, for which it needs no precedences.
	linuxRows = [...]row{
		{"::1/128", -1, 0}, {"::/0", -1, 1}, {"2002::/16", -1, 2}, {"::/96", -1, 3}, {"::ffff:0:0/96", -1, 4}, {"fc00::/7", -1, 5},
		{"2001::/32", -1, 6}, {"2001:10::/28", -1, 7}, {"fec0::/10", -1, 11}, {"3ffe::/16", -1, 12},
	}
)

// DefaultPolicy returns the default table of a system. KAME has none. FreeBSD's is RFC 6724's table (rc.d/ip6addrctl, when IPv6 is
// configured). That of [RFC6724Update] lacks the rows for known-local prefixes,
// which depend on the host; [New] adds them.
func DefaultPolicy(s System) Policy {
	switch s {
	case RFC6724, FreeBSD:
		return fromClassify(classify.RFC6724)
	case RFC3484:
		return fromClassify(classify.RFC3484)
	case RFC6724Update:
		return fromClassify(classify.DraftUpdate)
	case Glibc:
		return fromRows(glibcRows[:])
	case Musl:
		return fromRows(muslRows[:])
	case Linux:
		return fromRows(linuxRows[:])
	}
	return Policy{}
}

func fromClassify(t classify.PolicyTable) Policy {
	var p Policy
	for _, r := range t.Rows() {
		p.precedences = append(p.precedences, Entry{r.Prefix, int(r.Precedence)})
		p.labels = append(p.labels, Entry{r.Prefix, int(r.Label)})
	}
	return p
}

func fromRows(rows []row) Policy {
	var p Policy
	for _, r := range rows {
		prefix := netip.MustParsePrefix(r.prefix)
		if r.precedence >= 0 {
			p.precedences = append(p.precedences, Entry{prefix, r.precedence})
		}
		p.labels = append(p.labels, Entry{prefix, r.label})
	}
	p.precedences, p.labels = sorted(p.precedences), sorted(p.labels)
	return p
}

// withLabels returns p with more labels, which replace those for the same prefixes.
func (p Policy) withLabels(more []Entry) Policy {
	if len(more) > 0 {
		p.labels = sorted(append(slices.Clone(more), p.labels...))
	}
	return p
}

// withPrecedences is withLabels for precedences.
func (p Policy) withPrecedences(more []Entry) Policy {
	if len(more) > 0 {
		p.precedences = sorted(append(slices.Clone(more), p.precedences...))
	}
	return p
}

// Or returns p with the tables that it does not have taken from def: precedences, labels
// or IPv4 scopes. That is how glibc uses gai.conf, where one precedence line replaces
// all precedences and no labels.
func (p Policy) Or(def Policy) Policy {
	if p.precedences == nil {
		p.precedences = def.precedences
	}
	if p.labels == nil {
		p.labels = def.labels
	}
	if p.scopes4 == nil {
		p.scopes4 = def.scopes4
	}
	return p
}

// Precedence returns the precedence of an address; ok is false if no prefix contains it.
func (p *Policy) Precedence(a netip.Addr) (value int, ok bool) { return lookup(p.precedences, a) }

// Label returns the label of an address; ok is false if no prefix contains it.
func (p *Policy) Label(a netip.Addr) (value int, ok bool) { return lookup(p.labels, a) }

// Scopes4 returns the scopes of IPv4 addresses that a gai.conf has set: 2 is
// link-local, 5 site-local, 14 global.
func (p *Policy) Scopes4() []Entry { return slices.Clone(p.scopes4) }

func lookup(list []Entry, a netip.Addr) (int, bool) {
	a = mapped(a)
	for i := range list {
		if list[i].Prefix.Contains(a) {
			return list[i].Value, true
		}
	}
	return 0, false
}

// mapped returns a as an IPv6 address without zone (RFC 6724 section 2.1: the
// policy table sees IPv4 addresses as IPv4-mapped ones).
func mapped(a netip.Addr) netip.Addr { return netip.AddrFrom16(a.As16()) }

// Rows returns the table as the RFCs print it, the highest precedences first, and last
// the rows without a precedence.
func (p *Policy) Rows() []Row {
	var rows []Row
	for _, e := range p.precedences {
		rows = append(rows, Row{Prefix: e.Prefix, Precedence: e.Value, HasPrecedence: true})
	}
	for _, e := range p.labels {
		i := slices.IndexFunc(rows, func(r Row) bool { return r.Prefix == e.Prefix })
		if i < 0 {
			i = len(rows)
			rows = append(rows, Row{Prefix: e.Prefix})
		}
		rows[i].Label, rows[i].HasLabel = e.Value, true
	}
	slices.SortStableFunc(rows, func(a, b Row) int {
		if a.HasPrecedence != b.HasPrecedence {
			if a.HasPrecedence {
				return -1
			}
			return 1
		}
		if a.Precedence != b.Precedence {
			return b.Precedence - a.Precedence
		}
		return a.Label - b.Label
	})
	return rows
}
