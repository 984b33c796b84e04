package lint

import "testing"

func TestDeprecated(t *testing.T) {
	testRule(t, "deprecated", []ruleTest{
		{text: "2002:c000:201::1 2002:c058:6301:: fec0::1 ::1.2.3.4 3ffe::1 2001:10::1 200:1:2::1 192.88.99.1", want: []string{
			"2002:c000:201::1", "2002:c058:6301::", "fec0::1", "::1.2.3.4", "3ffe::1", "2001:10::1", "200:1:2::1", "192.88.99.1",
		}},
		{text: "2002::/16 fec0::/10 3ffe::/16 192.88.99.0/24 ::/96"},
		{text: "2002:c000:201::/48", want: []string{"2002:c000:201::/48"}},
		{text: "deny 2002:a00::/24 ::5 ::1 :: ::dead:beef"},
		{text: "fe80::1 fc00::1 2a07::1"},
	})
}
