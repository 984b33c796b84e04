package cli

import (
	"net/netip"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/addr"
)

// parsed is a pflag.Value for a type with its own parser and text. It returns the
// parser's message without the input, which pflag's message has.
type parsed[T any] struct {
	value *T
	set   bool
	meta  string
	parse func(string) (T, error)
	text  func(T) string
}

func (v *parsed[T]) String() string {
	if v.value == nil || v.text == nil || !v.set {
		return ""
	}
	return v.text(*v.value)
}

func (v *parsed[T]) Set(s string) error {
	x, err := v.parse(s)
	if err != nil {
		return bareReason(s, err)
	}
	*v.value, v.set = x, true
	return nil
}

func (v *parsed[T]) Type() string { return v.meta }

// AddValue adds a flag to c whose value parse reads. meta is the metavariable
// in help; text writes a default, which is shown when value has one and
// hasDefault says so. words are completed; the user may type others.
func AddValue[T any](c *cobra.Command, value *T, hasDefault bool, name, short, meta, usage string, parse func(string) (T, error), text func(T) string, words ...Word) {
	c.Flags().VarP(&parsed[T]{value, hasDefault, meta, parse, text}, name, short, usage)
	if len(words) > 0 {
		Suggest(c, name, words...)
	}
}

// AddPrefix adds a flag that takes a prefix; host bits are kept.
func AddPrefix(c *cobra.Command, value *netip.Prefix, name, usage string) {
	AddValue(c, value, value.IsValid(), name, "", "PREFIX", usage, addr.ParsePrefix, netip.Prefix.String)
}

// AddAddr adds a flag that takes an address.
func AddAddr(c *cobra.Command, value *netip.Addr, name, usage string) {
	AddValue(c, value, value.IsValid(), name, "", "ADDRESS", usage, addr.ParseAddr, netip.Addr.String)
}

// AddPrefixes adds a flag that takes a prefix and may be repeated.
func AddPrefixes(c *cobra.Command, list *[]netip.Prefix, name, usage string) {
	AddList(c, list, name, "PREFIX", usage, addr.ParsePrefix)
}

// AddList adds a flag that may be repeated, each value read by parse.
func AddList[T any](c *cobra.Command, list *[]T, name, meta, usage string, parse func(string) (T, error)) {
	c.Flags().Var(&repeated[T]{list: list, meta: meta, parse: parse}, name, usage+" (repeatable)")
}

type repeated[T any] struct {
	list  *[]T
	meta  string
	parse func(string) (T, error)
	last  string
}

// String returns the last value as it was given: completion looks at it.
func (v *repeated[T]) String() string { return v.last }
func (v *repeated[T]) Type() string   { return v.meta }
func (v *repeated[T]) Set(s string) error {
	x, err := v.parse(s)
	if err != nil {
		return bareReason(s, err)
	}
	*v.list, v.last = append(*v.list, x), s
	return nil
}
