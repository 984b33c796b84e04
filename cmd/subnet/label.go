package subnet

import (
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"go4.org/netipx"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/subnet"
)

// addLabel adds --label to c.
func addLabel(c *cobra.Command, label *string) {
	c.Flags().StringVar(label, "label", "", "write `TEXT` after each prefix, as its label")
	cli.NoFiles(c, "label")
}

// checkLabel returns an error for a label that would not read back.
func checkLabel(label string) error {
	if strings.ContainsAny(label, "\n\r\t") || label != strings.TrimSpace(label) {
		return errors.New("--label is one line of text without tabs, and no whitespace around it")
	}
	return nil
}

// cutLabel cuts a line of a plan into the item and what follows it, whitespace
// included:
//
//	2001:db8:1::/64  lan, first floor
//	192.0.2.0 - 192.0.2.9  printers
func cutLabel(text string) (item, rest string) {
	i := strings.IndexAny(text, blanks)
	if i < 0 {
		return text, ""
	}
	if after := strings.TrimLeft(text[i:], blanks); len(after) > 1 && after[0] == '-' && strings.IndexByte(blanks, after[1]) >= 0 {
		last := strings.TrimLeft(after[1:], blanks)
		end := strings.IndexAny(last, blanks)
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

const blanks = " \t"

// labeledIn returns an item and what follows it in its text: whitespace and a
// label, or nothing.
func labeledIn(it *ip.Item) (item subnet.Item, rest string, err error) {
	if it.Known {
		item, err = itemIn(it)
		return item, "", err
	}
	text, rest := cutLabel(it.Text)
	var plain ip.Item
	if plain.ScanText(text) {
		item, err = itemIn(&plain)
	} else {
		item, err = parseSpaced(text)
	}
	return item, rest, err
}

// parseSpaced is [subnet.Parse] for an item that may be a range with whitespace around its
// hyphen.
func parseSpaced(item string) (subnet.Item, error) {
	if strings.ContainsAny(item, blanks) {
		if text, rest := cutLabel(item); rest == "" && text == item {
			item = strings.NewReplacer(" ", "", "\t", "").Replace(item)
		}
	}
	return subnet.Parse(item)
}

// labelOf is the label in what follows an item.
func labelOf(rest string) string { return strings.Trim(rest, blanks) }

// A labeledRange is the addresses of an item that has a label.
type labeledRange struct {
	netipx.IPRange
	label string
}

// agreement finds the label on which all items in a range agree.
type agreement struct {
	unlabeled subnet.Set
	items     []labeledRange // by address
	next      int            // the first that may overlap ranges to come
	active    []labeledRange // those before it that may
}

func newAgreement(unlabeled subnet.Set, items []labeledRange) *agreement {
	slices.SortStableFunc(items, func(a, b labeledRange) int { return subnet.Compare(a.IPRange, b.IPRange) })
	return &agreement{unlabeled: unlabeled, items: items}
}

// label returns the label of r, "" when its items have several or one has none. It
// is to be asked in address order.
func (g *agreement) label(r netipx.IPRange) string {
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
