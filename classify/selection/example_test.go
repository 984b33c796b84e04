package selection_test

import (
	"fmt"
	"net/netip"

	"github.com/hextet/hextet/classify/selection"
)

func Example() {
	gua, _ := selection.ParseAddress("2001:db8:1::10/64")
	v4, _ := selection.ParseAddress("192.0.2.10/24")
	host := selection.Host{Addresses: []selection.Address{gua, v4}}
	destinations := []netip.Addr{netip.MustParseAddr("fd00:aaaa::1"), netip.MustParseAddr("198.51.100.1"), netip.MustParseAddr("2001:db8:ffff::1")}
	for _, d := range selection.New(host, selection.RFC6724, selection.Policy{}).Order(destinations) {
		fmt.Println(d.Addr, d.Source.Addr, d.Rule.Title())
	}
	// Output:
	// 2001:db8:ffff::1 2001:db8:1::10 prefer higher precedence
	// 198.51.100.1 192.0.2.10 prefer matching label
	// fd00:aaaa::1 2001:db8:1::10
}

func ExampleSelector_Compare() {
	ula, _ := selection.ParseAddress("fd00:aaaa::10/64")
	v4, _ := selection.ParseAddress("192.0.2.10/24")
	s := selection.New(selection.Host{Addresses: []selection.Address{ula, v4}}, selection.RFC6724, selection.Policy{})
	list := s.Order([]netip.Addr{netip.MustParseAddr("2001:db8:ffff::1"), netip.MustParseAddr("198.51.100.1")})
	c := s.Compare(&list[0], &list[1])
	fmt.Println(list[0].Addr, "by rule", c.Rule.Number()+":", c.Reason())
	for _, t := range c.Tests {
		fmt.Println(t.Rule.Number(), t.Result)
	}
	// Output:
	// 198.51.100.1 by rule 5: label 4, source label 4; next: label 1, source label 13
	// 1 tie
	// 2 tie
	// 3 tie
	// 4 tie
	// 5 first
}

func ExampleSelector_Contenders() {
	var host selection.Host
	for _, text := range []string{"2001:db8:1::10/64", "fd00:aaaa::10/64"} {
		a, _ := selection.ParseAddress(text)
		host.Addresses = append(host.Addresses, a)
	}
	s := selection.New(host, selection.Linux, selection.Policy{})
	dst := netip.MustParseAddr("fd00:bbbb::1")
	fmt.Println(s.Source(dst).Addr)
	for _, c := range s.Contenders(dst) {
		fmt.Println(c.Address, "by rule", c.Comparison.Rule.Number()+":", c.Comparison.Reason())
	}
	// Output:
	// fd00:aaaa::10
	// 2001:db8:1::10/64 by rule 6: label 5, destination label 5; other: label 1, destination label 5
}

func ExampleParseGaiConf() {
	p := selection.ParseGaiConf([]byte("precedence ::ffff:0:0/96 100  # IPv4 first\n"))
	for _, r := range p.Rows() {
		fmt.Println(r.Prefix, r.Precedence)
	}
	// Output:
	// ::ffff:0.0.0.0/96 100
	// ::/0 40
}
