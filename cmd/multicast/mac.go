package multicast

import (
	"errors"
	"net/netip"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/fields"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/multicast"
)

// A groupMACRecord is a group and the MAC that it is sent to.
type groupMACRecord struct {
	zone   string
	group  netip.Addr
	mac    eui64.MAC
	format eui64.Format

	reverse bool
}

func groupMACTable() record.Table[*groupMACRecord] {
	return record.Table[*groupMACRecord]{
		Default: "output",
		Fields: []record.Field[*groupMACRecord]{
			record.Text("output", "the MAC; with --reverse the group", func(b []byte, r *groupMACRecord) []byte {
				if r.reverse {
					return addr.AppendAddr(b, r.group)
				}
				return r.mac.Append(b, r.format)
			}),
			record.Text("zone", "the zone, where the item has one", func(b []byte, r *groupMACRecord) []byte {
				return append(b, r.zone...)
			}),
			record.Text("group", "the group", func(b []byte, r *groupMACRecord) []byte {
				return addr.AppendAddr(b, r.group)
			}),
			record.Text("mac", "the MAC", func(b []byte, r *groupMACRecord) []byte {
				return r.mac.Append(b, r.format)
			}),
			record.Text("name", "the name of the group in IANA's registry", func(b []byte, r *groupMACRecord) []byte {
				info, _ := multicast.Decode(r.group)
				return append(b, info.Name...)
			}),
			record.Count("shared_by", "how many groups have this MAC", func(b []byte, r *groupMACRecord) []byte {
				if r.group.Is4() {
					return append(b, "32"...)
				}
				return append(b, "1208925819614629174706176"...) // 2^80
			}),
		},
	}
}

func newMAC(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "mac [GROUP...]",
		Short: "map groups to multicast MACs and back",
		Long: `Write the Ethernet address that frames to a multicast group go to: 33:33 and the
last 32 bits of an IPv6 group (RFC 2464 section 7), 01:00:5e and the last 23
bits of an IPv4 group (RFC 1112 section 6.4). With --solicited the items are
unicast addresses, and the MAC is that of their solicited-node group.

--reverse undoes it. 32 IPv4 groups share a MAC: they are written all, in order.
Of the 2^80 IPv6 groups that share one, the likeliest is written: on the link,
the solicited-node group where the MAC is of one.`,
		Example: `  hextet multicast mac ff02::fb 224.0.0.251
  hextet multicast mac --solicited fe80::1
  hextet multicast mac --mac-format dot ff02::1:ff00:5301
  hextet multicast mac -r 01-00-5E-00-00-FB | head -n 4
  hextet multicast mac -r --fields output,name 33:33:00:00:00:fb`,
	}
	format, solicited, reverse := eui64.Colon.String(), false, false
	c.Flags().BoolVar(&solicited, "solicited", false, "items are unicast addresses: the MAC of their solicited-node group")
	c.Flags().BoolVarP(&reverse, "reverse", "r", false, "items are MACs: write the groups that they are of")
	cli.AddMACFormat(c, &format)
	return cli.Items(a, c, groupMACTable, func() (op stream.Op[*groupMACRecord], err error) {
		f, err := eui64.ParseFormat(format)
		switch {
		case err != nil:
			return op, err
		case solicited && reverse:
			return op, errors.New("--solicited takes unicast addresses, --reverse MACs: one of the two")
		case reverse:
			return groupsOp(f), nil
		case solicited:
			return groupMACOp(f, solicitedOf), nil
		}
		return groupMACOp(f, groupOf), nil
	})
}

// groupOf returns the group that it is; a zone makes no difference to its MAC.
func groupOf(it addr.Item) (netip.Addr, error) {
	switch {
	case !it.Addr.IsMulticast() || it.Addr.Is4In6():
		return netip.Addr{}, errUnicast(it.Addr)
	case it.Bits >= 0:
		return netip.Addr{}, errGroupLength
	}
	return it.Addr, nil
}

var errGroupLength = errors.New("a prefix of groups, which have many MACs")

// errUnicast is the error for the address a that is no group.
func errUnicast(a netip.Addr) error {
	if _, err := multicast.SolicitedNode(a); err != nil {
		return multicast.ErrNotMulticast
	}
	return errors.New("not a multicast address; --solicited takes unicast addresses and gives the MAC of their solicited-node group")
}

// solicitedOf returns the solicited-node group of a unicast address.
func solicitedOf(it addr.Item) (netip.Addr, error) { return multicast.SolicitedNode(it.Addr) }

func groupMACOp(f eui64.Format, groupOf func(addr.Item) (netip.Addr, error)) stream.Op[*groupMACRecord] {
	return stream.Op[*groupMACRecord]{
		Bind: func(r *groupMACRecord, _ *ip.Item) { r.format = f },
		Each: func(in *ip.Item, out *stream.Out[*groupMACRecord]) (err error) {
			r := out.Rec
			if r.group, err = groupOf(fields.ItemOf(in)); err != nil {
				return err
			}
			if r.mac, err = multicast.MAC(r.group); err != nil {
				return err
			}
			r.zone = in.Zone
			out.Emit()
			return nil
		},
	}
}

// groupsOp writes the groups that are sent to a MAC.
func groupsOp(f eui64.Format) stream.Op[*groupMACRecord] {
	return stream.Op[*groupMACRecord]{
		Takes: stream.Words,
		Each: func(in *ip.Item, out *stream.Out[*groupMACRecord]) error {
			item := in.Text
			m, err := eui64.ParseMAC(item)
			if err != nil {
				if it, bad := addr.ParseItem(item); bad == nil && it.Addr.IsValid() {
					err = errors.New("an address, not a MAC: without --reverse it gives the MAC")
				}
				return err
			}
			r := out.Rec
			r.mac, r.format, r.zone, r.reverse = m, f, "", true
			emit := func(g netip.Addr) bool {
				r.group = g
				return out.Emit()
			}
			if g, err := multicast.IPv6Group(m); err == nil {
				emit(g)
				return nil
			}
			groups, err := multicast.IPv4Groups(m)
			if err != nil {
				return errNotGroupMAC
			}
			for g := range groups {
				if !emit(g) {
					break
				}
			}
			return nil
		},
	}
}

var errNotGroupMAC = errors.New("not the MAC of an IP group: neither 33:33:... (RFC 2464 section 7) nor 01:00:5e:00:00:00 to 01:00:5e:7f:ff:ff (RFC 1112 section 6.4)")
