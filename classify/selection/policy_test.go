package selection

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
)

// rowsText is the table as PREFIX PRECEDENCE LABEL, - for none.
func rowsText(p Policy) string {
	var words []string
	for _, r := range p.Rows() {
		precedence, label := "-", "-"
		if r.HasPrecedence {
			precedence = fmt.Sprint(r.Precedence)
		}
		if r.HasLabel {
			label = fmt.Sprint(r.Label)
		}
		words = append(words, r.Prefix.String()+" "+precedence+" "+label)
	}
	return strings.Join(words, ", ")
}

func TestDefaultPolicy(t *testing.T) {
	const rfc6724 = "::1/128 50 0, ::/0 40 1, ::ffff:0.0.0.0/96 35 4, 2002::/16 30 2, 2001::/32 5 5, fc00::/7 3 13, ::/96 1 3, fec0::/10 1 11, 3ffe::/16 1 12"
	for system, want := range map[System]string{
		RFC6724: rfc6724,                                                                       // section 2.1
		FreeBSD: rfc6724,                                                                       // freebsd-src @023fc80, libexec/rc/rc.d/ip6addrctl, prefer_ipv6
		RFC3484: "::1/128 50 0, ::/0 40 1, 2002::/16 30 2, ::/96 20 3, ::ffff:0.0.0.0/96 10 4", // section 2.1
		RFC6724Update: "::1/128 50 0, ::/0 40 1, fc00::/7 30 13, ::ffff:0.0.0.0/96 20 4, 2002::/16 5 2, 2001::/32 5 5, " +
			"::/96 1 3, fec0::/10 1 11, 3ffe::/16 1 12", // draft of 2025-07-04
		Glibc: "::1/128 50 0, ::/0 40 1, 2002::/16 30 2, ::/96 20 3, ::ffff:0.0.0.0/96 10 4, fec0::/10 - 5, fc00::/7 - 6, 2001::/32 - 7", // gai.conf of Debian 12
		Musl:  "::1/128 50 0, ::/0 40 1, ::ffff:0.0.0.0/96 35 4, 2002::/16 30 2, 2001::/32 5 5, fc00::/7 3 13",                           // musl 1.2.3
		Linux: "::1/128 - 0, ::/0 - 1, 2002::/16 - 2, ::/96 - 3, ::ffff:0.0.0.0/96 - 4, fc00::/7 - 5, 2001::/32 - 6, 2001:10::/28 - 7, " +
			"fec0::/10 - 11, 3ffe::/16 - 12", // ip addrlabel list, Linux 6.18.44
		KAME: "",
	} {
		if got := rowsText(DefaultPolicy(system)); got != want {
			t.Errorf("DefaultPolicy(%v) = %s\nwant %s", system, got, want)
		}
	}
}

func TestPolicyLookup(t *testing.T) {
	p := DefaultPolicy(Glibc)
	for _, tt := range []struct {
		addr              string
		precedence, label int
	}{
		{"::1", 50, 0}, {"2001:db8::1", 40, 1}, {"2002::1", 30, 2}, {"::2", 20, 3}, {"192.0.2.1", 10, 4}, {"::ffff:192.0.2.1", 10, 4},
		{"fd00::1", 40, 6}, {"fec0::1", 40, 5}, {"2001:0:1::", 40, 7}, {"fe80::1%eth0", 40, 1},
	} {
		a := netip.MustParseAddr(tt.addr)
		precedence, ok1 := p.Precedence(a)
		label, ok2 := p.Label(a)
		if precedence != tt.precedence || label != tt.label || !ok1 || !ok2 {
			t.Errorf("%s has precedence %d and label %d, want %d and %d", tt.addr, precedence, label, tt.precedence, tt.label)
		}
	}
	if _, ok := (&Policy{}).Label(netip.MustParseAddr("::1")); ok {
		t.Error("an empty policy has a label")
	}
}

// TestKnownLocal: the update of RFC 6724 puts the unique local addresses of the own
// site first, and others after global ones but before IPv4.
func TestKnownLocal(t *testing.T) {
	s := New(hostOf(t, "2001:db8::1 fd00:aaaa:bbbb:1::1 192.0.2.1/24"), RFC6724Update, Policy{})
	given := []netip.Addr{
		netip.MustParseAddr("198.51.100.1"), netip.MustParseAddr("fd11::1"), netip.MustParseAddr("2001:db8:9::1"), netip.MustParseAddr("fd00:aaaa:bbbb:9::1"),
	}
	for i, d := range s.Order(given) {
		if want := []int{3, 2, 0, 1}[i]; d.Index != want {
			t.Errorf("place %d is %v by %v", i, d.Addr, d.Rule)
		}
	}
	if v, _ := s.Policy().Precedence(netip.MustParseAddr("fd00:aaaa:bbbb::")); v != 45 {
		t.Errorf("precedence of the known-local prefix is %d", v)
	}
}

func TestAgainstIPv4(t *testing.T) {
	for in, want := range map[string]string{
		"2001:db8::1":    "sorted before IPv4 by default (precedence 40, IPv4 35)",
		"2002::1":        "sorted after IPv4 by default (precedence 30, IPv4 35)",
		"fd00::1":        "sorted after IPv4 by default (precedence 3, IPv4 35); glibc sorts it before IPv4 where the host has such an address too",
		"192.0.2.1":      "",
		"::ffff:1.2.3.4": "",
		"ff02::1":        "",
		"::":             "",
	} {
		if got := AgainstIPv4(netip.MustParseAddr(in)); got != want {
			t.Errorf("AgainstIPv4(%s) = %q, want %q", in, got, want)
		}
	}
	if got := AgainstIPv4(netip.Addr{}); got != "" {
		t.Errorf("AgainstIPv4 of the zero Addr = %q", got)
	}
}
