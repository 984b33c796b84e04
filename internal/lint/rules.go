package lint

import (
	"fmt"
	"math/bits"
	"strings"

	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/internal/spell"
)

// A Rule is one kind of fault.
//
// To add one, add a number, a row of [rules], and a file with its check and its page,
// with a test file beside it.
type Rule struct {
	Name     string
	Severity Severity // unless a [Config] says otherwise
	Default  bool     // on unless it is disabled
	Doc      string   // one line: what the rule finds
	RFC      string   // "RFC 5952 section 4"; several are separated by "; "
	Page     string   // a page of help: paragraphs, with blank lines between

	// check appends what is wrong with an address to b, or nothing; nil if the rule
	// works in another way.
	check func(b []byte, s *subject) []byte

	types []classify.Type // address types that check is called for; nil for all
	prose bool            // applies to documents too
	use   bool            // only for addresses in use: see subject.spared
	mend  mend            // what the rule can fix
}

// The numbers of the rules, in the order in which the faults of an address are
// reported.
const (
	ruleMalformed = iota
	ruleNonCanonical
	ruleHostBits
	ruleDocumentation
	ruleDeprecated
	ruleReserved
	ruleNotGlobal
	ruleLinkLocal
	ruleEmbeddedPrivate
	ruleMulticastFlags
	ruleUlaPattern
	rulePrivacy
	ruleOverlap
	ruleDuplicate
	ruleOddLength
	numRules
)

var rules = [numRules]Rule{
	ruleMalformed: {
		Name: "malformed", Severity: Error, Default: true, prose: true,
		Doc: "text that was meant as an address and is not one",
		RFC: "RFC 4291 section 2.2", Page: pageMalformed,
	},
	ruleNonCanonical: {
		Name: "non-canonical", Severity: Warning, Default: true, prose: true, mend: mendText,
		Doc: "an IPv6 address that is not in RFC 5952 canonical form",
		RFC: "RFC 5952 section 4", Page: pageNonCanonical,
		check: checkNonCanonical,
	},
	ruleHostBits: {
		Name: "host-bits", Severity: Warning, Default: true, mend: mendHostBits,
		Doc: "a network with bits set beyond its prefix length",
		RFC: "RFC 4291 section 2.3; RFC 4632 section 3.1", Page: pageHostBits,
		check: checkHostBits,
	},
	ruleDocumentation: {
		Name: "documentation", Severity: Warning, Default: true,
		Doc: "a documentation address in live configuration or code",
		RFC: "RFC 3849; RFC 9637; RFC 5737", Page: pageDocumentation,
		use: true, check: checkDocumentation, types: []classify.Type{classify.Documentation},
	},
	ruleDeprecated: {
		Name: "deprecated", Severity: Warning, Default: true,
		Doc: "6to4, site-local, IPv4-compatible, 6bone and other retired addresses",
		RFC: "RFC 7526; RFC 3879; RFC 4291 section 2.5.5.1; RFC 3701", Page: pageDeprecated,
		use: true, check: checkDeprecated, types: []classify.Type{
			classify.SixToFour, classify.SixToFourRelay, classify.SiteLocal, classify.IPv4Compatible,
			classify.SixBone, classify.ORCHID, classify.Reserved,
		},
	},
	ruleReserved: {
		Name: "reserved", Severity: Warning, Default: true,
		Doc: "an address in reserved space, or with a reserved interface identifier",
		RFC: "RFC 4291 section 2.4; RFC 1112 section 4; RFC 5453", Page: pageReserved,
		use: true, check: checkReserved,
	},
	ruleNotGlobal: {
		Name: "not-global", Severity: Warning,
		Doc: "an address that is not globally reachable, in a public file (--public)",
		RFC: "RFC 6890; RFC 8190", Page: pageNotGlobal,
		use: true, check: checkNotGlobal,
	},
	ruleLinkLocal: {
		Name: "link-local-without-zone", Severity: Warning, Default: true,
		Doc: "a link-local address with neither a zone nor an interface",
		RFC: "RFC 4007 section 6", Page: pageLinkLocal,
		check: checkLinkLocal, types: []classify.Type{classify.LinkLocal},
	},
	ruleEmbeddedPrivate: {
		Name: "embedded-private", Severity: Warning, Default: true,
		Doc: "NAT64, 6to4 or Teredo around an IPv4 address that is not global",
		RFC: "RFC 6052 section 3.1; RFC 3056 section 2; RFC 4380 section 4", Page: pageEmbeddedPrivate,
		use: true, check: checkEmbeddedPrivate, types: []classify.Type{classify.NAT64, classify.SixToFour, classify.Teredo},
	},
	ruleMulticastFlags: {
		Name: "multicast-flags", Severity: Warning, Default: true,
		Doc: "a multicast address whose flags, scope or prefix are not valid",
		RFC: "RFC 4291 section 2.7; RFC 3306 section 4; RFC 3956 section 3", Page: pageMulticastFlags,
		check: checkMulticastFlags, types: []classify.Type{classify.Multicast},
	},
	ruleUlaPattern: {
		Name: "ula-pattern", Severity: Note, Default: true,
		Doc: "a unique local prefix that was made up, not generated",
		RFC: "RFC 4193 section 3.2.1", Page: pageULAPattern,
		use: true, check: checkULAPattern, types: []classify.Type{classify.UniqueLocal},
	},
	rulePrivacy: {
		Name: "privacy", Severity: Note, Default: true,
		Doc: "an interface identifier that reveals a MAC",
		RFC: "RFC 7721 section 3; RFC 8064", Page: pagePrivacy,
		check: checkPrivacy,
	},
	ruleOverlap: {
		Name: "overlap", Severity: Warning,
		Doc: "a prefix covered by another prefix in the same file",
		RFC: "RFC 4632 section 3.1", Page: pageOverlap,
	},
	ruleDuplicate: {
		Name: "duplicate", Severity: Warning,
		Doc: "a prefix that appears more than once in a file",
		RFC: "RFC 4632 section 3.1", Page: pageDuplicate,
	},
	ruleOddLength: {
		Name: "odd-length", Severity: Warning,
		Doc: "a subnet for hosts that is not a /64",
		RFC: "RFC 4291 section 2.5.1; RFC 7421", Page: pageOddLength,
		check: checkOddLength,
	},
}

// AppendPage appends the page about r in the format of help topics: its name, what it
// finds, its severity and its RFCs, then Page.
func (r *Rule) AppendPage(b []byte) []byte {
	b = append(b, r.Name...)
	b = append(b, "\n  "...)
	b = append(b, strings.ToUpper(r.Doc[:1])+r.Doc[1:]...)
	b = append(b, ".\n  "...)
	b = append(b, strings.ToUpper(r.Severity.String()[:1])+r.Severity.String()[1:]...)
	switch {
	case r.Name == "not-global":
		b = append(b, ", with --public"...)
	case !r.Default:
		b = append(b, ", off by default"...)
	}
	if r.Fixable() {
		b = append(b, "; --fix rewrites it"...)
	}
	b = append(b, ". "...)
	b = append(b, r.RFC...)
	b = append(b, ".\n\n"...)
	b = append(b, r.Page...)
	return append(b, '\n')
}

// Fixable reports whether the faults of the rule have one right fix.
func (r *Rule) Fixable() bool { return r.mend != 0 }

// Rules returns all rules.
func Rules() []*Rule {
	list := make([]*Rule, numRules)
	for i := range rules {
		list[i] = &rules[i]
	}
	return list
}

// ParseRule returns the rule of that name. The error suggests rules with similar names.
func ParseRule(name string) (*Rule, error) {
	i, err := parseRule(name)
	if err != nil {
		return nil, err
	}
	return &rules[i], nil
}

func parseRule(name string) (int, error) {
	var names []string
	for i := range rules {
		if rules[i].Name == name {
			return i, nil
		}
		names = append(names, rules[i].Name)
	}
	if near := spell.Nearest(name, names); len(near) > 0 {
		return 0, fmt.Errorf("no such rule: %q; did you mean %s?", name, spell.Alternatives(near, `"`))
	}
	return 0, fmt.Errorf("no such rule: %q", name)
}

// A ruleSet is a set of rule numbers.
type ruleSet uint32

func (s ruleSet) has(rule int) bool { return s>>rule&1 != 0 }

// first returns the lowest rule number in a set that is not empty.
func (s ruleSet) first() int { return bits.TrailingZeros32(uint32(s)) }
