package subnet

import (
	"strconv"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/subnet"
)

// A treeRecord is an item and its place among the others.
type treeRecord struct {
	output, parent []byte
	depth          int
	label          string
}

func newTree(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "tree [ITEM...]",
		Short: "draw which items contain which",
		Long: `Draw the items as a tree, each below the smallest item that contains all of it,
in the order of "subnet sort". Items with the same addresses are at the same
level; --unique writes items of the same text once. A range that overlaps
another only in part is not contained in it. A label after an item stays with
it.

Records have the depth, 0 for the outermost, and the item around it.`,
		Example: `  hextet subnet tree 2001:db8::/32 2001:db8:1::/48 2001:db8:1:a::/64 2001:db8:2::/48
  hextet subnet tree -j -f used.txt`,
	}
	unique := c.Flags().BoolP("unique", "u", false, "write items of the same text once")
	return cli.Items(a, c,
		func() record.Table[*treeRecord] {
			return record.Table[*treeRecord]{
				Default: "output",
				Fields: []record.Field[*treeRecord]{
					record.Text("output", "the item in RFC 5952 text", func(b []byte, r *treeRecord) []byte { return append(b, r.output...) }),
					labelField("the label after the item", func(r *treeRecord) string { return r.label }),
					record.Number("depth", "how many items contain it", func(b []byte, r *treeRecord) []byte {
						return strconv.AppendInt(b, int64(r.depth), 10)
					}),
					record.Text("parent", "the smallest item that contains it", func(b []byte, r *treeRecord) []byte { return append(b, r.parent...) }),
				},
			}
		},
		func() (stream.Op[*treeRecord], error) {
			order := subnet.Sorting{Unique: *unique}
			var items kept
			return stream.Op[*treeRecord]{
				Takes: stream.Loose,
				Each: eachLabeled(func(it subnet.Item, rest string, in *ip.Item, out *stream.Out[*treeRecord]) error {
					if out.Plain() {
						items.addRest(it, rest)
					} else {
						items.add(it, in)
					}
					return nil
				}),
				End: func(out *stream.Out[*treeRecord]) error {
					if out.Plain() {
						drawTree(a, out, &items, order)
						return nil
					}
					var above []subnet.Item
					for n := range items.Tree(order) {
						above = append(above[:n.Depth], n.Item)
						r := out.Rec
						r.output, r.parent, r.depth = n.AppendTo(r.output[:0]), r.parent[:0], n.Depth
						if n.Depth > 0 {
							r.parent = above[n.Depth-1].AppendTo(r.parent)
						}
						text := ip.Alias(items.text(n.Index, r.output))
						r.label = textLabel(text)
						if !out.EmitFor(text) {
							break
						}
					}
					return nil
				},
			}, nil
		})
}

// drawTree writes a line for each item:
//
//	2001:db8::/32
//	├─ 2001:db8:1::/48
//	│  └─ 2001:db8:1:a::/64
//	└─ 2001:db8:2::/48
func drawTree(a *cli.App, out *stream.Out[*treeRecord], items *kept, order subnet.Sorting) {
	// Whether a branch goes on is known only further down.
	var depths []uint16
	for n := range items.Tree(order) {
		depths = append(depths, uint16(n.Depth))
	}
	more := make([]bool, len(depths)) // the item has a sibling below
	var below []bool                  // by depth
	for i := len(depths) - 1; i >= 0; i-- {
		d := int(depths[i])
		for len(below) <= d {
			below = append(below, false)
		}
		below = below[:d+1]
		more[i], below[d] = below[d], true
	}
	p, _ := a.Palettes()
	tee, elbow, bar, none := p.Faint("├─ "), p.Faint("└─ "), p.Faint("│  "), "   "
	if !a.UTF8() {
		tee, elbow, bar = p.Faint("|- "), p.Faint("`- "), p.Faint("|  ")
	}
	var open []bool // branches that go on, by depth
	i := 0
	for n := range items.Tree(order) {
		b := out.Buffer()
		open = append(open[:n.Depth], more[i])
		for d := 1; d <= n.Depth; d++ {
			switch {
			case d == n.Depth && open[d]:
				b = append(b, tee...)
			case d == n.Depth:
				b = append(b, elbow...)
			case open[d]:
				b = append(b, bar...)
			default:
				b = append(b, none...)
			}
		}
		b = append(n.AppendTo(b), items.rest(n.Index)...)
		if !out.Took(append(b, out.Terminator()), 1) {
			return
		}
		i++
	}
}
