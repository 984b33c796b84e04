package subnet

import (
	"github.com/spf13/cobra"

	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/subnet"
)

func newFree(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "free --in POOL [ITEM...]",
		Short: "list the free space of a pool",
		Long: `Write what the items, which are in use, leave free of the pool, as the fewest
prefixes in address order. Items may overlap and lie outside the pool. No items
at all, as in an empty file, leave all of it.

In records, "input" is the pool.`,
		Example: `  hextet subnet free --in 2001:db8::/32 2001:db8::/48 2001:db8:8000::/33
  hextet subnet free --in 192.0.2.0/24 --in 2001:db8::/44 -f used.txt`,
	}
	var in pools
	addPools(c, &in, "what is left of `POOL`")
	return cli.Items(a, c,
		func() record.Table[*prefixRecord] { return prefixTable("one of the prefixes that are free") },
		func() (stream.Op[*prefixRecord], error) {
			var used gathered
			return stream.Op[*prefixRecord]{
				Takes:  stream.Loose,
				Gather: gather[*prefixRecord](&used),
				End: func(out *stream.Out[*prefixRecord]) error {
					free := subnet.Free(in.set(), used.set())
					if out.Plain() {
						emitPrefixes(out, "", free.Prefixes())
						return nil
					}
					for p := range free.Prefixes() {
						out.Rec.prefix = p
						if !out.EmitFor(in.of(subnet.RangeOf(p))) {
							break
						}
					}
					return nil
				},
			}, in.need()
		})
}
