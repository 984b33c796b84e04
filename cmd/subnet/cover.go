package subnet

import (
	"strings"

	"github.com/spf13/cobra"

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
		Long: `Write the smallest one prefix that holds all items: one for the IPv4 items and
one for the IPv6 items, where there are both.

In records, "input" is the first item of that family.`,
		Example: `  hextet subnet cover 2001:db8::1 2001:db8:0:ff::1
  hextet subnet cover 192.0.2.7-192.0.2.21 192.0.2.30`,
	}
	return cli.Items(a, c,
		func() record.Table[*prefixRecord] {
			return prefixTable("the smallest prefix around the items of its family")
		},
		func() (stream.Op[*prefixRecord], error) {
			var cover subnet.Cover
			var first [2]string // item of each family
			return stream.Op[*prefixRecord]{
				Takes: stream.Loose,
				Each: func(in *ip.Item, _ *stream.Out[*prefixRecord]) error {
					r, err := rangeOf(in)
					if err != nil {
						return err
					}
					cover.Add(r)
					if of := family(r.Is4()); first[of] == "" {
						first[of] = strings.Clone(in.Text)
					}
					return nil
				},
				End: func(out *stream.Out[*prefixRecord]) error {
					for p := range cover.Prefixes() {
						out.Rec.prefix = p
						if !out.EmitFor(first[family(p.Addr().Is4())]) {
							break
						}
					}
					return nil
				},
			}, nil
		})
}

// family is the index of a family: 0 for IPv4, 1 for IPv6.
func family(is4 bool) int {
	if is4 {
		return 0
	}
	return 1
}
