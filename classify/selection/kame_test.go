package selection

import (
	"net/netip"
	"testing"
)

// TestKAME has the examples of KAME's implementation note, and its steps.
func TestKAME(t *testing.T) {
	for _, tt := range []struct {
		dst, addresses, want string
		rule                 Rule
	}{
		{"ff01::1", "fe80:1::200:f8ff:fe01:6317,interface=ne0 3ffe:501:808:1:200:f8ff:fe01:6317,interface=ne0", "::1", SourceOutgoing},
		{"fe80:1::2a0:24ff:feab:839b", "3ffe:501:808:1:200:f8ff:fe01:6317,interface=ne0 fe80:1::200:f8ff:fe01:6317,interface=ne0",
			"fe80:1::200:f8ff:fe01:6317", SourceOutgoing},
		{"fe80:2::2a0:24ff:feab:839b", "fe80:1::200:f8ff:fe01:6317,interface=ne0 fe80:2::200:f8ff:fe01:6318,interface=ne1",
			"fe80:2::200:f8ff:fe01:6318", SourceOutgoing},
		{"fe80::9%ne1", "fe80::1,interface=ne0 fe80::2,interface=ne1", "fe80::2", SourceOutgoing},
		{"3ffe:501:800::1", "3ffe:2001:9:124:200:f8ff:fe01:6317 3ffe:501:808:1:200:f8ff:fe01:6317",
			"3ffe:501:808:1:200:f8ff:fe01:6317", SourceOutgoing},
		{"3ffe:501:800::1", "3ffe:501:808:1:200:f8ff:fe01:6317 3ffe:2001:9:124:200:f8ff:fe01:6317",
			"3ffe:501:808:1:200:f8ff:fe01:6317", SourceOutgoing},
		{"3ffe:9::1", "fe80::1,interface=ne0 3ffe:1::1,interface=ne1", "3ffe:1::1", SourceGlobal},
		{"fec0:9::1", "fe80::1,interface=ne0 fec0::1,interface=ne1", "fec0::1", SourceSite},
		{"3ffe:9::1", "fe80::1,interface=ne0 fec0::1,interface=ne1", "fe80::1", SourceViolation},
		{"3ffe:501:800::1", "3ffe:501:808:1::1,deprecated 3ffe:2001::1", "3ffe:2001::1", SourceOutgoing},
		{"3ffe:501:800::1", "3ffe:501:808:1::1,deprecated fe80::1", "3ffe:501:808:1::1", SourceLastResort},
		{"3ffe:501:800::1", "3ffe:2001::1,deprecated 3ffe:501::1,deprecated", "3ffe:501::1", SourceLastResort},
	} {
		h := hostOf(t, tt.addresses)
		h.Routes = []Route{{Prefix: netip.MustParsePrefix("::/0"), Interface: h.Addresses[0].Interface}}
		got := New(h, KAME, Policy{}).Source(netip.MustParseAddr(tt.dst))
		if got.Addr.String() != tt.want || got.Rule != tt.rule {
			t.Errorf("Source(%s) of %s = %v by %v (%v), want %s by %v", tt.dst, tt.addresses, got.Addr, got.Rule, got.Problem, tt.want, tt.rule)
		}
	}
	given := []netip.Addr{netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("2001:db8::1"), netip.MustParseAddr("::1")}
	for i, d := range New(hostOf(t, "2001:db8::2"), KAME, Policy{}).Order(given) {
		if d.Addr != given[i] || d.Rule != NoRule {
			t.Errorf("destination %d is %v by %v, want %v", i, d.Addr, d.Rule, given[i])
		}
	}
}
