package subnet

import (
	"github.com/spf13/cobra"
	"go4.org/netipx"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/subnet"
)

func newFree(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "free --in POOL [ITEM...]",
		Short: "list the free space of a pool",
		Long: `Write the free space of the pool as the fewest prefixes in address order; the
items are in use. Items can overlap and be outside the pool. Without any items,
as with an empty file, all of the pool is free.

Nothing is listed if an item cannot be read, because then it is not known what
is in use; --on-error skip, given explicitly, overrides that. An IPv4 item
takes up to 40 bytes of memory and an IPv6 item 56.

In records, "input" is the pool.`,
		Example: `  hextet subnet free --in 2001:db8::/32 2001:db8::/48 2001:db8:8000::/33
  hextet subnet free --in 192.0.2.0/24 --in 2001:db8::/44 -f used.txt`,
	}
	var in pools
	addPools(c, &in, "the free space of `POOL`")
	return cli.Items(a, c,
		func() record.Table[*prefixRecord] { return prefixTable("one of the free prefixes") },
		func() (stream.Op[*prefixRecord], error) {
			var used gathered
			return stream.Op[*prefixRecord]{
				Takes:  stream.Loose,
				Gather: gather[*prefixRecord](&used),
				End: func(out *stream.Out[*prefixRecord]) error {
					if err := known(c, out, "nothing listed: not all items in use could be read"); err != nil {
						return err
					}
					end := out.Terminator()
					for p := range subnet.Free(in.set(), used.set()) {
						more := true
						switch {
						case !out.Wants(p.Addr().Is4()):
						case out.Plain():
							more = out.Took(append(addr.AppendPrefix(out.Buffer(), p), end), 1)
						default:
							out.Rec.prefix = p
							more = out.EmitFor(in.of(netipx.RangeOfPrefix(p)))
						}
						if !more {
							break
						}
					}
					return nil
				},
			}, in.need()
		})
}
