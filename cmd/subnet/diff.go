package subnet

import (
	"errors"
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

// A diffRecord is a prefix that is in only one of the two sets.
type diffRecord struct {
	prefix netip.Prefix
	added  bool
}

func diffTable() record.Table[*diffRecord] {
	return record.Table[*diffRecord]{
		Default: "output",
		Fields: []record.Field[*diffRecord]{
			record.Text("output", "- or + and the prefix", func(b []byte, r *diffRecord) []byte {
				if r.added {
					b = append(b, '+')
				} else {
					b = append(b, '-')
				}
				return addr.AppendPrefix(b, r.prefix)
			}),
			record.Text("change", "removed: only in the items; added: only in FILE", func(b []byte, r *diffRecord) []byte {
				if r.added {
					return append(b, "added"...)
				}
				return append(b, "removed"...)
			}).OneOf("removed", "added"),
			record.Text("prefix", "the prefix", func(b []byte, r *diffRecord) []byte { return addr.AppendPrefix(b, r.prefix) }),
		},
	}
}

func newDiff(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "diff --with FILE [ITEM...]",
		Short: "compare items with a file, as sets of addresses",
		Long: `Compare the addresses of all items with those of a file: "-" and a prefix for
what is only in the items, "+" and a prefix for what is only in FILE, as the
fewest prefixes in address order. How the addresses are cut into prefixes, and
in what order they come, makes no difference. So with the old list as the items
and the new one as FILE it shows what was removed and what was added.

The exit status is 1 when they differ. Nothing is compared when an item cannot
be read; --on-error skip, given explicitly, overrides that.

In records, "input" is the first item, of either side, that has addresses in
the prefix.`,
		Example: `  hextet subnet diff --with used.txt 2001:db8::/47 192.0.2.0/26
  hextet subnet diff --with used.txt 2001:db8::/47`,
	}
	var files []string
	c.Flags().StringArrayVar(&files, "with", nil, "compare with the items of the file at `PATH`, one a line (repeatable)")
	return cli.Items(a, c, diffTable, func() (op stream.Op[*diffRecord], err error) {
		if len(files) == 0 {
			return op, errors.New("--with FILE is required")
		}
		var d diff
		named := !a.PlainText()
		for _, path := range files {
			err := readItems(path, func(it subnet.Item, text string) {
				d.theirs.Add(it.Range())
				if named {
					d.their.addWith(it, text)
				}
			})
			if err != nil {
				return op, err
			}
		}
		op.Takes = stream.Loose
		op.Each = eachLabeled(func(it subnet.Item, _ string, in *ip.Item, _ *stream.Out[*diffRecord]) error {
			d.ours.Add(it.Range())
			if named {
				d.our.add(it, in)
			}
			return nil
		})
		op.End = func(out *stream.Out[*diffRecord]) error {
			if err := known(c, out, "nothing is compared: an item could not be read"); err != nil {
				return err
			}
			d.emit(out)
			return nil
		}
		return op, nil
	})
}

// A diff holds the two sides: their addresses and, for records, the items as given.
type diff struct {
	ours, theirs subnet.Builder
	our, their   kept
}

func (d *diff) emit(out *stream.Out[*diffRecord]) {
	ours, theirs := d.ours.Set(), d.theirs.Set()
	removed, stop := finder(&d.our)
	defer stop()
	added, stop := finder(&d.their)
	defer stop()
	for p, isNew := range merged(ours.Exclude(theirs).Prefixes(), theirs.Exclude(ours).Prefixes()) {
		if !out.Wants(p.Addr().Is4()) {
			continue
		}
		out.Fail()
		out.Rec.prefix, out.Rec.added = p, isNew
		input := ""
		switch r := netipx.RangeOfPrefix(p); {
		case out.Plain():
		case isNew:
			input = added(r)
		default:
			input = removed(r)
		}
		if !out.EmitFor(input) {
			return
		}
	}
}

// merged merges two sorted sequences of prefixes, and yields whether each prefix is
// from b.
func merged(a, b iter.Seq[netip.Prefix]) iter.Seq2[netip.Prefix, bool] {
	return func(yield func(netip.Prefix, bool) bool) {
		next, stop := iter.Pull(b)
		defer stop()
		q, more := next()
		for p := range a {
			for ; more && q.Compare(p) < 0; q, more = next() {
				if !yield(q, true) {
					return
				}
			}
			if !yield(p, false) {
				return
			}
		}
		for ; more; q, more = next() {
			if !yield(q, true) {
				return
			}
		}
	}
}
