package subnet

import (
	"errors"
	"math"
	"net/netip"
	"slices"

	"github.com/spf13/cobra"
	"go4.org/netipx"

	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/subnet"
)

func newAllocate(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "allocate --in POOL --size LENGTH [ITEM...]",
		Short: "choose the next free prefixes to assign",
		Long: `Write the next prefixes to hand out: in the pool, of the requested size, and
overlapping none of the items, which are in use. The output is a prefix a line,
ready to be appended to the file of what is in use:

    hextet subnet allocate --in POOL --size 48 -f used.txt >> used.txt

hands out a new prefix each time and none twice, starting with an empty file.
(It does not lock the file: let only one run at a time, with flock(1).)

Items may have labels after them, and --label gives the new prefixes one: such
a file is a plan, which "subnet map" draws.

Several --size allocate prefixes of each, the largest first, so that small ones
do not break up the room of large ones.

--order first takes the lowest address, best the smallest gap that is large
enough, sparse what is next in the order of RFC 3531 section 3.1, which leaves
each prefix the most room to grow. --align nibble puts each prefix into a
separate block that ends on a nibble and so has its own reverse DNS zone.

All or nothing: if less is free than requested, nothing is handed out, the
message says how much there is, and the status is 2. Nothing is handed out
either if an item cannot be read, because then it is not known what is in use;
--on-error skip, given explicitly, overrides that. An IPv4 item takes up to 40
bytes of memory and an IPv6 item 56.

In records, "input" is the pool.`,
		Example: `  hextet subnet allocate --in 2001:db8::/32 --size 48 2001:db8::/48 2001:db8:1::/48
  hextet subnet allocate --in 2001:db8::/32 --size 56 --count 3 --order sparse -f used.txt
  hextet subnet allocate --in 192.0.2.0/24 --size 27 --size 25 --size 30 192.0.2.0/28`,
	}
	var in pools
	var sizes []int
	count := uint64(1)
	order, align, label := subnet.FirstFit.String(), "bit", ""
	addPools(c, &in, "assign from `POOL`")
	cli.AddList(c, &sizes, "size", "LENGTH", "prefixes of `LENGTH` bits", cli.Length(0, 128))
	cli.AddValue(c, &count, false, "count", "", "N", "how many of each size (default 1)", cli.Number[uint64](1, math.MaxUint64), nil)
	cli.AddWord(c, &order, "order", "", "which free space to use", []cli.Word{
		{Name: "first", Doc: "the lowest address that is free"},
		{Name: "best", Doc: "the smallest gap, so that large ones stay whole"},
		{Name: "sparse", Doc: "far from the others, with room to grow (RFC 3531 section 3.1)"},
		{Name: "centermost", Doc: "from the middle bits, so that the border can move (RFC 3531 section 3.3)"},
	})
	cli.AddWord(c, &align, "align", "", "the alignment of prefixes", []cli.Word{
		{Name: "bit", Doc: "where the size allows"},
		{Name: "nibble", Doc: "each in a separate block that ends on a nibble"},
	})
	addLabel(c, &label)
	return cli.Items(a, c,
		func() record.Table[*prefixRecord] {
			t := labeledTable("an assigned prefix")
			if label != "" {
				t.Default = "prefix,label"
			}
			return t
		},
		func() (op stream.Op[*prefixRecord], err error) {
			if err := in.need(); err != nil {
				return op, err
			}
			if err := checkLabel(label); err != nil {
				return op, err
			}
			if len(sizes) == 0 {
				return op, errors.New("--size LENGTH is required")
			}
			want := subnet.Request{Count: count}
			if want.Fit, err = subnet.ParseFit(order); err != nil {
				return op, err
			}
			slices.Sort(sizes)
			var requests []subnet.Request
			pool := in.set()
			for _, want.Length = range sizes {
				want.Align = want.Length
				if align == "nibble" {
					want.Align = want.Length &^ 3
				}
				if _, err := subnet.Allocate(pool, subnet.Set{}, want); err != nil && !errors.As(err, new(*subnet.FullError)) {
					return op, err
				}
				requests = append(requests, want)
			}
			var used gathered
			op.Takes = stream.Loose
			op.Gather = gather[*prefixRecord](&used)
			op.End = func(out *stream.Out[*prefixRecord]) error {
				if err := known(c, out, "nothing allocated: not all items in use could be read"); err != nil {
					return err
				}
				ps, err := allocate(pool, used.set(), requests)
				if err != nil {
					return err
				}
				for p := range ps {
					out.Rec.prefix, out.Rec.label = p, label
					if !out.EmitFor(in.of(netipx.RangeOfPrefix(p))) {
						break
					}
				}
				return nil
			}
			return op, nil
		})
}

// allocate satisfies requests one after another, all or none.
func allocate(pool, used subnet.Set, requests []subnet.Request) (func(func(netip.Prefix) bool), error) {
	if len(requests) == 1 {
		return subnet.Allocate(pool, used, requests[0])
	}
	var all []netip.Prefix
	for _, req := range requests {
		ps, err := subnet.Allocate(pool, used, req)
		if err != nil {
			return nil, err
		}
		these := slices.Collect(ps)
		used = used.Union(subnet.SetOf(these...))
		all = append(all, these...)
	}
	return slices.Values(all), nil
}
