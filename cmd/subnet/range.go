package subnet

import (
	"github.com/spf13/cobra"

	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/subnet"
)

func newRange(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "range [ITEM...]",
		Short: "convert prefixes to FIRST-LAST ranges",
		Long: `Write the addresses of each prefix as a range, FIRST-LAST. "subnet cidr" is the
inverse.`,
		Example: `  hextet subnet range 2001:db8::/48 192.0.2.0/24
  hextet subnet range --fields first,last 2001:db8::/127`,
	}
	return cli.Items(a, c,
		func() record.Table[*rangeRecord] { return rangeTable("the range, FIRST-LAST") },
		func() (stream.Op[*rangeRecord], error) {
			return stream.Op[*rangeRecord]{
				Takes: stream.Loose,
				Each: each(func(it subnet.Item, _ *ip.Item, out *stream.Out[*rangeRecord]) error {
					out.Rec.IPRange = it.Range()
					out.Emit()
					return nil
				}),
			}, nil
		})
}

func newCIDR(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "cidr [ITEM...]",
		Short: "convert ranges to the fewest prefixes",
		Long: `Write the addresses of each range as the fewest prefixes that cover exactly
these, in address order. Items are processed one by one; "subnet collapse"
aggregates all of them. "subnet range" is the inverse.`,
		Example: `  hextet subnet cidr 192.0.2.1-192.0.2.10
  hextet subnet cidr 2001:db8::-2001:db8:0:2:ffff:ffff:ffff:ffff`,
	}
	return cli.Items(a, c,
		func() record.Table[*prefixRecord] { return prefixTable("one of the prefixes that make up the range") },
		func() (stream.Op[*prefixRecord], error) {
			return stream.Op[*prefixRecord]{
				Takes: stream.Loose,
				Each: each(func(it subnet.Item, in *ip.Item, out *stream.Out[*prefixRecord]) error {
					emitPrefixes(out, in.Text, subnet.Prefixes(it.Range()))
					return nil
				}),
			}, nil
		})
}
