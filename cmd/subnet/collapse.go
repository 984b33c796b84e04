package subnet

import (
	"github.com/spf13/cobra"

	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/subnet"
)

func newCollapse(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "collapse [ITEM...]",
		Short: "aggregate items into the fewest prefixes",
		Long: `Write the fewest prefixes that cover exactly the addresses of all items
together, IPv4 before IPv6, in address order. Items may overlap, be repeated and
come in any order.

In records, "input" is the first item, in address order, that has addresses in
the prefix.`,
		Example: `  hextet subnet collapse 2001:db8::/33 2001:db8:8000::/33 192.0.2.0/25 192.0.2.128/25
  hextet subnet collapse -f used.txt`,
	}
	return cli.Items(a, c,
		func() record.Table[*prefixRecord] { return prefixTable("one of the fewest prefixes") },
		func() (stream.Op[*prefixRecord], error) {
			if a.PlainText() {
				var set gathered
				return stream.Op[*prefixRecord]{
					Takes:  stream.Loose,
					Gather: gather[*prefixRecord](&set),
					End: func(out *stream.Out[*prefixRecord]) error {
						emitPrefixes(out, "", set.set().Prefixes())
						return nil
					},
				}, nil
			}
			var set subnet.Builder
			var from origins
			return stream.Op[*prefixRecord]{
				Takes: stream.Loose,
				Each: func(in *ip.Item, _ *stream.Out[*prefixRecord]) error {
					r, err := rangeOf(in)
					if err != nil {
						return err
					}
					set.Add(r)
					from.add(r, in.Text)
					return nil
				},
				End: func(out *stream.Out[*prefixRecord]) error {
					find := from.finder()
					for p := range set.Set().Prefixes() {
						out.Rec.prefix = p
						if !out.EmitFor(find(subnet.RangeOf(p))) {
							break
						}
					}
					return nil
				},
			}, nil
		})
}
