package multicast

import (
	"errors"
	"net/netip"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/multicast"
)

// A solicitedRecord is an address and its solicited-node group.
type solicitedRecord struct {
	addr  netip.Addr
	group []byte
	zone  string
	item  string // in place of the group, with --member
}

func solicitedTable() record.Table[*solicitedRecord] {
	return record.Table[*solicitedRecord]{
		Default: "output",
		Fields: []record.Field[*solicitedRecord]{
			record.Text("output", "the group; with --member the address", func(b []byte, r *solicitedRecord) []byte {
				if r.item != "" {
					return append(b, r.item...)
				}
				if b = append(b, r.group...); r.zone != "" {
					b = append(append(b, '%'), r.zone...)
				}
				return b
			}).TameIf(func(r *solicitedRecord) bool { return r.zone == "" }),
			record.Text("zone", "the zone, if the item has one", func(b []byte, r *solicitedRecord) []byte {
				return append(b, r.zone...)
			}),
			record.Text("group", "the group without a zone", func(b []byte, r *solicitedRecord) []byte {
				return append(b, r.group...)
			}).Tame(),
			record.Text("mac", "the MAC of the group", func(b []byte, r *solicitedRecord) []byte {
				g, _ := multicast.SolicitedNode(r.addr)
				m, _ := multicast.MAC(g)
				return m.AppendTo(b)
			}).Tame(),
		},
	}
}

func newSolicitedNode(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "solicited-node [ADDRESS...]",
		Short: "the group for Neighbor Solicitations of an address",
		Long: `Write the solicited-node group of unicast addresses (RFC 4291 section 2.7.1):
the group that an interface joins for each of its addresses, to which Neighbor
Solicitations are sent. The zone is kept, because the group is on that link; a
prefix length, as ip addr prints it, is ignored.

With --member the command is a filter: it writes the addresses whose
solicited-node group is GROUP, unchanged. The exit status is 1 if there are
none, as with grep.`,
		Example: `  hextet multicast solicited-node 2001:db8::200:5eff:fe00:5301
  hextet eui64 --prefix fe80::/64 00-00-5E-00-53-01 | hextet multicast solicited-node
  hextet multicast solicited-node --member ff02::1:ff00:5301 fe80::200:5eff:fe00:5301
  hextet multicast solicited-node -f addresses.txt`,
	}
	var member netip.Addr
	cli.AddAddr(c, &member, "member", "filter: write the addresses whose solicited-node group is `GROUP`")
	return cli.Items(a, c, solicitedTable, func() (stream.Op[*solicitedRecord], error) {
		if !member.IsValid() {
			return solicitedOp(), nil
		}
		if !multicast.IsSolicitedNode(member) {
			return stream.Op[*solicitedRecord]{}, errors.New("--member: not a solicited-node group, which is in ff02::1:ff00:0/104 (RFC 4291 section 2.7.1)")
		}
		return memberOp(member), nil
	})
}

func solicitedOp() stream.Op[*solicitedRecord] {
	return stream.Op[*solicitedRecord]{
		Each: func(in *ip.Item, out *stream.Out[*solicitedRecord]) error {
			if err := out.Rec.set(in); err != nil {
				return err
			}
			out.Emit()
			return nil
		},
	}
}

// set sets r to the group of an address.
func (r *solicitedRecord) set(in *ip.Item) (err error) {
	r.addr, r.zone = in.Addr(), in.Zone
	r.group, err = multicast.AppendSolicitedNode(r.group[:0], r.addr)
	return err
}

// memberOp writes the addresses whose solicited-node group is g.
func memberOp(g netip.Addr) stream.Op[*solicitedRecord] {
	return stream.Op[*solicitedRecord]{
		Empty:  stream.No,
		Filter: true,
		Each: func(in *ip.Item, out *stream.Out[*solicitedRecord]) error {
			r := out.Rec
			if err := r.set(in); err != nil {
				return err
			}
			if multicast.InSolicitedNode(g, r.addr) {
				r.item = in.Text
				out.Emit()
			}
			return nil
		},
	}
}
