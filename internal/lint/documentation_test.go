package lint

import "testing"

func TestDocumentation(t *testing.T) {
	testRule(t, "documentation", []ruleTest{
		{text: "server 2001:db8::1 3fff::1 192.0.2.1 198.51.100.1 203.0.113.1", want: []string{
			"2001:db8::1", "3fff::1", "192.0.2.1", "198.51.100.1", "203.0.113.1",
		}},
		{text: "2001:db9::1 192.0.3.1"},
		{text: "2001:db8::/32 3fff::/20 192.0.2.0/24"}, // the blocks themselves
		{text: "2001:db8::/40", want: []string{"2001:db8::/40"}},
		{text: "2001:db8::1/32", want: []string{"2001:db8::1/32"}},
		{text: "2001::/16"}, // more than that
		{text: "deny 2001:db8:1::/48"},
		{text: "bogons = {\n  2001:db8:1::/48\n}"},
		{text: "deny ip 192.0.2.0 0.0.0.127 any"},
		{text: "permit ip 192.0.2.0 0.0.0.127 any", want: []string{"192.0.2.0"}},
		{text: "deny host 192.0.2.1", want: []string{"192.0.2.1"}},
		{text: "2001:db8::1", file: "a.md"},
		{text: `f("2001:db8::1")`, file: "a.go", want: []string{"2001:db8::1"}},
		{text: "f() // 2001:db8::1", file: "a.go"},
	})
}
