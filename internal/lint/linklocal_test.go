package lint

import "testing"

func TestLinkLocal(t *testing.T) {
	one := []string{"fe80::1"}
	testRule(t, "link-local-without-zone", []ruleTest{
		{text: "fe80::1", want: one},
		{text: "nameserver fe80::1", want: one},
		{text: "server [fe80::1]:80;", want: one},
		{text: "www AAAA fe80::1", want: one},
		{text: "http://[fe80::1]/", want: one},
		{text: "servers:\n  - fe80::1", want: one},
		{text: "fe80::1%eth0 fe80::1/64 fe80:: 169.254.0.1"},
		{text: "nameserver fe80::1 # eth0"},
		{text: "route default via fe80::1 dev eth0"},
		{text: "interface eth0\n  server fe80::1"},
		{text: "Gateway=fe80::1"},
		{text: "permit host fe80::1"},
		{text: "x fe80::1 y"},
		{text: `f("fe80::1")`, file: "a.go"},
		{text: `f("[fe80::1]:80")`, file: "a.go", want: one},
		{text: "fe80::1", file: "a.md"},
	})
}
