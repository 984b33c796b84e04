package subnet

import (
	"net/netip"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"go4.org/netipx"

	"github.com/hextet/hextet/internal/cli"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/subnet"
)

// A countRecord is the number of addresses of one family in the items.
type countRecord struct {
	is4                bool
	addresses, subnets subnet.Count
	prefixes, ranges   uint64
	last               netipx.IPRange // the last range counted
}

func countTable() record.Table[*countRecord] {
	return record.Table[*countRecord]{
		Default: "family,addresses,subnets_64,prefixes",
		Fields: []record.Field[*countRecord]{
			record.Number("family", "4 or 6", func(b []byte, r *countRecord) []byte {
				if r.is4 {
					return append(b, '4')
				}
				return append(b, '6')
			}),
			record.Count("addresses", "how many different addresses", func(b []byte, r *countRecord) []byte { return r.addresses.AppendTo(b) }),
			record.Count("subnets_64", "how many /64 have addresses of the items, of IPv6", func(b []byte, r *countRecord) []byte {
				if r.is4 {
					return b
				}
				return r.subnets.AppendTo(b)
			}),
			record.Number("prefixes", "the fewest prefixes that are all items", func(b []byte, r *countRecord) []byte {
				return strconv.AppendUint(b, r.prefixes, 10)
			}),
			record.Number("ranges", "the fewest ranges that are all items", func(b []byte, r *countRecord) []byte {
				return strconv.AppendUint(b, r.ranges, 10)
			}),
		},
	}
}

// add counts r, which lies after all ranges before it.
func (c *countRecord) add(r netipx.IPRange) {
	c.addresses = c.addresses.Add(subnet.Size(r))
	for range subnet.Prefixes(r) {
		c.prefixes++
	}
	c.ranges++
	before := c.last
	c.last = r
	if c.is4 {
		return
	}
	if before.IsValid() {
		// A /64 that r shares with the previous range has already been counted.
		shared := netip.PrefixFrom(before.To(), 64).Masked()
		if end := netipx.PrefixLastIP(shared); shared.Contains(r.From()) {
			if !end.Less(r.To()) {
				return
			}
			r = netipx.IPRangeFrom(end.Next(), r.To())
		}
	}
	c.subnets = c.subnets.Add(subnet.CountBlocks(r, 64))
}

func newCount(a *cli.App) *cobra.Command {
	c := &cobra.Command{
		Use:   "count [ITEM...]",
		Short: "count the addresses of all items",
		Long: `Count the different addresses of all items together, a line for each family:
the family, its addresses, the /64 that have any of them (of IPv6), and the
fewest prefixes that make them up. Counts are exact, and strings in JSON. An
IPv4 item takes 8 bytes of memory and an IPv6 item 24.

` + sortedHelp + `

In records, "input" is the first item of that family.`,
		Example: `  hextet subnet count 192.0.2.0/24 192.0.2.128-192.0.3.9 2001:db8::/48
  hextet subnet count -j -f used.txt
  hextet expand -f used.txt | LC_ALL=C sort | hextet subnet count --sorted`,
	}
	var sorted bool
	addSorted(c, &sorted)
	return cli.Items(a, c, countTable, func() (stream.Op[*countRecord], error) {
		if sorted {
			return countOrdered(), nil
		}
		return countSet(), nil
	})
}

// A tally counts both families.
type tally struct {
	families [2]countRecord
	first    [2]string // first item of each
}

func (t *tally) add(r netipx.IPRange) {
	if r.IsValid() {
		f := &t.families[family(r.From().Is4())]
		f.is4 = r.From().Is4()
		f.add(r)
	}
}

// see remembers the first item of each family.
func (t *tally) see(it subnet.Item, in *ip.Item) {
	if of := family(it.Addr.Is4()); t.first[of] == "" {
		t.first[of] = strings.Clone(in.Text)
	}
}

func (t *tally) emit(out *stream.Out[*countRecord]) {
	for i, f := range t.families {
		if f.ranges > 0 {
			*out.Rec = f
			if !out.EmitFor(t.first[i]) {
				return
			}
		}
	}
}

func countSet() stream.Op[*countRecord] {
	var all subnet.Builder
	var t tally
	return stream.Op[*countRecord]{
		Takes: stream.Loose,
		Each: eachLabeled(func(it subnet.Item, _ string, in *ip.Item, _ *stream.Out[*countRecord]) error {
			all.Add(it.Range())
			t.see(it, in)
			return nil
		}),
		End: func(out *stream.Out[*countRecord]) error {
			for r := range all.Ranges() {
				t.add(r)
			}
			t.emit(out)
			return nil
		},
	}
}

func countOrdered() stream.Op[*countRecord] {
	var items joiner
	var t tally
	return stream.Op[*countRecord]{
		Takes: stream.Loose,
		Each: eachLabeled(func(it subnet.Item, _ string, in *ip.Item, _ *stream.Out[*countRecord]) error {
			r, err := items.add(it)
			if err == nil {
				t.add(r)
				t.see(it, in)
			}
			return err
		}),
		End: func(out *stream.Out[*countRecord]) error {
			for r := range items.Rest() {
				t.add(r)
			}
			t.emit(out)
			return nil
		},
	}
}
