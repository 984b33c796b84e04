package lint

import "testing"

func TestNonCanonical(t *testing.T) {
	testRule(t, "non-canonical", []ruleTest{
		{text: "2001:db8::1 fe80::1%eth0/64 ::ffff:192.0.2.1 64:ff9b::192.0.2.1 192.0.2.1"},
		{text: "2001:DB8::1", want: []string{"2001:DB8::1 -> 2001:db8::1"}},                                // RFC 5952 section 4.3
		{text: "2001:0db8::0001/64", want: []string{"2001:0db8::0001/64 -> 2001:db8::1/64"}},               // 4.1
		{text: "2001:db8:0:0:0:0:2:1", want: []string{"2001:db8:0:0:0:0:2:1 -> 2001:db8::2:1"}},            // 4.2.1
		{text: "2001:db8::1:1:1:1:1", want: []string{"2001:db8::1:1:1:1:1 -> 2001:db8:0:1:1:1:1:1"}},       // 4.2.2
		{text: "2001:0:0:1:0:0:0:1", want: []string{"2001:0:0:1:0:0:0:1 -> 2001:0:0:1::1"}},                // 4.2.3
		{text: "2001:db8:0:0:1::1", want: []string{"2001:db8:0:0:1::1 -> 2001:db8::1:0:0:1"}},              // 4.2.3
		{text: "::FFFF:c000:201", want: []string{"::FFFF:c000:201 -> ::ffff:192.0.2.1"}},                   // 5
		{text: "[FE80::1%25Eth0]:80", want: []string{"FE80::1%25Eth0 -> fe80::1%25Eth0"}},                  // RFC 6874
		{text: "2001:db8:0:0:0:0:0:1:443", want: []string{"2001:db8:0:0:0:0:0:1"}},                         // the port
		{text: "Route `2001:DB8::/32` it", file: "a.md", want: []string{"2001:DB8::/32 -> 2001:db8::/32"}}, // documents too
		{text: `f("2001:DB8::1", "in 2001:DB8::2")`, file: "a.go", want: []string{"2001:DB8::1 -> 2001:db8::1"}},
	})
}
