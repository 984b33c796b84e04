package subnet

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"

	"github.com/spf13/cobra"
	"go4.org/netipx"

	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/subnet"
)

// sortedHelp is what the commands with --sorted say about it.
const sortedHelp = `With --sorted, items come in address order, and memory is constant. To
sort IPv6 items, pipe "hextet expand" through LC_ALL=C sort; for both families,
"hextet convert --to hex". An item out of order is an error. Families may
alternate, and results come as soon as they are complete.`

func addSorted(c *cobra.Command, sorted *bool) {
	c.Flags().BoolVar(sorted, "sorted", false, "items come in address order: use constant memory")
}

// An order checks that the items of each family come in address order.
type order struct{ last [2]netip.Addr }

func (o *order) check(it subnet.Item) error {
	last := &o.last[family(it.Addr.Is4())]
	if it.Addr.Less(*last) {
		return outOfOrder(*last)
	}
	*last = it.Addr
	return nil
}

func outOfOrder(last netip.Addr) error {
	return fmt.Errorf("out of order after %v: sort the items, or leave out --sorted", last)
}

// A joiner joins items that come in order.
type joiner struct {
	order
	subnet.Joiner
}

// add adds an item and returns the range that is complete with it, or an invalid one.
func (j *joiner) add(it subnet.Item) (netipx.IPRange, error) {
	if err := j.check(it); err != nil {
		return netipx.IPRange{}, err
	}
	r, err := j.Add(it.Range())
	if errors.Is(err, subnet.ErrOrder) {
		// A prefix with host bits, of which a part has been written already.
		err = fmt.Errorf("the block %v begins before what is complete: sort blocks, without host bits", netip.PrefixFrom(it.Addr, it.Bits()).Masked())
	}
	return r, err
}

// family is the index of a family: 0 for IPv4, 1 for IPv6.
func family(is4 bool) int {
	if is4 {
		return 0
	}
	return 1
}

// ordered is collapse for items in order.
func (j *collapseJob) ordered() stream.Op[*collapseRecord] {
	var items joiner
	var growing [2]struct {
		items        bool
		first, label string // the item that it began with, and the label of all
	}
	emit := func(out *stream.Out[*collapseRecord], r netipx.IPRange) bool {
		g := &growing[family(r.From().Is4())]
		return j.emit(out, r, func(netipx.IPRange) string { return g.label }, func(netipx.IPRange) string { return g.first })
	}
	return stream.Op[*collapseRecord]{
		Takes: stream.Loose,
		Each: eachLabeled(func(it subnet.Item, rest string, in *ip.Item, out *stream.Out[*collapseRecord]) error {
			r, err := items.add(it)
			if err != nil {
				return err
			}
			if r.IsValid() {
				emit(out, r)
			}
			g := &growing[family(it.Addr.Is4())]
			switch label := labelOf(rest); {
			case !g.items || r.IsValid():
				g.items, g.label = true, strings.Clone(label)
				if !out.Plain() {
					g.first = strings.Clone(in.Text)
				}
			case label != g.label:
				g.label = ""
			}
			return nil
		}),
		End: func(out *stream.Out[*collapseRecord]) error {
			for r := range items.Rest() {
				if !emit(out, r) {
					break
				}
			}
			return nil
		},
	}
}
