package selection

import (
	"cmp"
	"net/netip"
	"strconv"
)

// destinationRules returns the rules of section 6 that the system has.
func (s *Selector) destinationRules() []Rule {
	switch s.system {
	case Musl:
		return muslRules[:]
	case FreeBSD:
		return freebsdRules[:]
	}
	return rfcRules[:]
}

var (
	rfcRules = [...]Rule{
		Usable, MatchingScope, NotDeprecated, HomeAddress, MatchingLabel, HigherPrecedence, NativeTransport, SmallerScope, LongestPrefix, Unchanged,
	}
	muslRules    = [...]Rule{Usable, MatchingScope, MatchingLabel, HigherPrecedence, SmallerScope, LongestPrefix, Unchanged}
	freebsdRules = [...]Rule{
		Usable, MatchingScope, NotDeprecated, MatchingLabel, HigherPrecedence, SmallerScope, LongestPrefix, Unchanged,
	}
)

// try applies one rule to two destinations: verdict is above 0 if it prefers the first,
// below 0 if the second. If ok is false, the rule does not apply.
func (s *Selector) try(r Rule, a, b *Destination) (verdict int, ok bool) {
	x, y := &a.key, &b.key
	both := x.usable != 0 && y.usable != 0
	switch r {
	case Usable:
		return x.usable - y.usable, true
	case MatchingScope:
		return x.scopeMatches - y.scopeMatches, both
	case NotDeprecated:
		return x.preferred - y.preferred, both && s.system != FreeBSD && s.knowsFlags()
	case HomeAddress:
		return x.home - y.home, both && s.knowsFlags()
	case MatchingLabel:
		return x.labelMatches - y.labelMatches, both
	case HigherPrecedence:
		return cmp.Compare(x.precedence, y.precedence), true
	case NativeTransport:
		// Nothing is known about tunnels: every interface counts as native.
		return x.native - y.native, both && x.native != y.native
	case SmallerScope:
		return x.smallerScope - y.smallerScope, true
	case LongestPrefix:
		return s.rule9(y, x), both && (s.system == Musl || x.family == y.family && x.family != 0)
	case Unchanged:
		return b.Index - a.Index, true
	}
	return 0, false
}

// knowsFlags reports whether the system learns which sources are deprecated or home
// addresses.
func (s *Selector) knowsFlags() bool { return s.system != Glibc || s.listed != nil }

// rule returns the rule that put a right before b.
func (s *Selector) rule(a, b *Destination) Rule {
	for _, r := range s.destinationRules() {
		if v, ok := s.try(r, a, b); ok && v != 0 {
			return r
		}
	}
	return Unchanged
}

// Compare applies the rules to two destinations that [Selector.Order] returned, up to the
// one that decides.
func (s *Selector) Compare(a, b *Destination) Comparison {
	var c Comparison
	for _, r := range s.destinationRules() {
		t := Test{Rule: r, Result: Skipped}
		v, ok := s.try(r, a, b)
		if ok {
			t.First, t.Second = s.say(r, a), s.say(r, b)
			t.Result = result(v)
		}
		c.Tests = append(c.Tests, t)
		if ok && v != 0 {
			c.Rule, c.Result = r, t.Result
			return c
		}
	}
	c.Rule, c.Result = Unchanged, First
	return c
}

func result(v int) Result {
	switch {
	case v > 0:
		return First
	case v < 0:
		return Second
	}
	return Tie
}

// say returns what a rule compares of a destination.
func (s *Selector) say(r Rule, d *Destination) string {
	switch r {
	case Usable:
		if d.Usable() {
			return "usable"
		}
		return d.Source.Problem.String()
	case MatchingScope:
		return scopeName(s.scope(d.Addr)) + ", source " + scopeName(s.scope(d.Source.Addr))
	case NotDeprecated:
		return is(d.key.preferred == 0, "deprecated source", "source not deprecated")
	case HomeAddress:
		return is(d.key.home != 0, "home address", "no home address")
	case MatchingLabel:
		return s.label(d.Addr) + ", source " + s.label(d.Source.Addr)
	case HigherPrecedence:
		v, ok := s.policy.Precedence(d.Addr)
		return is(ok, "precedence "+strconv.Itoa(v), "no precedence")
	case NativeTransport:
		return is(d.key.native != 0, "native", "source of no known interface")
	case SmallerScope:
		return scopeName(s.scope(d.Addr))
	case LongestPrefix:
		return bitsInCommon(d.key.prefix)
	case Unchanged:
		return "given as number " + strconv.Itoa(d.Index+1)
	}
	return ""
}

func (s *Selector) label(a netip.Addr) string { return labelWords(&s.policy, a) }

func labelWords(p *Policy, a netip.Addr) string {
	v, ok := p.Label(a)
	return is(ok, "label "+strconv.Itoa(v), "no label")
}

func bitsInCommon(n int) string {
	if n == 1 {
		return "1 bit in common"
	}
	return strconv.Itoa(n) + " bits in common"
}

func is(b bool, yes, no string) string {
	if b {
		return yes
	}
	return no
}

// A Contender is an address that the host could have used, and how it lost.
type Contender struct {
	Address    Address
	Comparison Comparison // of the source with this address
}

// Contenders returns the other candidates for the source of a destination, each
// compared with the one that the host uses; the loopback address only if the
// destination is one. It returns nil for IPv4, where nothing is compared, and for KAME,
// whose steps decide.
func (s *Selector) Contenders(dst netip.Addr) []Contender {
	a, is4, _ := s.plain(dst)
	if !a.IsValid() || is4 || s.system == KAME {
		return nil
	}
	h := s.route(a, dst.Zone())
	if h.problem != NoProblem {
		return nil
	}
	best := s.source6(a, h).index
	if best < 0 {
		return nil
	}
	var list []Contender
	t := s.target(a, h)
	for i := range s.addrs {
		if i != best && s.candidate(i, &t) && s.contends(i, &t) {
			list = append(list, Contender{s.addrs[i], s.compareSources(best, i, &t)})
		}
	}
	return list
}

func (s *Selector) compareSources(i, j int, t *target) Comparison {
	var c Comparison
	for _, r := range s.sourceRules() {
		x, y := s.score(r, i, t), s.score(r, j, t)
		c.Tests = append(c.Tests, Test{r, result(x - y), s.saySource(r, i, t), s.saySource(r, j, t)})
		if x != y {
			c.Rule, c.Result = r, result(x-y)
			return c
		}
	}
	c.Rule, c.Result = SourceFirst, First
	return c
}

// saySource returns what a rule compares of an address of the host.
func (s *Selector) saySource(r Rule, i int, t *target) string {
	a := &s.addrs[i]
	switch r {
	case SourceSame:
		return is(a.Prefix.Addr() == t.addr, "the destination itself", "another address")
	case SourceScope:
		return scopeName(s.sourceScope(a.Prefix.Addr())) + ", destination " + scopeName(t.scope)
	case SourcePreferred:
		return is(a.Flags&Deprecated != 0, "deprecated", "not deprecated")
	case SourceHome:
		return is(a.Flags&Home != 0, "home address", "no home address")
	case SourceInterface:
		return is(a.Interface == t.iface, "on the outgoing interface", "on another interface")
	case SourceLabel:
		return labelWords(&s.labels, a.Prefix.Addr()) + ", destination " + labelWords(&s.labels, t.addr)
	case SourceTemporary:
		return is(a.Flags&Temporary != 0, "temporary", "public")
	case SourceORCHID:
		return is(isORCHID(a.Prefix.Addr()), "ORCHID", "no ORCHID")
	case SourcePrefix:
		return bitsInCommon(s.score(r, i, t))
	}
	return ""
}

// Reason returns why the first of the two was preferred, in a line.
func (c *Comparison) Reason() string {
	switch {
	case c.Rule == Unchanged:
		return "as given"
	case c.Rule == SourceFirst, len(c.Tests) == 0:
		return c.Rule.Title()
	}
	t := &c.Tests[len(c.Tests)-1]
	if t.Rule >= SourceSame {
		return t.First + "; other: " + t.Second
	}
	return t.First + "; next: " + t.Second
}
