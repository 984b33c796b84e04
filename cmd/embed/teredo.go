package embed

import (
	"net/netip"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/embed4"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/fields"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
)

func newTeredo(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "teredo --server ADDRESS --port N [IPV4...]",
		Short: "the Teredo address of a client (RFC 4380)",
		Long: `Write the Teredo addresses of clients (RFC 4380 section 4). The items are the
external IPv4 addresses of the clients, as the server sees them, and --port is
the external port; both are stored inverted.

--flags is a number or names joined by "+": cone, for a client behind a cone
NAT; random=N, the bits that RFC 5991 randomizes; and reserved, universal and
group, which must be zero. 'hextet extract --fields flags' prints this form.`,
		Example: `  hextet embed teredo --server 192.0.2.45 --port 40000 203.0.113.9
  hextet embed teredo --server 192.0.2.45 --port 40000 --flags cone+random=0x1034 203.0.113.9`,
	}
	e := embedding{mechanism: embed4.MechTeredo}
	var t embed4.Teredo
	cli.AddAddr(c, &t.Server, "server", "the server's IPv4 address")
	cli.AddValue(c, &t.Port, false, "port", "", "N", "the client's UDP port as the server sees it", cli.Number[uint16](0, 65535), nil)
	cli.AddValue(c, &t.Flags, false, "flags", "", "FLAGS", "a number, or names joined by \"+\"", parseTeredoFlags, nil)
	cli.Suggest(c, "flags",
		cli.Word{Name: "cone", Doc: "the client is behind a cone NAT"},
		cli.Word{Name: "random=0x0000", Doc: "twelve bits of noise against guessing (RFC 5991)"},
		cli.Word{Name: "none", Doc: "no flag (the default)"},
		cli.Word{Name: "reserved", Doc: "the z bit, which must be zero"},
		cli.Word{Name: "universal", Doc: "the U bit, which must be zero"},
		cli.Word{Name: "group", Doc: "the G bit, which must be zero"},
	)
	c.Flags().BoolVar(&t.Old, "old-prefix", false, "use 3ffe:831f::/32, the Teredo prefix before RFC 4380")
	addForce(c, &e)
	return cli.Items(a, c,
		func() record.Table[*embedRecord] {
			return embedTable("the Teredo address",
				record.Text("server", "the server", func(b []byte, _ *embedRecord) []byte { return addr.AppendAddr(b, t.Server) }),
				record.Text("secondary_server", "the secondary address of the server, by convention", func(b []byte, _ *embedRecord) []byte {
					return addr.AppendAddr(b, t.SecondaryServer())
				}),
				record.Number("port", "the client's UDP port", func(b []byte, _ *embedRecord) []byte {
					return strconv.AppendUint(b, uint64(t.Port), 10)
				}),
				record.Text("flags", "the flags, by name", func(b []byte, _ *embedRecord) []byte { return fields.AppendTeredoFlags(b, t.Flags) }))
		},
		func() (stream.Op[*embedRecord], error) {
			err := needFlag(c, "server", "the Teredo server's IPv4 address")
			if err == nil {
				err = needFlag(c, "port", "the client's UDP port as the server sees it")
			}
			if err == nil && !t.Server.Is4() {
				err = cli.Usage(c, "--server %v: not an IPv4 address", t.Server)
			}
			if err == nil && !e.force {
				// A verdict that applies to any client applies to the flags.
				if own := t.Check(netip.PrefixFrom(netip.AddrFrom4([4]byte{1, 1, 1, 1}), 32)).Err(); own != nil {
					err = cli.Usage(c, "%w; --force overrides this", own)
				}
			}
			if err != nil {
				return stream.Op[*embedRecord]{}, err
			}
			first, err := t.Encode(netip.IPv4Unspecified())
			e.encoder = t
			e.prefix, _ = first.Prefix(32)
			return e.op(), err
		})
}

const errTeredoFlags = constError("must be a number up to 0xffff, or cone, reserved, universal, group and random=N joined by \"+\"")

func parseTeredoFlags(s string) (embed4.TeredoFlags, error) {
	if s == fields.NoFlags {
		return 0, nil
	}
	var f embed4.TeredoFlags
next:
	for part := range strings.SplitSeq(s, "+") {
		for _, n := range fields.TeredoFlags() {
			if part == n.String() {
				f |= n
				continue next
			}
		}
		digits, random := strings.CutPrefix(part, fields.RandomFlags)
		n, err := cli.Number[uint16](0, 65535)(digits)
		g := embed4.TeredoFlags(n)
		switch {
		case err != nil:
			return 0, errTeredoFlags
		case random && g != g.Random():
			return 0, constError("random=N must leave the bits of cone, reserved, universal and group (0xc300) zero")
		}
		f |= g
	}
	return f, nil
}
