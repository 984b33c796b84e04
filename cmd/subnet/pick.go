package subnet

import (
	"cmp"
	"errors"
	"iter"
	"math"
	"math/rand/v2"
	"net/netip"
	"slices"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/subnet"
)

// pickHelp describes the flags of a pick; things are what they number.
func pickHelp(things string) string {
	return things + ` are numbered from 0, and each is computed directly: --nth takes
numbers and ranges, negative ones from the end (0,5,-1,10..20,-3..-1); --random
chooses that many different ones. --order sparse is the order of RFC 3531
section 3.1, which leaves the most room between neighbors. All of these, and
--limit, apply to each item. Output begins at once, however long it is.`
}

// A pick says which blocks of an item are wanted, and in what order.
type pick struct {
	nth    subnet.Indexes
	random uint64
	seed   uint64
	limit  uint64
	order  string

	picks, orders bool   // whether --nth, --order were given
	label         string // --label, for all of them
}

// add adds the flags of p to c, which lists things.
func (p *pick) add(c *cobra.Command, things string) {
	p.order = "sequential"
	cli.AddValue(c, &p.nth, false, "nth", "", "LIST", "only these, numbered from 0: 0,5,-1,10..20", subnet.ParseIndexes, nil)
	cli.AddValue(c, &p.random, false, "random", "", "N", "`N` different "+things+" at random", cli.Number[uint64](1, math.MaxUint64), nil)
	cli.AddValue(c, &p.seed, false, "seed", "", "N", "with --random: the same choice for the same `N` every time", cli.Number[uint64](0, math.MaxUint64), nil)
	cli.AddWord(c, &p.order, "order", "", "the order of the "+things, orderWords())
	cli.AddValue(c, &p.limit, false, "limit", "", "N", "only the first `N` of each item", cli.Number[uint64](1, math.MaxUint64), nil)
}

func orderWords() []cli.Word {
	return []cli.Word{
		{Name: "sequential", Doc: "by address"},
		{Name: "sparse", Doc: "leaving the most room between neighbors (RFC 3531 section 3.1, leftmost)"},
		{Name: "leftmost", Doc: "the same as sparse"},
		{Name: "rightmost", Doc: "the same as sequential (RFC 3531 section 3.2)"},
		{Name: "centermost", Doc: "from the middle bits, so that the border can move either way (RFC 3531 section 3.3)"},
	}
}

// check completes p once the flags of c are parsed.
func (p *pick) check(c *cobra.Command) error {
	given := c.Flags().Changed
	p.picks, p.orders = given("nth"), given("order") && p.order != "sequential" && p.order != "rightmost"
	switch {
	case p.picks && given("random"):
		return errors.New("--nth and --random cannot be combined")
	case p.picks && given("order"):
		return errors.New("--nth gives the order itself and cannot be combined with --order")
	case given("random") && given("order"):
		return errors.New("--random has its own order and cannot be combined with --order")
	case given("seed") && !given("random"):
		return errors.New("--seed requires --random")
	}
	if given("random") && !given("seed") {
		p.seed = rand.Uint64()
	}
	return nil
}

// blocks yields the wanted blocks of b, in order.
func (p *pick) blocks(b subnet.Blocks) (iter.Seq[netip.Prefix], error) {
	var seq iter.Seq[netip.Prefix]
	var err error
	switch {
	case p.picks:
		seq, err = b.Nth(p.nth)
	case p.random > 0:
		seq, err = b.Random(p.random, p.seed)
	case p.orders:
		var o subnet.Order
		o, err = subnet.ParseOrder(p.order)
		seq = b.Ordered(o)
	default:
		seq = b.All()
	}
	if err != nil || p.limit == 0 {
		return seq, err
	}
	return func(yield func(netip.Prefix) bool) {
		left := p.limit
		for q := range seq {
			if !yield(q) {
				return
			}
			if left--; left == 0 {
				return
			}
		}
	}, nil
}

// lineRoom is the minimum free space requested in the output buffer.
const lineRoom = 16 << 10

// pickOp lists the blocks that cut makes from an item, if p wants them. set puts one
// into a record, with the label of the item.
func pickOp[R any](p *pick, cut func(subnet.Item) (subnet.Blocks, error), set func(r R, q netip.Prefix, label string)) stream.Op[R] {
	return stream.Op[R]{
		Serial: true, // an item may produce more than fits in memory
		Takes:  stream.Loose,
		Each: eachLabeled(func(it subnet.Item, rest string, _ *ip.Item, out *stream.Out[R]) error {
			label := cmp.Or(p.label, labelOf(rest))
			b, err := cut(it)
			if err != nil {
				return err
			}
			if out.Plain() && !p.picks && p.random == 0 && !p.orders && label == "" {
				if p.limit > 0 {
					b = b.Limit(p.limit)
				}
				for !b.Count().IsZero() {
					var buf []byte
					buf, b = b.AppendLines(slices.Grow(out.Buffer(), lineRoom), out.Terminator())
					if !out.Took(buf, 1) {
						return nil
					}
				}
				return nil
			}
			seq, err := p.blocks(b)
			if err != nil {
				return err
			}
			if out.Plain() {
				for q := range seq {
					line := appendLabel(b.AppendBlock(out.Buffer(), q), label)
					if !out.Took(append(line, out.Terminator()), 1) {
						return nil
					}
				}
				return nil
			}
			for q := range seq {
				set(out.Rec, q, label)
				if !out.Emit() {
					return nil
				}
			}
			return nil
		}),
	}
}
