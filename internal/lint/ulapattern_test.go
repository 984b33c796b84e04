package lint

import "testing"

func TestULAPattern(t *testing.T) {
	testRule(t, "ula-pattern", []ruleTest{
		{text: "fd00::1 fd12:3456:789a::/48 fdde:adbe:ef00:1::1/64 fc00::1 fc00:1:2::/48", want: []string{
			"fd00::1", "fd12:3456:789a::/48", "fdde:adbe:ef00:1::1/64", "fc00::1", "fc00:1:2::/48",
		}},
		{text: "fd6b:2c91:e4a7::/48 fc00::/7 fd00::/8 fd00::/40 fd00:ec2::254 fd20:ce::254"},
	})
}
