package cmd

import (
	"bytes"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/internal/cli"
)

// shells are the shells that have completion scripts.
var shells = []cli.Word{
	{Name: "bash", Doc: "for bash 4 and later, with bash-completion"},
	{Name: "zsh", Doc: "for zsh"},
	{Name: "fish", Doc: "for fish"},
	{Name: "powershell", Doc: "for PowerShell"},
}

func newCompletion(a *cli.App) *cobra.Command {
	return &cobra.Command{
		Use:   "completion bash|zsh|fish|powershell",
		Short: "print a shell completion script",
		Long: `Print the script that makes a shell complete hextet's commands, flags and
values.

  bash        source <(hextet completion bash)
  zsh         hextet completion zsh > "${fpath[1]}/_hextet"
  fish        hextet completion fish > ~/.config/fish/completions/hextet.fish
  powershell  hextet completion powershell | Out-String | Invoke-Expression`,
		Example: "  hextet completion bash",
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return cli.Completions(shells), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) != 1 {
				return cli.Usage(c, "which shell? bash, zsh, fish or powershell")
			}
			root := c.Root()
			switch args[0] {
			case "bash":
				var script bytes.Buffer
				if err := root.GenBashCompletionV2(&script, true); err != nil {
					return err
				}
				_, err := io.WriteString(a.Out, plainCommas(script.String()))
				return err
			case "zsh":
				return root.GenZshCompletion(a.Out)
			case "fish":
				return root.GenFishCompletion(a.Out, true)
			case "powershell":
				return root.GenPowerShellCompletionWithDesc(a.Out)
			}
			return cli.Usage(c, "unknown shell %q: bash, zsh, fish or powershell", args[0])
		},
	}
}

// plainCommas removes the backslashes that bash's printf %q puts before commas: with
// them, "output\,zone" would never match what was typed, so lists of fields would not
// complete.
func plainCommas(script string) string {
	var b strings.Builder
	for line := range strings.Lines(script) {
		b.WriteString(line)
		if !strings.Contains(line, `printf "%q`) && !strings.Contains(line, `"%q"`) {
			continue
		}
		indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
		for _, v := range []struct{ sign, fix string }{
			{"printf -v comp ", `comp=${comp//\\,/,}`},
			{"COMPREPLY[0]=", `COMPREPLY[0]=${COMPREPLY[0]//\\,/,}`},
			{"read -ra completions ", `completions=("${completions[@]//\\,/,}")`},
			{"read -ra COMPREPLY ", `COMPREPLY=("${COMPREPLY[@]//\\,/,}")`},
		} {
			if strings.Contains(line, v.sign) {
				b.WriteString(indent + v.fix + "\n")
				break
			}
		}
	}
	return b.String()
}
