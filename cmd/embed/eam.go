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

// An eamRecord is a translation by an explicit address mapping table.
type eamRecord struct {
	embedRecord
	row    embed4.EAM
	source embed4.Hairpin // of a packet that makes a turn
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
		record.Text("source", "with --hairpin-from: the packet's source as it goes out", func(b []byte, r *eamRecord) []byte {
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
7757): IPv4 items to IPv6 and IPv6 items back, each by the row with the longest
prefix around it. What no row takes goes by --prefix, the translator's RFC 6052
prefix, or is an error without one. A prefix is translated where all of it goes
one way.

FILE has a row a line, an IPv4 and an IPv6 prefix in either order, with # before
remarks:

  192.0.2.1       2001:db8:aaaa::
  192.0.2.16/28   2001:db8:cccc::/124

Rows that overlap are told of on stderr, as RFC 7757 section 5 asks (-q for
silence). The field "warnings" says where the way back leads to another address.

--hairpin-from A takes the items for destinations of packets that the node A
sends: below the RFC 6052 prefix, and of nodes that have a row. The output is
where the packet comes out, the field source as whose (RFC 7757 section 4.2).`,
		Example: `  hextet embed eam --table eam.txt 192.0.2.24 2001:db8:cccc::8
  hextet embed eam --table eam.txt --prefix 64:ff9b::/96 192.0.2.248
  hextet embed eam --table eam.txt --prefix 64:ff9b::/96 --hairpin-from 2001:db8:aaaa:: 64:ff9b::192.0.2.2`,
	}
	file := ""
	c.Flags().StringVar(&file, "table", "", "the address mapping table in `FILE`")
	var prefix netip.Prefix
	cli.AddPrefix(c, &prefix, "prefix", "the RFC 6052 prefix for what no row takes (default none)")
	cli.Suggest(c, "prefix", nat64Words()...)
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
			return op, cli.Usage(c, "--hairpin-from needs --prefix: without it no packet makes a turn")
		}
		if prefix.IsValid() {
			if err := checkNAT64(c, "prefix", prefix, false); err != nil {
				return op, err
			}
		}
		t, err := readTable(file, embed4.ParseEAM)
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

// maxOverlaps is how many overlapping pairs of rows are worth a line each.
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
					// What no row maps is the RFC 6052 prefix's, and its rules.
					v := embed4.NAT64{Prefix: prefix}.Check(p)
					v.Should = 0
					for w := range v.Forced().Warnings() {
						r.warnings = append(r.warnings, w)
					}
				}
				r.warn(back, p, q)
			}
			out.Emit()
			return nil
		},
	}
}

// warn says where the way back from q does not lead to p.
func (r *eamRecord) warn(back func(netip.Prefix) (netip.Prefix, embed4.EAM, error), p, q netip.Prefix) {
	again, row, err := back(q)
	what := ""
	switch {
	case err != nil:
		what = "there is no way back: " + err.Error()
	case again.Addr() == p.Addr():
		return
	case p.Addr().Is6() && r.mechanism == embed4.MechNAT64 && row != embed4.EAM{}:
		what = "a packet to it makes a hairpin turn to " + again.Addr().String() + " (RFC 7757 section 4)"
	case p.Addr().Is6() && row == r.row:
		what = "bits behind those that are translated are lost, the way back leads to " + again.Addr().String() + " (RFC 7757 section 3.3.2)"
	default:
		what = "rows overlap, the way back leads to " + again.Addr().String() + " (RFC 7757 section 5)"
	}
	r.warnings = append(r.warnings, what)
}

const errNoHairpin = constError("no hairpin turn: not below the RFC 6052 prefix, its IPv4 address in no row, or the sender has no IPv4 address")

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
