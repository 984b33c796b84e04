package subnet

import (
	"github.com/spf13/cobra"

	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/subnet"
)

// An overlapRecord is a pair of items with addresses in common.
type overlapRecord struct {
	other    string
	relation subnet.Relation
}

func newOverlaps(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "overlaps [ITEM...]",
		Short: "find the pairs of items that have addresses in common",
		Long: `Write each pair of items that have addresses in common, once, and how the first
lies to the second: equal, contains, within or (of ranges) partial. The first of
a pair is the one that comes first by address, of equal first addresses the
larger one; pairs come in that order. A label after an item stays with it.

Exit status 1 says that nothing overlaps.`,
		Example: `  hextet subnet overlaps 2001:db8::/32 2001:db8:7::/48 3fff::/20
  hextet subnet overlaps -f used.txt`,
	}
	return cli.Items(a, c,
		func() record.Table[*overlapRecord] {
			return record.Table[*overlapRecord]{
				Default: "input,other,relation",
				Fields: []record.Field[*overlapRecord]{
					record.Text("other", "the other item, as it was given", func(b []byte, r *overlapRecord) []byte { return append(b, r.other...) }),
					record.Text("relation", "how the item lies to the other", func(b []byte, r *overlapRecord) []byte {
						return append(b, r.relation.String()...)
					}).OneOf(subnet.Equal.String(), subnet.Contains.String(), subnet.Within.String(), subnet.Partial.String()),
				},
			}
		},
		func() (stream.Op[*overlapRecord], error) {
			var items subnet.Sorter
			var texts arena
			return stream.Op[*overlapRecord]{
				Empty: stream.No,
				Takes: stream.Loose,
				Each: func(in *ip.Item, _ *stream.Out[*overlapRecord]) error {
					it, _, err := labeledIn(in)
					if err != nil {
						return err
					}
					items.Add(it)
					texts.add([]byte(in.Text))
					return nil
				},
				End: func(out *stream.Out[*overlapRecord]) error {
					for a, b := range items.Overlaps() {
						out.Rec.other = ip.Alias(texts.at(b.Index))
						out.Rec.relation = subnet.Relate(a.Range(), b.Range())
						if !out.EmitFor(ip.Alias(texts.at(a.Index))) {
							break
						}
					}
					return nil
				},
			}, nil
		})
}
