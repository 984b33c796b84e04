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
		Long: `Replace the leading bits of each item with those of --to and keep the rest: a
new prefix from the provider, the same subnets and interface identifiers. Items
are written as the address, prefix or range that they were, with host bits and
zones; an item larger than the new prefix is an error.

With --from only items that are wholly within it are moved; others are written
unchanged. The two prefixes may be of different lengths: where the new one is
longer, the bits between have to be zero in the items, and where it is shorter,
they become zero.

--nptv6 does what an NPTv6 translator does between --from and --to (RFC 6296):
it also adjusts 16 bits, those before the interface identifier or in it, so
that TCP and UDP checksums stay right. The way back is the same with the two
prefixes exchanged. A label after an item stays with it.`,
		Example: `  hextet subnet renumber --to 3fff:1:2::/48 2001:db8:1:a::1 2001:db8:1:b::/64
  hextet subnet renumber --from 2001:db8:1::/48 --to 3fff:1:2::/48 2001:db8:1::1 ::1
  hextet subnet renumber --from 2001:db8::/32 --to 3fff::/32 -k 1 < access.log
  hextet subnet renumber --nptv6 --from fd01:203:405::/48 --to 2001:db8:1::/48 fd01:203:405:1::1234`,
	}
	var from, to netip.Prefix
	cli.AddPrefix(c, &to, "to", "the new `PREFIX`")
	cli.AddPrefix(c, &from, "from", "move only what is in `PREFIX`")
	nptv6 := c.Flags().Bool("nptv6", false, "as an NPTv6 translator does, checksums unchanged (RFC 6296)")
	return cli.Items(a, c,
		func() record.Table[*itemRecord] { return itemTable("the item in the new prefix") },
		func() (op stream.Op[*itemRecord], err error) {
			if !to.IsValid() {
				return op, errors.New("--to PREFIX is required")
			}
			m, err := mover(from, to, *nptv6)
			if err != nil {
				return op, err
			}
			op.Takes = stream.Loose
			op.Each = eachLabeled(func(it subnet.Item, rest string, in *ip.Item, out *stream.Out[*itemRecord]) error {
				if from.IsValid() && !m.Applies(it) {
					r := out.Rec
					r.output, r.label = append(r.output[:0], in.Text...), labelOf(rest)
					if out.Format() != record.Plain {
						r.output = r.output[:len(in.Text)-len(rest)]
					}
					out.Emit()
					return nil
				}
				it, err := m.Item(it)
				if err == nil {
					emitItem(out, it, rest)
				}
				return err
			})
			return op, nil
		})
}

// A move moves items to another prefix.
type move interface {
	Applies(it subnet.Item) bool
	Item(it subnet.Item) (subnet.Item, error)
}

func mover(from, to netip.Prefix, nptv6 bool) (move, error) {
	if !nptv6 {
		return subnet.Renumber(from, to)
	}
	if !from.IsValid() {
		return nil, errors.New("--nptv6 translates between two prefixes: --from PREFIX is required")
	}
	return subnet.TranslatePrefix(from, to)
}
