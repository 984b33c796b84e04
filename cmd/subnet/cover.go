package subnet

import (
	"net/netip"
	"strings"

	"github.com/spf13/cobra"
	"go4.org/netipx"

	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/subnet"
)

func newCover(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "cover [ITEM...]",
		Short: "find the smallest prefix that contains all items",
		Long: `Write the smallest single prefix that contains all items: one for the IPv4
items and one for the IPv6 items, where there are both. Memory is constant.

In records, "input" is the first item of that family.`,
		Example: `  hextet subnet cover 2001:db8::1 2001:db8:0:ff::1
  hextet subnet cover 192.0.2.7-192.0.2.21 192.0.2.30`,
	}
	return cli.Items(a, c,
		func() record.Table[*prefixRecord] {
			return prefixTable("the smallest prefix that contains the items of its family")
		},
		func() (stream.Op[*prefixRecord], error) {
			var covers [2]netip.Prefix // one per family
			var first [2]string        // first item of each
			return stream.Op[*prefixRecord]{
				Takes: stream.Loose,
				Each: eachLabeled(func(it subnet.Item, _ string, in *ip.Item, _ *stream.Out[*prefixRecord]) error {
					of := family(it.Addr.Is4())
					covers[of] = subnet.Cover(netipx.RangeOfPrefix(covers[of]), it.Range())
					if first[of] == "" {
						first[of] = strings.Clone(in.Text)
					}
					return nil
				}),
				End: func(out *stream.Out[*prefixRecord]) error {
					for of, p := range covers {
						out.Rec.prefix = p
						if p.IsValid() && !out.EmitFor(first[of]) {
							break
						}
					}
					return nil
				},
			}, nil
		})
}
