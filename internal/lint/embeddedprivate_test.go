package lint

import "testing"

func TestEmbeddedPrivate(t *testing.T) {
	testRule(t, "embedded-private", []ruleTest{
		{text: "64:ff9b::10.0.0.1 64:ff9b::7f00:1 2002:a00:1::1 2001:0:0808:0808:0:0:f5ff:fffe", want: []string{
			"64:ff9b::10.0.0.1", "64:ff9b::7f00:1", "2002:a00:1::1", "2001:0:0808:0808:0:0:f5ff:fffe",
		}},
		{text: "64:ff9b::9.9.9.9 64:ff9b::/96 64:ff9b:: 2002:909:909::1 2002:a00::/24 ::ffff:10.0.0.1 64:ff9b:1::10.0.0.1 2001:: 2001::/32"},
		{text: "2002:a00:1::/48", want: []string{"2002:a00:1::/48"}},
		{text: "deny 2002:a00:1::/48"},
	})
}
