package subnet

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/subnet"
)

// An overlapRecord is a pair of items with addresses in common.
type overlapRecord struct {
	other    string
	relation subnet.Relation
}

func overlapTable() record.Table[*overlapRecord] {
	return record.Table[*overlapRecord]{
		Default: "input,other,relation",
		Fields: []record.Field[*overlapRecord]{
			record.Text("other", "the other item, as it was given", func(b []byte, r *overlapRecord) []byte { return append(b, r.other...) }),
			record.Text("relation", "how the item relates to the other", func(b []byte, r *overlapRecord) []byte {
				return append(b, r.relation.String()...)
			}).OneOf(subnet.Equal.String(), subnet.Contains.String(), subnet.Within.String(), subnet.Partial.String()),
		},
	}
}

func newOverlaps(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "overlaps [ITEM...]",
		Short: "find the pairs of items that overlap",
		Long: `Write each pair of items that have addresses in common, once, and how the first
relates to the second: equal, contains, within or (of ranges) partial. The
first of a pair is the one with the lower first address, or the larger one of
those with the same first address; pairs are ordered by the second in that way.
A label after an item stays with it. An item takes 24 bytes of memory, and
about 50 more when it has a label or is not in canonical form.

` + sortedHelp + `

The exit status is 1 when nothing overlaps.`,
		Example: `  hextet subnet overlaps 2001:db8::/32 2001:db8:7::/48 3fff::/20
  hextet subnet overlaps -f used.txt
  hextet expand -f used.txt | LC_ALL=C sort | hextet subnet overlaps --sorted`,
	}
	var sorted bool
	addSorted(c, &sorted)
	return cli.Items(a, c, overlapTable, func() (stream.Op[*overlapRecord], error) {
		if sorted {
			return overlapsOrdered(), nil
		}
		return overlapsAll(), nil
	})
}

func overlapsAll() stream.Op[*overlapRecord] {
	var items kept
	return stream.Op[*overlapRecord]{
		Empty: stream.No,
		Takes: stream.Loose,
		Each: eachLabeled(func(it subnet.Item, _ string, in *ip.Item, _ *stream.Out[*overlapRecord]) error {
			items.add(it, in)
			return nil
		}),
		End: func(out *stream.Out[*overlapRecord]) error {
			var first, second []byte
			for a, b := range items.Overlaps() {
				first, second = a.AppendTo(first[:0]), b.AppendTo(second[:0])
				out.Rec.other = ip.Alias(items.text(b.Index, second))
				out.Rec.relation = subnet.Relate(a.Range(), b.Range())
				if !out.EmitFor(ip.Alias(items.text(a.Index, first))) {
					break
				}
			}
			return nil
		},
	}
}

// A sweep finds the pairs among sorted items.
type sweep struct {
	order
	families [2]struct {
		open  []given // may overlap later items
		equal []given // with the same first address, not compared yet
	}
}

// A given is an item with its text.
type given struct {
	subnet.Item
	text string
}

// settle writes the pairs formed by the items in equal, with each other and with
// earlier items.
func (s *sweep) settle(of int, out *stream.Out[*overlapRecord]) bool {
	f := &s.families[of]
	slices.SortStableFunc(f.equal, func(a, b given) int { return subnet.Compare(a.Range(), b.Range()) })
	for _, b := range f.equal {
		r := b.Range()
		open := f.open[:0]
		for _, a := range f.open {
			if a.Range().To().Less(r.From()) {
				continue
			}
			open = append(open, a)
			out.Rec.other, out.Rec.relation = b.text, subnet.Relate(a.Range(), r)
			if !out.EmitFor(a.text) {
				return false
			}
		}
		f.open = append(open, b)
	}
	f.equal = f.equal[:0]
	return true
}

func overlapsOrdered() stream.Op[*overlapRecord] {
	var s sweep
	return stream.Op[*overlapRecord]{
		Empty: stream.No,
		Takes: stream.Loose,
		Each: eachLabeled(func(it subnet.Item, _ string, in *ip.Item, out *stream.Out[*overlapRecord]) error {
			if err := s.check(it); err != nil {
				return err
			}
			of := family(it.Addr.Is4())
			f := &s.families[of]
			if len(f.equal) > 0 && f.equal[0].Range().From() != it.Range().From() {
				if it.Range().From().Less(f.equal[0].Range().From()) {
					return outOfOrder(f.equal[0].Addr)
				}
				s.settle(of, out)
			}
			f.equal = append(f.equal, given{it, ""})
			at := &f.equal[len(f.equal)-1]
			at.text = strings.Clone(in.Text)
			at.Zone = strings.Clone(it.Zone)
			return nil
		}),
		End: func(out *stream.Out[*overlapRecord]) error {
			if s.settle(0, out) {
				s.settle(1, out)
			}
			return nil
		},
	}
}
