package subnet

import (
	"github.com/spf13/cobra"

	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/subnet"
)

func newIntersect(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "intersect --with ITEM [ITEM...]",
		Short: "keep the addresses that are also in other prefixes",
		Long: `Write the addresses of each item that --with or --with-file name as well, as the
fewest prefixes in address order: nothing for an item that has none of them.

Each item is worked out by itself, in the order of the items; sum overlapping
ones up with "subnet collapse" before or after, where that is wanted.`,
		Example: `  hextet subnet intersect --with 2001:db8:ff00::/40 2001:db8::/32 192.0.2.0/24
  hextet subnet intersect --with-file used.txt 2001:db8::/44`,
	}
	other := setFlag{name: "with"}
	other.add(c, "keep the addresses of `ITEM`")
	return cli.Items(a, c,
		func() record.Table[*prefixRecord] {
			return prefixTable("one of the prefixes that the item has in common with --with")
		},
		func() (op stream.Op[*prefixRecord], err error) {
			set, err := other.set()
			op.Takes = stream.Loose
			op.Each = func(in *ip.Item, out *stream.Out[*prefixRecord]) error {
				r, err := rangeOf(in)
				if err != nil {
					return err
				}
				var one subnet.Builder
				one.Add(r)
				emitPrefixes(out, in.Text, one.Set().Intersect(set).Prefixes())
				return nil
			}
			return op, err
		})
}
