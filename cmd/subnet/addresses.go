package subnet

import (
	"net/netip"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/subnet"
)

// An addressRecord is one address of an item.
type addressRecord struct{ address netip.Addr }

func newAddresses(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:     "addresses [ITEM...]",
		Aliases: []string{"hosts"},
		Short:   "list the addresses in prefixes and ranges",
		Long: `List the addresses of each prefix or range, from its first to its last. With
--usable the network and the broadcast address of IPv4 prefixes are left out; a
/31 and a /32 have none (RFC 3021), and neither does IPv6.

` + pickHelp("Addresses"),
		Example: `  hextet subnet addresses --usable 192.0.2.0/29
  hextet subnet addresses --nth 1,-1 2001:db8::/64
  hextet subnet addresses --random 3 --seed 1 2001:db8::/64
  hextet subnet addresses --limit 2 192.0.2.250-192.0.3.5`,
	}
	var p pick
	usable := c.Flags().Bool("usable", false, "leave out the network and broadcast addresses of IPv4 prefixes")
	p.add(c, "addresses")
	return cli.Items(a, c,
		func() record.Table[*addressRecord] {
			return record.Table[*addressRecord]{
				Default: "address",
				Fields: []record.Field[*addressRecord]{
					record.Text("address", "one of the addresses of the item", func(b []byte, r *addressRecord) []byte {
						return addr.AppendAddr(b, r.address)
					}),
				},
			}
		},
		func() (op stream.Op[*addressRecord], err error) {
			if err := p.check(c); err != nil {
				return op, err
			}
			return pickOp(&p, func(it subnet.Item) (subnet.Blocks, error) {
				r := it.Range()
				if *usable && !it.IsRange() {
					r = subnet.Usable(it.Prefix())
				}
				return subnet.Addresses(r), nil
			}, func(r *addressRecord, q netip.Prefix, _ string) { r.address = q.Addr() }), nil
		})
}
