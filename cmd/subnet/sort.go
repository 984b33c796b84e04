package subnet

import (
	"github.com/spf13/cobra"

	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/subnet"
)

// An itemRecord is an item, written as the address, prefix or range it is.
type itemRecord struct{ output []byte }

func itemTable(doc string) record.Table[*itemRecord] {
	return record.Table[*itemRecord]{
		Default: "output",
		Fields: []record.Field[*itemRecord]{
			record.Text("output", doc, func(b []byte, r *itemRecord) []byte { return append(b, r.output...) }),
		},
	}
}

func newSort(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "sort [ITEM...]",
		Short: "sort items by address",
		Long: `Write the items in order: IPv4 before IPv6, by the first address, and a larger
prefix before those in it. Of items with the same addresses a range comes first,
then the prefix, then prefixes with host bits, then the address. Each is written
in RFC 5952 text; host bits and zones are kept.

--unique writes items of the same text once.`,
		Example: `  hextet subnet sort 2001:db8::1 2001:db8::/32 192.0.2.0/24 2001:db8::/48
  hextet subnet sort --unique --reverse -f used.txt`,
	}
	unique := c.Flags().BoolP("unique", "u", false, "equal items once")
	reverse := c.Flags().BoolP("reverse", "r", false, "the last first")
	return cli.Items(a, c,
		func() record.Table[*itemRecord] { return itemTable("the item in RFC 5952 text") },
		func() (stream.Op[*itemRecord], error) {
			order := subnet.Sorting{Unique: *unique, Reverse: *reverse}
			var items sorted
			return stream.Op[*itemRecord]{
				Takes: stream.Loose,
				Picks: true,
				Each:  func(in *ip.Item, out *stream.Out[*itemRecord]) error { return keep(&items, in, out) },
				End: func(out *stream.Out[*itemRecord]) error {
					for i, it := range items.All(order) {
						switch {
						case items.lines:
							if !out.EmitLine(items.texts.at(i)) {
								return nil
							}
							continue
						case out.Plain():
							if !out.Took(append(it.AppendTo(out.Buffer()), out.Terminator()), 1) {
								return nil
							}
							continue
						}
						out.Rec.output = it.AppendTo(out.Rec.output[:0])
						if !out.EmitFor(ip.Alias(items.texts.at(i))) {
							return nil
						}
					}
					return nil
				},
			}, nil
		})
}

// sorted is a Sorter that remembers how items were given, where somebody asks for
// it: the lines that they are a part of, or the items themselves.
type sorted struct {
	subnet.Sorter
	texts arena
	lines bool
}

// keep adds the present item to s.
func keep[R any](s *sorted, in *ip.Item, out *stream.Out[R]) error {
	it, err := itemIn(in)
	if err != nil {
		return err
	}
	s.Add(it)
	if line := out.Line(); line != nil {
		s.lines = true
		s.texts.add(line)
	} else if !out.Plain() {
		s.texts.add([]byte(in.Text))
	}
	return nil
}
