package embed

import (
	"github.com/spf13/cobra"

	"github.com/hextet/hextet/embed4"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
)

func newMulticast(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "multicast --multicast-prefix PREFIX [GROUP...]",
		Short: "IPv6 groups that carry IPv4 groups, mPrefix64 (RFC 8114)",
		Long: `Write the IPv6 groups that carry IPv4 groups over an IPv6 network (RFC 8114).
The prefix, which hosts learn by DHCPv6 (RFC 8115), is a multicast /96, and the
IPv4 group the last 32 bits.

Source-specific groups, 232.0.0.0/8, need a prefix in ff3x::/32, and all others
a prefix outside it; --force overrides this. For the sources of channels use
'hextet embed nat64'.`,
		Example: `  hextet embed multicast --multicast-prefix ff0e:db8::/96 233.252.0.1
  hextet embed multicast --multicast-prefix ff3e::8000:0:0/96 232.1.2.3`,
	}
	e := embedding{mechanism: embed4.MechMulticast}
	cli.AddPrefix(c, &e.prefix, "multicast-prefix", "the multicast prefix, a /96")
	addForce(c, &e)
	return cli.Items(a, c,
		func() record.Table[*embedRecord] { return embedTable("the IPv6 group, or prefix for a prefix") },
		func() (op stream.Op[*embedRecord], err error) {
			if err := needFlag(c, "multicast-prefix", "a multicast prefix of 96 bits"); err != nil {
				return op, err
			}
			m := embed4.Multicast64{Prefix: e.prefix}
			if err := m.Validate(); err != nil {
				return op, cli.Usage(c, "--multicast-prefix %v: %w", e.prefix, err)
			}
			e.encoder = m
			return e.op(), nil
		})
}
