package cmd

import (
	"github.com/spf13/cobra"

	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/record"
)

func newSchema(a *cli.App) *cobra.Command {
	return &cobra.Command{
		Use:   "schema COMMAND...",
		Short: "print the JSON Schema of a command's records",
		Long: `Print the JSON Schema (2020-12) of the records that a command writes with
-o json and -o jsonl. It describes each object, not the array around them.`,
		Example: "  hextet schema compress\n  hextet schema convert",
		ValidArgsFunction: func(c *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			var list []cobra.Completion
			if at, _, err := c.Root().Find(args); err == nil {
				for _, s := range at.Commands() {
					if a.Records(s) != nil || s.HasAvailableSubCommands() {
						list = append(list, cobra.CompletionWithDesc(s.Name(), s.Short))
					}
				}
			}
			return list, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return cli.Usage(c, "which command? Name one that writes records")
			}
			of, rest, err := c.Root().Find(args)
			if err != nil || of == c.Root() {
				return &cli.UnknownError{Parent: c.Root(), Name: args[0]}
			}
			if len(rest) > 0 {
				return &cli.UnknownError{Parent: of, Name: rest[0]}
			}
			fields := a.Records(of)
			if fields == nil {
				return cli.Usage(c, "%q writes no records", of.CommandPath())
			}
			_, err = a.Out.Write(record.AppendSchema(nil, of.CommandPath(), of.Short, fields))
			return err
		},
	}
}
