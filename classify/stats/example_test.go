package stats_test

import (
	"fmt"
	"net/netip"

	"github.com/hextet/hextet/classify/stats"
)

func Example() {
	c := stats.New(stats.Options{Top: 1})
	for _, text := range []string{
		"2001:db8::1", "2001:db8::2", "2001:db8::2", "2001:db8:0:1:2a0:ccff:fe24:b0e4", "fe80::1", "192.0.2.1",
	} {
		c.Add(netip.MustParseAddr(text))
	}
	s := c.Summary()
	fmt.Println(s.Total(), "addresses,", s.Distinct(), "distinct")
	for _, row := range s.IIDs() {
		fmt.Println(row.Name, row.Count)
	}
	for _, p := range s.IPv6.Prefixes {
		fmt.Printf("%d /%d, most in %v\n", p.Distinct, p.Bits, p.Top[0].Prefix)
	}
	// Output:
	// 6 addresses, 5 distinct
	// low-byte 4
	// eui64 1
	// none 1
	// 2 /32, most in 2001:db8::/32
	// 2 /48, most in 2001:db8::/48
	// 2 /56, most in 2001:db8::/56
	// 3 /64, most in 2001:db8::/64
}

func ExampleCounter_By() {
	c := stats.New(stats.Options{})
	for _, text := range []string{"2001:db8::1", "2001:db8::1", "2001:db8::2", "2001:db8:1::7", "192.0.2.1"} {
		c.Add(netip.MustParseAddr(text))
	}
	prefixes, err := c.By(48, 24)
	if err != nil {
		fmt.Println(err)
		return
	}
	for p := range prefixes {
		fmt.Println(p.Prefix, p.Count, p.Distinct)
	}
	// Output:
	// 2001:db8::/48 3 2
	// 192.0.2.0/24 1 1
	// 2001:db8:1::/48 1 1
}
