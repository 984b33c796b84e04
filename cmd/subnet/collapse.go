package subnet

import (
	"iter"
	"net/netip"

	"github.com/spf13/cobra"
	"go4.org/netipx"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/subnet"
)

// A collapseRecord is a prefix of the smallest list of prefixes or, with --ranges, a
// range of the smallest list of ranges.
type collapseRecord struct {
	prefix netip.Prefix
	rangeRecord
	label string
}

// A collapseJob holds the flags of collapse.
type collapseJob struct{ ranges, sorted, running bool }

func (j *collapseJob) table() (t record.Table[*collapseRecord]) {
	t.Default = "prefix"
	if !j.ranges {
		t.Fields = append(t.Fields, record.Text("prefix", "one of the fewest prefixes; not with --ranges", func(b []byte, r *collapseRecord) []byte {
			return appendPrefix(b, r.prefix)
		}))
	}
	if j.ranges || !j.running { // help and schema list all fields
		ranges := rangeTable("with --ranges: one of the fewest ranges, FIRST-LAST")
		t.Fields = append(t.Fields, record.AllOf(ranges.Fields, func(r *collapseRecord) *rangeRecord { return &r.rangeRecord })...)
	}
	if j.ranges {
		t.Default = "output"
	}
	t.Fields = append(t.Fields, labelField("the label that all items in it have", func(r *collapseRecord) string { return r.label }))
	return t
}

// emit writes a range, or the prefixes it consists of, each with its label and, in
// records, its input. It reports whether more is wanted.
func (j *collapseJob) emit(out *stream.Out[*collapseRecord], r netipx.IPRange, label, input func(netipx.IPRange) string) bool {
	plain, end := out.Plain(), out.Terminator()
	if j.ranges {
		if plain {
			return out.Took(append(appendLabel(subnet.AppendRange(out.Buffer(), r), label(r)), end), 1)
		}
		out.Rec.IPRange, out.Rec.label = r, label(r)
		return out.EmitFor(input(r))
	}
	for p := range subnet.Prefixes(r) {
		block := netipx.RangeOfPrefix(p)
		if plain {
			if !out.Took(append(appendLabel(addr.AppendPrefix(out.Buffer(), p), label(block)), end), 1) {
				return false
			}
			continue
		}
		out.Rec.prefix, out.Rec.label = p, label(block)
		if !out.EmitFor(input(block)) {
			return false
		}
	}
	return true
}

func newCollapse(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "collapse [ITEM...]",
		Short: "aggregate items into the fewest prefixes",
		Long: `Write the fewest prefixes that cover exactly the addresses of all items
together, IPv4 before IPv6, in address order; with --ranges the fewest ranges.
Items may overlap, be repeated and come in any order. An IPv4 item takes 8
bytes of memory and an IPv6 item 24; in records, which name an item, up to 40
plus the text of items that are not in canonical form.

A label after the items stays with a prefix when all items in it have the same
one; with --sorted, when all items that were joined have it.

` + sortedHelp + `

In records, "input" is the first item, in address order, that has addresses in
the prefix; with --sorted the first of those that were joined.`,
		Example: `  hextet subnet collapse 2001:db8::/33 2001:db8:8000::/33 192.0.2.0/25 192.0.2.128/25
  hextet subnet collapse --ranges -f used.txt
  hextet expand -f used.txt | LC_ALL=C sort | hextet subnet collapse --sorted`,
	}
	var j collapseJob
	c.Flags().BoolVar(&j.ranges, "ranges", false, "write ranges, FIRST-LAST, instead of prefixes")
	addSorted(c, &j.sorted)
	return cli.Items(a, c,
		j.table,
		func() (stream.Op[*collapseRecord], error) {
			j.running = true
			switch {
			case j.sorted:
				return j.ordered(), nil
			case a.PlainText():
				return j.set(), nil
			}
			return j.named(), nil
		})
}

// set returns the Op for plain text, which does not name items.
func (j *collapseJob) set() stream.Op[*collapseRecord] {
	var all gathered
	return stream.Op[*collapseRecord]{
		Takes:  stream.Loose,
		Gather: gather[*collapseRecord](&all),
		End: func(out *stream.Out[*collapseRecord]) error {
			b, labels := all.all()
			if labels == nil && !j.ranges { // the usual case
				end := out.Terminator()
				for p := range b.Prefixes() {
					if !out.Took(append(addr.AppendPrefix(out.Buffer(), p), end), 1) {
						break
					}
				}
				return nil
			}
			for r := range b.Ranges() {
				if !j.emit(out, r, labels.label, nil) {
					break
				}
			}
			return nil
		},
	}
}

// named returns the Op for records, which name the first item they contain.
func (j *collapseJob) named() stream.Op[*collapseRecord] {
	var items kept
	labeled := false
	return stream.Op[*collapseRecord]{
		Takes: stream.Loose,
		Each: eachLabeled(func(it subnet.Item, rest string, in *ip.Item, _ *stream.Out[*collapseRecord]) error {
			items.add(it, in)
			labeled = labeled || rest != ""
			return nil
		}),
		End: func(out *stream.Out[*collapseRecord]) error {
			var labels *agreement
			if labeled {
				labels = items.labels()
			}
			find, stop := finder(&items)
			defer stop()
			for r := range runs(&items) {
				if !j.emit(out, r, labels.label, find) {
					break
				}
			}
			return nil
		},
	}
}

// labels collects the labels in the texts of items.
func (k *kept) labels() *agreement {
	var bare subnet.Builder
	var labeled []labeledRange
	for e := range k.All(subnet.Sorting{}) {
		if label := textLabel(string(k.text(e.Index, nil))); label != "" {
			labeled = append(labeled, labeledRange{e.Range(), label})
		} else {
			bare.Add(e.Range())
		}
	}
	return newAgreement(bare.Set(), labeled)
}

// runs yields the ranges that the items merge into.
func runs(items *kept) iter.Seq[netipx.IPRange] {
	return func(yield func(netipx.IPRange) bool) {
		var cur netipx.IPRange
		for e := range items.All(subnet.Sorting{}) {
			r := e.Range()
			next := cur.To().Next()
			switch {
			case !cur.IsValid():
				cur = r
			case cur.To().Is4() != r.From().Is4() || next.IsValid() && next.Less(r.From()):
				if !yield(cur) {
					return
				}
				cur = r
			case cur.To().Less(r.To()):
				cur = netipx.IPRangeFrom(cur.From(), r.To())
			}
		}
		if cur.IsValid() {
			yield(cur)
		}
	}
}

// batches yields the entries of all in batches: switching between the two sides of an
// [iter.Pull] takes longer than producing an entry.
func batches(all iter.Seq[subnet.Entry]) iter.Seq[[]subnet.Entry] {
	return func(yield func([]subnet.Entry) bool) {
		batch := make([]subnet.Entry, 0, 256)
		for e := range all {
			if batch = append(batch, e); len(batch) == cap(batch) {
				if !yield(batch) {
					return
				}
				batch = batch[:0]
			}
		}
		if len(batch) > 0 {
			yield(batch)
		}
	}
}

// finder returns a function that finds the text of the first item, in address order,
// that overlaps a range. It must be called in address order; stop must be called at the
// end.
func finder(items *kept) (find func(netipx.IPRange) string, stop func()) {
	more, stop := iter.Pull(batches(items.All(subnet.Sorting{})))
	var batch []subnet.Entry
	next := func() (e subnet.Entry, ok bool) {
		if len(batch) == 0 {
			if batch, ok = more(); !ok {
				return e, false
			}
		}
		e, batch = batch[0], batch[1:]
		return e, true
	}
	var open []subnet.Entry // those that may extend further
	var text []byte
	return func(r netipx.IPRange) string {
		over := open[:0]
		for _, e := range open {
			if e.Addr.Is4() == r.From().Is4() && !e.Range().To().Less(r.From()) {
				over = append(over, e)
			}
		}
		open = over
		for len(open) == 0 || !open[0].Range().Overlaps(r) {
			e, ok := next()
			if !ok {
				return ""
			}
			if e.Addr.Is4() == r.From().Is4() && !e.Range().To().Less(r.From()) {
				open = append(open, e)
			}
		}
		text = open[0].AppendTo(text[:0])
		return ip.Alias(items.text(open[0].Index, text))
	}, stop
}
