package cmd

import (
	"github.com/spf13/cobra"

	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
)

func newExpand(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "expand [ITEM...]",
		Short: "write addresses in full, as eight groups of four digits",
		Long: `Write IPv6 addresses and prefixes in full, as eight groups of four lowercase
digits. Zones and prefix lengths are kept; IPv4 addresses are unchanged.`,
		Example: `  hextet expand 2001:db8::1
  hextet expand fe80::1%eth0/64
  hextet expand -f addresses.txt`,
	}
	a.AddFamily(c)
	return cli.Items(a, c,
		func() record.Table[*textRecord] {
			return textTable("the item in full", (*ip.Item).AppendFull)
		},
		func() (stream.Op[*textRecord], error) { return textOp(), nil })
}
