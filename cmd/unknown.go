package cmd

import (
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/explain"
	"github.com/hextet/hextet/internal/spell"
	"github.com/hextet/hextet/internal/stream"
)

// elsewhere maps names that other programs use to our commands.
var elsewhere = []struct{ words, command string }{
	{"aggregate merge summarize summarise union", "subnet collapse"},
	{"contains contain lookup longest-match", "subnet match"},
	{"subtract minus difference", "subnet exclude"},
	{"compare", "subnet diff"},
	{"intersection", "subnet intersect"},
	{"supernet", "subnet cover"},
	{"netmask calc ipcalc sipcalc cidrinfo", "subnet info"},
	{"enumerate ips", "subnet addresses"},
	{"next previous", "subnet step"},
	{"ptr reverse arpa rdns", "convert --to arpa"},
	{"int integer decimal number", "convert --to int"},
	{"hex", "convert --to hex"},
	{"bin binary bits", "convert --to bin"},
	{"base85", "convert --to base85"},
	{"url", "convert --to url"},
	{"unc", "convert --to unc"},
	{"normalize normalise canonical canonicalize shorten short", "compress"},
	{"full long uncompress", "expand"},
	{"validate valid check", "compress --check"},
	{"describe show whatis type", "explain"},
	{"mac slaac eui-64", "eui64"},
	{"translate synthesize", "embed nat64"},
}

// explainUnknown adds what is known about a word that is not a command: similar
// commands, why it is not an item, or that it is a file.
func explainUnknown(e *cli.UnknownError, s cli.Streams) error {
	root := New(cli.NewApp(s))
	if e.Near == nil {
		e.Near = near(root, e.Parent.CommandPath(), e.Name)
	}
	if e.Parent.HasParent() || e.Name == "" {
		return cli.Usage(e.Parent, "%w", e)
	}
	if stream.IsFile(e.Name) {
		return cli.Usage(e.Parent, "%s %s", stream.AppendItem(nil, e.Name), stream.FileHint(e.Name))
	}
	if strings.ContainsAny(e.Name, ":./[") || e.Name[0]-'0' <= 9 {
		e.Why = wrongAsItem(e.Name)
	}
	return cli.Usage(e.Parent, "%w", e)
}

// wrongAsItem says why a word that looks like an item is not one.
func wrongAsItem(word string) string {
	_, err := explain.Parse(word, cli.AnyForm)
	if err == nil {
		return ""
	}
	reason := cli.Settled(err).Error()
	var e *addr.Error
	if errors.As(err, &e) {
		reason = string(e.AppendReason(nil))
	}
	if strings.HasPrefix(reason, explain.AsMAC) {
		return reason
	}
	return "as an address: " + reason
}

// near returns the commands that a word after the command at path may have been meant
// for: first those that other programs call by that name and those with that name
// elsewhere, then similar names there, then similar names elsewhere.
func near(root *cobra.Command, path, word string) (list []string) {
	at, _, err := root.Find(strings.Fields(path)[1:])
	if err != nil {
		return nil
	}
	add := func(c *cobra.Command, flags string) {
		if c == at {
			return
		}
		name := strings.TrimPrefix(c.CommandPath(), root.Name()+" ")
		if c.Parent() == at {
			name = c.Name()
		} else if at != root {
			name = c.CommandPath()
		}
		if name += flags; !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	lower := strings.ToLower(word)
	for _, e := range elsewhere {
		for w := range strings.FieldsSeq(e.words) {
			if w != lower {
				continue
			}
			command, flags, _ := strings.Cut(e.command, " --")
			if flags != "" {
				flags = " --" + flags
			}
			if c, rest, err := root.Find(strings.Fields(command)); err == nil && len(rest) == 0 {
				add(c, flags)
			}
		}
	}
	var further []*cobra.Command
	var all func(c *cobra.Command)
	all = func(c *cobra.Command) {
		for _, s := range c.Commands() {
			if s.IsAvailableCommand() && s.Parent() != at {
				further = append(further, s)
			}
			all(s)
		}
	}
	all(root)
	for _, c := range further {
		if c.Name() == lower || c.HasAlias(lower) {
			add(c, "")
		}
	}
	if len(list) > 0 {
		return list
	}
	names := map[string]*cobra.Command{}
	var here []string
	for _, c := range at.Commands() {
		if c.IsAvailableCommand() {
			for _, name := range append(c.Aliases, c.Name()) {
				names[name] = c
				here = append(here, name)
			}
		}
	}
	for _, name := range spell.Nearest(word, here) {
		add(names[name], "")
	}
	if len(list) > 0 {
		return list
	}
	for _, c := range further {
		if near := spell.Nearest(word, append(c.Aliases, c.Name())); len(near) > 0 && len(list) < 3 {
			add(c, "")
		}
	}
	return list
}
