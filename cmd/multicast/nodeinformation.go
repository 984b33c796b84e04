package multicast

import (
	"errors"
	"net/netip"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/multicast"
)

// A nameRecord is a host name and its node-information groups.
type nameRecord struct {
	name       string
	group, old netip.Addr // according to RFC 4620, and to the drafts before it
	member     bool       // the output is the name
}

func nameTable() record.Table[*nameRecord] {
	return record.Table[*nameRecord]{
		Default: "output",
		Fields: []record.Field[*nameRecord]{
			record.Text("output", "the group; with --member the name", func(b []byte, r *nameRecord) []byte {
				if r.member {
					return append(b, r.name...)
				}
				return addr.AppendAddr(b, r.group)
			}),
			record.Text("group", "the group (RFC 4620)", func(b []byte, r *nameRecord) []byte {
				return addr.AppendAddr(b, r.group)
			}),
			record.Text("old_group", "the group of the drafts before RFC 4620", func(b []byte, r *nameRecord) []byte {
				return addr.AppendAddr(b, r.old)
			}),
			record.Text("mac", "the MAC of the group", func(b []byte, r *nameRecord) []byte {
				m, _ := multicast.MAC(r.group)
				return m.AppendTo(b)
			}),
		},
	}
}

func newNodeInformation(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "node-information [NAME...]",
		Short: "the group for queries about a host name (RFC 4620)",
		Long: `Write the node-information group of host names (RFC 4620 section 5). A host
joins it to answer queries for its addresses and names, as ping6 -N sends them
on BSD systems. The group contains the first 24 bits of the MD5 hash of the
first label of the name; the domain does not matter.

With --member the command is a filter: it writes the names whose
node-information group is GROUP. Groups of the drafts before RFC 4620, which are
below ff02::2:0:0/96 and contain 32 bits of the hash, are recognized too. The
exit status is 1 if there are none, as with grep.`,
		Example: `  hextet multicast node-information host.example.com
  hextet multicast node-information --member ff02::2:ff18:3880 www host mail`,
	}
	var member netip.Addr
	cli.AddAddr(c, &member, "member", "filter: write the names whose node-information group is `GROUP`")
	return cli.Items(a, c, nameTable, func() (op stream.Op[*nameRecord], err error) {
		op.Takes = stream.Words
		if member.IsValid() {
			if info, err := multicast.Decode(member); err != nil || info.Kind != multicast.KindNodeInformation && !isOldNodeInformation(member) {
				return op, errors.New("--member: not a node-information group, which is in ff02::2:ff00:0/104 (RFC 4620 section 5)")
			}
			op.Filter, op.Empty = true, stream.No
		}
		op.Each = func(in *ip.Item, out *stream.Out[*nameRecord]) (err error) {
			r := out.Rec
			name := strings.TrimSpace(in.Text)
			if r.group, err = multicast.NodeInformation(name); err != nil {
				return err
			}
			r.old, _ = multicast.OldNodeInformation(name)
			r.name, r.member = name, member.IsValid()
			if r.member && !multicast.InNodeInformation(member, name) {
				return nil
			}
			out.Emit()
			return nil
		}
		return op, nil
	})
}

// isOldNodeInformation reports whether g is in ff02::2:0:0/96.
func isOldNodeInformation(g netip.Addr) bool {
	p, _ := g.WithZone("").Prefix(96)
	return p.Addr() == netip.AddrFrom16([16]byte{0: 0xff, 1: 0x02, 11: 0x02})
}
