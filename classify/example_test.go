package classify_test

import (
	"fmt"
	"net/netip"

	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/eui64"
)

func ExampleClassify() {
	a := netip.MustParseAddr("2001:0:4136:e378:8000:63bf:3fff:fdd2")
	c := classify.Classify(a)
	fmt.Println(c.Type, c.Scope, c.Cast)
	fmt.Println(string(c.AppendDetail(nil, a)))
	// Output:
	// teredo global unicast
	// Teredo client 192.0.2.45 port 40000, documentation, server 65.54.227.120, global-unicast
}

func ExampleClassifyPrefix() {
	p := netip.MustParsePrefix("2001:1::/126")
	c := classify.ClassifyPrefix(p)
	fmt.Println(c.Type, string(c.AppendPrefixDetail(nil, p)))
	// Output: mixed ietf-protocol, port-control-anycast, turn-anycast, dns-sd-anycast
}

func ExampleChain() {
	for _, row := range classify.Chain(netip.MustParseAddr("2001:db8::1")) {
		fmt.Println(row.Registry, row.Prefix, row.Name)
	}
	// Output:
	// address space 2000::/3 Global Unicast
	// global unicast 2001:c00::/23 APNIC
	// special purpose 2001:db8::/32 Documentation
}

func ExampleAnatomy() {
	for _, p := range classify.Anatomy(netip.MustParseAddr("2002:c000:201:7::1"), classify.Options{}) {
		fmt.Printf("%3d-%-3d %-7s %s\n", p.First, p.Last, p.Name, p.Value)
	}
	// Output:
	//   0-15  prefix  2002::/16
	//  16-47  router  192.0.2.1
	//  48-63  subnet  0007
	//  64-127 IID     0000000000000001
}

func ExampleWarnings() {
	for _, w := range classify.Warnings(netip.MustParseAddr("fd12:3456:789a::1")) {
		fmt.Println(w)
	}
	// Output: global ID is a sequence of digits, not random: may clash with another site's (RFC 4193 section 3.2.1)
}

func ExampleVendor() {
	fmt.Println(classify.Vendor(eui64.MustParseMAC("00:00:5e:00:53:01")))
	// Output: ICANN, IANA Department true
}
