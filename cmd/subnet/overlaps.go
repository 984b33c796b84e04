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
		Short: "find the pairs of items that overlap",
		Long: `Write each pair of items that have addresses in common, once, and how the first
lies to the second: equal, contains, within or (of ranges) partial. The first of
a pair is the one that comes first by address, of equal first addresses the
larger one; pairs come in that order.

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
			var found subnet.Overlaps
			var from origins
			return stream.Op[*overlapRecord]{
				Empty: stream.No,
				Takes: stream.Loose,
				Each: func(in *ip.Item, _ *stream.Out[*overlapRecord]) error {
					r, err := rangeOf(in)
					if err != nil {
						return err
					}
					found.Add(r)
					from.add(r, in.Text)
					return nil
				},
				End: func(out *stream.Out[*overlapRecord]) error {
					for i, j := range found.Pairs() {
						out.Rec.other = from.item(j)
						out.Rec.relation = found.Range(i).Relate(found.Range(j))
						if !out.EmitFor(from.item(i)) {
							break
						}
					}
					return nil
				},
			}, nil
		})
}
