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

// A hostRecord is one address of an item.
type hostRecord struct{ address netip.Addr }

func newHosts(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "hosts [ITEM...]",
		Short: "list the addresses in prefixes and ranges",
		Long: `List the addresses of each prefix or range, from its first to its last. With
--usable the network and the broadcast address of IPv4 prefixes are left out; a
/31 and a /32 have none (RFC 3021), and IPv6 has none.

Addresses are numbered from 0, and those wanted are computed, not walked to:
--nth takes numbers and ranges, negative ones from the end (0,5,-1,10..20);
--random takes that many different ones. --order sparse is the order of RFC 3531
section 3.1. All of these, and --limit, are for each item. The output begins at
once, whatever its length.`,
		Example: `  hextet subnet hosts --usable 192.0.2.0/29
  hextet subnet hosts --nth 1,-1 2001:db8::/64
  hextet subnet hosts --random 3 --seed 1 2001:db8::/64
  hextet subnet hosts --limit 2 192.0.2.250-192.0.3.5`,
	}
	var p pick
	usable := c.Flags().Bool("usable", false, "leave out the network and the broadcast address of IPv4 prefixes")
	p.add(c, "addresses")
	return cli.Items(a, c,
		func() record.Table[*hostRecord] {
			return record.Table[*hostRecord]{
				Default: "address",
				Fields: []record.Field[*hostRecord]{
					record.Text("address", "one of the addresses of the item", func(b []byte, r *hostRecord) []byte {
						return addr.AppendAddr(b, r.address)
					}),
				},
			}
		},
		func() (op stream.Op[*hostRecord], err error) {
			if err := p.check(c); err != nil {
				return op, err
			}
			return pickOp(&p, func(it subnet.Item) (subnet.Blocks, error) {
				r := it.Range
				if *usable && !it.IsRange() {
					r = r.Usable()
				}
				return subnet.Hosts(r), nil
			}, func(r *hostRecord, q netip.Prefix) { r.address = q.Addr() }), nil
		})
}
