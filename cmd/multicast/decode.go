package multicast

import (
	"strconv"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/explain"
	"github.com/hextet/hextet/internal/fields"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/multicast"
)

// A decodeRecord is a decoded group.
type decodeRecord struct {
	item *ip.Item
	info multicast.Info
}

// group returns the group, with its zone, or the block.
func (r *decodeRecord) group() addr.Item {
	it := addr.Item{Addr: r.info.Addr, Zone: r.item.Zone}
	if r.info.IsBlock() {
		it = it.WithBits(r.info.Bits)
	}
	return it
}

func decodeTable() record.Table[*decodeRecord] {
	t := record.Table[*decodeRecord]{
		Default: "address,kind,flags,scope,group,prefix,rp,name",
		Fields: []record.Field[*decodeRecord]{
			record.Text("address", "the group, with its zone, or the block of groups", func(b []byte, r *decodeRecord) []byte {
				return addr.AppendCanonical(b, r.group(), addr.MixedAuto)
			}),
		},
	}
	info := func(r *decodeRecord) *multicast.Info { return &r.info }
	for _, f := range infoFields() {
		t.Fields = append(t.Fields, record.Of(f, info))
	}
	return t
}

// infoFields returns the fields of decoded groups.
func infoFields() []record.Field[*multicast.Info] {
	type info = multicast.Info
	return []record.Field[*info]{
		record.TextOf("kind", "the kind of group", func(d *info) string { return d.Kind.String() }).OneOf(fields.Words(multicast.KindWellKnown, multicast.KindMixed)...),
		record.TextOf("flags", "IPv6: the letters of the flags that are set, or none", func(d *info) string {
			if d.Addr.Is4() || d.Bits < 12 {
				return ""
			}
			return d.Flags.String()
		}),
		record.TextOf("scope", "the scope; for IPv4 groups by RFC 2365", func(d *info) string { return d.Scope.String() }),
		record.Number("scope_number", "IPv6: the scope as a number", func(b []byte, d *info) []byte {
			if d.Addr.Is4() || d.Scope == multicast.MixedScope {
				return b
			}
			return strconv.AppendUint(b, uint64(d.Scope), 10)
		}),
		record.Text("group", "the group ID", func(b []byte, d *info) []byte {
			if d.IsBlock() || d.Addr.Is4() && d.Kind == multicast.KindUnicastPrefixBased {
				return b // its length is unknown (RFC 6034 section 3)
			}
			return d.Group.AppendTo(b)
		}),
		record.TextOf("class", "IPv6: how the group ID is assigned (RFC 3307, RFC 10028)", func(d *info) string {
			if d.Class == multicast.ClassUnknown {
				return ""
			}
			return d.Class.String()
		}),
		record.TextOf("name", "the name in IANA's registry", func(d *info) string { return d.Name }),
		record.TextOf("former_name", "an older name, of RFC 4291 or RFC 2375", func(d *info) string { return d.FormerName }),
		record.TextOf("reference", "the document that registers the name", func(d *info) string { return d.Reference }),
		record.TextOf("block", "IPv4: the block in IANA's registry", func(d *info) string { return d.Block }),
		record.Text("prefix", "the prefix of the owner (RFC 3306, RFC 6034)", func(b []byte, d *info) []byte {
			return addr.AppendPrefix(b, d.Prefix)
		}),
		record.Text("rp", "the rendezvous point (RFC 3956)", func(b []byte, d *info) []byte {
			return addr.AppendAddr(b, d.RP)
		}),
		record.Number("riid", "the last four bits of the rendezvous point", func(b []byte, d *info) []byte {
			if d.Kind != multicast.KindEmbeddedRP || d.Bits < 24 {
				return b
			}
			return strconv.AppendUint(b, uint64(d.RIID), 10)
		}),
		record.Text("iid", "the interface identifier of the owner (RFC 4489)", func(b []byte, d *info) []byte {
			if d.Kind != multicast.KindLinkScoped || d.Bits < 96 {
				return b
			}
			return d.IID.AppendTo(b)
		}),
		record.Number("asn", "the autonomous system of the owner (RFC 3180)", func(b []byte, d *info) []byte {
			if d.Kind != multicast.KindGLOP || d.Bits < 24 {
				return b
			}
			return strconv.AppendUint(b, uint64(d.AS), 10)
		}),
		record.Text("mac", "the MAC of the group", func(b []byte, d *info) []byte {
			if d.IsBlock() {
				return b
			}
			m, _ := multicast.MAC(d.Addr)
			return m.AppendTo(b)
		}),
		record.Texts("warnings", "violated rules, or flags that receivers ignore", func(d *info) (list []string) {
			for w := range d.Warnings.All() {
				list = append(list, w.String())
			}
			return list
		}),
	}
}

func newDecode(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "decode [GROUP...]",
		Short: "decode a group: flags, scope, name, prefix and RP",
		Long: `Decode multicast addresses: flags, scope and group ID (RFC 4291 section 2.7, RFC
7371), the registered name, the prefix of RFC 3306, the rendezvous point of RFC
3956, the interface identifier of RFC 4489, source-specific groups (RFC 4607)
and the assignment of group IDs (RFC 3307, RFC 10028). For IPv4 groups the
output includes the registry block, the autonomous system of GLOP (RFC 3180),
the prefix of RFC 6034 and the scopes of RFC 2365. A prefix without host bits is
a block of groups; the output is what they have in common.

On a terminal each group is drawn. Piped text has the columns address, kind,
flags, scope, group, prefix, rp and name; -o json has everything, with warnings.
With -k the columns are appended to the line.`,
		Example: `  hextet multicast decode ff02::1:ff00:5301 ff05::1:3
  hextet multicast decode --fields rp ff7e:140:2001:db8::1
  hextet multicast decode --fields address,kind ff3e::/32 233.0.0.0/8
  hextet multicast decode -j 233.251.240.7`,
	}
	a.AddFamily(c)
	return cli.Items(a, c, decodeTable, func() (stream.Op[*decodeRecord], error) {
		op := stream.Op[*decodeRecord]{
			Adds: true,
			Bind: func(r *decodeRecord, it *ip.Item) { r.item = it },
			Each: func(it *ip.Item, out *stream.Out[*decodeRecord]) (err error) {
				r := out.Rec
				if it.IsBlock() {
					r.info, err = multicast.DecodePrefix(it.Prefix())
				} else {
					r.info, err = multicast.Decode(it.Addr())
				}
				if err != nil {
					return err
				}
				out.Emit()
				return nil
			},
		}
		if a.OutTerminal {
			look := a.Look()
			op.Card = func(dst []byte, r *decodeRecord) []byte {
				return look.Append(dst, explain.GroupCard(r.group(), &r.info))
			}
		}
		return op, nil
	})
}
