package lint

import "testing"

func TestReserved(t *testing.T) {
	testRule(t, "reserved", []ruleTest{
		{text: "4000::1 dead:beef::1 1234:5678::1", want: []string{"4000::1", "dead:beef::1", "1234:5678::1"}},
		{text: "250.1.2.3", want: []string{"250.1.2.3"}},
		{text: "255.255.255.0 255.255.255.250 240.0.0.0 255.0.0.0 255.255.255.255 240.0.0.0/4 8000::/3 ::5eff:fe00:1"},
		{text: "4000::/48", want: []string{"4000::/48"}},
		{text: "2a07::fdff:ffff:ffff:fffe", want: []string{"2a07::fdff:ffff:ffff:fffe"}}, // RFC 2526
		{text: "2a07::1 fe80::200:5eff:fe00:201 200::1 ffff:ffff::"},
	})
}
