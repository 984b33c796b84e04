package embed

import (
	"strconv"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/embed4"
	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
)

func new6to4(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "6to4 [IPV4...]",
		Short: "the 6to4 prefix of a router, 2002:a.b.c.d::/48 (RFC 3056)",
		Long: `Write the prefix of the 6to4 site behind a router with a global IPv4 address
(RFC 3056): a /48 for an address; for an IPv4 prefix it is 16 bits longer.
With --subnet or --iid the output is an address in it. An address that is not
global unicast, such as a private one, is an error (RFC 3056 sections 2 and 9).`,
		Example: `  hextet embed 6to4 192.0.2.4
  hextet embed 6to4 192.0.2.0/24
  hextet embed 6to4 --subnet 1 --iid ::53 192.0.2.4`,
	}
	e := embedding{mechanism: embed4.MechSixToFour}
	addForce(c, &e)
	var site embed4.SixToFour
	cli.AddValue(c, &site.Subnet, false, "subnet", "", "ID", "bits 48 to 63 of the address, decimal or 0x and hexadecimal", cli.Number[uint16](0, 65535), nil)
	cli.AddValue(c, &site.IID, false, "iid", "", "IID", "the last 64 bits of the address, such as ::1", eui64.ParseIID, nil)
	return cli.Items(a, c,
		func() record.Table[*embedRecord] {
			return embedTable("the /48, the prefix for an IPv4 prefix, or the address",
				record.Text("subnet", "bits 48 to 63, with --subnet or --iid", func(b []byte, _ *embedRecord) []byte {
					if !e.toAddress {
						return b
					}
					return strconv.AppendUint(append(b, "0x"...), uint64(site.Subnet), 16)
				}))
		},
		func() (stream.Op[*embedRecord], error) {
			e.toAddress = c.Flags().Changed("subnet") || c.Flags().Changed("iid")
			e.toPrefix = !e.toAddress
			e.encoder = site
			p, err := embed4.SixToFour{}.EncodePrefix(anyIPv4())
			e.prefix = p
			return e.op(), err
		})
}
