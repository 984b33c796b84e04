package subnet

import (
	"github.com/spf13/cobra"

	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
)

func newCIDR(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "cidr [ITEM...]",
		Short: "convert ranges to the fewest prefixes",
		Long: `Write the addresses of each range as the fewest prefixes that are exactly
these, in address order. Each item is worked out by itself; "subnet collapse"
sums all of them up. "subnet range" is the way back.`,
		Example: `  hextet subnet cidr 192.0.2.1-192.0.2.10
  hextet subnet cidr 2001:db8::-2001:db8:0:2:ffff:ffff:ffff:ffff`,
	}
	return cli.Items(a, c,
		func() record.Table[*prefixRecord] { return prefixTable("one of the prefixes that make up the range") },
		func() (stream.Op[*prefixRecord], error) {
			return stream.Op[*prefixRecord]{
				Takes: stream.Loose,
				Each: func(in *ip.Item, out *stream.Out[*prefixRecord]) error {
					r, err := rangeOf(in)
					if err != nil {
						return err
					}
					emitPrefixes(out, in.Text, r.Prefixes())
					return nil
				},
			}, nil
		})
}
