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

// A convertRecord is an item in another form, with the form it was read as.
type convertRecord struct {
	it     *ip.Item
	form   addr.Form
	direct bool   // it is converted when it is written
	output []byte // otherwise
	from   addr.Form
}

func convertTable() record.Table[*convertRecord] {
	from := record.Text("from", "the form it was read as", func(b []byte, r *convertRecord) []byte {
		return append(b, r.from.String()...)
	})
	for _, f := range addr.Forms() {
		from.Words = append(from.Words, f.String())
	}
	return record.Table[*convertRecord]{
		Default: "output",
		Fields: append(append([]record.Field[*convertRecord]{
			record.Text("output", "the item in the form asked for", func(b []byte, r *convertRecord) []byte {
				if !r.direct {
					return append(b, r.output...)
				}
				switch r.form {
				case addr.FormCanonical:
					return r.it.AppendCanonical(b, ip.QuadAuto)
				case addr.FormFull:
					return r.it.AppendFull(b)
				case addr.FormInt:
					return ip.Uint128{Hi: r.it.Hi(), Lo: r.it.Lo()}.AppendDecimal(b)
				default:
					return append(r.it.AppendNibbles(b), "ip6.arpa"...)
				}
			}).TameIf(func(r *convertRecord) bool { return r.direct && r.it.Zone == "" }),
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
ipv6-literal.net names, ip6.int names and bit-string labels. See 'hextet help
spellings'.

Text that can be read as two different addresses is an error that names both
readings. If one of them is far likelier, it is used, and a message names the
other; use --from to choose. A number below 2^32 is an IPv4 address; with -6 it
is an IPv6 address.

The arpa form of a prefix is its reverse zone. A prefix whose length is not a
multiple of four (eight for IPv4) has several zones, one per line. With --origin
only the labels left of that zone are printed, as in a zone file; with --from
arpa such labels are read.`,
		Example: `  hextet convert --to arpa 2001:db8::1
  hextet convert --to arpa 2001:db8::/30
  hextet convert --to arpa --origin 8.b.d.0.1.0.0.2.ip6.arpa 2001:db8:0:1::/64
  hextet convert --from arpa --origin 8.b.d.0.1.0.0.2.ip6.arpa 1.0.0.0.0.0.0.0
  hextet convert 'https://[2001:db8::1]:8443/path'
  hextet convert --to int 2001:db8::1
  hextet convert --from int -6 3221225985
  hextet convert --from hex 12345678901234567890123456789012`,
	}
	j := convertJob{to: addr.FormCanonical}
	to, from := addr.FormCanonical.String(), cli.AnyForm
	cli.AddWord(c, &to, "to", "", "the output form", cli.Forms(addr.Forms()))
	every := append([]cli.Word{{Name: cli.AnyForm, Doc: "recognize the form"}}, cli.Forms(addr.Forms())...)
	cli.AddWord(c, &from, "from", "", "the input form", every)
	c.Flags().StringVar(&j.origin, "origin", "", "with arpa: labels are relative to `ZONE`")
	cli.NoFiles(c, "origin")
	c.Flags().BoolVar(&j.classless, "classless", false, "with --to arpa, use RFC 2317 names for IPv4 prefixes longer than /24")
	a.AddFamily(c)
	return cli.Items(a, c, convertTable, func() (op stream.Op[*convertRecord], err error) {
		if j.to, err = addr.ParseForm(to); err != nil {
			return op, err
		}
		if from != cli.AnyForm {
			if j.from, err = addr.ParseForm(from); err != nil {
				return op, err
			}
		}
		switch {
		case j.origin != "" && j.to != addr.FormArpa && j.from != addr.FormArpa:
			return op, cli.Usage(c, "--origin requires --to arpa or --from arpa")
		case j.classless && j.to != addr.FormArpa:
			return op, cli.Usage(c, "--classless requires --to arpa")
		}
		if j.from == addr.FormBase85 {
			a.KeepHash() // in that form it is a digit
		}
		j.only6 = a.Family() == 6
		return j.op(), nil
	})
}

// A convertJob holds the flags of convert.
type convertJob struct {
	to, from  addr.Form // zero means any form
	origin    string
	classless bool
	only6     bool
}

// strict reports whether text in the strict grammar is read by that grammar.
func (j *convertJob) strict() bool { return j.from == 0 || j.from == addr.FormCanonical }

// direct reports whether an item is converted without a copy of its text: most are.
func (j *convertJob) direct(it *ip.Item) bool {
	switch j.to {
	case addr.FormCanonical, addr.FormFull:
		return true
	case addr.FormInt:
		return it.Length < 0 && it.Zone == ""
	case addr.FormArpa:
		return it.Length < 0 && it.Zone == "" && !it.Is4() && j.origin == ""
	}
	return false
}

// read parses an item that the strict grammar does not accept.
func (j *convertJob) read(it *ip.Item, out *stream.Out[*convertRecord]) (from addr.Form, err error) {
	var item addr.Item
	switch from = j.from; {
	case j.from == addr.FormArpa && j.origin != "":
		item, err = addr.ParseZone(it.Text, j.origin)
	case j.from != 0 && j.only6:
		item, err = addr.ParseAs6(it.Text, j.from)
	case j.from != 0:
		item, err = addr.ParseAs(it.Text, j.from)
	default:
		item, from, err = addr.Detect(it.Text)
		if err == nil && j.only6 && item.Addr.Is4() {
			item, err = addr.ParseAs6(it.Text, from)
		}
	}
	if err != nil {
		return from, cli.Settled(err)
	}
	if j.from == 0 && !j.only6 {
		warnOther(it.Text, item, from, out)
	}
	it.Set(item.Addr, item.Zone, item.Bits())
	return from, nil
}

// warnOther says which of two possible readings was chosen.
func warnOther(text string, item addr.Item, from addr.Form, out *stream.Out[*convertRecord]) {
	other, ok := addr.Other(text, from)
	if !ok || !out.Wants(item.Addr.Is4()) {
		return
	}
	b := append([]byte("read as "), from.String()...)
	b = addr.AppendCanonical(append(b, ": "...), item, addr.MixedAuto)
	b = other.AppendTo(append(b, "; the other reading is "...))
	switch {
	case other.Form == 0:
	case other.Form == from:
		b = append(b, ", with -6"...)
	default:
		b = append(append(b, ", with --from "...), other.Form.String()...)
	}
	out.Note(string(b))
}

func (j *convertJob) op() stream.Op[*convertRecord] {
	strict := j.strict()
	return stream.Op[*convertRecord]{
		Takes: stream.Loose,
		Bind:  func(r *convertRecord, it *ip.Item) { r.it, r.form = it, j.to },
		Each: func(it *ip.Item, out *stream.Out[*convertRecord]) (err error) {
			r := out.Rec
			if r.from = addr.FormCanonical; !it.Known || !strict {
				if r.from, err = j.read(it, out); err != nil || !out.Wants(it.Is4()) {
					return err
				}
			} else if it.Text[0] == ':' && j.from == 0 {
				warnOther(it.Text, fields.ItemOf(it), r.from, out)
			}
			r.direct = j.direct(it)
			switch {
			case r.direct:
			case j.to == addr.FormArpa:
				return j.emitZones(out, it)
			default:
				if r.output, err = addr.AppendForm(r.output[:0], fields.ItemOf(it), j.to); err != nil {
					return err
				}
			}
			out.Emit()
			return nil
		},
	}
}

// emitZones writes the reverse zones of a prefix.
func (j *convertJob) emitZones(out *stream.Out[*convertRecord], it *ip.Item) (err error) {
	if it.Zone != "" {
		_, err = addr.AppendForm(nil, fields.ItemOf(it), addr.FormArpa)
		return err
	}
	r := out.Rec
	p := it.Prefix()
	if j.classless && p.Addr().Is4() && p.Bits() > 24 && p.Bits() < 32 {
		if r.output, err = addr.AppendClassless(r.output[:0], p); err != nil {
			return err
		}
		out.Emit()
		return nil
	}
	origin := j.origin
	if j.from == addr.FormArpa {
		origin = "" // it applied to the input
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
