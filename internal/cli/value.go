package cli

import (
	"errors"
	"fmt"
	"math"
	"net/netip"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/stream"
)

// once is a flag that may be given only once.
type once struct {
	pflag.Value
	given bool
}

func (v *once) Set(s string) error {
	if v.given {
		return errors.New("given more than once")
	}
	v.given = true
	return v.Value.Set(s)
}

// onlyOnce makes it an error to repeat a flag with a value, unless it is meant to be:
// it would not be clear which value counts.
func onlyOnce(f *pflag.Flag) {
	switch f.Value.(type) {
	case *once, interface{ repeats() }, pflag.SliceValue:
		return
	}
	if f.NoOptDefVal == "" { // otherwise a switch, or one with an optional value
		f.Value = &once{Value: f.Value}
	}
}

// parsed is a pflag.Value for a type with its own parser and text. It returns the
// parser's message without the input, which is in pflag's message already.
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

// AddValue adds a flag to c whose value is parsed by parse. meta is the metavariable in
// help; text formats the default value, which is shown if hasDefault is set. words are
// completed; the user may type others.
func AddValue[T any](c *cobra.Command, value *T, hasDefault bool, name, short, meta, usage string, parse func(string) (T, error), text func(T) string, words ...Word) {
	c.Flags().VarP(&parsed[T]{value, hasDefault, meta, parse, text}, name, short, usage)
	if len(words) > 0 {
		Suggest(c, name, words...)
	}
}

// ParsePrefix parses a prefix in the value of a flag. Host bits are an error: they suggest
// that an address or another prefix was meant.
func ParsePrefix(s string) (netip.Prefix, error) {
	p, err := addr.ParsePrefix(s)
	if err != nil {
		return p, Advised(s, err)
	}
	return p, HostBits(addr.ItemOfPrefix(p))
}

// Advised returns err, an error from parsing the address s, without s but with what s
// may have been meant as.
func Advised(s string, err error) error {
	return errors.New(string(stream.AppendReason(nil, s, err)))
}

// HostBits returns an error that shows the host bits of it, or nil if there are none.
func HostBits(it addr.Item) error {
	block := it.Prefix().Masked()
	if !it.IsPrefix() || block.Addr() == it.Addr {
		return nil
	}
	all, net := it.Addr.AsSlice(), block.Addr().AsSlice()
	for i := range all {
		all[i] &^= net[i]
	}
	host, _ := netip.AddrFromSlice(all)
	return fmt.Errorf("bits after /%d are set (%v); the prefix is %v", it.Bits(), host, block)
}

// AddPrefix adds a flag that takes a prefix, as [ParsePrefix] does.
func AddPrefix(c *cobra.Command, value *netip.Prefix, name, usage string) {
	AddValue(c, value, value.IsValid(), name, "", "PREFIX", usage, ParsePrefix, netip.Prefix.String)
}

// Number returns a parser for whole numbers from least to most, decimal or, after 0x,
// hexadecimal.
func Number[T uint8 | uint16 | uint32 | uint64 | int](least, most T) func(string) (T, error) {
	return func(s string) (T, error) {
		digits, base := s, 10
		if len(s) > 2 && s[0] == '0' && s[1]|0x20 == 'x' {
			digits, base = s[2:], 16
		}
		v, err := strconv.ParseUint(digits, base, 64)
		switch {
		case err == nil && v >= uint64(least) && v <= uint64(most):
			return T(v), nil
		case uint64(most) == math.MaxUint64:
			return 0, fmt.Errorf("must be a number from %d up", least)
		}
		return 0, fmt.Errorf("must be a number from %d to %d", least, most)
	}
}

// Length returns a parser for prefix lengths from least to most, with or without a
// leading slash.
func Length(least, most int) func(string) (int, error) {
	return func(s string) (int, error) {
		digits := strings.TrimPrefix(s, "/")
		n, err := strconv.ParseUint(digits, 10, 8)
		if err != nil || int(n) < least || int(n) > most || digits[0] == '0' && len(digits) > 1 {
			return 0, fmt.Errorf("must be a prefix length, %d to %d", least, most)
		}
		return int(n), nil
	}
}

// AddAddr adds a flag that takes an address.
func AddAddr(c *cobra.Command, value *netip.Addr, name, usage string) {
	AddValue(c, value, value.IsValid(), name, "", "ADDRESS", usage, func(s string) (netip.Addr, error) {
		x, err := addr.ParseAddr(s)
		if err != nil {
			err = Advised(s, err)
		}
		return x, err
	}, netip.Addr.String)
}

// AddPrefixes adds a flag that takes a prefix and may be repeated.
func AddPrefixes(c *cobra.Command, list *[]netip.Prefix, name, usage string) {
	AddList(c, list, name, "PREFIX", usage, ParsePrefix)
}

// AddList adds a flag that may be repeated, each value parsed by parse.
func AddList[T any](c *cobra.Command, list *[]T, name, meta, usage string, parse func(string) (T, error)) {
	c.Flags().Var(&repeated[T]{list: list, meta: meta, parse: parse}, name, usage+" (repeatable)")
}

type repeated[T any] struct {
	list  *[]T
	meta  string
	parse func(string) (T, error)
	last  string
}

// String returns the last value as given: completion needs it.
func (v *repeated[T]) String() string { return v.last }
func (v *repeated[T]) Type() string   { return v.meta }
func (v *repeated[T]) repeats()       {}
func (v *repeated[T]) Set(s string) error {
	x, err := v.parse(s)
	if err != nil {
		return bareReason(s, err)
	}
	*v.list, v.last = append(*v.list, x), s
	return nil
}
