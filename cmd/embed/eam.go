package embed

import (
	"fmt"
	"net/netip"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/embed4"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/fields"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
)

// An eamRecord is a translation with an explicit address mapping table.
type eamRecord struct {
	embedRecord
	row    embed4.EAM
	source embed4.Hairpin // of a hairpinned packet
}

func eamTable() record.Table[*eamRecord] {
	t := record.Table[*eamRecord]{Default: "output"}
	embedded := func(r *eamRecord) *embedRecord { return &r.embedRecord }
	for _, f := range embedFields("the address or prefix in the other family") {
		t.Fields = append(t.Fields, record.Of(f, embedded))
	}
	t.Fields = append(t.Fields,
		record.Text("row_ipv4", "the IPv4 prefix of the row that translates", func(b []byte, r *eamRecord) []byte {
			return addr.AppendPrefix(b, r.row.IPv4)
		}),
		record.Text("row_ipv6", "its IPv6 prefix", func(b []byte, r *eamRecord) []byte {
			return addr.AppendPrefix(b, r.row.IPv6)
		}),
		record.Text("source", "with --hairpin-from: the source of the packet after translation", func(b []byte, r *eamRecord) []byte {
			return addr.AppendAddr(b, r.source.Src)
		}),
		record.Text("source_ipv4", "its source inside the translator", func(b []byte, r *eamRecord) []byte {
			return addr.AppendAddr(b, r.source.Src4)
		}),
		record.Text("destination_ipv4", "its destination inside the translator", func(b []byte, r *eamRecord) []byte {
			return addr.AppendAddr(b, r.source.Dst4)
		}),
		record.Of(embedWarnings(), embedded),
	)
	return t
}

func newEAM(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "eam --table FILE [ITEM...]",
		Short: "translate by explicit address mappings, both ways (RFC 7757)",
		Long: `Translate addresses and prefixes by an explicit address mapping table (RFC
7757): IPv4 items to IPv6 and IPv6 items to IPv4, each by the row with the
longest matching prefix. Items in no row use --nat64-prefix, the translator's
RFC 6052 prefix; without one they are an error. A prefix is translated when one
row covers all of it.

FILE has a row on each line, an IPv4 and an IPv6 prefix in either order, with
comments after #:

  192.0.2.1       2001:db8:aaaa::
  192.0.2.16/28   2001:db8:cccc::/124

Overlapping rows are reported on stderr, as RFC 7757 section 5 asks (-q silences
it). The field "warnings" says where translating back gives another address.

With --hairpin-from A the items are destinations, below the RFC 6052 prefix, of
packets that node A sends to nodes which have a row. The output is the
destination after hairpinning, the field source the source (RFC 7757 section
4.2).`,
		Example: `  hextet embed eam --table eam.txt 192.0.2.24 2001:db8:cccc::8
  hextet embed eam --table eam.txt --nat64-prefix 64:ff9b::/96 192.0.2.248
  hextet embed eam --table eam.txt --nat64-prefix 64:ff9b::/96 --hairpin-from 2001:db8:aaaa:: 64:ff9b::192.0.2.2`,
	}
	file := ""
	c.Flags().StringVar(&file, "table", "", "the address mapping table in `FILE`")
	var prefix netip.Prefix
	cli.AddPrefix(c, &prefix, "nat64-prefix", "the translator's prefix for addresses in no row (default none)")
	cli.Suggest(c, "nat64-prefix", nat64Words()...)
	var from netip.Addr
	cli.AddAddr(c, &from, "hairpin-from", "items are destinations of packets from this IPv6 node")
	return cli.Items(a, c, eamTable, func() (op stream.Op[*eamRecord], err error) {
		if err := needFlag(c, "table", "a file of explicit address mappings"); err != nil {
			return op, err
		}
		hairpin := c.Flags().Changed("hairpin-from")
		if hairpin && !from.Is6() {
			return op, cli.Usage(c, "--hairpin-from %v: not an IPv6 address", from)
		}
		if hairpin && !prefix.IsValid() {
			return op, cli.Usage(c, "--hairpin-from needs --nat64-prefix, the prefix of the destinations")
		}
		if prefix.IsValid() {
			if err := checkNAT64(c, "nat64-prefix", prefix, false); err != nil {
				return op, err
			}
		}
		t, err := cli.ReadFile(file, embed4.ParseEAM)
		if err != nil {
			return op, err
		}
		if !a.Quiet() {
			tellOverlaps(a, file, t)
		}
		if prefix.IsValid() {
			if t, err = t.WithPrefix(embed4.NAT64{Prefix: prefix}); err != nil {
				return op, err
			}
		}
		if hairpin {
			return hairpinOp(t, from), nil
		}
		return eamOp(t, prefix), nil
	})
}

// maxOverlaps is the number of overlapping pairs of rows that are reported.
const maxOverlaps = 20

func tellOverlaps(a *cli.App, file string, t *embed4.EAMTable) {
	_, p := a.Palettes()
	n := 0
	for o := range t.Overlaps() {
		if n++; n > maxOverlaps {
			fmt.Fprintf(a.Err, "%s%s: warning: more rows overlap\n", p.Strong("hextet: "), file)
			return
		}
		fmt.Fprintf(a.Err, "%s%s: warning: %v\n", p.Strong("hextet: "), file, o)
	}
}

func eamOp(t *embed4.EAMTable, prefix netip.Prefix) stream.Op[*eamRecord] {
	to6, to4 := t.PrefixTo6, t.PrefixTo4
	return stream.Op[*eamRecord]{
		Each: func(in *ip.Item, out *stream.Out[*eamRecord]) error {
			var err error
			it := fields.ItemOf(in)
			r := out.Rec
			*r = eamRecord{embedRecord: embedRecord{mechanism: embed4.MechEAM, warnings: r.warnings[:0]}}
			there, back := to6, to4
			if it.Addr.Is6() {
				there, back = to4, to6
			}
			p := it.Prefix().Masked()
			q, row, err := there(p)
			if err != nil {
				return err
			}
			r.output, r.row, r.prefix = addr.ItemOfPrefix(q), row, row.IPv6
			if row == (embed4.EAM{}) {
				r.mechanism, r.prefix = embed4.MechNAT64, prefix
			}
			if !it.IsPrefix() {
				r.output = r.output.WithBits(-1)
				q = r.output.Prefix()
			}
			if !out.Plain() {
				if r.mechanism == embed4.MechNAT64 && p.Addr().Is4() {
					// What no row maps is subject to the rules of RFC 6052.
					if err := (embed4.NAT64{Prefix: prefix}).Check(p).Err(); err != nil {
						r.warnings = append(r.warnings, err.Error())
					}
				}
				r.warn(back, p, q)
			}
			out.Emit()
			return nil
		},
	}
}

// warn adds a warning if translating q back does not yield p.
func (r *eamRecord) warn(back func(netip.Prefix) (netip.Prefix, embed4.EAM, error), p, q netip.Prefix) {
	again, row, err := back(q)
	what := ""
	switch {
	case err != nil:
		what = "cannot be translated back: " + err.Error()
	case again.Addr() == p.Addr():
		return
	case p.Addr().Is6() && r.mechanism == embed4.MechNAT64 && row != embed4.EAM{}:
		what = "packets to it are hairpinned to " + again.Addr().String() + " (RFC 7757 section 4)"
	case p.Addr().Is6() && row == r.row:
		what = "bits after the translated ones are lost: translating back gives " + again.Addr().String() + " (RFC 7757 section 3.3.2)"
	default:
		what = "rows overlap: translating back gives " + again.Addr().String() + " (RFC 7757 section 5)"
	}
	r.warnings = append(r.warnings, what)
}

const errNoHairpin = constError("no hairpinning: not below the RFC 6052 prefix, its IPv4 address in no row, or the sender without an IPv4 address")

func hairpinOp(t *embed4.EAMTable, from netip.Addr) stream.Op[*eamRecord] {
	return stream.Op[*eamRecord]{
		Each: func(in *ip.Item, out *stream.Out[*eamRecord]) error {
			it := fields.ItemOf(in)
			h, ok := t.Hairpin(from, it.Addr)
			if !ok || it.IsPrefix() {
				return errNoHairpin
			}
			_, row, _ := t.To6(h.Dst4)
			*out.Rec = eamRecord{
				embedRecord: embedRecord{output: addr.ItemOf(h.Dst), mechanism: embed4.MechEAM, prefix: row.IPv6},
				row:         row, source: h,
			}
			out.Emit()
			return nil
		},
	}
}
