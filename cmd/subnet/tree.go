package subnet

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/internal/card"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/internal/style"
	"github.com/hextet/hextet/subnet"
)

// A treeRecord is an item and its position among the others.
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
	// Whether a branch continues is only known further down.
	var depths []uint16
	for n := range items.Tree(order) {
		depths = append(depths, uint16(n.Depth))
	}
	more := make([]bool, len(depths)) // the item has a sibling further down
	var below []bool                  // by depth
	for i := len(depths) - 1; i >= 0; i-- {
		d := int(depths[i])
		for len(below) <= d {
			below = append(below, false)
		}
		below = below[:d+1]
		more[i], below[d] = below[d], true
	}
	t := newBranches(a.Look())
	i := 0
	for n := range items.Tree(order) {
		b := t.to(out.Buffer(), n.Depth, more[i])
		rest := items.rest(n.Index)
		if a.OutTerminal {
			parent := i+1 < len(depths) && depths[i+1] > depths[i]
			b = t.item(b, string(n.AppendTo(nil)), strings.TrimSpace(string(rest)), parent)
		} else {
			b = append(n.AppendTo(b), rest...)
		}
		if !out.Took(append(b, out.Terminator()), 1) {
			return
		}
		i++
	}
}

// branches draws the lines of a tree, and keeps track of which branches continue.
type branches struct {
	look                  card.Look
	tee, elbow, bar, none string
	open                  []bool // by depth, down to that of the last item
}

func newBranches(look card.Look) *branches {
	p := look.Palette
	if !look.UTF8 {
		return &branches{look, p.Faint("|- "), p.Faint("`- "), p.Faint("|  "), "   ", nil}
	}
	return &branches{look, p.Faint("├─ "), p.Faint("└─ "), p.Faint("│  "), "   ", nil}
}

// to appends the branches that lead to an item at some depth; more says whether a
// sibling follows below.
func (t *branches) to(b []byte, depth int, more bool) []byte {
	t.open = append(t.open[:depth], more)
	switch {
	case depth == 0:
		return b
	case more:
		return append(t.past(b, depth-1), t.tee...)
	}
	return append(t.past(b, depth-1), t.elbow...)
}

// past appends the branches, down to depth, that continue past a line.
func (t *branches) past(b []byte, depth int) []byte {
	for d := 1; d <= depth; d++ {
		b = t.stem(b, t.open[d])
	}
	return b
}

func (t *branches) stem(b []byte, goesOn bool) []byte {
	if goesOn {
		return append(b, t.bar...)
	}
	return append(b, t.none...)
}

// item appends an item with its label for a terminal: beside the item or, if there is
// no room, wrapped below it, to the right of the branches to the item's children.
func (t *branches) item(b []byte, item, label string, parent bool) []byte {
	depth := len(t.open) - 1
	if depth == 0 {
		b = append(b, t.look.Palette.Strong(item)...)
	} else {
		b = append(b, item...)
	}
	label = t.look.Plain(string(record.AppendPrintable(nil, label)))
	room := t.look.Width - 3*depth
	switch {
	case label == "":
	case len(item)+2+utf8.RuneCountInString(label) <= room:
		b = append(append(b, "  "...), label...)
	default:
		for _, line := range style.Wrap(label, room-3) {
			b = t.past(append(b, '\n'), depth)
			b = append(t.stem(b, parent), line...)
		}
	}
	return b
}
