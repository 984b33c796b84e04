package subnet

import (
	"strings"

	"github.com/spf13/cobra"
	"go4.org/netipx"

	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/subnet"
)

func newCollapse(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "collapse [ITEM...]",
		Short: "sum items up as the fewest prefixes",
		Long: `Write the fewest prefixes that cover exactly the addresses of all items
together, IPv4 before IPv6, in address order. Items may overlap, be repeated and
come in any order. A label after the items stays with a prefix when all items in
it have the same one.

In records, "input" is the first item, in address order, that has addresses in
the prefix.`,
		Example: `  hextet subnet collapse 2001:db8::/33 2001:db8:8000::/33 192.0.2.0/25 192.0.2.128/25
  hextet subnet collapse -f used.txt`,
	}
	return cli.Items(a, c,
		func() record.Table[*prefixRecord] { return labeledTable("one of the fewest prefixes") },
		func() (stream.Op[*prefixRecord], error) {
			if a.PlainText() {
				var set gathered
				return stream.Op[*prefixRecord]{
					Takes:  stream.Loose,
					Gather: gather[*prefixRecord](&set),
					End: func(out *stream.Out[*prefixRecord]) error {
						all, unlabeled := set.sets()
						labels := newAgreement(unlabeled, set.labeled())
						if len(labels.items) == 0 {
							emitPrefixes(out, "", all.Prefixes())
							return nil
						}
						for p := range all.Prefixes() {
							b := appendLabeled(out.Buffer(), p, labels.label(netipx.RangeOfPrefix(p)))
							if !out.Took(append(b, out.Terminator()), 1) {
								break
							}
						}
						return nil
					},
				}, nil
			}
			var set, bare subnet.Builder
			var from origins
			var labeled []labeledRange
			return stream.Op[*prefixRecord]{
				Takes: stream.Loose,
				Each: func(in *ip.Item, _ *stream.Out[*prefixRecord]) error {
					it, rest, err := labeledIn(in)
					if err != nil {
						return err
					}
					set.Add(it.Range())
					from.add(it.Range(), in.Text)
					if label := labelOf(rest); label != "" {
						labeled = append(labeled, labeledRange{it.Range(), strings.Clone(label)})
					} else {
						bare.Add(it.Range())
					}
					return nil
				},
				End: func(out *stream.Out[*prefixRecord]) error {
					find := from.finder()
					labels := newAgreement(bare.Set(), labeled)
					for p := range set.Set().Prefixes() {
						out.Rec.prefix, out.Rec.label = p, labels.label(netipx.RangeOfPrefix(p))
						if !out.EmitFor(find(netipx.RangeOfPrefix(p))) {
							break
						}
					}
					return nil
				},
			}, nil
		})
}
