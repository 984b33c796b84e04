package subnet_test

import (
	"fmt"
	"net/netip"
	"strings"

	"go4.org/netipx"

	"github.com/hextet/hextet/subnet"
)

func ExampleSplit() {
	p := netip.MustParsePrefix("2001:db8::/32")
	blocks, _ := subnet.Split(netipx.RangeOfPrefix(p), 64)
	fmt.Println(blocks.Count())
	last, _ := subnet.ParseIndexes("0..1,-1")
	seq, _ := blocks.Nth(last)
	for q := range seq {
		fmt.Println(q)
	}
	// Output:
	// 4294967296
	// 2001:db8::/64
	// 2001:db8:0:1::/64
	// 2001:db8:ffff:ffff::/64
}

func ExampleSplitInto() {
	blocks, _ := subnet.SplitInto(netip.MustParsePrefix("192.0.2.0/24"), 3)
	for p := range blocks.All() {
		fmt.Println(p)
	}
	// Output:
	// 192.0.2.0/25
	// 192.0.2.128/26
	// 192.0.2.192/26
}

func ExampleBuilder() {
	var b subnet.Builder
	for _, s := range []string{"2001:db8:1::/48", "2001:db8::1/48", "192.0.2.0-192.0.2.8", "2001:db8::7"} {
		it, _ := subnet.Parse(s)
		b.Add(it.Range())
	}
	for p := range b.Set().Prefixes() {
		fmt.Println(p)
	}
	// Output:
	// 192.0.2.0/29
	// 192.0.2.8/32
	// 2001:db8::/47
}

func ExampleSet_IPSet() {
	var b netipx.IPSetBuilder
	b.AddPrefix(netip.MustParsePrefix("2001:db8::/32"))
	b.RemovePrefix(netip.MustParsePrefix("2001:db8::/33"))
	theirs, _ := b.IPSet()
	ours := subnet.FromIPSet(theirs)
	fmt.Println(ours.IPSet().Prefixes())
	// Output: [2001:db8:8000::/33]
}

func ExampleSet_Exclude() {
	all := subnet.SetOf(netip.MustParsePrefix("2001:db8::/32"))
	mine := subnet.SetOf(netip.MustParsePrefix("2001:db8:8000::/34"))
	for p := range all.Exclude(mine).Prefixes() {
		fmt.Println(p)
	}
	// Output:
	// 2001:db8::/33
	// 2001:db8:c000::/34
}

func ExampleAllocate() {
	pool := subnet.SetOf(netip.MustParsePrefix("2001:db8::/40"))
	used := subnet.SetOf(netip.MustParsePrefix("2001:db8::/48"))
	sites, _ := subnet.Allocate(pool, used, subnet.Request{Length: 48, Count: 3, Fit: subnet.SparseFit})
	for p := range sites {
		fmt.Println(p)
	}
	_, err := subnet.Allocate(pool, used, subnet.Request{Length: 41, Count: 2, Fit: subnet.FirstFit})
	fmt.Println(err)
	// Output:
	// 2001:db8:80::/48
	// 2001:db8:40::/48
	// 2001:db8:c0::/48
	// no room for 2 x /41: 1 is free
}

func ExampleReadTable() {
	table, _ := subnet.ReadTable(strings.NewReader(
		"2001:db8::/32    documentation\n" +
			"2001:db8:1::/48, Graz\n"))
	m, ok := table.Addr(netip.MustParseAddr("2001:db8:1::25"))
	fmt.Println(m.Prefix, m.Label, ok)
	// Output: 2001:db8:1::/48 Graz true
}

func ExampleDescribe() {
	it, _ := subnet.Parse("192.0.2.9/255.255.255.248")
	in := subnet.Describe(it)
	fmt.Println(in.Prefix, in.First, in.Last, in.Broadcast, in.Usable)
	// Output: 192.0.2.8/29 192.0.2.8 192.0.2.15 192.0.2.15 6
}

func ExampleBlocks_AppendLines() {
	rest, _ := subnet.Split(netipx.RangeOfPrefix(netip.MustParsePrefix("2001:db8::/62")), 64)
	buf := make([]byte, 0, 64<<10)
	for !rest.Count().IsZero() {
		buf, rest = rest.AppendLines(buf[:0], '\n')
		fmt.Print(string(buf))
	}
	// Output:
	// 2001:db8::/64
	// 2001:db8:0:1::/64
	// 2001:db8:0:2::/64
	// 2001:db8:0:3::/64
}

func ExampleSorter_Tree() {
	var s subnet.Sorter
	for _, text := range []string{"2001:db8:1:1::/64", "2001:db8::/32", "2001:db8:2::/48", "2001:db8:1::/48"} {
		it, _ := subnet.Parse(text)
		s.Add(it)
	}
	for n := range s.Tree(subnet.Sorting{Unique: true}) {
		fmt.Println(strings.Repeat("  ", n.Depth) + n.Item.String())
	}
	// Output:
	// 2001:db8::/32
	//   2001:db8:1::/48
	//     2001:db8:1:1::/64
	//   2001:db8:2::/48
}

func ExampleRenumber() {
	r, _ := subnet.Renumber(netip.MustParsePrefix("2001:db8:1::/48"), netip.MustParsePrefix("3fff:0:7::/48"))
	it, _ := subnet.Parse("2001:db8:1:5:211:22ff:fe33:4455")
	moved, _ := r.Item(it)
	fmt.Println(moved)
	// Output: 3fff:0:7:5:211:22ff:fe33:4455
}
