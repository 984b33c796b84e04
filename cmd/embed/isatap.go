package embed

import (
	"net/netip"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/embed4"
	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
)

func newISATAP(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "isatap [IPV4...]",
		Short: "ISATAP addresses, PREFIX:0:5efe:a.b.c.d (RFC 5214)",
		Long: `Write the addresses of interfaces on an ISATAP link (RFC 5214 section 6.1). The
u bit of the identifier says whether the IPv4 address is globally unique by the
IANA registry: 0200:5efe:a.b.c.d or 0000:5efe:a.b.c.d. --universal and --local
override it.`,
		Example: `  hextet embed isatap 10.0.0.1
  hextet embed isatap --prefix 2001:db8:0:1::/64 --universal 192.0.2.1`,
	}
	e := embedding{mechanism: embed4.MechISATAP}
	link := embed4.ISATAP{Prefix: linkLocal()}
	cli.AddPrefix(c, &link.Prefix, "prefix", "the prefix of the link")
	universal, local := false, false
	c.Flags().BoolVar(&universal, "universal", false, "the IPv4 address is globally unique (u bit set)")
	c.Flags().BoolVar(&local, "local", false, "the IPv4 address is not globally unique (u bit clear)")
	addForce(c, &e)
	return cli.Items(a, c,
		func() record.Table[*embedRecord] {
			return embedTable("the ISATAP address", record.Flag("universal", "whether the u bit is set", func(r *embedRecord) bool {
				i, _, _ := embed4.DecodeISATAP(r.output.Addr)
				return i.Universal == embed4.UniversalAlways
			}))
		},
		func() (stream.Op[*embedRecord], error) {
			err := linkPrefix(c, link.Prefix)
			switch {
			case err != nil:
			case universal && local:
				err = cli.Usage(c, "--universal and --local cannot be combined")
			case universal:
				link.Universal = embed4.UniversalAlways
			case local:
				link.Universal = embed4.UniversalNever
			}
			e.encoder, e.prefix = link, link.Prefix
			return e.op(), err
		})
}

// linkLocal returns fe80::/64, the default prefix of tunnel links.
func linkLocal() netip.Prefix { return netip.PrefixFrom(netip.AddrFrom16([16]byte{0xfe, 0x80}), 64) }

// linkPrefix checks --prefix, the prefix of a link, which must leave 64 bits for
// interface identifiers.
func linkPrefix(c *cobra.Command, p netip.Prefix) error {
	if !p.Addr().Is6() {
		return cli.Usage(c, "--prefix %v: not an IPv6 prefix", p)
	}
	if _, err := eui64.Address(p, 0); err != nil {
		return cli.Usage(c, "--prefix %v: %w", p, err)
	}
	return nil
}
