package embed

import (
	"github.com/spf13/cobra"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/embed4"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
)

func newIVI(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "ivi --prefix PREFIX [IPV4...]",
		Short: "CERNET IVI addresses, PREFIX:ffa.b.c.d:: (RFC 6219)",
		Long: `Write the addresses of the CERNET IVI translator (RFC 6219 section 3.1): a
provider's /32, an octet of ones, the IPv4 address, zeros. They predate RFC 6052
and are not in any of its formats.

With --multicast the items are IPv4 groups of 232.0.0.0/8 and the output is
their IPv6 source-specific group below ff3e::f000:0/104, or the reverse
(section 5.1).`,
		Example: `  hextet embed ivi --prefix 2001:db8::/32 192.0.2.1
  hextet embed ivi --prefix 2001:db8::/32 192.0.2.0/24
  hextet embed ivi --multicast 232.1.2.3 ff3e::f001:203`,
	}
	e := embedding{mechanism: embed4.MechIVI}
	var ivi embed4.IVI
	cli.AddPrefix(c, &ivi.Prefix, "prefix", "the provider's /32")
	multicast := false
	c.Flags().BoolVar(&multicast, "multicast", false, "items are groups; write the group of the other family")
	addForce(c, &e)
	return cli.Items(a, c,
		func() record.Table[*embedRecord] {
			return embedTable("the IPv6 address, or prefix for a prefix; the other group with --multicast")
		},
		func() (stream.Op[*embedRecord], error) {
			if multicast {
				if c.Flags().Changed("prefix") {
					return stream.Op[*embedRecord]{}, cli.Usage(c, "--multicast and --prefix cannot be combined")
				}
				return groupOp(func(r *embedRecord, it addr.Item) (err error) {
					if it.Addr.Is4() {
						r.output.Addr, err = ivi.Multicast(it.Addr)
						return err
					}
					var ok bool
					if r.output.Addr, ok = ivi.DecodeMulticast(it.Addr); !ok {
						return constError("not an IVI group, which is below ff3e::f000:0/104 (RFC 6219 section 5.1)")
					}
					return nil
				}), nil
			}
			err := needFlag(c, "prefix", "the provider's /32")
			if err == nil {
				if err = ivi.Validate(); err != nil {
					err = cli.Usage(c, "--prefix %v: %w", ivi.Prefix, err)
				}
			}
			e.encoder, e.prefix = ivi, ivi.Prefix
			return e.op(), err
		})
}
