package selection

import "fmt"

// A Rule is a reason to prefer one address to another.
type Rule uint8

// The rules. Those of destinations are RFC 6724 section 6, those of sources its
// section 5; a few belong to one system.
const (
	NoRule Rule = iota

	Usable           // rule 1 of section 6
	MatchingScope    // rule 2
	NotDeprecated    // rule 3
	HomeAddress      // rule 4
	MatchingLabel    // rule 5
	HigherPrecedence // rule 6
	NativeTransport  // rule 7
	SmallerScope     // rule 8
	LongestPrefix    // rule 9
	Unchanged        // rule 10

	SourceSame       // rule 1 of section 5
	SourceScope      // rule 2
	SourcePreferred  // rule 3
	SourceHome       // rule 4
	SourceInterface  // rule 5
	SourceNextHop    // rule 5.5
	SourceLabel      // rule 6
	SourceTemporary  // rule 7; RFC 3484 and Linux below use_tempaddr 2 prefer the public address
	SourceORCHID     // Linux, before rule 8: an ORCHID (RFC 4843) for an ORCHID
	SourcePrefix     // rule 8
	SourceFirst      // where no rule decides: the address that the system lists first
	SourceOnly       // there is no other
	SourceRoute      // IPv4: the address that belongs to the route
	SourceOutgoing   // KAME: an address of the outgoing interface with the scope of the destination
	SourceGlobal     // KAME: a global address of any interface
	SourceSite       // KAME: for a site-local destination, a site-local address of any interface
	SourceViolation  // KAME: the address of the route, whatever its scope
	SourceLastResort // KAME: a deprecated address, as there is no other
	numRules
)

var rules = [numRules]struct{ name, number, title string }{
	NoRule:           {"", "", ""},
	Usable:           {"usable", "1", "avoid unusable destinations"},
	MatchingScope:    {"matching-scope", "2", "prefer matching scope"},
	NotDeprecated:    {"not-deprecated", "3", "avoid deprecated addresses"},
	HomeAddress:      {"home-address", "4", "prefer home addresses"},
	MatchingLabel:    {"matching-label", "5", "prefer matching label"},
	HigherPrecedence: {"higher-precedence", "6", "prefer higher precedence"},
	NativeTransport:  {"native-transport", "7", "prefer native transport"},
	SmallerScope:     {"smaller-scope", "8", "prefer smaller scope"},
	LongestPrefix:    {"longest-prefix", "9", "use longest matching prefix"},
	Unchanged:        {"unchanged", "10", "otherwise, leave the order unchanged"},

	SourceSame:       {"source-same", "1", "prefer same address"},
	SourceScope:      {"source-scope", "2", "prefer appropriate scope"},
	SourcePreferred:  {"source-preferred", "3", "avoid deprecated addresses"},
	SourceHome:       {"source-home", "4", "prefer home addresses"},
	SourceInterface:  {"source-interface", "5", "prefer outgoing interface"},
	SourceNextHop:    {"source-next-hop", "5.5", "prefer addresses in a prefix advertised by the next hop"},
	SourceLabel:      {"source-label", "6", "prefer matching label"},
	SourceTemporary:  {"source-temporary", "7", "prefer temporary addresses"},
	SourceORCHID:     {"source-orchid", "8-", "prefer an ORCHID for an ORCHID"},
	SourcePrefix:     {"source-prefix", "8", "use longest matching prefix"},
	SourceFirst:      {"source-first", "", "the first listed"},
	SourceOnly:       {"source-only", "", "the only address there is"},
	SourceRoute:      {"source-route", "", "the address of the route"},
	SourceOutgoing:   {"source-outgoing", "2", "an address of the outgoing interface with the scope of the destination"},
	SourceGlobal:     {"source-global", "3", "a global address of any interface"},
	SourceSite:       {"source-site", "4", "a site-local address of any interface"},
	SourceViolation:  {"source-violation", "5", "the address of the route: a scope violation"},
	SourceLastResort: {"source-last-resort", "", "a deprecated address as the last resort"},
}

// String returns the name, such as "higher-precedence"; "" for NoRule.
func (r Rule) String() string {
	if r < numRules {
		return rules[r].name
	}
	return fmt.Sprintf("Rule(%d)", uint8(r))
}

// Number returns the number in RFC 6724 or KAME's note: "6", "5.5"; "" for a rule
// that has none.
func (r Rule) Number() string {
	if r < numRules {
		return rules[r].number
	}
	return ""
}

// Title returns what the rule says: "prefer higher precedence".
func (r Rule) Title() string {
	if r < numRules {
		return rules[r].title
	}
	return ""
}

// MarshalText returns the name.
func (r Rule) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText accepts the names that String gives.
func (r *Rule) UnmarshalText(b []byte) error {
	for i := range rules {
		if rules[i].name == string(b) {
			*r = Rule(i)
			return nil
		}
	}
	return fmt.Errorf("unknown rule %q", b)
}

// A Result says which of two addresses a rule prefers.
type Result uint8

// The results.
const (
	Tie Result = iota
	First
	Second
	Skipped // the rule does not apply to the two
)

var resultNames = [...]string{"tie", "first", "second", "skipped"}

// String returns the word.
func (r Result) String() string {
	if int(r) < len(resultNames) {
		return resultNames[r]
	}
	return fmt.Sprintf("Result(%d)", uint8(r))
}

// MarshalText returns the word.
func (r Result) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText accepts the words that String gives.
func (r *Result) UnmarshalText(b []byte) error {
	for i, name := range resultNames {
		if name == string(b) {
			*r = Result(i)
			return nil
		}
	}
	return fmt.Errorf("unknown result %q", b)
}

// A Test is one rule applied to two addresses.
type Test struct {
	Rule   Rule
	Result Result

	// First and Second are what the rule looked at, in words: "precedence 40", "label
	// 13, source 1". They are empty where the rule does not apply.
	First, Second string
}

// A Comparison is every rule tried on two addresses, in the order of the system,
// up to the one that decides.
type Comparison struct {
	Rule   Rule   // the rule that decides; Unchanged or SourceFirst where none does
	Result Result // First or Second; First where no rule decides
	Tests  []Test
}
