package cli

import (
	"bytes"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/hextet/hextet/completions"
)

// A Completer returns the candidates for the word typed. args are the items before it
// and the prefixes given by flags; help is a hint to show if there are no candidates.
type Completer func(args []string, typed string) (words []Word, help string)

// noFiles is the directive for everything except files. KeepOrder: the order of the
// words is significant.
const noFiles = cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder

func (f Completer) cobra(c *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	args = slices.Clip(args)
	c.Flags().Visit(func(f *pflag.Flag) {
		switch metavariable(f) {
		case "PREFIX", "POOL":
			args = append(args, f.Value.String())
		}
	})
	words, help := f(args, typed)
	list := Completions(completions.Starting(words, typed))
	if len(list) == 0 && help != "" {
		list = cobra.AppendActiveHelp(list, help)
	}
	return list, noFiles
}

// CompleteFlag completes a flag of c.
func CompleteFlag(c *cobra.Command, name string, f Completer) {
	if err := c.RegisterFlagCompletionFunc(name, f.cobra); err != nil {
		panic(c.Name() + " --" + name + ": " + err.Error())
	}
}

// Suggest completes a flag with words; others are allowed too.
func Suggest(c *cobra.Command, name string, words ...Word) {
	CompleteFlag(c, name, func([]string, string) ([]Word, string) { return words, usage(c.Flag(name)) })
}

// NoFiles keeps the shell from offering file names for a flag whose values cannot be
// listed. [CompleteRest] does this itself for metavariables it knows.
func NoFiles(c *cobra.Command, name string) {
	CompleteFlag(c, name, func([]string, string) ([]Word, string) { return nil, usage(c.Flag(name)) })
}

// complete completes a flag with words and nothing else.
func complete(c *cobra.Command, name string, words []Word) {
	CompleteFlag(c, name, func([]string, string) ([]Word, string) { return words, choice(words) })
}

// Completions converts words with their meanings to cobra's type.
func Completions(words []Word) []cobra.Completion {
	list := make([]cobra.Completion, len(words))
	for i, w := range words {
		list[i] = cobra.CompletionWithDesc(w.Name, w.Doc)
	}
	return list
}

// Complete prepares root for completing words, the command line that a shell asks
// about, and returns the words to pass to cobra instead.
func Complete(root *cobra.Command, words []string) []string {
	CompleteRest(root)
	out := completionWriter{to: root.OutOrStdout()}
	words, out.before = detach(root, words)
	root.SetOut(out)
	return words
}

// detach separates a value from the flag it directly follows, as in -oj. It returns the
// part of the word before the value.
func detach(root *cobra.Command, words []string) (list []string, before string) {
	last := len(words) - 1
	typed := words[last]
	if last == 0 || len(typed) < 3 || typed[0] != '-' || typed[1] == '-' || strings.Contains(typed, "=") || slices.Contains(words[1:last], "--") {
		return words, ""
	}
	c, _, err := root.Find(words[1:last])
	if err != nil {
		return words, ""
	}
	inherited := c.InheritedFlags()
	for i := 1; i < len(typed)-1; i++ {
		f := c.Flags().ShorthandLookup(typed[i : i+1])
		if f == nil {
			f = inherited.ShorthandLookup(typed[i : i+1])
		}
		switch {
		case f == nil:
			return words, ""
		case f.NoOptDefVal == "":
			return append(slices.Clone(words[:last]), "-"+f.Shorthand, typed[i+1:]), typed[:i+1]
		}
	}
	return words, ""
}

// A completionWriter puts before in front of every completion that cobra writes, and
// removes the backticks around metavariables in flag usages.
type completionWriter struct {
	to     io.Writer
	before string
}

func (w completionWriter) Write(b []byte) (int, error) {
	var out []byte
	for line := range bytes.Lines(b) {
		if line[0] != ':' && !bytes.HasPrefix(line, []byte("_activeHelp_")) {
			out = append(out, w.before...)
		}
		out = append(out, bytes.ReplaceAll(line, []byte("`"), nil)...)
	}
	if _, err := w.to.Write(out); err != nil {
		return 0, err
	}
	return len(b), nil
}

// CompleteRest adds completions to every flag and argument in the tree that has none
// yet, based on its metavariable: prefixes, addresses, MACs, interfaces, lengths,
// scopes, groups. Files are left to the shell; for anything else, the user gets a hint.
// It runs only for completion, so that other runs do not pay for it.
func CompleteRest(c *cobra.Command) {
	items := itemsOf(c.Use)
	rest := func(f *pflag.Flag) {
		if _, done := c.GetFlagCompletionFunc(f.Name); done || f.NoOptDefVal != "" || IsFile(f) {
			return
		}
		meta := metavariable(f)
		switch {
		case meta != "PREFIX":
		case strings.HasPrefix(f.Name, "ipv4"):
			meta = "IPV4/LENGTH"
		case items != "ITEM":
			meta = "IPV6/LENGTH"
		}
		CompleteFlag(c, f.Name, byMetavariable(meta, usage(f)))
	}
	c.Flags().VisitAll(rest)
	c.PersistentFlags().VisitAll(rest)
	if c.ValidArgsFunction == nil && len(c.ValidArgs) == 0 {
		if items == "PREFIX" {
			items = "IPV6/LENGTH" // both families: see CompleteItems
		}
		c.ValidArgsFunction = byMetavariable(items, "").cobra
	}
	for _, s := range c.Commands() {
		CompleteRest(s)
	}
}

// CompleteItems completes the items of c as the metavariable meta, if its usage line is
// less precise.
func CompleteItems(c *cobra.Command, meta string) {
	c.ValidArgsFunction = byMetavariable(meta, "").cobra
}

// IsFile reports whether a flag takes the name of a file.
func IsFile(f *pflag.Flag) bool {
	return slices.Contains([]string{"FILE", "PATH"}, metavariable(f))
}

func metavariable(f *pflag.Flag) string {
	meta, _ := pflag.UnquoteUsage(f)
	return meta
}

// usage returns the help of a flag as one line.
func usage(f *pflag.Flag) string {
	meta, text := pflag.UnquoteUsage(f)
	return meta + ": " + text
}

// itemsOf returns the metavariable of the items in a usage line: PREFIX in "split --to
// LEN [PREFIX...]".
func itemsOf(use string) string {
	before, _, found := strings.Cut(use, "...")
	if !found {
		return ""
	}
	return before[strings.LastIndexAny(before, "[ ")+1:]
}

// byMetavariable returns the completion of a known metavariable; for others, it only
// shows help.
func byMetavariable(meta, help string) Completer {
	say := func(s string) string {
		if help != "" {
			return help
		}
		return s
	}
	switch strings.ToUpper(meta) {
	case "ITEM":
		return func([]string, string) ([]Word, string) {
			return completions.ThisMachine().Addresses(0), say("an IPv6 or IPv4 address, or a prefix")
		}
	case "ADDRESS", "ADDR":
		return func([]string, string) ([]Word, string) {
			return completions.ThisMachine().Addresses(0), say("an IPv6 or IPv4 address")
		}
	case "IPV6":
		return func([]string, string) ([]Word, string) {
			return completions.ThisMachine().Addresses(6), say("an IPv6 address")
		}
	case "IPV4":
		return func([]string, string) ([]Word, string) {
			return completions.ThisMachine().Addresses(4), say("an IPv4 address")
		}
	case "PREFIX", "POOL":
		return prefixes(0, say("a prefix, ADDRESS/LENGTH"))
	case "IPV4/LENGTH":
		return prefixes(4, say("an IPv4 prefix"))
	case "IPV6/LENGTH":
		return prefixes(6, say("an IPv6 prefix"))
	case "MAC":
		return func([]string, string) ([]Word, string) {
			return completions.ThisMachine().MACs(), say("a MAC of 6 or 8 octets, in any spelling")
		}
	case "INTERFACE", "IFACE", "IF":
		return func([]string, string) ([]Word, string) {
			return completions.ThisMachine().Interfaces(), say("the name of an interface")
		}
	case "LEN", "LENGTH":
		return func(args []string, _ string) ([]Word, string) {
			return completions.Lengths(args), say("a prefix length")
		}
	case "SCOPE":
		return func([]string, string) ([]Word, string) { return completions.Scopes(), say("a multicast scope") }
	case "GROUP":
		return func([]string, string) ([]Word, string) { return completions.Groups(), say("a multicast address") }
	case "IID":
		return func([]string, string) ([]Word, string) {
			return nil, say("an interface identifier of four groups, or an address")
		}
	case "NAME":
		return func([]string, string) ([]Word, string) { return nil, say("the name of a host") }
	case "RANGE":
		return func([]string, string) ([]Word, string) { return nil, say("a range, FIRST-LAST") }
	}
	return func([]string, string) ([]Word, string) { return nil, help }
}

// prefixes offers the prefixes of a family: those of this machine and well-known ones.
// Family 0 means the family of the items, if they all have the same one.
func prefixes(family int, help string) Completer {
	return func(args []string, _ string) ([]Word, string) {
		var list []Word
		for _, w := range append(completions.ThisMachine().Prefixes(), completions.Prefixes()...) {
			is := familyOf(w.Name)
			if family == is || family == 0 && !slices.ContainsFunc(args, func(s string) bool { return familyOf(s) != is }) {
				list = append(list, w)
			}
		}
		return list, help
	}
}

func familyOf(item string) int {
	if strings.Contains(item, ":") {
		return 6
	}
	return 4
}
