package subnet

import (
	"github.com/spf13/cobra"

	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/subnet"
)

func newSort(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "sort [ITEM...]",
		Short: "sort items by address",
		Long: `Write the items in order: IPv4 before IPv6, by the first address, and a larger
prefix before those in it. Of items with the same addresses a range comes
first, then the prefix, then prefixes with host bits, then the address. Each is
written in RFC 5952 text, with its host bits and zone.

A label after an item, as in "2001:db8:1::/64 lan", stays with it. --unique
writes items of the same text once, with the first label.

An item takes 24 bytes of memory plus its label, or with -k its whole line. For
more items than that allows, sort expanded text with sort(1): see 'hextet subnet
collapse --help'.`,
		Example: `  hextet subnet sort 2001:db8::1 2001:db8::/32 192.0.2.0/24 2001:db8::/48
  hextet subnet sort --unique --reverse -f used.txt`,
	}
	unique := c.Flags().BoolP("unique", "u", false, "write items of the same text once")
	reverse := c.Flags().BoolP("reverse", "r", false, "reverse the order")
	return cli.Items(a, c,
		func() record.Table[*itemRecord] { return itemTable("the item in RFC 5952 text") },
		func() (stream.Op[*itemRecord], error) {
			order := subnet.Sorting{Unique: *unique, Reverse: *reverse}
			var items kept
			lines := false // items are parts of lines, which are kept
			return stream.Op[*itemRecord]{
				Takes: stream.Loose,
				Picks: true,
				Each: eachLabeled(func(it subnet.Item, rest string, in *ip.Item, out *stream.Out[*itemRecord]) error {
					if line := out.Line(); line != nil {
						lines = true
						items.addWith(it, ip.Alias(line))
					} else if out.Plain() {
						items.addRest(it, rest)
					} else {
						items.add(it, in)
					}
					return nil
				}),
				End: func(out *stream.Out[*itemRecord]) error {
					if lines {
						for i := range items.ahead(items.indices(order)) {
							if !out.EmitLine(items.text(i, nil)) {
								break
							}
						}
						return nil
					}
					if out.Plain() {
						for i, text := range items.Texts(order) {
							line := append(append(out.Buffer(), text...), items.rest(i)...)
							if !out.Took(append(line, out.Terminator()), 1) {
								break
							}
						}
						return nil
					}
					r := out.Rec
					r.tame = !items.strange
					for i, canonical := range items.ahead(items.Texts(order)) {
						r.output = canonical
						text := ip.Alias(items.text(i, canonical))
						if items.strange {
							r.label = textLabel(text)
						}
						if !out.EmitKept(text, r.tame) {
							break
						}
					}
					return nil
				},
			}, nil
		})
}
