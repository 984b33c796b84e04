package embed4_test

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/hextet/hextet/embed4"
)

func ExampleNAT64() {
	nat := embed4.NAT64{Prefix: netip.MustParsePrefix("2001:db8:122:344::/64")}
	a, _ := nat.Encode(netip.MustParseAddr("192.0.2.33"))
	fmt.Println(a)
	v4, _ := nat.Decode(a)
	fmt.Println(v4)
	p, _ := embed4.WellKnown().EncodePrefix(netip.MustParsePrefix("192.0.2.0/24"))
	fmt.Println(p)
	fmt.Println(embed4.WellKnown().Check(netip.MustParsePrefix("10.0.0.1/32")).Err())
	// Output:
	// 2001:db8:122:344:c0:2:2100:0
	// 192.0.2.33
	// 64:ff9b::c000:200/120
	// a private address must not be used under the well-known prefix 64:ff9b::/96 (RFC 6052 section 3.1)
}

func ExampleExtract() {
	for f := range embed4.Extract(netip.MustParseAddr("2001:0:4136:e378:8000:63bf:3fff:fdd2"), nil) {
		fmt.Println(f.Mechanism, f.Role, f.Addr, f.Flags, f.Certainty)
	}
	// Output:
	// teredo server 65.54.227.120 cone certain
	// teredo client 192.0.2.45 cone certain
}

func ExampleDiscover() {
	for d := range embed4.Discover(netip.MustParseAddr("2001:db8:122:c000:0:aa00::")) {
		fmt.Println(d.NAT64.Prefix, d.Certainty)
	}
	// Output: 2001:db8:122::/48 certain
}

func ExampleSixRD() {
	d := embed4.SixRD{Prefix: netip.MustParsePrefix("2001:db8::/32"), IPv4: netip.MustParsePrefix("10.0.0.0/8")}
	p, _ := d.EncodePrefix(netip.MustParsePrefix("10.100.100.1/32"))
	fmt.Println(p)
	// Output: 2001:db8:6464:100::/56
}

func ExampleParseMAPRules() {
	d, err := embed4.ParseMAPRules(strings.NewReader("rule ipv6=2001:db8::/40 ipv4=192.0.2.0/24 ea=16 fmr"))
	if err != nil {
		fmt.Println(err)
		return
	}
	ce, _ := d.ForIPv4(netip.MustParseAddr("192.0.2.18"), 1232)
	fmt.Println(ce.Prefix, ce.Addr())
	for r := range ce.Ports() {
		fmt.Printf("PSID %#x, ports %d-%d and so on\n", ce.PSID, r.First, r.Last)
		break
	}
	// Output:
	// 2001:db8:12:3400::/56 2001:db8:12:3400:0:c000:212:34
	// PSID 0x34, ports 1232-1235 and so on
}

func ExampleParseEAM() {
	t, err := embed4.ParseEAM(strings.NewReader("192.0.2.16/28 2001:db8:cccc::/124"))
	if err != nil {
		fmt.Println(err)
		return
	}
	a, _, _ := t.To6(netip.MustParseAddr("192.0.2.24"))
	fmt.Println(a)
	// Output: 2001:db8:cccc::8
}
