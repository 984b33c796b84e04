// Package subnet contains the commands for prefix arithmetic.
package subnet

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"go4.org/netipx"

	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/fields"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/subnet"
)

// New returns the command group.
func New(a *cli.App) *cobra.Command {
	c := cli.Group(&cobra.Command{
		Use:   "subnet",
		Short: "prefix arithmetic: split, aggregate, match, plan and renumber",
		Long: `Prefix arithmetic for both families, on streams of any length.

Items are addresses, prefixes and ranges FIRST-LAST; IPv4 prefixes may also
have a netmask or a wildcard mask (192.0.2.0/255.255.255.0). A range whose ends
are reversed or of two families is an error.

Host bits are masked off: 2001:db8::1/32 is the block 2001:db8::/32 ("info"
reports them; "sort", "tree", "step" and "renumber" keep them). Items may be
unsorted, repeated, overlapping and of both families; results made from all of
them have IPv4 before IPv6, then address order. IPv4-mapped addresses
(::ffff:0:0/96) are IPv6. Zones are kept where an item is written,
ignored elsewhere, and an error on ranges.`,
		Example: `  hextet subnet info 2001:db8:0:8000::/49
  hextet subnet split --to 64 2001:db8::/62
  hextet subnet allocate --in 2001:db8::/32 --size 48 -f used.txt >> used.txt`,
	})
	c.AddCommand(
		newInfo(a), newSplit(a), newAddresses(a), newStep(a),
		newRange(a), newCIDR(a),
		newCollapse(a), newCount(a), newExclude(a), newIntersect(a), newDiff(a), newCover(a),
		newMatch(a), newOverlaps(a),
		newFree(a), newAllocate(a), newMap(a), newAnycast(a),
		newSort(a), newTree(a), newRenumber(a),
	)
	for _, s := range c.Commands() {
		if s.Name() != "anycast" { // it is for IPv6 only
			a.AddFamily(s)
		}
		if s.Name() != "match" { // its items are addresses
			cli.CompleteItems(s, "PREFIX")
		}
	}
	return c
}

// rangeOf returns the addresses of an item.
func rangeOf(it *ip.Item) (netipx.IPRange, error) {
	if it.Known {
		return netipx.RangeOfPrefix(it.Prefix()), nil
	}
	i, err := subnet.Parse(it.Text)
	return i.Range(), err
}

// each returns the Each of an Op that processes each item.
func each[R any](do func(it subnet.Item, in *ip.Item, out *stream.Out[R]) error) func(*ip.Item, *stream.Out[R]) error {
	return func(in *ip.Item, out *stream.Out[R]) error {
		if in.Known {
			return do(subnet.Item{Item: fields.ItemOf(in)}, in, out)
		}
		it, err := subnet.Parse(in.Text)
		if err != nil || !out.Wants(it.Addr.Is4()) {
			return err
		}
		return do(it, in, out)
	}
}

// gathered holds all items as a set, read on several goroutines, and separately those
// with labels.
type gathered struct{ parts []*gatheredPart }

type gatheredPart struct {
	subnet.Builder // of items without labels
	labeled        []labeledRange
}

// gather returns the Gather of an Op that collects items in g.
func gather[R any](g *gathered) func() func(it *ip.Item, out *stream.Out[R]) error {
	return func() func(it *ip.Item, out *stream.Out[R]) error {
		b := new(gatheredPart)
		g.parts = append(g.parts, b)
		return func(it *ip.Item, out *stream.Out[R]) error {
			if it.Known {
				b.AddPrefix(it.Prefix())
				return nil
			}
			item, rest, err := labeledIn(it)
			if err != nil || !out.Wants(item.Addr.Is4()) {
				return err
			}
			if label := labelOf(rest); label != "" {
				b.labeled = append(b.labeled, labeledRange{item.Range(), strings.Clone(label)})
			} else {
				b.Add(item.Range())
			}
			return nil
		}
	}
}

// all returns what was gathered, and its labels, or nil if there are none.
func (g *gathered) all() (*subnet.Builder, *agreement) {
	b := new(subnet.Builder)
	var labeled []labeledRange
	for _, p := range g.parts {
		b.Join(&p.Builder)
		labeled = append(labeled, p.labeled...)
	}
	if len(labeled) == 0 {
		return b, nil
	}
	labels := newAgreement(b.Set(), labeled)
	b.AddSet(labels.unlabeled)
	for _, l := range labeled {
		b.Add(l.IPRange)
	}
	return b, labels
}

// set returns the set of everything that was gathered.
func (g *gathered) set() subnet.Set {
	b, _ := g.all()
	return b.Set()
}

// known returns an error if an item could not be read, since a result that needs all
// items would be wrong, unless --on-error skip was given explicitly.
func known[R any](c *cobra.Command, out *stream.Out[R], what string) error {
	f := c.Flags().Lookup("on-error")
	if !out.Trouble() || f.Changed && f.Value.String() == stream.Skip.String() {
		return nil
	}
	return errors.New(what)
}

// parseKept parses the value of a flag as an item, and copies what it keeps. Host bits
// are an error, as in every flag that takes a prefix.
func parseKept(s string) (subnet.Item, error) {
	it, err := subnet.Parse(strings.Clone(s))
	if err != nil {
		return it, cli.Advised(s, err)
	}
	return it, cli.HostBits(it.Item)
}
