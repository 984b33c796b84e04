package lint

import "testing"

func TestPrivacy(t *testing.T) {
	testRule(t, "privacy", []ruleTest{
		{text: "2a07::211:22ff:fe33:4455 fe80::211:22ff:fe33:4455%eth0 fd6b::211:22ff:fe33:4455/64", want: []string{
			"2a07::211:22ff:fe33:4455", "fe80::211:22ff:fe33:4455%eth0", "fd6b::211:22ff:fe33:4455/64",
		}},
		{text: "2a07::1 2a07::200:5eff:fe00:5301 ff02::211:22ff:fe33:4455 2a07::ff:fe00:1:2 ::211:22ff:fe33:4455 10.0.0.1"},
	})
}
