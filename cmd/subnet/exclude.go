package subnet

import (
	"github.com/spf13/cobra"

	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/subnet"
)

func newExclude(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "exclude --minus ITEM [ITEM...]",
		Short: "subtract addresses from items",
		Long: `Write what is left of each item without the addresses that --minus and
--minus-file name, as the fewest prefixes in address order. Nothing is left of
an item that lies in them as a whole.

Each item is worked out by itself, in the order of the items; sum overlapping
ones up with "subnet collapse" before or after, where that is wanted.`,
		Example: `  hextet subnet exclude --minus 2001:db8:8000::/34 2001:db8::/32
  hextet subnet exclude --minus-file used.txt 2001:db8::/44`,
	}
	other := setFlag{name: "minus"}
	other.add(c, "take the addresses of `ITEM` away")
	return cli.Items(a, c,
		func() record.Table[*prefixRecord] {
			return prefixTable("one of the prefixes that are left of the item")
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
				emitPrefixes(out, in.Text, one.Set().Exclude(set).Prefixes())
				return nil
			}
			return op, err
		})
}
