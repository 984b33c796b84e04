// Package subnet has the commands of prefix arithmetic.
package subnet

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/subnet"
)

func New(a *cli.App) *cobra.Command {
	c := cli.Group(&cobra.Command{
		Use:   "subnet",
		Short: "prefix arithmetic: split, aggregate, match, plan and renumber",
		Long: `Prefix arithmetic of both families, on streams of any length.

Items are addresses, prefixes and ranges FIRST-LAST; IPv4 prefixes may also
have a netmask or a wildcard mask (192.0.2.0/255.255.255.0). A range whose ends
are reversed or of two families is an error.

Host bits are masked off: 2001:db8::1/32 is the block 2001:db8::/32 ("info"
tells of them, "sort", "tree" and "renumber" keep them). Items may be unsorted,
repeated, overlapping and of both families; what is made of all of them comes
with IPv4 before IPv6, then in address order. IPv4-mapped addresses
(::ffff:0:0/96) are IPv6. Zones are kept where an item is written again ("sort",
"tree", "renumber", "match"), else passed over, and refused on ranges.`,
		Example: `  hextet subnet info 2001:db8:0:8000::/49
  hextet subnet split --to 64 2001:db8::/62
  hextet subnet allocate --in 2001:db8::/32 --size 48 -f used.txt >> used.txt`,
	})
	c.AddCommand(
		newInfo(a), newSplit(a), newHosts(a),
		newRange(a), newCIDR(a),
		newCollapse(a), newExclude(a), newIntersect(a), newCover(a),
		newMatch(a), newOverlaps(a),
		newFree(a), newAllocate(a), newMap(a),
		newSort(a), newTree(a), newRenumber(a),
	)
	for _, s := range c.Commands() {
		if s.Name() != "match" { // whose items are addresses
			cli.CompleteItems(s, "PREFIX")
		}
	}
	return c
}

// A prefixRecord is one prefix of an answer.
type prefixRecord struct{ prefix netip.Prefix }

func prefixTable(doc string) record.Table[*prefixRecord] {
	return record.Table[*prefixRecord]{
		Default: "prefix",
		Fields: []record.Field[*prefixRecord]{
			record.Text("prefix", doc, func(b []byte, r *prefixRecord) []byte {
				return addr.AppendPrefix(b, r.prefix)
			}),
		},
	}
}

// emitPrefixes writes ps as records of input and reports whether more is wanted.
func emitPrefixes(out *stream.Out[*prefixRecord], input string, ps func(func(netip.Prefix) bool)) bool {
	if out.Plain() {
		end := out.Terminator()
		for p := range ps {
			if !out.Took(append(addr.AppendPrefix(out.Buffer(), p), end), 1) {
				return false
			}
		}
		return true
	}
	for p := range ps {
		out.Rec.prefix = p
		if !out.EmitFor(input) {
			return false
		}
	}
	return true
}

// parseKept is subnet.Parse for a flag that goes on living.
func parseKept(s string) (subnet.Item, error) { return subnet.Parse(strings.Clone(s)) }

// setOf returns the addresses of list.
func setOf(list []subnet.Item) subnet.Set {
	var b subnet.Builder
	for _, it := range list {
		b.Add(it.Range)
	}
	return b.Set()
}

// gathered is the set of all items, read on several goroutines.
type gathered struct{ parts []*subnet.Builder }

// gather is the Gather of an Op that collects items in g.
func gather[R any](g *gathered) func() func(it *ip.Item, out *stream.Out[R]) error {
	return func() func(it *ip.Item, out *stream.Out[R]) error {
		b := new(subnet.Builder)
		g.parts = append(g.parts, b)
		return func(it *ip.Item, _ *stream.Out[R]) error {
			if it.Known {
				b.AddPrefix(it.Prefix())
				return nil
			}
			r, err := subnet.ParseRange(it.Text)
			b.Add(r)
			return err
		}
	}
}

// itemIn returns an item as package subnet has it.
func itemIn(it *ip.Item) (subnet.Item, error) {
	if it.Known {
		p := it.Prefix()
		return subnet.Item{Range: subnet.RangeOf(p), Addr: p.Addr(), Zone: it.Zone, Bits: it.Length}, nil
	}
	return subnet.Parse(it.Text)
}

// rangeOf returns the addresses that an item stands for.
func rangeOf(it *ip.Item) (subnet.Range, error) {
	if it.Known {
		return subnet.RangeOf(it.Prefix()), nil
	}
	return subnet.ParseRange(it.Text)
}

// set returns the set of what was gathered.
func (g *gathered) set() subnet.Set {
	var all subnet.Builder
	for _, b := range g.parts {
		all.Join(b)
	}
	return all.Set()
}

// A setFlag is a pair of flags that name addresses: items, and files of items.
type setFlag struct {
	name  string
	items []subnet.Item
	files []string
}

// add adds --name ITEM and --name-file PATH to c.
func (f *setFlag) add(c *cobra.Command, usage string) {
	cli.AddList(c, &f.items, f.name, "ITEM", usage, parseKept)
	c.Flags().StringArrayVar(&f.files, f.name+"-file", nil, "the same, with the items of the file at `PATH`, one a line (repeatable)")
}

// set returns what the flags name.
func (f *setFlag) set() (subnet.Set, error) {
	if len(f.items) == 0 && len(f.files) == 0 {
		return subnet.Set{}, fmt.Errorf("--%s or --%s-file is needed", f.name, f.name)
	}
	s := setOf(f.items)
	for _, path := range f.files {
		more, err := cli.ReadFile(path, func(r io.Reader) (subnet.Set, error) { return readSet(r, path) })
		if err != nil {
			return s, err
		}
		s = s.Union(more)
	}
	return s, nil
}

// readSet reads a file of items, one a line. What stands behind a blank or a
// comma is passed over.
func readSet(r io.Reader, path string) (subnet.Set, error) {
	var b subnet.Builder
	in := bufio.NewScanner(r)
	in.Buffer(nil, 1<<20)
	line := 0
	for in.Scan() {
		line++
		text := in.Text()
		if line == 1 {
			text = strings.TrimPrefix(text, "\ufeff")
		}
		text = strings.TrimLeft(text, " \t")
		if i := strings.IndexAny(text, " \t\r,"); i >= 0 {
			text = text[:i]
		}
		if text == "" || text[0] == '#' {
			continue
		}
		it, err := subnet.Parse(text)
		if err != nil {
			return subnet.Set{}, &cli.FileError{Place: path + ":" + strconv.Itoa(line), Err: err}
		}
		b.Add(it.Range)
	}
	if err := in.Err(); err != nil {
		if errors.Is(err, bufio.ErrTooLong) {
			err = &cli.FileError{Place: path + ":" + strconv.Itoa(line+1), Err: errors.New("line longer than 1 MiB")}
		}
		return subnet.Set{}, err
	}
	return b.Set(), nil
}
