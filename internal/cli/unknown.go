package cli

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/hextet/hextet/internal/spell"
	"github.com/hextet/hextet/internal/stream"
)

// An UnknownError is an unknown command name.
type UnknownError struct {
	Parent *cobra.Command // the command that has no such command
	Name   string
	Near   []string // similar names that may have been meant
	Why    string   // what else is wrong with the name; optional
}

func (e *UnknownError) Error() string {
	b := append([]byte("unknown command "), stream.AppendItem(nil, e.Name)...)
	b = append(b, ` for "`+e.Parent.CommandPath()+`"`...)
	if len(e.Near) > 0 {
		b = append(b, "; did you mean "+spell.Alternatives(e.Near, `"`)+"?"...)
	}
	if e.Why != "" {
		b = append(b, "; "+e.Why...)
	}
	return string(b)
}

// secretFlags are flags whose value must not be shown.
var secretFlags = []string{"secret", "machine-id", "hostuuid"}

// sameFlag maps flags of other programs to ours.
var sameFlag = []struct{ theirs, ours string }{
	{"format", "output"}, {"ndjson", "json"}, {"field", "fields"}, {"select", "fields"},
	{"colour", "color"}, {"silent", "quiet"}, {"input", "file"}, {"key", "column"},
	{"separator", "delimiter"}, {"sep", "delimiter"}, {"print0", "null"}, {"zero", "null"},
	{"headers", "header"}, {"text", "in-text"}, {"key-file", "secret-file"}, {"mask", "to"},
	{"iface", "interface"}, {"dev", "interface"}, {"uniq", "unique"}, {"inverse", "reverse"},
}

// FlagError is the usage error for flags of c that cannot be parsed.
func (a *App) FlagError(c *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var syntax *pflag.InvalidSyntaxError
	var needs *pflag.ValueRequiredError
	switch {
	case errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() != "":
		return a.unknownShort(c, unknown.GetSpecifiedShortnames())
	case errors.As(err, &unknown):
		return unknownLong(c, unknown.GetSpecifiedName())
	case errors.As(err, &needs):
		return Usage(c, "flag needs a value: --%s", needs.GetFlag().Name)
	case errors.As(err, &syntax):
		word := syntax.GetSpecifiedFlag()
		return Usage(c, "bad flag syntax: %q; a flag has two dashes before its name", word[:len(word)-len(strings.TrimLeft(word, "-="))])
	}
	var value *pflag.InvalidValueError
	var number *strconv.NumError
	if errors.As(err, &value) && errors.As(err, &number) {
		// Omit the name of the function that found the error.
		f := value.GetFlag()
		return Usage(c, "invalid argument %q for %q flag: %s", value.GetValue(), "--"+f.Name, wrongNumber(f.Value.Type(), number.Err))
	}
	return Usage(c, "%w", err)
}

// wrongNumber says what is wrong with a value that strconv rejected.
func wrongNumber(kind string, err error) string {
	switch {
	case kind == "bool":
		return "must be true or false"
	case errors.Is(err, strconv.ErrRange):
		return "out of range"
	case strings.HasPrefix(kind, "uint"):
		return "not a whole number, 0 or more"
	case strings.HasPrefix(kind, "float"):
		return "not a number"
	}
	return "not a whole number"
}

// unknownShort returns the error for the first of letters, which is not a flag of c. Of
// a long flag with one dash, such as -secret=..., it shows only that letter.
func (a *App) unknownShort(c *cobra.Command, letters string) error {
	if letters[0] == 'V' {
		return Usage(c, `unknown flag: -V; "hextet version" prints the version`)
	}
	for _, word := range a.Line {
		name, ok := strings.CutPrefix(word, "-")
		name, _, _ = strings.Cut(name, "=")
		if ok && strings.HasSuffix(word, letters) && c.Flags().Lookup(name) != nil && !slices.Contains(secretFlags, name) {
			return Usage(c, "unknown shorthand flag: %q; did you mean --%s?", letters[0], name)
		}
	}
	if len(letters) > 1 {
		return Usage(c, "unknown shorthand flag: %q; a flag has two dashes before its name", letters[0])
	}
	return Usage(c, "unknown shorthand flag: %q", letters[0])
}

func unknownLong(c *cobra.Command, name string) error {
	var names []string
	secret := false
	add := func(f *pflag.Flag) {
		if !f.Hidden {
			names = append(names, f.Name)
			secret = secret || slices.Contains(secretFlags, f.Name)
		}
	}
	c.Flags().VisitAll(add)
	for _, s := range secretFlags {
		if len(name) <= len(s) || !strings.EqualFold(name[:len(s)], s) {
			continue
		}
		switch near := nearestOf(name, names); {
		case near != "" && near != s:
		case slices.Contains(names, s):
			return Usage(c, "unknown flag: --%s...; did you mean --%[1]s=VALUE?", s)
		default:
			return Usage(c, "unknown flag: --%s...", s)
		}
	}
	for _, f := range names {
		// A value directly after its flag: --to64.
		if rest, ok := strings.CutPrefix(name, f); ok && rest[0] >= '0' && rest[0] <= '9' && !secret {
			return Usage(c, "unknown flag: --%s; did you mean --%s %s?", name, f, rest)
		}
	}
	var near []string
	for _, same := range sameFlag {
		if same.theirs == name && slices.Contains(names, same.ours) {
			near = append(near, "--"+same.ours)
		}
	}
	if len(near) == 0 {
		for _, f := range spell.Nearest(name, names) {
			near = append(near, "--"+f)
		}
	}
	if len(near) == 0 && secret {
		// What directly follows a mistyped --secret must not be shown either.
		name = shownOf(name, names)
	}
	switch {
	case len(near) > 0:
		return Usage(c, "unknown flag: --%s; did you mean %s?", name, spell.Alternatives(near, ""))
	case name == "version":
		return Usage(c, `unknown flag: --version; "hextet version" prints the version`)
	}
	return Usage(c, "unknown flag: --%s", name)
}

// nearestOf returns the one of names nearest to name, or "".
func nearestOf(name string, names []string) string {
	if near := spell.Nearest(name, names); len(near) > 0 {
		return near[0]
	}
	return ""
}

// shownOf truncates an unknown flag after the part it shares with a known one.
func shownOf(name string, names []string) string {
	const free = 8 // this many more letters reveal nothing
	most := 0
	for _, f := range names {
		n := 0
		for n < min(len(f), len(name)) && f[n] == name[n] {
			n++
		}
		most = max(most, n)
	}
	if len(name) <= most+free {
		return name
	}
	return name[:most] + "..."
}
