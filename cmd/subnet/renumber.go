package subnet

import (
	"errors"
	"net/netip"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/subnet"
)

func newRenumber(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "renumber --to PREFIX [--from PREFIX] [ITEM...]",
		Short: "move items to a new prefix, keeping the remaining bits",
		Long: `Swap the leading bits of each item for those of --to and keep the rest: a new
prefix from the provider, the same subnets and interface identifiers. Items are
written as the address, prefix or range that they were, host bits and zones
kept; an item larger than the new prefix is an error.

With --from only items that lie in it as a whole are moved; others are written
as they came. The two prefixes may be of different lengths: where the new one is
longer, the bits between have to be zero in the items, and where it is shorter,
they become zero.`,
		Example: `  hextet subnet renumber --to 3fff:1:2::/48 2001:db8:1:a::1 2001:db8:1:b::/64
  hextet subnet renumber --from 2001:db8:1::/48 --to 3fff:1:2::/48 2001:db8:1::1 ::1
  hextet subnet renumber --from 2001:db8::/32 --to 3fff::/32 -k 1 < access.log`,
	}
	var from, to netip.Prefix
	cli.AddPrefix(c, &to, "to", "the new `PREFIX`")
	cli.AddPrefix(c, &from, "from", "move only what lies in `PREFIX`")
	return cli.Items(a, c,
		func() record.Table[*itemRecord] { return itemTable("the item in the new prefix") },
		func() (op stream.Op[*itemRecord], err error) {
			if !to.IsValid() {
				return op, errors.New("--to PREFIX is needed")
			}
			move, err := subnet.Renumber(from, to)
			if err != nil {
				return op, err
			}
			op.Takes = stream.Loose
			op.Each = func(in *ip.Item, out *stream.Out[*itemRecord]) error {
				it, err := itemIn(in)
				if err != nil {
					return err
				}
				r := out.Rec
				if from.IsValid() && !move.Applies(it) {
					r.output = append(r.output[:0], in.Text...)
					out.Emit()
					return nil
				}
				if it, err = move.Item(it); err != nil {
					return err
				}
				r.output = it.AppendTo(r.output[:0])
				out.Emit()
				return nil
			}
			return op, nil
		})
}
