package lint

import "testing"

func TestOddLength(t *testing.T) {
	testRule(t, "odd-length", []ruleTest{
		{text: "address 2a07::1/80", want: []string{"2a07::1/80"}},
		{text: "address 2a07::1/48", want: []string{"2a07::1/48"}},
		{text: "subnet 2a07::/120", want: []string{"2a07::/120"}},
		{text: "interface eth0 {\n  prefix 2a07::/56 {\n  }\n}", want: []string{"2a07::/56"}},
		{text: "address 2a07::1/64 address 2a07::1/127 address 2a07::1/128 address 10.0.0.1/24"},
		{text: "route 2a07::/56 permit 2a07::/120 nat64 prefix subnet 2a07::/96 allow 2a07::1/48"},
		{text: "network 64:ff9b::/96 ::ffff:0:0/96 ff02::/112 2000::/3"},
	})
}
