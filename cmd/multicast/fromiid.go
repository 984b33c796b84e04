package multicast

import (
	"net/netip"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/multicast"
)

func newFromIID(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "from-iid [IID...]",
		Short: "groups that an interface can use on its link (RFC 4489)",
		Long: `Write the group that an interface can use on its link without registration (RFC
4489): ff32:ff:... with the interface identifier inside. Items are identifiers
(four groups, "::" before fewer, or 16 digits) or addresses that end in them.
Without --group the output is the prefix of all such groups.`,
		Example: `  hextet multicast from-iid --group 0x80000001 fe80::200:5eff:fe00:5301
  hextet eui64 00-00-5E-00-53-01 | hextet multicast from-iid`,
	}
	var scope multicast.Scope
	var group groupID
	addGroupID(c, &group)
	addScope(c, &scope, multicast.LinkLocal, "the scope of the group")
	return cli.Items(a, c, madeTable, func() (stream.Op[*madeRecord], error) {
		return madeOp(group, func(item string) (made, owner netip.Prefix, err error) {
			id, err := eui64.ParseAddrOrIID(item)
			if err != nil {
				return made, owner, err
			}
			g, err := multicast.LinkScoped(id, scope, group.id)
			return group.groups(g, 96), owner, err
		}), nil
	})
}
