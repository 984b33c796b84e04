// Package cmd is hextet's command tree: a file for each command, a folder for each group
// and for a command of several files. A command declares its flags, its fields and what
// it does with one item; the stream engine does the rest.
package cmd

import (
	"errors"
	"slices"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/cmd/embed"
	"github.com/hextet/hextet/cmd/explain"
	"github.com/hextet/hextet/cmd/multicast"
	"github.com/hextet/hextet/cmd/privacy"
	"github.com/hextet/hextet/cmd/rank"
	"github.com/hextet/hextet/cmd/stats"
	"github.com/hextet/hextet/cmd/subnet"
	"github.com/hextet/hextet/internal/cli"
)

// The groups of commands in help.
const (
	groupAddress = "address"
	groupPlan    = "plan"
	groupShell   = "shell"
)

// commands lists the commands by group, in the order of help.
func commands() []listed {
	return []listed{
		{groupAddress, "explain", explain.New},
		{groupAddress, "classify", newClassify},
		{groupAddress, "compress", newCompress},
		{groupAddress, "expand", newExpand},
		{groupAddress, "convert", newConvert},
		{groupAddress, "extract", embed.NewExtract},
		{groupAddress, "grep", newGrep},
		{groupAddress, "lint", newLint},
		{groupAddress, "rank", rank.New},
		{groupAddress, "embed", embed.New},
		{groupAddress, "eui64", newEUI64},
		{groupAddress, "stats", stats.New},
		{groupAddress, "multicast", multicast.New},
		{groupAddress, "privacy", privacy.New},

		{groupPlan, "subnet", subnet.New},

		{groupShell, "completion", newCompletion},
		{groupShell, "schema", newSchema},
		{groupShell, "version", newVersion},
	}
}

// A listed command is known by name before it is built.
type listed struct {
	group, name string
	make        func(*cli.App) *cobra.Command
}

// Main runs hextet with args and returns its exit status.
func Main(args []string, s cli.Streams) int {
	a := cli.NewApp(s)
	a.Line = args
	root := newRoot(a)
	add(root, a, needed(args))
	root.SetArgs(args)
	if len(args) > 0 && (args[0] == cobra.ShellCompRequestCmd || args[0] == cobra.ShellCompNoDescRequestCmd) {
		root.SetArgs(cli.Complete(root, privacy.WithoutSecrets(args)))
	}
	err := root.Execute()
	var unknown *cli.UnknownError
	switch {
	case err == nil:
		err = a.Unwritten
	case errors.As(err, &unknown):
		err = explainUnknown(unknown, s)
	}
	_, errs := a.Palettes()
	return int(cli.Report(s.Err, errs, err))
}

// needed returns the commands that args can reach. Building all of them takes longer
// than running most of them, so only the one named by the first word is built.
func needed(args []string) []listed {
	all := commands()
	if len(args) > 0 {
		for i := range all {
			if all[i].name == args[0] && all[i].name != "schema" {
				return all[i : i+1]
			}
		}
		help := slices.Contains(args, "--help") || slices.Contains(args, "-h")
		if !help && explain.IsItem(args[0]) {
			return []listed{{groupAddress, "explain", explain.New}}
		}
	}
	return all
}

func add(root *cobra.Command, a *cli.App, list []listed) {
	for _, l := range list {
		c := l.make(a)
		c.GroupID = l.group
		root.AddCommand(c)
		if l.name == "explain" {
			// "hextet ITEM..." is explain, so its flags are also flags of the root.
			c.Flags().VisitAll(root.Flags().AddFlag)
			root.RunE = rootRun(a, root.RunE, c.RunE)
			a.CompleteAs(root, c)
		}
	}
}

// rootRun runs the root command: items if it looks like it has some, else other.
func rootRun(a *cli.App, other, items func(*cobra.Command, []string) error) func(*cobra.Command, []string) error {
	return func(c *cobra.Command, args []string) error {
		// --from only applies to items, so the word was meant as one, whatever it is.
		meant := c.Flags().Changed("from") || c.Flags().Changed("file") && len(args) == 0 || len(args) == 0 && a.HasInput(c)
		if meant || len(args) > 0 && explain.IsItem(args[0]) {
			return items(c, args)
		}
		return other(c, args)
	}
}

// New returns the whole command tree for a.
func New(a *cli.App) *cobra.Command {
	root := newRoot(a)
	add(root, a, commands())
	root.InitDefaultHelpCmd()
	return root
}

func newRoot(a *cli.App) *cobra.Command {
	root := &cobra.Command{
		Use:   "hextet [ITEM...]",
		Short: "the IPv6 address tool: explain, classify, convert, generate and plan addresses",
		Example: `  hextet 2001:0:4136:e378:8000:63bf:3fff:fdd2
  hextet compress 2001:0DB8:0000:0000:0008:0800:200C:417A
  hextet expand ::1 fe80::1%eth0 2001:db8::/32
  hextet compress -k 1 < access.log`,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetIn(a.In)
	root.SetOut(a.Out)
	root.SetErr(a.Err)
	root.SetFlagErrorFunc(a.FlagError)
	root.SetHelpFunc(func(c *cobra.Command, _ []string) { a.Unwritten = help(a, c) })
	root.SetUsageFunc(func(c *cobra.Command) error { return help(a, c) })
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetHelpCommand(newHelp(a))
	root.SetHelpCommandGroupID(groupShell)
	a.Register(root)

	version := root.Flags().BoolP("version", "V", false, "print the version")
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
		return &cli.UnknownError{Parent: c, Name: args[0]}
	}

	root.AddGroup(
		&cobra.Group{ID: groupAddress, Title: "Addresses:"},
		&cobra.Group{ID: groupPlan, Title: "Prefixes:"},
		&cobra.Group{ID: groupShell, Title: "The program:"},
	)
	return root
}
