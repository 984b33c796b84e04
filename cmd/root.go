// Package cmd is hextet's command tree: a file a command. A command says which
// flags it has, what it does to an item and which fields it prints; the stream
// engine does everything else.
package cmd

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/internal/cli"
)

// The groups of commands in help.
const (
	groupAddress = "address"
	groupPlan    = "plan"
	groupShell   = "shell"
)

// Main runs hextet with args and returns its exit status.
func Main(args []string, s cli.Streams) int {
	a := cli.NewApp(s)
	root := New(a)
	root.SetArgs(args)
	err := root.Execute()
	_, errs := a.Palettes()
	return int(cli.Report(s.Err, errs, err))
}

// New returns the command tree for a.
func New(a *cli.App) *cobra.Command {
	root := &cobra.Command{
		Use:   "hextet [ITEM...]",
		Short: "the IPv6 address tool: what an address is, and every way to write and make one",
		Example: `  hextet compress 2001:0DB8:0000:0000:0008:0800:200C:417A
  hextet expand ::1 fe80::1%eth0 2001:db8::/32
  hextet compress -k 1 < access.log`,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetIn(a.In)
	root.SetOut(a.Out)
	root.SetErr(a.Err)
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error { return cli.Usage(c, "%w", err) })
	root.SetHelpFunc(func(c *cobra.Command, _ []string) { help(a, c) })
	root.SetUsageFunc(func(c *cobra.Command) error { help(a, c); return nil })
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetHelpCommandGroupID(groupShell)
	a.Register(root)

	version := root.Flags().Bool("version", false, "print the version")
	root.Flags().BoolP("help", "h", false, "help for a command")
	root.Args = cobra.ArbitraryArgs
	root.ValidArgsFunction = cobra.NoFileCompletions
	root.RunE = func(c *cobra.Command, args []string) error {
		switch {
		case *version:
			return printVersion(a)
		case len(args) == 0:
			return c.Help()
		}
		return unknown(c, args[0])
	}

	root.AddGroup(
		&cobra.Group{ID: groupAddress, Title: "Addresses:"},
		&cobra.Group{ID: groupPlan, Title: "Prefixes:"},
		&cobra.Group{ID: groupShell, Title: "The program:"},
	)
	add := func(group string, commands ...*cobra.Command) {
		for _, c := range commands {
			c.GroupID = group
			root.AddCommand(c)
		}
	}
	add(groupAddress,
		newCompress(a),
		newExpand(a),
		newConvert(a),
		newEUI64(a),
	)
	add(groupShell, newVersion(a), newSchema(a), newCompletion(a))
	return root
}

// unknown is the error for a first word that is neither a command nor an item.
func unknown(c *cobra.Command, word string) error {
	err := cli.Unknown(c, word)
	if !strings.ContainsAny(word, ":./") {
		return err
	}
	return err
}
