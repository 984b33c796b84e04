package embed4

import (
	"net/netip"
	"testing"
)

func TestMulticast64(t *testing.T) {
	a := netip.MustParseAddr
	tests := []struct{ prefix, v4, want string }{
		{"ff0e:db8::/96", "233.252.0.1", "ff0e:db8::e9fc:1"},
		{"ff3e::8000:0:0/96", "232.1.2.3", "ff3e:0:0:0:0:8000:e801:203"},
		{"ffb5::/96", "232.1.2.3", "ffb5::e801:203"},
		{"ff3e::/96", "233.252.0.1", "ff3e::e9fc:1"},
		{"ff0e:db8::/96", "232.1.2.3", "ff0e:db8::e801:203"},
		{"ff7e:140:2001:db8::/96", "224.0.0.1", "ff7e:140:2001:db8::e000:1"},
	}
	for _, tt := range tests {
		m := Multicast64{netip.MustParsePrefix(tt.prefix)}
		got, err := m.Encode(a(tt.v4))
		if err != nil || got != a(tt.want) {
			t.Errorf("%s in %s is %v, %v; want %s", tt.v4, tt.prefix, got, err, tt.want)
		}
		if back, ok := m.Decode(got); !ok || back != a(tt.v4) {
			t.Errorf("%v decodes to %v, %v", got, back, ok)
		}
	}
	m := Multicast64{netip.MustParsePrefix("ff0e:db8::/96")}
	for _, bad := range []string{"192.0.2.1", "::1"} {
		if got, err := m.Encode(a(bad)); err == nil {
			t.Errorf("%s encodes as %v", bad, got)
		}
	}
	for _, bad := range []string{"ff0e:db8::192.0.2.1", "ff0e:db9::233.252.0.1", "233.252.0.1"} {
		if got, ok := m.Decode(a(bad)); ok {
			t.Errorf("%s decodes to %v", bad, got)
		}
	}
	for _, bad := range []netip.Prefix{{}, netip.MustParsePrefix("ff0e:db8::/64"), netip.MustParsePrefix("2001:db8::/96"), netip.MustParsePrefix("224.0.0.0/4")} {
		m := Multicast64{bad}
		if m.Validate() == nil || m.Check(netip.MustParsePrefix("224.0.0.1/32")).IsForbidden() || m.IsSourceSpecific() {
			t.Errorf("%v is valid", bad)
		}
		if _, err := m.Encode(a("224.0.0.1")); err == nil {
			t.Errorf("%v encodes", bad)
		}
		if _, ok := m.Decode(a("ff0e:db8::e000:1")); ok {
			t.Errorf("%v decodes", bad)
		}
	}
	for _, c := range []struct{ prefix, v4, want string }{
		{"ff0e:db8::/96", "233.252.0.0/16", "ff0e:db8::e9fc:0/112"}, {"ff0e:db8::/96", "224.0.0.0/4", "ff0e:db8::e000:0/100"},
		{"ff3e::/96", "232.0.0.0/8", "ff3e::e800:0/104"}, {"ff3e::/96", "232.0.0.0/7", "ff3e::e800:0/103"},
		{"ff0e:db8::/96", "192.0.2.0/24", ""}, {"ff0e:db8::/96", "0.0.0.0/0", ""}, {"ff0e:db8::/96", "2001:db8::/32", ""},
	} {
		m, v4 := Multicast64{netip.MustParsePrefix(c.prefix)}, netip.MustParsePrefix(c.v4)
		got, err := m.EncodePrefix(v4)
		if (err == nil) != (c.want != "") || err == nil && got.String() != c.want {
			t.Errorf("%s in %s is %v, %v; want %s", c.v4, c.prefix, got, err, c.want)
		}
	}
	v4 := a("233.252.0.1")
	if n := testing.AllocsPerRun(100, func() { _, _ = m.Encode(v4) }); n != 0 {
		t.Errorf("Encode allocates %v times", n)
	}
}
