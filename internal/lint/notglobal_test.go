package lint

import "testing"

func TestNotGlobal(t *testing.T) {
	testRule(t, "not-global", []ruleTest{
		{text: "10.0.0.1 192.168.0.0/24 100.64.0.1 127.0.0.1 169.254.0.1 fd6b::1 fe80::1 ::1 ff02::1 224.0.0.1 fec0::1 0.0.0.0 ::ffff:192.0.2.1", want: []string{
			"10.0.0.1", "192.168.0.0/24", "100.64.0.1", "127.0.0.1", "169.254.0.1", "fd6b::1", "fe80::1", "::1", "ff02::1", "224.0.0.1", "fec0::1",
			"0.0.0.0", "::ffff:192.0.2.1",
		}},
		{text: "2a07::1 9.9.9.9 ff0e::1 0.0.0.0/0 ::/0 10.0.0.0/8 fc00::/7 64:ff9b::9.9.9.9 255.255.255.0 0.0.0.255 ::5"},
		{text: "version 10.0.0.1"},
		{text: "2001:db8::1", want: []string{"2001:db8::1"}},
	})
	c := only("not-global", "documentation")
	if got := found(c, "", "2001:db8::1"); len(got) != 1 {
		t.Errorf("a documentation address is told %d times", len(got))
	}
}
