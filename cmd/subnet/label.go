package subnet

import (
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"go4.org/netipx"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/fields"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/subnet"
)

// addLabel adds --label to c.
func addLabel(c *cobra.Command, label *string) {
	c.Flags().StringVar(label, "label", "", "write `TEXT` after each prefix, as its label")
	cli.NoFiles(c, "label")
}

// checkLabel returns an error for a label that could not be read back.
func checkLabel(label string) error {
	if strings.ContainsAny(label, "\n\r\t") || label != strings.TrimSpace(label) {
		return errors.New("--label must be one line without tabs or surrounding whitespace")
	}
	return nil
}

// cutLabel splits a line of a plan into the item and the rest, including the whitespace
// between them:
//
//	2001:db8:1::/64  lan, first floor
//	192.0.2.0 - 192.0.2.9  printers
//
// An item ends at the first of stops.
func cutLabel(text, stops string) (item, rest string) {
	i := indexAny(text, stops)
	if i < 0 {
		return text, ""
	}
	if dash := strings.TrimLeft(text[i:], whitespace); len(dash) > 1 && dash[0] == '-' && strings.IndexByte(whitespace, dash[1]) >= 0 {
		last := strings.TrimLeft(dash[1:], whitespace)
		end := indexAny(last, stops)
		if end < 0 {
			end = len(last)
		}
		if _, err := addr.ParseAddr(last[:end]); err == nil {
			n := len(text) - len(last) + end
			return text[:n], text[n:]
		}
	}
	return text[:i], text[i:]
}

const whitespace = " \t"

// indexAny is strings.IndexAny, but faster if there are only a few stops.
func indexAny(text, stops string) int {
	first := len(text)
	for i := range len(stops) {
		if n := strings.IndexByte(text[:first], stops[i]); n >= 0 {
			first = n
		}
	}
	if first == len(text) {
		return -1
	}
	return first
}

// labeledIn parses an item that is not Known, and returns it with the rest of its text:
// whitespace and a label, or nothing.
func labeledIn(in *ip.Item) (it subnet.Item, rest string, err error) {
	text, rest := cutLabel(in.Text, whitespace)
	it, err = subnet.Parse(text)
	return it, rest, err
}

// eachLabeled returns the Each of an Op that processes each item and the text after it.
func eachLabeled[R any](do func(it subnet.Item, rest string, in *ip.Item, out *stream.Out[R]) error) func(*ip.Item, *stream.Out[R]) error {
	return func(in *ip.Item, out *stream.Out[R]) error {
		if in.Known {
			return do(subnet.Item{Item: fields.ItemOf(in)}, "", in, out)
		}
		it, rest, err := labeledIn(in)
		if err != nil || !out.Wants(it.Addr.Is4()) {
			return err
		}
		return do(it, rest, in, out)
	}
}

// labelOf returns the label in the text after an item.
func labelOf(rest string) string { return strings.Trim(rest, whitespace) }

// textLabel returns the label in the full text of an item.
func textLabel(text string) string {
	_, rest := cutLabel(text, whitespace)
	return labelOf(rest)
}

// A labeledRange is the address range of an item with a label.
type labeledRange struct {
	netipx.IPRange
	label string
}

// agreement finds the label on which all items in a range agree.
type agreement struct {
	unlabeled subnet.Set
	items     []labeledRange // by address
	next      int            // the first not examined yet
	active    []labeledRange // those before it that may overlap later ranges
}

func newAgreement(unlabeled subnet.Set, items []labeledRange) *agreement {
	slices.SortStableFunc(items, func(a, b labeledRange) int { return subnet.Compare(a.IPRange, b.IPRange) })
	return &agreement{unlabeled: unlabeled, items: items}
}

// label returns the label of r, or "" if its items have different labels or one has
// none. It must be called in address order. A nil agreement has no labels.
func (g *agreement) label(r netipx.IPRange) string {
	if g == nil {
		return ""
	}
	g.active = slices.DeleteFunc(g.active, func(i labeledRange) bool { return !i.Overlaps(r) })
	for g.next < len(g.items) && !after(g.items[g.next].IPRange, r) {
		if i := g.items[g.next]; i.Overlaps(r) {
			g.active = append(g.active, i)
		}
		g.next++
	}
	if len(g.active) == 0 || g.unlabeled.Overlaps(r) {
		return ""
	}
	for _, i := range g.active {
		if i.label != g.active[0].label {
			return ""
		}
	}
	return g.active[0].label
}

// after reports whether all of a comes after b.
func after(a, b netipx.IPRange) bool { return !a.Overlaps(b) && subnet.Compare(a, b) > 0 }
