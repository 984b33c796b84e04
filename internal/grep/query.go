package grep

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/embed4"
	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/classes"
	"github.com/hextet/hextet/internal/find"
	"github.com/hextet/hextet/internal/ip"
)

// Criteria say which addresses match: those that satisfy every field that is not empty.
// The values of one field are alternatives. The zero Criteria match every address.
type Criteria struct {
	Patterns Patterns
	Types    []classify.Type
	Scopes   []classify.Scope
	Kinds    []eui64.Kind   // of interface identifiers
	Vendors  []string       // parts of the name of the MAC's vendor, ignoring case
	Embeds   []netip.Prefix // of an embedded IPv4 address, by any mechanism
	Family   find.Family
}

// A Query tests whether addresses match. Any number of goroutines may use it.
type Query struct {
	criteria Criteria
	v4, v6   *lookup
	classes  *classes.Cache
	family   find.Family
	within   netip.Prefix // if valid, nothing outside it matches
	patterns bool         // there are patterns
	macs     bool         // MACs are among them
	further  bool         // there are criteria beyond patterns
}

// NewQuery returns the Query for c, which must not be used afterwards.
func NewQuery(c Criteria) *Query {
	p := &c.Patterns
	q := &Query{
		criteria: c, family: c.Family,
		v4: newLookup(p.v4), v6: newLookup(p.v6),
		macs: p.macs != nil || p.ouis != nil,
	}
	q.criteria.Patterns.v4, q.criteria.Patterns.v6 = rows{}, rows{}
	q.patterns = p.Given || p.v4.count+p.v6.count+len(p.zoned) > 0 || q.macs
	identifier := len(c.Kinds)+len(c.Vendors)+len(c.Embeds) > 0 // only IPv6 has one
	q.further = identifier || len(c.Types)+len(c.Scopes) > 0
	if len(c.Types)+len(c.Scopes) > 0 {
		q.classes = new(classes.Cache)
	}
	for i, v := range c.Vendors {
		q.criteria.Vendors[i] = strings.ToLower(v)
	}
	if q.family == find.Both && (identifier || q.patterns && p.v4.count == 0) {
		q.family = find.Only6
	}
	if p.v6.count > 0 && len(p.zoned) == 0 && !q.macs {
		hi, length := p.v6.common()
		q.within = netip.PrefixFrom(ip.Addr6(hi, 0), int(length))
	}
	return q
}

// Find adds to o what lets a finder skip addresses that cannot match.
func (q *Query) Find(o find.Options) find.Options {
	o.Family, o.Within = q.family, q.within
	if q.within.IsValid() {
		o.May = q.v6.sieve.may
	}
	return o
}

// Match reports whether an address matches, and the label of the pattern that it
// matches.
func (q *Query) Match(it *find.Find) (label string, ok bool) {
	if q.patterns {
		if label, ok = q.pattern(it); !ok {
			return "", false
		}
	}
	return label, !q.further || q.facts(it)
}

// pattern looks up the address in the patterns.
func (q *Query) pattern(it *find.Find) (label string, ok bool) {
	p := &q.criteria.Patterns
	t, hi, lo := q.v6, it.Hi(), it.Lo()
	if it.Is4() {
		t, hi, lo = q.v4, lo<<32, 0
	}
	for i := range p.zoned {
		if it.Zone == "" {
			break
		}
		z := &p.zoned[i]
		if z.zone == it.Zone && z.is4 == it.Is4() && z.row.contains(hi, lo) &&
			(!it.IsBlock() || z.row.length == 128 || int(z.row.length) <= it.Length) {
			return p.labels.at(z.row.label), true
		}
	}
	if r := t.find(hi, lo, 128); r != nil {
		// A block must be inside the pattern; but a pattern that is a single address
		// also matches a block that begins with it.
		if it.IsBlock() && int(r.length) < it.BitLen() {
			r = t.find(hi, lo, uint8(it.Length))
		}
		if r != nil {
			return p.labels.at(r.label), true
		}
	}
	if !q.macs || it.Is4() || !p.eui64 && !hasMAC48(it) {
		return "", false
	}
	id, ok := eui64.AnalyzeAddr(it.Addr())
	if !ok {
		return "", false
	}
	if label, ok := p.macs[id.Value.EUI64()]; ok {
		return p.labels.at(label), true
	}
	if mac, err := id.Value.MAC(); err == nil {
		if label, ok := p.ouis[mac.OUI()]; ok {
			return p.labels.at(label), true
		}
	}
	return "", false
}

// hasMAC48 reports whether ff-fe is in the middle of the last 64 bits, as in every
// interface identifier made from a MAC-48 (RFC 4291 appendix A).
func hasMAC48(it *find.Find) bool { return uint16(it.Lo()>>24) == 0xfffe }

// facts reports whether the address satisfies the criteria beyond patterns.
func (q *Query) facts(it *find.Find) bool {
	c := &q.criteria
	if q.classes != nil {
		class := q.classes.Of(&it.Item)
		if it.IsBlock() {
			class = classify.ClassifyPrefix(it.Prefix())
		}
		if len(c.Types) > 0 && !slices.Contains(c.Types, class.Type) ||
			len(c.Scopes) > 0 && !slices.Contains(c.Scopes, class.Scope) {
			return false
		}
	}
	if len(c.Kinds)+len(c.Vendors) > 0 {
		id, ok := eui64.AnalyzeAddr(it.Addr())
		if !ok || it.IsBlock() ||
			len(c.Kinds) > 0 && !slices.Contains(c.Kinds, id.Kind) ||
			len(c.Vendors) > 0 && !q.vendor(id.MAC) {
			return false
		}
	}
	return len(c.Embeds) == 0 || q.embeds(it)
}

// vendor reports whether the MAC is from a wanted vendor.
func (q *Query) vendor(mac eui64.MAC) bool {
	name, ok := classify.Vendor(mac)
	if !ok {
		return false
	}
	name = strings.ToLower(name)
	return slices.ContainsFunc(q.criteria.Vendors, func(v string) bool { return strings.Contains(name, v) })
}

// embeds reports whether a wanted IPv4 address is embedded in the address.
func (q *Query) embeds(it *find.Find) bool {
	if it.Is4() {
		return false
	}
	var list [4]embed4.Found
	for _, f := range (*embed4.Extractor)(nil).Append(list[:0], it.Addr()) {
		for _, p := range q.criteria.Embeds {
			if p.Contains(f.Addr) {
				return true
			}
		}
	}
	return false
}
