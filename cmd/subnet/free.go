package subnet

import (
	"github.com/spf13/cobra"
	"go4.org/netipx"

	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/subnet"
)

func newFree(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "free --in POOL [ITEM...]",
		Short: "list what the items leave free of a pool",
		Long: `Write what the items, which are in use, leave free of the pool, as the fewest
prefixes in address order. Items may overlap and lie outside the pool. No items
at all, as in an empty file, leave all of it.

Nothing is listed when an item cannot be read, since it is not known then what
is in use; --on-error skip, given explicitly, overrides that. An IPv4 item
takes up to 40 bytes of memory and an IPv6 item 56.

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
					if err := known(c, out, "nothing is listed: what is in use is not fully known"); err != nil {
						return err
					}
					for s := range subnet.Segments(in.set(), used.set()) {
						if s.Used || !out.Wants(s.From().Is4()) {
							continue
						}
						if out.Plain() {
							if !emitPrefixes(out, "", subnet.Prefixes(s.IPRange)) {
								break
							}
							continue
						}
						for p := range subnet.Prefixes(s.IPRange) {
							out.Rec.prefix = p
							if !out.EmitFor(in.of(netipx.RangeOfPrefix(p))) {
								return nil
							}
						}
					}
					return nil
				},
			}, in.need()
		})
}
