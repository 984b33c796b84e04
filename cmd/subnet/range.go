package subnet

import (
	"github.com/spf13/cobra"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/subnet"
)

// A rangeRecord is a run of addresses.
type rangeRecord struct{ subnet.Range }

func newRange(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "range [ITEM...]",
		Short: "convert prefixes to FIRST-LAST ranges",
		Long: `Write the addresses of each prefix as a range, FIRST-LAST. "subnet cidr" is the
way back.`,
		Example: `  hextet subnet range 2001:db8::/48 192.0.2.0/24
  hextet subnet range --fields first,last 2001:db8::/127`,
	}
	return cli.Items(a, c,
		func() record.Table[*rangeRecord] {
			return record.Table[*rangeRecord]{
				Default: "output",
				Fields: []record.Field[*rangeRecord]{
					record.Text("output", "the range, FIRST-LAST", func(b []byte, r *rangeRecord) []byte { return r.AppendTo(b) }),
					record.Text("first", "the first address", func(b []byte, r *rangeRecord) []byte { return addr.AppendAddr(b, r.First()) }),
					record.Text("last", "the last address", func(b []byte, r *rangeRecord) []byte { return addr.AppendAddr(b, r.Last()) }),
					record.Count("count", "how many addresses", func(b []byte, r *rangeRecord) []byte { return r.Count().AppendTo(b) }),
				},
			}
		},
		func() (stream.Op[*rangeRecord], error) {
			return stream.Op[*rangeRecord]{
				Takes: stream.Loose,
				Each: func(in *ip.Item, out *stream.Out[*rangeRecord]) (err error) {
					if out.Rec.Range, err = rangeOf(in); err != nil {
						return err
					}
					out.Emit()
					return nil
				},
			}, nil
		})
}
