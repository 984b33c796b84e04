package embed

import (
	"github.com/spf13/cobra"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/embed4"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/fields"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
)

func new6over4(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "6over4 [IPV4...]",
		Short: "6over4 addresses, PREFIX::a.b.c.d (RFC 2529)",
		Long: `Write the addresses of interfaces on a 6over4 link, which uses IPv4 multicast:
the identifier is 32 zero bits and the IPv4 address (RFC 2529 section 4).

With --multicast the items are IPv6 multicast addresses, and the output is the
IPv4 group that carries them: 239.192 and their last two bytes (section 6).`,
		Example: `  hextet embed 6over4 192.0.2.1
  hextet embed 6over4 --prefix 2001:db8:0:1::/64 192.0.2.1
  hextet embed 6over4 --multicast ff02::1 ff02::1:ff00:201`,
	}
	e := embedding{mechanism: embed4.MechSixOverFour}
	link := embed4.SixOverFour{Prefix: linkLocal()}
	cli.AddPrefix(c, &link.Prefix, "prefix", "the prefix of the link")
	multicast := false
	c.Flags().BoolVar(&multicast, "multicast", false, "items are IPv6 groups; write the IPv4 group of each")
	addForce(c, &e)
	return cli.Items(a, c,
		func() record.Table[*embedRecord] {
			return embedTable("the 6over4 address; the IPv4 group with --multicast")
		},
		func() (stream.Op[*embedRecord], error) {
			if multicast {
				if c.Flags().Changed("prefix") {
					return stream.Op[*embedRecord]{}, cli.Usage(c, "--multicast and --prefix cannot be combined")
				}
				return groupOp(func(r *embedRecord, it addr.Item) (err error) {
					r.output.Addr, err = link.Multicast(it.Addr)
					return err
				}), nil
			}
			err := linkPrefix(c, link.Prefix)
			e.encoder, e.prefix = link, link.Prefix
			return e.op(), err
		})
}

// groupOp maps one multicast address to another.
func groupOp(work func(r *embedRecord, it addr.Item) error) stream.Op[*embedRecord] {
	return stream.Op[*embedRecord]{
		Each: func(in *ip.Item, out *stream.Out[*embedRecord]) error {
			it := fields.ItemOf(in)
			if it.IsPrefix() {
				return constError("a prefix; expected one multicast address")
			}
			*out.Rec = embedRecord{}
			if err := work(out.Rec, it); err != nil {
				return err
			}
			out.Emit()
			return nil
		},
	}
}
