package embed

import (
	"fmt"
	"net/netip"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/embed4"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
)

func newMulticast(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "multicast --prefix PREFIX [GROUP...]",
		Short: "IPv4 groups in IPv6 groups, mPrefix64 (RFC 8114)",
		Long: `Write the IPv6 groups that carry IPv4 groups over an IPv6 network (RFC 8114).
The prefix, which hosts learn by DHCPv6 (RFC 8115), is a multicast one of 96
bits; the IPv4 group is the last 32.

Source-specific groups, 232.0.0.0/8, need a prefix of ff3x::/32 and the others
one that is not: anything else is an error, which --force overrides. Sources of
channels are embedded by 'hextet embed nat64'.`,
		Example: `  hextet embed multicast --prefix ff0e:db8::/96 233.252.0.1
  hextet embed multicast --prefix ff3e::8000:0:0/96 232.1.2.3`,
	}
	var prefix netip.Prefix
	cli.AddPrefix(c, &prefix, "prefix", "the multicast prefix, a /96")
	force := c.Flags().Bool("force", false, "embed also what the RFC forbids, with a warning")
	return cli.Items(a, c,
		func() record.Table[*embedRecord] { return embedTable("the IPv6 group, or prefix for a prefix") },
		func() (op stream.Op[*embedRecord], err error) {
			if err := needFlag(c, "prefix", "a multicast prefix of 96 bits"); err != nil {
				return op, err
			}
			if err := masked(c, "prefix", prefix); err != nil {
				return op, err
			}
			m := embed4.Multicast64{Prefix: prefix}
			if err := m.Valid(); err != nil {
				return op, cli.Usage(c, "--prefix %v: %w", prefix, err)
			}
			op.Each = func(it *ip.Item, out *stream.Out[*embedRecord]) error {
				r := out.Rec
				q, err := m.EncodePrefix(it.Prefix())
				if err != nil {
					return err
				}
				r.warnings = r.warnings[:0]
				if err := m.Check(it.Prefix()); err != nil {
					if !*force {
						return fmt.Errorf("%w; --force embeds it all the same", err)
					}
					r.warnings = append(r.warnings, err.Error())
				}
				r.output, r.mechanism, r.prefix = addr.ItemOfPrefix(q), embed4.MechMulticast, prefix
				if !it.IsPrefix() {
					r.output = r.output.WithBits(-1)
				}
				out.Emit()
				return nil
			}
			return op, nil
		})
}
