package cmd

import (
	"github.com/spf13/cobra"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/fields"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
)

// A convertRecord is an item in another form, and the form it was read as.
type convertRecord struct {
	it     *ip.Item
	form   addr.Form
	output []byte // where form does not write it
	from   addr.Form
}

func convertTable() record.Table[*convertRecord] {
	from := record.Text("from", "the form it was read as", func(b []byte, r *convertRecord) []byte {
		return append(b, r.from.String()...)
	})
	for _, f := range append(addr.Forms(), addr.ObsoleteForms()...) {
		from.Words = append(from.Words, f.String())
	}
	return record.Table[*convertRecord]{
		Default: "output",
		Fields: append(append([]record.Field[*convertRecord]{
			record.Text("output", "the item in the form asked for", func(b []byte, r *convertRecord) []byte {
				switch r.form {
				case addr.FormCanonical:
					return r.it.AppendCanonical(b, ip.QuadAuto)
				case addr.FormFull:
					return r.it.AppendFull(b)
				}
				return append(b, r.output...)
			}),
		}, record.AllOf(fields.Item(), func(r *convertRecord) *ip.Item { return r.it })...), from),
	}
}

func newConvert(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "convert [ITEM...]",
		Short: "convert addresses between text forms, numbers and names",
		Long: `Write addresses and prefixes in the form that --to names. They are read from any
form, which is recognized: the usual text, 32 hexadecimal digits, a number,
bits, bytes, RFC 1924 base 85, names below ip6.arpa and in-addr.arpa, URLs,
ipv6-literal.net names, ip6.int names and bit-string labels. Text that can be
read as two different addresses is an error that names both readings; only 32
digits without a letter are hexadecimal rather than a number. --from settles it.

The arpa form of a prefix is its reverse zone. A prefix whose length is not a
multiple of four (eight for IPv4) has several zones, one per line. With --origin
only the labels left of that zone are printed, as in a zone file.`,
		Example: `  hextet convert --to arpa 2001:db8::1
  hextet convert --to arpa 2001:db8::/30
  hextet convert --to arpa --origin 8.b.d.0.1.0.0.2.ip6.arpa 2001:db8:0:1::/64
  hextet convert 'https://[2001:db8::1]:8443/path'
  hextet convert --to int 2001:db8::1
  hextet convert --from hex 12345678901234567890123456789012`,
	}
	to, from, origin, classless := addr.FormCanonical.String(), cli.AnyForm, "", false
	cli.AddWord(c, &to, "to", "", "the form to write", cli.Forms(addr.Forms()))
	every := append([]cli.Word{{Name: cli.AnyForm, Doc: "recognize the form"}}, cli.Forms(append(addr.Forms(), addr.ObsoleteForms()...))...)
	cli.AddWord(c, &from, "from", "", "the form to read", every)
	c.Flags().StringVar(&origin, "origin", "", "with --to arpa, print only the labels left of `ZONE`")
	cli.NoFiles(c, "origin")
	c.Flags().BoolVar(&classless, "classless", false, "with --to arpa, use RFC 2317 names for IPv4 prefixes longer than /24")
	return cli.Items(a, c, convertTable, func() (stream.Op[*convertRecord], error) {
		form, err := addr.ParseForm(to)
		if err != nil {
			return stream.Op[*convertRecord]{}, err
		}
		if form != addr.FormArpa && (origin != "" || classless) {
			return stream.Op[*convertRecord]{}, cli.Usage(c, "--origin and --classless go with --to arpa")
		}
		read := addr.Detect
		if from != cli.AnyForm {
			f, err := addr.ParseForm(from)
			if err != nil {
				return stream.Op[*convertRecord]{}, err
			}
			read = func(s string) (addr.Item, addr.Form, error) {
				it, err := addr.ParseAs(s, f)
				return it, f, err
			}
		}
		strict := from == cli.AnyForm || from == addr.FormCanonical.String()
		if form == addr.FormArpa {
			return reverseOp(read, strict, origin, classless), nil
		}
		return convertOp(read, strict, form), nil
	})
}

type reader func(s string) (addr.Item, addr.Form, error)

// into reads an item that the strict grammar does not have.
func (read reader) into(it *ip.Item) (addr.Form, error) {
	a, from, err := read(it.Text)
	if err == nil {
		it.Set(a.Addr, a.Zone, a.Bits)
	}
	return from, err
}

// convertOp writes items in a form. strict says that texts of the strict grammar mean
// what they say there, so that read is for others.
func convertOp(read reader, strict bool, form addr.Form) stream.Op[*convertRecord] {
	op := stream.Op[*convertRecord]{
		Takes: stream.Loose,
		Bind:  func(r *convertRecord, it *ip.Item) { r.it, r.form = it, form },
		Each: func(it *ip.Item, out *stream.Out[*convertRecord]) (err error) {
			r := out.Rec
			if r.from = addr.FormCanonical; !it.Known || !strict {
				if r.from, err = read.into(it); err != nil {
					return err
				}
			}
			switch form {
			case addr.FormCanonical, addr.FormFull:
			default:
				if r.output, err = addr.AppendForm(r.output[:0], fields.ItemOf(it), form); err != nil {
					return err
				}
			}
			out.Emit()
			return nil
		},
	}
	return op
}

// reverseOp writes the reverse zones of an item, a record each.
func reverseOp(read reader, strict bool, origin string, classless bool) stream.Op[*convertRecord] {
	return stream.Op[*convertRecord]{
		Takes: stream.Loose,
		Bind:  func(r *convertRecord, it *ip.Item) { r.it, r.form = it, addr.FormArpa },
		Each: func(it *ip.Item, out *stream.Out[*convertRecord]) (err error) {
			r := out.Rec
			if r.from = addr.FormCanonical; !it.Known || !strict {
				if r.from, err = read.into(it); err != nil {
					return err
				}
			}
			if it.Length < 0 && origin == "" && it.Zone == "" && !it.Is4() {
				r.output = append(it.AppendNibbles(r.output[:0]), "ip6.arpa"...)
				out.Emit()
				return nil
			}
			return emitZones(out, it, origin, classless)
		},
	}
}

// emitZones writes the reverse zones of a prefix.
func emitZones(out *stream.Out[*convertRecord], it *ip.Item, origin string, classless bool) (err error) {
	r := out.Rec
	p := it.Prefix()
	if classless && p.Addr().Is4() && p.Bits() > 24 && p.Bits() < 32 {
		if r.output, err = addr.AppendClassless(r.output[:0], p); err != nil {
			return err
		}
		out.Emit()
		return nil
	}
	for zone := range addr.ReverseZones(p) {
		if r.output, err = addr.AppendZone(r.output[:0], zone, origin); err != nil {
			return err
		}
		if !out.Emit() {
			break
		}
	}
	return nil
}
