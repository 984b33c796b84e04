package cmd

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/internal/cli"
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

func newSubnetSort(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "sort [ITEM...]",
		Short: "put items in address order",
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
			var items sorted
			return stream.Op[*itemRecord]{
				Each: func(item string, out *stream.Out[*itemRecord]) error { return items.add(item, !out.Plain()) },
				End: func(out *stream.Out[*itemRecord]) error {
					for it := range items.All(*unique, *reverse) {
						if out.Plain() {
							if !out.Took(append(it.AppendTo(out.Buffer()), out.Terminator()), 1) {
								return nil
							}
							continue
						}
						out.Rec.output = it.AppendTo(out.Rec.output[:0])
						if !out.EmitFor(items.given(out.Rec.output)) {
							return nil
						}
					}
					return nil
				},
			}, nil
		})
}

// sorted is a Sorter that remembers how items were given.
type sorted struct {
	subnet.Sorter
	inputs map[string][]string // by text, in order; nil where nobody asks
}

func (s *sorted) add(item string, keep bool) error {
	it, err := subnet.Parse(item)
	if err != nil {
		return err
	}
	s.Add(it)
	if keep {
		if s.inputs == nil {
			s.inputs = map[string][]string{}
		}
		text := it.String()
		s.inputs[text] = append(s.inputs[text], strings.Clone(item))
	}
	return nil
}

// given returns how the next item of that text was given.
func (s *sorted) given(text []byte) string {
	list := s.inputs[string(text)]
	if len(list) == 0 {
		return ""
	}
	if len(list) > 1 {
		s.inputs[string(text)] = list[1:]
	}
	return list[0]
}
