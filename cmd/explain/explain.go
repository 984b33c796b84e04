// Package explain has the command that draws and explains an item.
package explain

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/internal/card"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/explain"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
)

// cardRows is the maximum number of rows of a card of normal detail: on a terminal with
// 24 lines, the command above it and the prompt below it stay visible.
const cardRows = 22

// svgFormat is the name of the picture format of --output.
const svgFormat = "svg"

func New(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "explain [ITEM...]",
		Short: "draw and explain an address, prefix, MAC or DUID",
		Long: `Draw an address with its fields bracketed and named under a ruler of bit
positions, and show what a person needs at once: what it is, the IPv4
addresses, MAC and vendor inside, its solicited-node group, and any RFC
warnings. With --all the card also has registry rows, RFC 6724 policy, reverse
name and other spellings; --brief is the drawing and the warnings. A prefix is
explained as its block, a range as its prefixes, a MAC with the addresses made
from it, a DUID by its type. -o json has the same facts, -o svg is the card as
a picture.

--locator and --function, lengths in bits, read addresses as SRv6 segment
identifiers (RFC 8986). --mmdb, or HEXTET_MMDB, adds what a MaxMind database
has about an address.

--diff A B compares two items: where they diverge, the longest prefix they
share, and what each difference means. From a file or a pipe it compares the
two items of each line.

'hextet ITEM...' is the same. Items are read in any spelling: what ip, ping and
switches print, hexadecimal, a number, bits, bytes, base 85, reverse names,
URLs, UNC names. Quotes and brackets around an item, punctuation after it and
"key=" before it are skipped. Text that ip would take is that address, except
for eight groups of two digits: those are an EUI-64, and 12 or 16 digits are a
MAC. Where the text has another reading the card says so; use --from to choose.`,
		Example: `  hextet explain 2001:0:4136:e378:8000:63bf:3fff:fdd2
  hextet explain --brief 2001:db8::/29 00:00:5e:00:53:01
  hextet explain --all fe80::200:5eff:fe00:5301%eth0
  hextet explain --diff 2001:db8:1:2::53 2001:db8:1:3::53
  hextet explain --from mac 0:0:5e:0:53:1:0:1
  hextet explain --locator 48 --function 16 5f00:0:1:e000:1f4::
  hextet explain -o svg 64:ff9b::192.0.2.33 > card.svg
  hextet explain -j fe80::200:5eff:fe00:5301%eth0`,
	}
	form := cli.AnyForm
	words := append([]cli.Word{
		{Name: cli.AnyForm, Doc: "whichever form it is"},
		{Name: explain.MACForm, Doc: "a MAC-48 or EUI-64"},
		{Name: explain.DUIDForm, Doc: "a DHCP unique identifier"},
		{Name: explain.RangeForm, Doc: "FIRST-LAST"},
	}, cli.Forms(addr.Forms())...)
	cli.AddWord(c, &form, "from", "", "the input form", words)
	all := c.Flags().BoolP("all", "a", false, "show everything: registries, policy, spellings")
	brief := c.Flags().Bool("brief", false, "show only headline, drawing and warnings")
	diff := c.Flags().Bool("diff", false, "compare two items")
	svg := addSVG(c, a.Flags.Lookup("output"))
	vendors := cli.AddOUIFiles(c)
	a.AddFamily(c)
	var sid sidFlags
	sid.add(c)
	var databases cli.MMDBFlags
	databases.Add(a, c, "show what an address has in")

	// draw appends a card according to the flags.
	draw := func() func(dst []byte, c *card.Card) []byte {
		look := a.Look()
		look.Rows = cardRows
		switch {
		case *brief:
			look.Detail = card.Brief
		case !*all:
			look.Detail = card.Normal
		}
		if *svg {
			return look.AppendSVG
		}
		return look.Append
	}
	cli.Items(a, c, explainTable, func() (stream.Op[*explainRecord], error) {
		v, err := vendors()
		if err == nil {
			err = sid.check(c)
		}
		more := func(*explain.Facts) error { return nil }
		if err == nil {
			more, err = moreFacts(sid, &databases)
		}
		op := explainOp(form, classify.Options{Vendors: v}, *diff, more, draw())
		if *svg {
			op.Serial, op.Each = true, once(op.Each)
		}
		return op, err
	})
	run := c.RunE
	c.RunE = func(c *cobra.Command, args []string) error {
		if *all && *brief {
			return cli.Usage(c, "--all and --brief cannot be combined")
		}
		if *svg && !a.PlainText() {
			return cli.Usage(c, "-o svg is a picture and cannot be combined with --json or --fields")
		}
		if *diff {
			pairs, err := pairsOf(args)
			if err != nil {
				return cli.Usage(c, "%w", err)
			}
			args = pairs
		}
		return run(c, args)
	}
	return c
}

// IsItem reports whether a word is an item in any spelling, or "-".
func IsItem(word string) bool {
	if word == "-" {
		return true
	}
	_, err := explain.Parse(word, cli.AnyForm)
	return err == nil
}

// explainOp returns the Op for items read as form says, or for pairs of them.
func explainOp(form string, o classify.Options, pairs bool, more func(*explain.Facts) error, draw func([]byte, *card.Card) []byte) stream.Op[*explainRecord] {
	return stream.Op[*explainRecord]{
		Takes: stream.Words,
		Each: func(it *ip.Item, out *stream.Out[*explainRecord]) error {
			if pairs {
				c, err := compare(it.Text, form, o)
				if err != nil {
					return err
				}
				out.Rec.Facts, out.Rec.comparison = new(explain.Facts), c
				out.Emit()
				return nil
			}
			t, err := explain.Parse(it.Text, form)
			if err != nil {
				return cli.Settled(err)
			}
			if is4, ok := t.Is4(); ok && !out.Wants(is4) {
				return nil
			}
			out.Rec.explain(t, o)
			if err := more(out.Rec.Facts); err != nil {
				return &stream.FatalError{Err: err}
			}
			out.Emit()
			return nil
		},
		Card: func(dst []byte, r *explainRecord) []byte {
			if r.comparison != nil {
				return draw(dst, r.comparison.Card())
			}
			return draw(dst, r.Facts.Card())
		},
		Adds: true,
	}
}

// once makes each fail for every item after the first.
func once[R any](each func(*ip.Item, *stream.Out[R]) error) func(*ip.Item, *stream.Out[R]) error {
	drawn := false
	return func(it *ip.Item, out *stream.Out[R]) error {
		if drawn {
			return errors.New("a picture holds one card: give one item")
		}
		err := each(it, out)
		drawn = err == nil
		return err
	}
}

// An svgOutput is --output with an additional format, a picture.
type svgOutput struct {
	pflag.Value // the shared flag's
	svg         bool
}

func (v *svgOutput) String() string {
	if v.svg {
		return svgFormat
	}
	return v.Value.String()
}

func (v *svgOutput) Set(s string) error {
	if v.svg = s == svgFormat; v.svg {
		return nil
	}
	err := v.Value.Set(s)
	if err != nil {
		return errors.New(withSVG(err.Error()))
	}
	return nil
}

// withSVG adds the format to a list of formats.
func withSVG(s string) string {
	if before, last, ok := strings.Cut(s, " or "); ok {
		return before + ", " + last + " or " + svgFormat
	}
	return s
}

// addSVG adds svg to the formats of c's shared flag --output, and returns whether it
// was chosen.
func addSVG(c *cobra.Command, shared *pflag.Flag) *bool {
	v := &svgOutput{Value: shared.Value}
	c.Flags().VarP(v, shared.Name, shared.Shorthand, withSVG(shared.Usage))
	cli.CompleteFlag(c, shared.Name, func([]string, string) (words []cli.Word, help string) {
		for _, f := range record.Formats() {
			words = append(words, cli.Word{Name: f.String(), Doc: f.Doc()})
		}
		return append(words, cli.Word{Name: svgFormat, Doc: "the card as a picture"}), ""
	})
	return &v.svg
}
