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
		Long: `Write addresses and prefixes in RFC 5952 canonical form: lower case, no leading
zeros, the longest run of zero groups as "::". Zones and prefix lengths are
kept; IPv4 addresses stay as they are.

With --mixed auto the last 32 bits are dotted decimal only below the prefixes
that always hold an IPv4 address: ::ffff:0:0/96, ::ffff:0:0:0/96, 64:ff9b::/96.

--check writes only the items that are not in that form: their place, the item
and what it should be, separated by tabs. The exit status is 1 when there are
any.`,
		Example: `  hextet compress 2001:0DB8:0:0:8:800:200C:417A
  hextet compress --mixed never ::ffff:192.0.2.1
  hextet compress --check 2001:db8::1 2001:DB8::1
  hextet compress -k 1 -f access.log`,
	}
	mixed := addr.MixedAuto.String()
	cli.AddWord(c, &mixed, "mixed", "", "when the last 32 bits are dotted decimal", mixedWords())
	running := false
	check := c.Flags().Bool("check", false, "write only the items that are not canonical")
	a.AddFamily(c)
	return cli.Items(a, c,
		func() record.Table[*textRecord] {
			m, _ := addr.ParseMixed(mixed)
			t := textTable("the item in RFC 5952 text", func(it *ip.Item, b []byte) []byte {
				return it.AppendCanonical(b, ip.Quad(m))
			})
			if *check || !running { // help and schema list all fields
				t.Fields = append(t.Fields, record.Text("place", "with --check: where the item is", func(b []byte, r *textRecord) []byte {
					return append(b, r.place...)
				}))
			}
			if *check {
				t.Default = "place,input,output"
			}
			return t
		},
		func() (stream.Op[*textRecord], error) {
			running = true
			if !*check {
				return textOp(), nil
			}
			m, err := addr.ParseMixed(mixed)
			return checkOp(ip.Quad(m)), err
		})
}

// checkOp writes the items that are not in canonical form.
func checkOp(quad ip.Quad) stream.Op[*textRecord] {
	op := textOp()
	op.Apart = true
	op.Each = func(it *ip.Item, out *stream.Out[*textRecord]) error {
		r := out.Rec
		r.text = it.AppendCanonical(r.text[:0], quad)
		if string(r.text) != it.Text {
			r.place = out.Place()
			out.Fail()
			out.Emit()
		}
		return nil
	}
	return op
}

func mixedWords() []cli.Word {
	return []cli.Word{
		{Name: "auto", Doc: "below the prefixes that always hold IPv4"},
		{Name: "always", Doc: "in every IPv6 address"},
		{Name: "never", Doc: "hexadecimal throughout"},
	}
}
