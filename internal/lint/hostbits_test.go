package lint

import "testing"

func TestHostBits(t *testing.T) {
	testRule(t, "host-bits", []ruleTest{
		{text: "permit ipv6 2a07::1/48 any", want: []string{"2a07::1/48 -> 2a07::/48"}},
		{text: "permit ipv6 2a07::/48 any"},
		{text: "ip address 10.1.2.3/24"},
		{text: "Address = 10.1.2.3/24\nAllowedIPs = 10.1.2.3/24", want: []string{"10.1.2.3/24 -> 10.1.2.0/24"}},
		{text: "2a07::1/48", want: []string{"2a07::1/48 -> 2a07::/48"}},
		{text: "2a07::1/64"},
		{text: "10.1.2.3/24"},
		{text: "10.1.2.3/8", want: []string{"10.1.2.3/8 -> 10.0.0.0/8"}},
		{text: "x 10.1.2.3/8"},
		{text: "2a07::1/128 ::1/0"},
		{text: "addresses:\n- 2a07::1/48"},
		{text: "allowed_cidrs:\n- 10.1.2.3/16", want: []string{"10.1.2.3/16 -> 10.1.0.0/16"}},
		{text: "allowedCIDRs: [10.1.2.3/16]", want: []string{"10.1.2.3/16 -> 10.1.0.0/16"}},
		{text: "interface eth0\n  allow-x: 1\n  ip 2a07::1/48"},
		{text: "acl a {\n  b {\n    10.1.2.3/16;\n  }\n}", want: []string{"10.1.2.3/16 -> 10.1.0.0/16"}},
		{text: "acl a {\n}\nb 10.1.2.3/16;"},
		{text: "source-address {\n  2a07::1/64;\n}", want: []string{"2a07::1/64 -> 2a07::/64"}},
		{text: "route 10.1.2.3/16 via 10.0.0.1/8", want: []string{"10.1.2.3/16 -> 10.1.0.0/16"}},
		{text: `netip.MustParsePrefix("10.1.2.3/16")`, file: "a.go", want: nil},
		{text: `net.ParseCIDR("10.1.2.3/16")`, file: "a.go"},
		{text: `ipaddress.ip_network("10.1.2.3/16")`, file: "a.py", want: []string{"10.1.2.3/16 -> 10.1.0.0/16"}},
		{text: `ipaddress.ip_interface("10.1.2.3/16")`, file: "a.py"},
		{text: "allow fe80::1%eth0/64", want: []string{"fe80::1%eth0/64 -> fe80::%eth0/64"}},
		{text: "subnet6 2A07:0::1/64 {", want: []string{"2A07:0::1/64 -> 2a07::/64"}},
		{text: "allow 10.1.2.3/16", file: "a.md"},
	})
}
