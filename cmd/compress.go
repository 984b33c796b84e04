package cmd

import (
	"github.com/spf13/cobra"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
)

func newCompress(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "compress [ITEM...]",
		Short: "write addresses in RFC 5952 canonical form",
		Long: `Write addresses and prefixes in the canonical form of RFC 5952: lowercase, no
leading zeros, the longest run of zero groups as "::". Zones and prefix lengths
are kept; IPv4 addresses are unchanged.

With --mixed auto the last 32 bits are dotted decimal only below the prefixes
that always hold an IPv4 address: ::ffff:0:0/96, ::ffff:0:0:0/96, 64:ff9b::/96.`,
		Example: `  hextet compress 2001:0DB8:0:0:8:800:200C:417A
  hextet compress --mixed never ::ffff:192.0.2.1
  hextet compress -k 1 -f access.log`,
	}
	mixed := addr.MixedAuto.String()
	cli.AddWord(c, &mixed, "mixed", "", "when the last 32 bits are dotted decimal", mixedWords())
	return cli.Items(a, c,
		func() record.Table[*textRecord] {
			m, _ := addr.ParseMixed(mixed)
			return textTable("the item in RFC 5952 text", func(it *ip.Item, b []byte) []byte {
				return it.AppendCanonical(b, ip.Quad(m))
			})
		},
		func() (stream.Op[*textRecord], error) { return textOp(), nil })
}

func mixedWords() []cli.Word {
	return []cli.Word{
		{Name: "auto", Doc: "below the prefixes that always hold IPv4"},
		{Name: "always", Doc: "in every IPv6 address"},
		{Name: "never", Doc: "hexadecimal throughout"},
	}
}
