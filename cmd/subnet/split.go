package subnet

import (
	"cmp"
	"errors"
	"math"
	"net/netip"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/subnet"
)

func newSplit(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "split (--to LENGTH | --into N) [ITEM...]",
		Short: "split prefixes into smaller ones",
		Long: `Split each prefix into all prefixes of a length (--to), or into a number of
prefixes as equal as possible (--into: 3 parts of a /48 are a /49 and two /50).
Items are split one by one, in their order; a range has to begin and end on a
boundary of the prefixes wanted.

` + pickHelp("Prefixes") + `

A label after an item stays with its prefixes; --label gives them another.`,
		Example: `  hextet subnet split --to 64 2001:db8::/60
  hextet subnet split --to 48 --nth 0,-1,1000..1003 2001:db8::/32
  hextet subnet split --to 36 --order sparse 2001:db8::/32
  hextet subnet split --to 64 --random 3 --seed 7 2001:db8::/32
  hextet subnet split --into 6 198.51.100.0/24`,
	}
	var to int
	var into uint64
	var p pick
	cli.AddValue(c, &to, false, "to", "", "LENGTH", "split into prefixes of `LENGTH` bits", cli.Length(0, 128), nil)
	cli.AddValue(c, &into, false, "into", "", "N", "split into `N` prefixes", cli.Number[uint64](1, math.MaxUint64), nil)
	p.add(c, "prefixes")
	addLabel(c, &p.label)
	return cli.Items(a, c,
		func() record.Table[*prefixRecord] {
			t := labeledTable("one of the prefixes that the item is split into")
			if p.label != "" {
				t.Default = "prefix,label"
			}
			return t
		},
		func() (op stream.Op[*prefixRecord], err error) {
			given := c.Flags().Changed
			switch {
			case given("to") && given("into"):
				return op, errors.New("--to and --into cannot be combined")
			case !given("to") && !given("into"):
				return op, errors.New("--to LENGTH or --into N is required")
			}
			if err := cmp.Or(p.check(c), checkLabel(p.label)); err != nil {
				return op, err
			}
			return pickOp(&p, func(it subnet.Item) (subnet.Blocks, error) {
				if given("to") {
					return subnet.Split(it.Range(), to)
				}
				q, ok := it.Block()
				if !ok {
					return subnet.Blocks{}, errors.New("not a single prefix, which --into needs")
				}
				return subnet.SplitInto(q, into)
			}, func(r *prefixRecord, q netip.Prefix, label string) { r.prefix, r.label = q, label }), nil
		})
}
