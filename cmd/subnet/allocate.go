package subnet

import (
	"errors"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/subnet"
)

func newAllocate(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "allocate --in POOL --size LENGTH [ITEM...]",
		Short: "choose the next free prefixes to assign",
		Long: `Write the next prefixes to hand out: in the pool, of the size wanted, beside all
items, which are in use. The output is a prefix a line, ready to be appended to
the file of what is in use:

    hextet subnet allocate --in POOL --size 48 -f used.txt >> used.txt

hands out another prefix each time and none twice, from an empty file on.
(It does not lock the file: let only one run at a time, with flock(1).)

--order first takes the lowest address, best the smallest hole that is large
enough, sparse what is next in the order of RFC 3531 section 3.1, which leaves
the most room to grow to each prefix. --align nibble puts each prefix into a
block of its own that ends on a nibble, with its own zone of reverse DNS.

All or nothing: where there is less free than wanted, nothing is handed out,
the message says how much there is, and the status is 2. Neither is anything
handed out when an item cannot be read, for who knows what is in use then;
--on-error skip, given in so many words, does so all the same.

In records, "input" is the pool.`,
		Example: `  hextet subnet allocate --in 2001:db8::/32 --size 48 2001:db8::/48 2001:db8:1::/48
  hextet subnet allocate --in 2001:db8::/32 --size 56 --count 3 --order sparse -f used.txt
  hextet subnet allocate --in 192.0.2.0/24 --size 28 --order best 192.0.2.0/26`,
	}
	var in pools
	var size uint64
	count := uint64(1)
	order, align := subnet.FirstFit.String(), "bit"
	addPools(c, &in, "hand out of `POOL`")
	cli.AddValue(c, &size, false, "size", "", "LENGTH", "prefixes of `LENGTH` bits", parseLength, nil)
	cli.AddValue(c, &count, false, "count", "", "N", "how many (default 1)", parsePositive, nil)
	cli.AddWord(c, &order, "order", "", "which place to take", []cli.Word{
		{Name: "first", Doc: "the lowest address that is free"},
		{Name: "best", Doc: "the smallest hole, so that large ones stay whole"},
		{Name: "sparse", Doc: "far from the others, with room to grow (RFC 3531 section 3.1)"},
		{Name: "centermost", Doc: "from the middle bits, so that the border can move (RFC 3531 section 3.3)"},
	})
	cli.AddWord(c, &align, "align", "", "where prefixes may begin", []cli.Word{
		{Name: "bit", Doc: "where the size allows"},
		{Name: "nibble", Doc: "each in a block of its own that ends on a nibble"},
	})
	return cli.Items(a, c,
		func() record.Table[*prefixRecord] { return prefixTable("a prefix to hand out") },
		func() (op stream.Op[*prefixRecord], err error) {
			if err := in.need(); err != nil {
				return op, err
			}
			if !c.Flags().Changed("size") {
				return op, errors.New("--size LENGTH is needed")
			}
			want := subnet.Request{Length: int(size), Count: count}
			want.Fit, _ = subnet.ParseFit(order)
			if align == "nibble" {
				want.Align = subnet.NibbleAlign(want.Length)
			}
			set := in.set()
			if _, err := subnet.Allocate(set, subnet.Set{}, want); err != nil && !errors.As(err, new(*subnet.FullError)) {
				return op, err
			}
			onError := c.Flags().Lookup("on-error")
			anyway := onError.Changed && onError.Value.String() == "skip"
			var used gathered
			op.Takes = stream.Loose
			op.Gather = gather[*prefixRecord](&used)
			op.End = func(out *stream.Out[*prefixRecord]) error {
				if out.Trouble() && !anyway {
					return errors.New("nothing is handed out: what is in use is not fully known")
				}
				ps, err := subnet.Allocate(set, used.set(), want)
				if err != nil {
					return err
				}
				for p := range ps {
					out.Rec.prefix = p
					if !out.EmitFor(in.of(subnet.RangeOf(p))) {
						break
					}
				}
				return nil
			}
			return op, nil
		})
}
