package multicast

import (
	"errors"
	"net/netip"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/multicast"
)

func newRP(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "rp [ADDRESS...]",
		Short: "groups with an embedded rendezvous point (RFC 3956)",
		Long: `Write the group whose rendezvous point is the address (RFC 3956): ff7x:... with
the address inside, as a prefix of up to 64 bits and the last four bits, 1 to
15; all bits between must be zero. The prefix length is that of the item, or
--prefix-length. Without --group the output is the prefix of all groups with
that rendezvous point.

'hextet multicast decode' extracts the rendezvous point of a group.`,
		Example: `  hextet multicast rp 2001:db8::1/32
  hextet multicast rp --group 0x80000001 --scope global 2001:db8:beef::1/48
  hextet multicast rp --prefix-length 48 2001:db8:beef::1`,
	}
	var scope multicast.Scope
	var group groupID
	length := 64
	addGroupID(c, &group)
	addScope(c, &scope, multicast.Global, "the scope of the group")
	cli.AddValue(c, &length, true, "prefix-length", "", "LENGTH", "the prefix length of addresses without one, 1 to 64", cli.Length(1, 64), strconv.Itoa)
	return cli.Items(a, c, madeTable, func() (stream.Op[*madeRecord], error) {
		return madeOp(group, func(item string) (made, owner netip.Prefix, err error) {
			return fromRP(item, length, scope, group)
		}), nil
	})
}

func fromRP(item string, length int, s multicast.Scope, g groupID) (made, owner netip.Prefix, err error) {
	it, err := addr.ParseItem(item)
	switch {
	case err != nil:
		return made, owner, err
	case it.Zone != "":
		return made, owner, errors.New("a rendezvous point has no zone: it is reachable from the whole scope of its groups (RFC 3956 section 4)")
	case it.IsPrefix():
		length = it.Bits()
	}
	a, err := multicast.FromRP(it.Addr, length, s, g.id)
	return g.groups(a, 32+length), owner, err
}
