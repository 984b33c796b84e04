package subnet

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
)

func TestAnycast(t *testing.T) {
	tests := []struct {
		prefix string
		id     uint8
		want   string
	}{
		// RFC 2526 section 2: ones but for u, then 7 bits; 7e is Mobile IPv6 Home-Agents.
		{"2001:db8:1:2::/64", 126, "2001:db8:1:2:fdff:ffff:ffff:fffe"},
		{"2001:db8:1:2::/64", 0, "2001:db8:1:2:fdff:ffff:ffff:ff80"},
		{"2001:db8:1:2::9/64", 127, "2001:db8:1:2:fdff:ffff:ffff:ffff"},
		{"fe80::/64", 1, "fe80::fdff:ffff:ffff:ff81"},
		{"2001:db8:1:2:3::/80", 126, "2001:db8:1:2:3:ffff:ffff:fffe"},
		{"2001:db8::/121", 5, "2001:db8::5"},
		{"2001:db8::/120", 5, "2001:db8::85"},
		{"64:ff9b::/32", 5, "64:ff9b:ffff:ffff:ffff:ffff:ffff:ff85"},
		{"2001:db8::/122", 5, "no room"},
		{"2001:db8::/48", 5, "64 bits or more"},
		{"2001:db8::/64", 128, "expected 0 to 127"},
		{"192.0.2.0/24", 1, "IPv6"},
		{"ff02::/64", 1, "multicast"},
	}
	for _, tt := range tests {
		got, err := Anycast(netip.MustParsePrefix(tt.prefix), tt.id)
		if err != nil && !strings.Contains(err.Error(), tt.want) || err == nil && got.String() != tt.want {
			t.Errorf("Anycast(%s, %d) = %v, %v; want %s", tt.prefix, tt.id, got, err, tt.want)
		}
	}
	for _, c := range [][2]string{
		{"2001:db8:1:2::9/64", "2001:db8:1:2::"}, {"2001:db8::/32", "2001:db8::"}, {"2001:db8::7/126", "2001:db8::4"},
		{"2001:db8::/127", "RFC 6164"}, {"192.0.2.0/24", "IPv6"}, {"ff02::/64", "multicast"},
	} {
		got, err := RouterAnycast(netip.MustParsePrefix(c[0]))
		if err != nil && !strings.Contains(err.Error(), c[1]) || err == nil && got.String() != c[1] {
			t.Errorf("RouterAnycast(%s) = %v, %v; want %s", c[0], got, err, c[1])
		}
	}
	if _, err := Anycast(netip.Prefix{}, 1); err == nil {
		t.Error("no prefix: no error")
	}
	if _, err := RouterAnycast(netip.Prefix{}); err == nil {
		t.Error("no prefix: no error")
	}
}

func ExampleAnycast() {
	a, _ := Anycast(netip.MustParsePrefix("2001:db8:1:2::/64"), 126) // Mobile IPv6 Home-Agents
	fmt.Println(a)
	// Output: 2001:db8:1:2:fdff:ffff:ffff:fffe
}
