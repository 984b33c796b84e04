package embed4

import (
	"errors"
	"net/netip"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/ip"
)

func TestParseMAPRules(t *testing.T) {
	d, err := ParseMAPRules(strings.NewReader("\ufeff# a domain\r\n" +
		"rule ipv6=2001:db8::/40 ipv4=192.0.2.0/24 ea=16 fmr # everybody\r\n\n" +
		"\trule ea=0 ipv4=192.0.2.18/32 psid=0x34/8 offset=4 ipv6=2001:db8:12:3400::/56\n" +
		"br 2001:db8:ffff::1"))
	if err != nil {
		t.Fatal(err)
	}
	var rules []MAPRule
	for _, r := range d.Rules() {
		rules = append(rules, r)
	}
	if len(rules) != 2 {
		t.Fatalf("%d rules, want 2", len(rules))
	}
	want := mapRule("2001:db8::/40", "192.0.2.0/24", 16)
	want.Forward = true
	if rules[0] != want {
		t.Errorf("rule 1 %+v, want %+v", rules[0], want)
	}
	want = mapRule("2001:db8:12:3400::/56", "192.0.2.18/32", 0)
	want.PSID, want.PSIDLen, want.Offset = 0x34, 8, 4
	if rules[1] != want {
		t.Errorf("rule 2 %+v, want %+v", rules[1], want)
	}
	// The longest prefix counts.
	if ce, err := d.CE(netip.MustParsePrefix("2001:db8:12:3400::/56")); err != nil || ce.Offset != 4 {
		t.Errorf("CE = %+v, %v", ce, err)
	}
	if ce, err := d.ForIPv4(netip.MustParseAddr("192.0.2.19"), 1232); err != nil || ce.PSID != 0x34 || ce.Offset != 6 {
		t.Errorf("ForIPv4 = %+v, %v", ce, err)
	}
	for _, bad := range []string{"2001:db9::/56", "10.0.0.0/8"} {
		if ce, err := d.CE(netip.MustParsePrefix(bad)); err == nil {
			t.Errorf("CE(%s) = %+v", bad, ce)
		}
	}
	if ce, err := d.ForIPv4(netip.MustParseAddr("198.51.100.1"), 1232); err == nil {
		t.Errorf("ForIPv4 = %+v", ce)
	}
	if a, err := new(MAPDomain).Destination(netip.MustParseAddr("198.51.100.1"), 1); err == nil {
		t.Errorf("Destination = %v", a)
	}
}

// Faults name their line and byte.
func TestParseFaults(t *testing.T) {
	mapRules := func(s string) error { _, err := ParseMAPRules(strings.NewReader(s)); return err }
	eams := func(s string) error { _, err := ParseEAM(strings.NewReader(s)); return err }
	const ok = "rule ipv6=2001:db8::/40 ipv4=192.0.2.0/24 ea=16\n"
	for _, tt := range []struct {
		parse    func(string) error
		text     string
		line, at int
		reason   string
	}{
		{mapRules, "rules", 1, 0, "expected rule, br or dmr"},
		{mapRules, ok + "\n  rule ipv6=2001:db8::/40 x=1", 3, 26, "expected ipv6="},
		{mapRules, "rule ipv6=2001:db8::/40 fmr=1", 1, 24, "expected ipv6="},
		{mapRules, "rule ipv6", 1, 5, "expected ipv6="},
		{mapRules, "rule ipv6=2001:db8::1/40", 1, 10, "expected 2001:db8::/40"},
		{mapRules, "rule ipv6=192.0.2.0/24", 1, 10, "not an IPv6 prefix"},
		{mapRules, "rule ipv4=2001:db8::/40", 1, 10, "not an IPv4 prefix"},
		{mapRules, "rule ipv6=2001:db8::/040", 1, 10, "expected a prefix"},
		{mapRules, "rule ipv6=2001:db8::/40 ipv4=192.0.2.0/24", 1, 41, "rule without ea="},
		{mapRules, "rule ea=16 ea=16", 1, 11, "ea given twice"},
		{mapRules, "rule ea=49", 1, 8, "up to 48"},
		{mapRules, "rule ea=0x", 1, 8, "up to 48"},
		{mapRules, "rule offset=16", 1, 12, "up to 15"},
		{mapRules, "rule psid=5", 1, 10, "VALUE/LENGTH"},
		{mapRules, "rule psid=0x10000/16", 1, 10, "up to 65535"},
		{mapRules, "rule psid=5/17", 1, 12, "up to 16"},
		{mapRules, "rule ipv6=2001:db8::/40 ipv4=192.0.2.0/24 ea=16 offset=9", 1, -1, "RFC 7597 section 5.1"},
		{mapRules, "br", 1, 2, "expected an IPv6 address"},
		{mapRules, "br 192.0.2.1", 1, 3, "not an IPv6 address"},
		{mapRules, "br 2001:db8::1 2001:db8::2", 1, 15, "end of the line"},
		{mapRules, "br 2001:db8::1\ndmr 2001:db8::/64", 2, 0, "second br or dmr"},
		{mapRules, "dmr 2001:db8::/65", 1, 4, "RFC 6052 section 2.2"},
		{mapRules, ",", 1, 0, "expected rule"},
		{eams, "192.0.2.1", 1, 9, "expected an IPv4 and an IPv6 prefix"},
		{eams, "192.0.2.1 2001:db8::1 x", 1, 22, "end of the line"},
		{eams, "192.0.2.1 198.51.100.1", 1, 10, "one IPv4 and one IPv6"},
		{eams, "192.0.2.01 2001:db8::1", 1, 0, "expected an address"},
		{eams, "192.0.2.1 fe80::1%eth0", 1, 10, "expected an address"},
		{eams, "192.0.2.0/24 2001:db8::/121", 1, -1, "RFC 7757 section 3.2"},
		{eams, "192.0.2.1/24 2001:db8::/64", 1, 0, "expected 192.0.2.0/24"},
	} {
		err := tt.parse(tt.text)
		var le *addr.LineError
		var ae *addr.Error
		if !errors.As(err, &le) || !errors.As(err, &ae) {
			t.Errorf("%q: error %v, want a LineError around an addr.Error", tt.text, err)
			continue
		}
		if le.Line != tt.line || ae.Offset != tt.at || !strings.Contains(ae.Reason, tt.reason) {
			t.Errorf("%q: line %d byte %d %q, want line %d byte %d %q", tt.text, le.Line, ae.Offset, ae.Reason, tt.line, tt.at, tt.reason)
		}
	}
	var le *addr.LineError
	if err := eams(strings.Repeat("\n", 4) + strings.Repeat("x", 2*maxLine)); !errors.As(err, &le) || le.Line != 5 {
		t.Errorf("endless line: %v", err)
	}
	broken := errors.New("broken")
	if _, err := ParseEAM(iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Errorf("broken reader: %v", err)
	}
}

// No text makes a parser panic, and what it takes keeps its laws: the longest
// match is the one a walk over all rows finds.
func FuzzParseEAM(f *testing.F) {
	f.Add(table7757, uint32(0xc0000218))
	f.Add("0.0.0.0/0 2001:db8:ff00::/40\n198.51.100.64/32 2001:db8::abcd/128", uint32(0xc6336440))
	f.Add("2001:db8::/96,0.0.0.0/0", uint32(1))
	f.Fuzz(func(t *testing.T, text string, v uint32) {
		tab, err := ParseEAM(strings.NewReader(text))
		if err != nil {
			return
		}
		best, ok := EAM{}, false
		for _, r := range tab.Rows() {
			if r.IPv4.Contains(ip.Addr4(v)) && (!ok || r.IPv4.Bits() > best.IPv4.Bits()) {
				best, ok = r, true
			}
		}
		a, row, found := tab.To6(ip.Addr4(v))
		if found != ok || row != best {
			t.Fatalf("To6(%v) by %v, %v; want %v, %v", ip.Addr4(v), row, found, best, ok)
		}
		if found {
			if !row.IPv6.Contains(a) || row.to4(ip.FromAddr(a)) != v {
				t.Fatalf("To6(%v) = %v by %v", ip.Addr4(v), a, row)
			}
			back, by, ok := tab.To4(a)
			if !ok || by == row && back != ip.Addr4(v) {
				t.Fatalf("To4(%v) = %v by %v, %v", a, back, by, ok)
			}
		}
		pairs := 0
		for range tab.Overlaps() {
			pairs++
		}
		if pairs == 0 && found {
			if back, _, _ := tab.To4(a); back != ip.Addr4(v) {
				t.Fatalf("no overlaps, but %v -> %v -> %v", ip.Addr4(v), a, back)
			}
		}
	})
}

func FuzzParseMAPRules(f *testing.F) {
	f.Add("rule ipv6=2001:db8::/40 ipv4=192.0.2.0/24 ea=16 fmr\nbr 2001:db8:ffff::1", uint32(0xc0000212), uint16(1232))
	f.Add("rule ipv6=2001:db8:12:3400::/56 ipv4=192.0.2.18/32 ea=0 psid=0x34/8\ndmr 2001:db8::/64", uint32(0xc0000212), uint16(1232))
	f.Fuzz(func(t *testing.T, text string, v uint32, port uint16) {
		d, err := ParseMAPRules(strings.NewReader(text))
		if err != nil {
			return
		}
		r, ok := d.ByAddr4(ip.Addr4(v))
		if !ok {
			return
		}
		ce, err := r.ForIPv4(ip.Addr4(v), port)
		if err != nil {
			return
		}
		if back, err := r.CE(ce.Prefix); err != nil || back != ce || !ce.HasPort(port) || !ce.IPv4.Contains(ip.Addr4(v)) {
			t.Fatalf("%+v: %v:%d -> %+v -> %+v, %v", r, ip.Addr4(v), port, ce, back, err)
		}
		_, _ = d.Destination(ip.Addr4(v), port)
	})
}

// The first statement decides what a table has; the tables are those of the parsers for
// one kind.
func TestParseTable(t *testing.T) {
	eam, mapd, err := ParseTable(strings.NewReader("# none yet\n192.0.2.1 2001:db8::1\n"))
	if err != nil || mapd != nil {
		t.Fatalf("a mapping: %v, %v", mapd, err)
	}
	if a, _, ok := eam.To6(netip.MustParseAddr("192.0.2.1")); !ok || a.String() != "2001:db8::1" {
		t.Errorf("To6 = %v, %v", a, ok)
	}
	eam, mapd, err = ParseTable(strings.NewReader("br 2001:db8:ffff::1\nrule ipv6=2001:db8::/40 ipv4=192.0.2.0/24 ea=16\n"))
	if err != nil || eam != nil {
		t.Fatalf("rules: %v, %v", eam, err)
	}
	if _, ok := mapd.ByAddr6(netip.MustParseAddr("2001:db8::1")); !ok {
		t.Error("ByAddr6 finds no rule")
	}
	if eam, mapd, err = ParseTable(strings.NewReader("# nothing\n")); eam != nil || mapd != nil || err != nil {
		t.Errorf("no statement: %v, %v, %v", eam, mapd, err)
	}
	for _, text := range []string{"192.0.2.1 2001:db8::1\nbr 2001:db8::2\n", "br 2001:db8::2\n192.0.2.1 2001:db8::1\n", "rules\n", ",\n"} {
		var at *addr.LineError
		if _, _, err := ParseTable(strings.NewReader(text)); !errors.As(err, &at) {
			t.Errorf("ParseTable(%q): %v", text, err)
		}
	}
}
