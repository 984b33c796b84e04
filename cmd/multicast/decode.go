package multicast

import (
	"strconv"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/multicast"
)

// A decodeRecord is a group and what it says.
type decodeRecord struct {
	zone string
	info multicast.Info
}

func decodeTable() record.Table[*decodeRecord] {
	t := record.Table[*decodeRecord]{
		Default: "address,kind,flags,scope,group,prefix,rp,name",
		Fields: []record.Field[*decodeRecord]{
			record.Text("address", "the group, with its zone", func(b []byte, r *decodeRecord) []byte {
				return addr.AppendCanonical(b, addr.Item{Addr: r.info.Addr, Zone: r.zone, Bits: -1}, addr.MixedAuto)
			}),
		},
	}
	info := func(r *decodeRecord) *multicast.Info { return &r.info }
	for _, f := range infoFields() {
		t.Fields = append(t.Fields, record.Of(f, info))
	}
	return t
}

// infoFields are what a group says, as far as it says it.
func infoFields() []record.Field[*multicast.Info] {
	type info = multicast.Info
	text := func(name, doc string, get func(d *info) string) record.Field[*info] {
		return record.Text(name, doc, func(b []byte, d *info) []byte { return append(b, get(d)...) })
	}
	return []record.Field[*info]{
		text("kind", "what the group is made of", func(d *info) string { return d.Kind.String() }).OneOf(kindNames()...),
		text("flags", "IPv6: the letters of the flags that are set, or none", func(d *info) string {
			if d.Addr.Is4() {
				return ""
			}
			return d.Flags.String()
		}),
		text("scope", "how far it reaches; of IPv4 groups what RFC 2365 says", func(d *info) string { return d.Scope.String() }),
		record.Number("scope_number", "IPv6: the scope as a number", func(b []byte, d *info) []byte {
			if d.Addr.Is4() {
				return b
			}
			return strconv.AppendUint(b, uint64(d.Scope), 10)
		}),
		record.Text("group", "the group ID", func(b []byte, d *info) []byte {
			if d.Addr.Is4() && d.Kind == multicast.KindUnicastPrefixBased {
				return b // where it begins does not show (RFC 6034 section 3)
			}
			return d.Group.AppendTo(b)
		}),
		text("class", "IPv6: how such group IDs are handed out (RFC 3307, RFC 10028)", func(d *info) string {
			if !d.Addr.Is6() {
				return ""
			}
			return d.Class.String()
		}),
		text("name", "the name in IANA's registry", func(d *info) string { return d.Name }),
		text("former_name", "an older name, of RFC 4291 or RFC 2375", func(d *info) string { return d.FormerName }),
		text("reference", "the document that IANA gives for the name", func(d *info) string { return d.Reference }),
		text("block", "IPv4: the block in IANA's registry", func(d *info) string { return d.Block }),
		record.Text("prefix", "the prefix of the owner (RFC 3306, RFC 6034)", func(b []byte, d *info) []byte {
			return addr.AppendPrefix(b, d.Prefix)
		}),
		record.Text("rp", "the rendezvous point (RFC 3956)", func(b []byte, d *info) []byte {
			return addr.AppendAddr(b, d.RP)
		}),
		record.Number("riid", "the last four bits of the rendezvous point", func(b []byte, d *info) []byte {
			if d.Kind != multicast.KindEmbeddedRP {
				return b
			}
			return strconv.AppendUint(b, uint64(d.RIID), 10)
		}),
		record.Text("iid", "the interface identifier of the owner (RFC 4489)", func(b []byte, d *info) []byte {
			if d.Kind != multicast.KindLinkScoped {
				return b
			}
			return d.IID.AppendTo(b)
		}),
		record.Number("as", "the autonomous system of the owner (RFC 3180)", func(b []byte, d *info) []byte {
			if d.Kind != multicast.KindGLOP {
				return b
			}
			return strconv.AppendUint(b, uint64(d.AS), 10)
		}),
		record.Text("mac", "the MAC that the group is sent to", func(b []byte, d *info) []byte {
			b, _ = multicast.AppendMAC(b, d.Addr, eui64.Colon)
			return b
		}),
		record.Texts("warnings", "what a document forbids or receivers ignore", func(d *info) (list []string) {
			for w := range d.Warnings.All() {
				list = append(list, w.String()+" ("+w.Reference()+")")
			}
			return list
		}),
	}
}

func kindNames() (list []string) {
	for k := multicast.KindWellKnown; k <= multicast.KindReserved; k++ {
		list = append(list, k.String())
	}
	return list
}

func newDecode(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "decode [GROUP...]",
		Short: "decode a group: flags, scope, name, prefix and RP",
		Long: `Take multicast addresses apart: flags, scope and group ID (RFC 4291 section 2.7,
RFC 7371), the name that IANA registered, the prefix of RFC 3306, the rendezvous
point of RFC 3956, the interface identifier of RFC 4489, source-specific groups
(RFC 4607) and how group IDs are handed out (RFC 3307, RFC 10028). Of IPv4
groups the block, the autonomous system of GLOP (RFC 3180), the prefix of RFC
6034 and the scopes of RFC 2365.

Text has the columns address, kind, flags, scope, group, prefix, rp and name;
-o json has all there is, with warnings. With -k the columns are added behind
the line.`,
		Example: `  hextet multicast decode ff02::1:ff00:5301 ff05::1:3
  hextet multicast decode --fields rp ff7e:140:2001:db8::1
  hextet multicast decode -j 233.251.240.7`,
	}
	return cli.Items(a, c, decodeTable, func() (stream.Op[*decodeRecord], error) {
		return stream.Op[*decodeRecord]{Adds: true, Takes: stream.Words,
			Each: func(in *ip.Item, out *stream.Out[*decodeRecord]) error {
				item := in.Text
				it, err := parseGroup(item)
				if err != nil {
					return err
				}
				r := out.Rec
				r.zone = it.Zone
				if r.info, err = multicast.Decode(it.Addr); err != nil {
					return err
				}
				out.Emit()
				return nil
			}}, nil
	})
}
