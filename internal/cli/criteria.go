package cli

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/spell"
)

// commas is a repeatable flag whose values may also be separated by commas.
type commas[T any] struct{ repeated[T] }

func (v *commas[T]) Set(s string) error {
	for word := range strings.SplitSeq(s, ",") {
		if err := v.repeated.Set(word); err != nil {
			return err
		}
	}
	v.last = s
	return nil
}

// kinds returns every value from first to last.
func kinds[T ~uint8](first, last T) (all []T) {
	for v := first; v <= last; v++ {
		all = append(all, v)
	}
	return all
}

// AddTypes adds a flag that takes types of addresses and may be repeated.
func AddTypes(c *cobra.Command, list *[]classify.Type, name, usage string) {
	addWords(c, list, name, "TYPE", usage, kinds(classify.Unspecified, classify.Mixed), classify.Type.String, typeWords)
}

// AddScopes adds a flag that takes scopes and may be repeated.
func AddScopes(c *cobra.Command, list *[]classify.Scope, name, usage string) {
	addWords(c, list, name, "SCOPE", usage, kinds(classify.ScopeInterfaceLocal, classify.ScopeMixed), classify.Scope.String, scopeWords)
}

// AddKinds adds a flag that takes kinds of interface identifiers and may be repeated.
func AddKinds(c *cobra.Command, list *[]eui64.Kind, name, usage string) {
	addWords(c, list, name, "KIND", usage, kinds(eui64.KindSubnetRouterAnycast, eui64.KindRandom), eui64.Kind.String, kindWords)
}

// addWords adds a flag for some of all, by their words, which choices describes.
func addWords[T any](c *cobra.Command, list *[]T, name, meta, usage string, all []T, word func(T) string, choices func() []Word) {
	parse := func(s string) (x T, err error) {
		names := make([]string, len(all))
		for i := range all {
			names[i] = word(all[i])
		}
		if i := slices.Index(names, s); i >= 0 {
			return all[i], nil
		}
		advice := ""
		if near := spell.Nearest(s, names); len(near) > 0 {
			advice = "; did you mean " + spell.Alternatives(near, `"`) + "?"
		}
		return x, fmt.Errorf("no such %s: %q%s", strings.ToLower(meta), s, advice)
	}
	c.Flags().Var(&commas[T]{repeated[T]{list: list, meta: meta, parse: parse}}, name, usage+" (repeatable)")
	CompleteFlag(c, name, func([]string, string) ([]Word, string) { return choices(), "" })
}

// typeWords returns the types, each with the prefixes of that type.
func typeWords() []Word {
	const most = 3
	prefixes := map[classify.Type][]string{}
	add := func(t classify.Type, p netip.Prefix) {
		if s := p.String(); len(prefixes[t]) <= most && !slices.Contains(prefixes[t], s) {
			prefixes[t] = append(prefixes[t], s)
		}
	}
	var around []netip.Prefix // rows that contain more specific ones
	for _, family := range []int{6, 4} {
		for row := range classify.Rows(family) {
			if t := classify.ClassifyPrefix(row.Prefix).Type; t != classify.Mixed {
				add(t, row.Prefix)
			} else {
				around = append(around, row.Prefix)
			}
		}
	}
	for _, p := range around {
		b := p.Addr().AsSlice()
		for i := p.Bits(); i < 8*len(b); i++ {
			b[i/8] |= 0x80 >> (i % 8)
		}
		last, _ := netip.AddrFromSlice(b)
		if t := classify.Classify(last).Type; len(prefixes[t]) == 0 {
			add(t, p)
		}
	}
	var list []Word
	for _, t := range kinds(classify.Unspecified, classify.Mixed) {
		doc := strings.Join(prefixes[t][:min(most, len(prefixes[t]))], ", ")
		switch {
		case t == classify.Mixed:
			doc = "a prefix that spans several types"
		case len(prefixes[t]) > most:
			doc += ", ..."
		}
		list = append(list, Word{Name: t.String(), Doc: doc})
	}
	return list
}

// scopeWords returns the scopes.
func scopeWords() []Word {
	return []Word{
		{Name: "interface-local", Doc: "multicast on one interface"},
		{Name: "link-local", Doc: "fe80::/10, loopback, 169.254.0.0/16 and groups of one link"},
		{Name: "realm-local", Doc: "multicast scope 3"},
		{Name: "admin-local", Doc: "multicast scope 4"},
		{Name: "site-local", Doc: "fec0::/10 and multicast scope 5"},
		{Name: "organization-local", Doc: "multicast scope 8"},
		{Name: "global", Doc: "everything else, unique-local addresses included"},
		{Name: "reserved", Doc: "multicast scopes 0 and f"},
		{Name: "unassigned", Doc: "multicast scopes 6, 7 and 9 to d"},
		{Name: "mixed", Doc: "a prefix that spans several scopes"},
	}
}

// kindWords returns the kinds.
func kindWords() []Word {
	return []Word{
		{Name: "subnet-router-anycast", Doc: "all zero"},
		{Name: "reserved-anycast", Doc: "the reserved identifiers of RFC 2526"},
		{Name: "isatap", Doc: "0000:5efe or 0200:5efe and an IPv4 address"},
		{Name: "eui64", Doc: "made from a MAC: ff:fe in the middle"},
		{Name: "wordy", Doc: "hexadecimal words such as dead:beef"},
		{Name: "embedded-port", Doc: "a well-known port number"},
		{Name: "low-byte", Doc: "zero except for the lowest bits"},
		{Name: "embedded-ipv4", Doc: "an IPv4 address in it"},
		{Name: "pattern", Doc: "too regular for chance"},
		{Name: "random", Doc: "none of these"},
	}
}
