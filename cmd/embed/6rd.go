package embed

import (
	"github.com/spf13/cobra"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/embed4"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
)

func new6rd(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "6rd --prefix PREFIX [--ipv4-prefix PREFIX] [IPV4...]",
		Short: "the prefix that a 6rd provider delegates (RFC 5969)",
		Long: `Write the IPv6 prefix that a 6rd domain delegates to the customer with an IPv4
address (RFC 5969): the 6rd prefix, then the bits of the IPv4 address after the
common prefix of all customers, --ipv4-prefix. 'hextet extract --6rd
PREFIX,IPV4' is the reverse.`,
		Example: `  hextet embed 6rd --prefix 2001:db8::/32 192.0.2.1
  hextet embed 6rd --prefix 2001:db8::/32 --ipv4-prefix 10.0.0.0/8 10.100.100.1`,
	}
	e := embedding{mechanism: embed4.MechSixRD, toPrefix: true}
	var domain embed4.SixRD
	cli.AddPrefix(c, &domain.Prefix, "prefix", "the 6rd prefix")
	cli.AddPrefix(c, &domain.IPv4, "ipv4-prefix", "the common IPv4 prefix of all customers (default none)")
	addForce(c, &e)
	return cli.Items(a, c,
		func() record.Table[*embedRecord] {
			return embedTable("the delegated prefix",
				record.Text("ipv4_prefix", "the common IPv4 prefix, which is left out", func(b []byte, _ *embedRecord) []byte {
					return addr.AppendPrefix(b, domain.IPv4)
				}))
		},
		func() (stream.Op[*embedRecord], error) {
			err := needFlag(c, "prefix", "the provider's 6rd prefix")
			switch bad := domain.Validate(); {
			case err != nil:
			case domain.IPv4.IsValid() && !domain.IPv4.Addr().Is4():
				err = cli.Usage(c, "--ipv4-prefix %v: not an IPv4 prefix", domain.IPv4)
			case bad != nil:
				err = cli.Usage(c, "--prefix %v: %w", domain.Prefix, bad)
			}
			e.encoder, e.prefix = domain, domain.Prefix
			return e.op(), err
		})
}
