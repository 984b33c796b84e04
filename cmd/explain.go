package cmd

import (
	"github.com/spf13/cobra"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/internal/card"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/stream"
)

func newExplain(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "explain [ITEM...]",
		Short: "draw an address, prefix or MAC and tell everything about it",
		Long: `Draw an address with its fields bracketed and named, and tell everything that
is known about it: type and scope, the registry rows it is in and who was given
the block, IPv4 addresses, MAC and vendor inside, solicited-node group, reverse
name, other spellings, and what the RFCs have against it. A prefix is explained
as its block; a MAC with the identifier and the addresses made of it. The same
facts are in -o json.

'hextet ITEM...' is the same. Items are taken in any spelling: what ip, ping and
switches print, hexadecimal, a number, bits, bytes, base 85, reverse names,
URLs, UNC names. An address that ip would take is that address, but for eight
groups of two digits: they are an EUI-64, and 12 or 16 digits are a MAC. Where
the text has another reading the card says so; --from settles it, and what else
could mean two things.`,
		Example: `  hextet explain 2001:0:4136:e378:8000:63bf:3fff:fdd2
  hextet explain 2001:db8::/29 00:00:5e:00:53:01
  hextet explain --from mac 0:0:5e:0:53:1:0:1
  hextet explain -j fe80::200:5eff:fe00:5301%eth0`,
	}
	from := cli.AnyForm
	words := append([]cli.Word{{Name: cli.AnyForm, Doc: "whichever form it is"}, {Name: macForm, Doc: "a MAC-48 or EUI-64"}},
		cli.Forms(append(addr.Forms(), addr.ObsoleteForms()...))...)
	cli.AddWord(c, &from, "from", "", "the form to read", words)
	vendors := cli.AddOUIFiles(c)
	return cli.Items(a, c, explainTable, func() (stream.Op[*explainRecord], error) {
		v, err := vendors()
		palette, _ := a.Palettes()
		look := card.Look{Palette: palette, Width: a.Width(), UTF8: a.UTF8()}
		return explainOp(from, classify.Options{Vendors: v}, look), err
	})
}

// explainOp is the command for items read as from says.
func explainOp(from string, o classify.Options, look card.Look) stream.Op[*explainRecord] {
	return stream.Op[*explainRecord]{
		Takes: stream.Words,
		Each: func(in *ip.Item, out *stream.Out[*explainRecord]) error {
			item := in.Text
			th, err := readThing(item, from)
			if err != nil {
				return err
			}
			out.Rec.explain(th, o)
			out.Emit()
			return nil
		},
		Card: func(dst []byte, r *explainRecord) []byte {
			return look.Append(dst, r.card())
		},
		Adds: true,
	}
}
