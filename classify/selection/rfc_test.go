package selection

import (
	"net/netip"
	"strings"
	"testing"
)

// hostOf returns a host with the addresses, which are on one link and have routes
// for everything.
func hostOf(t testing.TB, addresses string) Host {
	t.Helper()
	h := Host{Routes: []Route{{Prefix: netip.MustParsePrefix("::/0")}, {Prefix: netip.MustParsePrefix("0.0.0.0/0")}}}
	for text := range strings.FieldsSeq(addresses) {
		a, err := ParseAddress(text)
		if err != nil {
			t.Fatal(err)
		}
		h.Addresses = append(h.Addresses, a)
	}
	return h
}

// policyOf returns the policy with the rows PREFIX PRECEDENCE LABEL, by way of the
// parser for them; "" is the default.
func policyOf(t testing.TB, rows string) Policy {
	t.Helper()
	if rows == "" {
		return Policy{}
	}
	p, err := ParseIP6AddrCtl([]byte(rows))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestSourceExamples is RFC 6724 section 10.1, with its errata; that RFC 3484 decides
// differently is said there.
func TestSourceExamples(t *testing.T) {
	for _, tt := range []struct {
		dst, candidates, want string
		rule                  Rule
	}{
		{"2001:db8:1::1", "2001:db8:3::1 fe80::1", "2001:db8:3::1", SourceScope}, // erratum 3343
		{"ff05::1", "2001:db8:3::1 fe80::1", "2001:db8:3::1", SourceScope},
		{"2001:db8:1::1", "2001:db8:1::1,deprecated 2001:db8:2::1", "2001:db8:1::1", SourceSame},
		{"fe80::1", "fe80::2,deprecated 2001:db8:1::1", "fe80::2", SourceScope},
		{"2001:db8:1::1", "2001:db8:1::2 2001:db8:3::2", "2001:db8:1::2", SourcePrefix},
		{"2001:db8:1::1", "2001:db8:1::2 2001:db8:3::2,home", "2001:db8:3::2", SourceHome},
		{"2002:c633:6401::1", "2002:c633:6401::d5e3:7953:13eb:22e8,temporary 2001:db8:1::2", "2002:c633:6401:0:d5e3:7953:13eb:22e8", SourceLabel},
		{"2001:db8:1::d5e3:0:0:1", "2001:db8:1::2 2001:db8:1::d5e3:7953:13eb:22e8,temporary", "2001:db8:1:0:d5e3:7953:13eb:22e8", SourceTemporary},
		{"ff0e::1", "2001:db8:1::1 fd11:1111:1111:1::1", "2001:db8:1::1", SourceLabel}, // section 10.6, printed as ff00:1
	} {
		got := New(hostOf(t, tt.candidates), RFC6724, Policy{}).Source(netip.MustParseAddr(tt.dst))
		if got.Addr.String() != tt.want || got.Rule != tt.rule {
			t.Errorf("Source(%s) of %s = %v by %v, want %s by %v", tt.dst, tt.candidates, got.Addr, got.Rule, tt.want, tt.rule)
		}
	}
}

const (
	rfcTable = `::1/128 50 0
::/0 40 1
::ffff:0:0/96 35 4
2002::/16 30 2
2001::/32 5 5
fc00::/7 3 13
::/96 1 3
fec0::/10 1 11
3ffe::/16 1 12
`
	siteTable = "2001:db8:1aaa::/48 43 6\n2001:db8:1bbb::/48 43 6\n" + rfcTable
)

// TestDestinationExamples is RFC 6724 sections 10.2 to 10.7.
func TestDestinationExamples(t *testing.T) {
	for _, tt := range []struct {
		section, candidates, policy string
		want                        string // DESTINATION=SOURCE in order
		rule                        Rule
	}{
		{"10.2", "2001:db8:1::2 fe80::1 169.254.13.78", "", "2001:db8:1::1=2001:db8:1::2 198.51.100.121=169.254.13.78", MatchingScope},
		{"10.2", "fe80::1 198.51.100.117", "", "198.51.100.121=198.51.100.117 2001:db8:1::1=fe80::1", MatchingScope},
		{"10.2", "2001:db8:1::2 fe80::1 10.1.2.4", "", "2001:db8:1::1=2001:db8:1::2 10.1.2.3=10.1.2.4", HigherPrecedence},
		{"10.2", "2001:db8:1::2 fe80::2", "", "fe80::1=fe80::2 2001:db8:1::1=2001:db8:1::2", SmallerScope},
		{"10.2", "2001:db8:1::2 2001:db8:3::1,home fe80::2", "", "2001:db8:1::1=2001:db8:3::1 fe80::1=fe80::2", HomeAddress},
		{"10.2", "2001:db8:1::2 fe80::2,deprecated", "", "2001:db8:1::1=2001:db8:1::2 fe80::1=fe80::2", NotDeprecated},
		{"10.2", "2001:db8:1::2 2001:db8:3f44::2 fe80::2", "", "2001:db8:1::1=2001:db8:1::2 2001:db8:3ffe::1=2001:db8:3f44::2", LongestPrefix},
		{"10.2", "2002:c633:6401::2 fe80::2", "", "2002:c633:6401::1=2002:c633:6401::2 2001:db8:1::1=2002:c633:6401::2", MatchingLabel},
		{"10.2", "2002:c633:6401::2 2001:db8:1::2 fe80::2", "", "2001:db8:1::1=2001:db8:1::2 2002:c633:6401::1=2002:c633:6401::2", HigherPrecedence},
		{"10.3", "2001:db8::2 fe80::1 169.254.13.78", "::ffff:0:0/96 100 4\n" + rfcTable, "2001:db8::1=2001:db8::2 198.51.100.121=169.254.13.78", MatchingScope},
		{"10.3", "fe80::1 198.51.100.117", "::ffff:0:0/96 100 4\n" + rfcTable, "198.51.100.121=198.51.100.117 2001:db8::1=fe80::1", MatchingScope},
		{"10.3", "2001:db8::2 fe80::1 10.1.2.4", "::ffff:0:0/96 100 4\n" + rfcTable, "10.1.2.3=10.1.2.4 2001:db8::1=2001:db8::2", HigherPrecedence},
		{"10.4", "2001:db8::2 fe80::2", "", "fe80::1=fe80::2 2001:db8::1=2001:db8::2", SmallerScope},
		{"10.4", "2001:db8::2 fe80::2", "fe80::/10 33 1\n" + rfcTable, "2001:db8::1=2001:db8::2 fe80::1=fe80::2", HigherPrecedence},
		{"10.5", "2001:db8:1aaa::a 2001:db8:70aa::a fe80::a", "", "2001:db8:70bb::b=2001:db8:70aa::a 2001:db8:1bbb::b=2001:db8:1aaa::a", LongestPrefix},
		{"10.5", "2001:db8:1aaa::a 2001:db8:70aa::a fe80::a", siteTable, "2001:db8:1bbb::b=2001:db8:1aaa::a 2001:db8:70bb::b=2001:db8:70aa::a", HigherPrecedence},
		{"10.5", "2001:db8:1aaa::a 2001:db8:70aa::a fe80::a", "", "2001:db8:1ccc::c=2001:db8:1aaa::a 2001:db8:6ccc::c=2001:db8:70aa::a", LongestPrefix},
		{"10.5", "2001:db8:1aaa::a 2001:db8:70aa::a fe80::a", siteTable, "2001:db8:6ccc::c=2001:db8:70aa::a 2001:db8:1ccc::c=2001:db8:70aa::a", LongestPrefix},
		{"10.6", "2001:db8:1::1 fd11:1111:1111:1::1", "", "2001:db8:2::2=2001:db8:1::1 fd22:2222:2222:2::2=fd11:1111:1111:1::1", HigherPrecedence},
		{"10.6", "2001:db8:1::1 fd11:1111:1111:1::1", "fd11:1111:1111::/48 45 14\n" + rfcTable, "fd11:1111:1111:2::2=fd11:1111:1111:1::1 2001:db8:2::2=2001:db8:1::1", HigherPrecedence},
		{"10.7", "2002:c633:6401::2 10.1.2.3", "", "203.0.113.1=10.1.2.3 2001:db8:1::1=2002:c633:6401::2", MatchingLabel},
		{"10.7", "2002:c633:6401:1::1 10.1.2.3", "2002:c633:6401::/48 45 14\n" + rfcTable, "2002:c633:6401:2::2=2002:c633:6401:1::1 203.0.113.1=10.1.2.3", HigherPrecedence},
	} {
		s := New(hostOf(t, tt.candidates), RFC6724, policyOf(t, tt.policy))
		var dsts []netip.Addr
		for w := range strings.FieldsSeq(tt.want) {
			d, _, _ := strings.Cut(w, "=")
			dsts = append(dsts, netip.MustParseAddr(d))
		}
		for _, given := range [][]netip.Addr{dsts, {dsts[1], dsts[0]}} {
			got := s.Order(given)
			var words []string
			for _, d := range got {
				words = append(words, d.Addr.String()+"="+d.Source.Addr.String())
			}
			if text := strings.Join(words, " "); text != tt.want || got[0].Rule != tt.rule {
				t.Errorf("section %s, %s: Order(%v) = %s by %v, want %s by %v", tt.section, tt.candidates, given, text, got[0].Rule, tt.want, tt.rule)
			}
		}
	}
}

// TestRFC3484 has what RFC 3484 decided otherwise: public addresses before temporary
// ones (section 5 rule 7), all bits counted (section 2.1), private IPv4 addresses
// site-local (section 3.2), IPv4 after everything else of global scope.
func TestRFC3484(t *testing.T) {
	s := New(hostOf(t, "2001:db8:1::2 2001:db8:1::d5e3:7953:13eb:22e8,temporary"), RFC3484, Policy{})
	if got := s.Source(netip.MustParseAddr("2001:db8:1::d5e3:0:0:1")); got.Addr.String() != "2001:db8:1::2" || got.Rule != SourceTemporary {
		t.Errorf("source %v by %v", got.Addr, got.Rule)
	}
	s = New(hostOf(t, "2001:db8:1::2 2001:db8:1::d5e3:7953:13eb:22e8"), RFC3484, Policy{})
	if got := s.Source(netip.MustParseAddr("2001:db8:1::d5e3:0:0:1")); got.Addr.String() != "2001:db8:1:0:d5e3:7953:13eb:22e8" || got.Rule != SourcePrefix {
		t.Errorf("source %v by %v", got.Addr, got.Rule)
	}
	s = New(hostOf(t, "10.1.2.4/24 192.0.2.1/24,interface=b fd00::1"), RFC3484, Policy{})
	if a, b := s.scope(netip.MustParseAddr("10.1.2.3")), s.scope(netip.MustParseAddr("192.0.2.1")); a != siteLocal || b != global {
		t.Errorf("scopes %d and %d", a, b)
	}
	s = New(hostOf(t, "10.1.2.4/24 2002:c000:201::1"), RFC3484, Policy{})
	got := s.Order([]netip.Addr{netip.MustParseAddr("10.9.9.9"), netip.MustParseAddr("2002:c000:202::1")})
	if got[0].Index != 1 || got[0].Rule != HigherPrecedence {
		t.Errorf("first %v by %v", got[0].Addr, got[0].Rule)
	}
}

// TestFreeBSD has what its source shows, as it was never compared with the system: no
// rules 3 and 4, no rule 9 for IPv4, the scope of groups in the wrong octet.
func TestFreeBSD(t *testing.T) {
	s := New(hostOf(t, "2001:db8:1::2,deprecated 192.0.2.1/24"), FreeBSD, Policy{})
	got := s.Order([]netip.Addr{netip.MustParseAddr("203.0.113.1"), netip.MustParseAddr("192.0.2.9"), netip.MustParseAddr("2001:db8:9::1")})
	for i, want := range []int{2, 0, 1} {
		if got[i].Index != want {
			t.Errorf("place %d is %v by %v", i, got[i].Addr, got[i].Rule)
		}
	}
	if got := s.scope(netip.MustParseAddr("ff02:800::1")); got != 8 {
		t.Errorf("scope %d", got)
	}
}
