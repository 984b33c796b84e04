package lint

import "testing"

func TestMulticastFlags(t *testing.T) {
	testRule(t, "multicast-flags", []ruleTest{
		{text: "ff20::1 ff22::1 ff42::1 ff3e:41:2a07::1 ff0f::1", want: []string{"ff20::1", "ff22::1", "ff42::1", "ff3e:41:2a07::1", "ff0f::1"}},
		{text: "ff02::1 ff05::1:3 ff3e:30:2a07:a8c0::1 ff3e::8000:1 ff00::/8 ff20::/12 224.0.0.1 ffff:ffff::"},
	})
}
