package cmd

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/spell"
	"github.com/hextet/hextet/internal/style"
)

// A Topic is a help page not specific to one command.
//
// Its Text consists of blocks separated by blank lines: paragraphs; literal blocks,
// which are indented; and lists, with terms at the margin and their explanations
// indented below.
type Topic struct{ Name, Short, Text string }

// Topics returns the topics in the order of help.
func Topics() []Topic {
	return []Topic{
		{"input", "input: arguments, pipes, files, columns, CSV, text", topicInput},
		{"output", "output: text, JSON, CSV, TSV, fields, color", topicOutput},
		{"spellings", "the forms of addresses, prefixes, ranges and MACs", topicSpellings},
		{"text", "what counts as an address in running text", topicText},
		{"lint-rules", "what hextet lint looks for, rule by rule", lintRules()},
		{"tables", "tables and databases to look addresses up in", topicTables},
		{"exit-status", "exit status and messages", topicExitStatus},
		{"rfcs", "the RFCs behind each command, and the choices made", topicRFCs},
	}
}

var (
	//go:embed topics/input.txt
	topicInput string
	//go:embed topics/output.txt
	topicOutput string
	//go:embed topics/spellings.txt
	topicSpellings string
	//go:embed topics/text.txt
	topicText string
	//go:embed topics/tables.txt
	topicTables string
	//go:embed topics/exit-status.txt
	topicExitStatus string
	//go:embed topics/rfcs.txt
	topicRFCs string
)

func newHelp(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "help [COMMAND... | TOPIC]",
		Short: "show help for a command or a topic",
		Long: `Show help for a command, as "hextet COMMAND --help" does, or for a topic that
concerns all commands. Without arguments, list both.`,
		Example: "  hextet help compress\n  hextet help spellings",
	}
	c.ValidArgsFunction = func(c *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
		var list []cobra.Completion
		if at, rest, err := c.Root().Find(args); err == nil && len(rest) == 0 {
			for _, s := range at.Commands() {
				if s.IsAvailableCommand() && s != c {
					list = append(list, cobra.CompletionWithDesc(s.Name(), s.Short))
				}
			}
		}
		if len(args) == 0 {
			for _, t := range Topics() {
				list = append(list, cobra.CompletionWithDesc(t.Name, t.Short))
			}
		}
		return list, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
	}
	c.RunE = func(c *cobra.Command, args []string) error {
		root := c.Root()
		if len(args) == 1 {
			for _, t := range Topics() {
				if t.Name == args[0] {
					p, _ := a.Palettes()
					_, err := fmt.Fprint(a.Out, t.dressed(p))
					return err
				}
			}
		}
		of, rest, err := root.Find(args)
		if err != nil || len(rest) > 0 {
			if of == nil || of == root {
				return unknownHelp(c, args[0])
			}
			return &cli.UnknownError{Parent: of, Name: rest[0]}
		}
		of.InitDefaultHelpFlag()
		return of.Help()
	}
	return c
}

// unknownHelp returns the error for a word that is neither a command nor a topic.
func unknownHelp(c *cobra.Command, word string) error {
	var names []string
	for _, t := range Topics() {
		names = append(names, t.Name)
	}
	root := c.Root()
	list := append(near(root, root.Name(), word), spell.Nearest(word, names)...)
	if len(list) > 0 {
		return cli.Usage(c, "%w", &cli.UnknownError{Parent: root, Name: word, Near: list})
	}
	return cli.Usage(c, "no command or topic %q; the topics are %s", word, strings.Join(names, ", "))
}

// dressed returns the text with its terms in bold.
func (t Topic) dressed(p style.Palette) string {
	if !p.On() {
		return t.Text
	}
	lines := strings.SplitAfter(t.Text, "\n")
	for i, line := range lines {
		if isTerm(lines, i) {
			lines[i] = p.Strong(strings.TrimSuffix(line, "\n")) + "\n"
		}
	}
	return strings.Join(lines, "")
}

// isTerm reports whether lines[i] is a term: at the margin, with an indented
// line below.
func isTerm(lines []string, i int) bool {
	return i+1 < len(lines) && lines[i] != "" && lines[i][0] != ' ' && strings.HasPrefix(lines[i+1], "  ")
}
