package embed

import (
	"github.com/spf13/cobra"

	"github.com/hextet/hextet/embed4"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
)

// The mechanisms that always use the same /96.

func newMapped(a *cli.App) *cobra.Command {
	return embedFixed(a, &cobra.Command{
		Use:   "mapped [IPV4...]",
		Short: "IPv4-mapped addresses, ::ffff:a.b.c.d (RFC 4291)",
		Long: `Write IPv4-mapped addresses (RFC 4291 section 2.5.5.2), which represent IPv4
nodes in programs that handle only IPv6 addresses. They must not appear in
packets.`,
		Example: `  hextet embed mapped 192.0.2.1
  hextet embed mapped 192.0.2.0/24`,
	}, embedding{encoder: embed4.Mapped{}, mechanism: embed4.MechMapped})
}

func newCompatible(a *cli.App) *cobra.Command {
	return embedFixed(a, &cobra.Command{
		Use:   "compatible [IPV4...]",
		Short: "IPv4-compatible addresses, ::a.b.c.d (RFC 4291, deprecated)",
		Long: `Write IPv4-compatible addresses (RFC 4291 section 2.5.5.1), once for automatic
tunnels and now deprecated. They are written in hexadecimal, because RFC 5952
section 5 reserves dotted decimal for prefixes that always hold IPv4; 'hextet
compress --mixed always' writes the other form.`,
		Example: `  hextet embed compatible 192.0.2.1
  hextet embed compatible 192.0.2.1 | hextet compress --mixed always`,
	}, embedding{encoder: embed4.Compatible{}, mechanism: embed4.MechCompatible})
}

func newSIIT(a *cli.App) *cobra.Command {
	return embedFixed(a, &cobra.Command{
		Use:   "siit [IPV4...]",
		Short: "IPv4-translated addresses, ::ffff:0:a.b.c.d (RFC 2765)",
		Long: `Write IPv4-translated addresses (RFC 2765 section 2.1), the addresses of IPv6
nodes behind early stateless translators. Current translators (RFC 7915) use RFC
6052 prefixes: see 'hextet embed nat64'.`,
		Example: `  hextet embed siit 192.0.2.1
  hextet embed siit 192.0.2.0/24`,
	}, embedding{encoder: embed4.Translated{}, mechanism: embed4.MechTranslated})
}

func embedFixed(a *cli.App, c *cobra.Command, e embedding) *cobra.Command {
	addForce(c, &e)
	return cli.Items(a, c,
		func() record.Table[*embedRecord] { return embedTable("the IPv6 address, or prefix for a prefix") },
		func() (stream.Op[*embedRecord], error) {
			p, err := e.encoder.EncodePrefix(anyIPv4())
			e.prefix = p
			return e.op(), err
		})
}
