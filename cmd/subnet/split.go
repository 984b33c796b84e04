package subnet

import (
	"errors"
	"net/netip"
	"strconv"

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
		Long: `Cut each prefix into all prefixes of a length (--to), or into a number of
prefixes as equal as can be (--into: 3 parts of a /48 are a /49 and two /50).
Items are cut one by one, in their order; a range has to begin and end on a
border of the prefixes wanted.

Blocks are numbered from 0, and those wanted are computed, not walked to: --nth
takes numbers and ranges, negative ones from the end (0,5,-1,10..20,-3..-1);
--random takes that many different ones. --order sparse is the order of RFC 3531
section 3.1, which leaves the most room between neighbours. All of these, and
--limit, are for each item. The output begins at once, whatever its length.`,
		Example: `  hextet subnet split --to 64 2001:db8::/60
  hextet subnet split --to 48 --nth 0,-1,1000..1003 2001:db8::/32
  hextet subnet split --to 36 --order sparse 2001:db8::/32
  hextet subnet split --to 64 --random 3 --seed 7 2001:db8::/32
  hextet subnet split --into 6 198.51.100.0/24`,
	}
	var to, into uint64
	var p pick
	cli.AddValue(c, &to, false, "to", "", "LENGTH", "cut into prefixes of `LENGTH` bits", parseLength, nil)
	cli.AddValue(c, &into, false, "into", "", "N", "cut into `N` prefixes", parsePositive, nil)
	p.add(c, "prefixes")
	return cli.Items(a, c,
		func() record.Table[*prefixRecord] {
			return prefixTable("one of the prefixes that the item is cut into")
		},
		func() (op stream.Op[*prefixRecord], err error) {
			given := c.Flags().Changed
			switch {
			case given("to") && given("into"):
				return op, errors.New("--to and --into: one of the two")
			case !given("to") && !given("into"):
				return op, errors.New("--to LENGTH or --into N is needed")
			}
			if err := p.check(c); err != nil {
				return op, err
			}
			return pickOp(&p, func(it subnet.Item) (subnet.Blocks, error) {
				if given("to") {
					return subnet.Split(it.Range, int(to))
				}
				q, ok := it.Prefix()
				if !ok {
					return subnet.Blocks{}, errors.New("not one prefix, which --into needs")
				}
				return subnet.SplitInto(q, into)
			}, func(r *prefixRecord, q netip.Prefix) { r.prefix = q }), nil
		})
}

// parseLength reads a prefix length.
func parseLength(s string) (uint64, error) {
	n, err := strconv.ParseUint(s, 10, 16)
	if err != nil || n > 128 || s[0] == '0' && len(s) > 1 {
		return 0, errors.New("not a prefix length, 0 to 128")
	}
	return n, nil
}

// parsePositive reads a count of at least one.
func parsePositive(s string) (uint64, error) {
	n, err := strconv.ParseUint(s, 10, 64)
	if errors.Is(err, strconv.ErrRange) {
		return 0, errors.New("more than 2^64-1")
	}
	if err != nil || n == 0 {
		return 0, errors.New("not a number from 1 on")
	}
	return n, nil
}
