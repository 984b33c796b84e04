package subnet

import (
	"github.com/spf13/cobra"

	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/subnet"
)

func newStep(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "step [--by N] [ITEM...]",
		Short: "go to the next or previous block or address",
		Long: `Write the block or address N steps after each item: with --by 1, the default,
the next one, with --by -1 the previous one. An address steps by addresses, a
prefix or a range by its own size. Host bits, zones and labels are kept. Beyond
the first or the last address there is nothing, which is an error.`,
		Example: `  hextet subnet step 2001:db8:0:ff::/64
  hextet subnet step --by -1 192.0.2.0/24 2001:db8::
  hextet subnet step --by 256 2001:db8::/56`,
	}
	by, _ := subnet.ParseOffset("1")
	cli.AddValue(c, &by, false, "by", "", "N", "how many steps, negative ones back (default 1)", subnet.ParseOffset, nil)
	return cli.Items(a, c,
		func() record.Table[*itemRecord] { return itemTable("the block or address after the steps") },
		func() (stream.Op[*itemRecord], error) {
			return stream.Op[*itemRecord]{
				Takes: stream.Loose,
				Each: eachLabeled(func(it subnet.Item, rest string, _ *ip.Item, out *stream.Out[*itemRecord]) error {
					it, err := by.Item(it)
					if err != nil {
						return err
					}
					emitItem(out, it, rest)
					return nil
				}),
			}, nil
		})
}
