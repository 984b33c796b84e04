package embed4

import (
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"

	"github.com/hextet/hextet/internal/ip"
)

// TestExtractPrefixRoundTrip: what EncodePrefix makes of an IPv4 prefix, of any
// length, AppendPrefix finds in it.
func TestExtractPrefixRoundTrip(t *testing.T) {
	rnd := rand.New(rand.NewPCG(6, 4))
	p := netip.MustParsePrefix
	sixRD := SixRD{p("2001:db8::/28"), p("203.0.0.0/8")}
	x, err := NewExtractor(Sites{
		NAT64: []NAT64{{p("3fff:32::/32")}, {p("3fff:40::/40")}, {p("3fff:48::/48")}, {p("3fff:56::/56")}, {p("3fff:64::/64")}, {p("3fff:96::/96")}},
		SixRD: []SixRD{sixRD},
		IVI:   []IVI{{p("3fff:fff::/32")}},
	})
	if err != nil {
		t.Fatal(err)
	}
	encoders := []Encoder{Mapped{}, Compatible{}, Translated{}, WellKnown(), SixToFour{}, sixRD, IVI{p("3fff:fff::/32")},
		NAT64{p("3fff:32::/32")}, NAT64{p("3fff:40::/40")}, NAT64{p("3fff:48::/48")}, NAT64{p("3fff:56::/56")}, NAT64{p("3fff:64::/64")}, NAT64{p("3fff:96::/96")}}
	for _, e := range encoders {
		for bits := 8; bits <= 32; bits++ {
			v4 := netip.PrefixFrom(ip.Addr4(203<<24|rnd.Uint32()>>8|1<<16), bits).Masked()
			q, err := e.EncodePrefix(v4)
			if err != nil {
				t.Fatal(err)
			}
			got := x.AppendPrefix(nil, q)
			if len(got) != 1 || got[0].Addr != v4.Addr() || int(got[0].Open) != 32-bits {
				t.Errorf("%T %v: %v holds %+v", e, v4, q, got)
			}
		}
	}
}

// TestExtractPrefixOracle: with no bits open, AppendPrefix finds just what
// every address of the prefix has in common, tried on several of them.
func TestExtractPrefixOracle(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 7))
	p := netip.MustParsePrefix
	eam, err := NewEAMTable([]EAM{{p("192.0.2.0/24"), p("2001:db8:eeee::/48")}}, NAT64{})
	if err != nil {
		t.Fatal(err)
	}
	domain, err := NewMAPDomain([]MAPRule{{IPv6: p("2001:db8:aa00::/40"), IPv4: p("198.51.100.0/24"), EABits: 16, Offset: 6}}, netip.Addr{}, NAT64{})
	if err != nil {
		t.Fatal(err)
	}
	x, err := NewExtractor(Sites{NAT64: []NAT64{{p("2001:db8:64::/64")}}, SixRD: []SixRD{{Prefix: p("2001:db8:6d00::/40"), IPv4: p("10.0.0.0/8")}}, EAM: eam, MAP: domain})
	if err != nil {
		t.Fatal(err)
	}
	for _, base := range []string{
		"2002:c000:201::", "2001:0:cb00:7101:8000:63bf:34ff:8efe", "64:ff9b::c633:6401", "::ffff:203.0.113.7", "2001:db8:64:0:c0:2:100::",
		"2001:db8:6d64:6401:1::1", "2001:db8:eeee:2100::", "2001:db8:aa12:3400:0:c633:6412:34", "2001:db8::5efe:c000:201", "2001:db8::c000:201", "2001:db8::192:0:2:1",
	} {
		a := netip.MustParseAddr(base)
		for bits := 0; bits <= 128; bits++ {
			q := netip.PrefixFrom(a, bits).Masked()
			for _, f := range x.AppendPrefix(nil, q) {
				if f.Open > 31 && bits == 0 {
					t.Errorf("%v holds %+v", q, f)
				}
				for range 8 {
					u := ip.FromAddr(q.Addr()).Or(ip.Uint128{Hi: rnd.Uint64(), Lo: rnd.Uint64()}.And(ip.Mask(uint(bits)).Not()))
					// In a u octet and a NAT64 suffix translators put zeros only.
					if f.Mechanism == MechNAT64 && f.Prefix.Bits() < 96 {
						u.Lo &= 1<<56 - 1
					}
					there := x.Append(nil, u.Addr6())
					ok := slices.ContainsFunc(there, func(g Found) bool {
						return g.Mechanism == f.Mechanism && g.Role == f.Role && netip.PrefixFrom(f.Addr, 32-int(f.Open)).Contains(g.Addr)
					})
					// 0.0.0.0 and 0.0.0.1 are no IPv4-compatible addresses, and a
					// more specific row may take an address out.
					if !ok {
						t.Errorf("%v holds %v of %v with %d bits open, but %v holds %+v", q, f.Mechanism, f.Addr, f.Open, u.Addr6(), there)
					}
				}
			}
		}
	}
}

// TestEAMPrefixes: a prefix goes the way of each of its addresses, or fails.
func TestEAMPrefixes(t *testing.T) {
	p := netip.MustParsePrefix
	rows := []EAM{
		{p("192.0.2.1/32"), p("2001:db8:aaaa::/128")},
		{p("192.0.2.16/28"), p("2001:db8:cccc::/124")},
		{p("192.0.2.128/26"), p("2001:db8:dddd::/64")},
		{p("192.0.2.192/29"), p("2001:db8:eeee:8::/62")},
	}
	table, err := NewEAMTable(rows, WellKnown())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ v4, v6 string }{ // "" where it fails
		{"192.0.2.1/32", "2001:db8:aaaa::/128"},
		{"192.0.2.16/28", "2001:db8:cccc::/124"},
		{"192.0.2.24/29", "2001:db8:cccc::8/125"},
		{"192.0.2.160/27", "2001:db8:dddd:0:8000::/65"},
		{"192.0.2.192/32", "2001:db8:eeee:8::/65"},
		{"192.0.2.32/27", "64:ff9b::c000:220/123"},
		{"192.0.2.0/24", ""},
		{"192.0.2.16/27", ""},
		{"0.0.0.0/0", ""},
	} {
		q, row, err := table.PrefixTo6(p(c.v4))
		if c.v6 == "" {
			if err == nil {
				t.Errorf("PrefixTo6(%v) = %v, want an error", c.v4, q)
			}
			continue
		}
		if err != nil || q != p(c.v6) {
			t.Errorf("PrefixTo6(%v) = %v, %v; want %v", c.v4, q, err, c.v6)
			continue
		}
		a, r, _ := table.To6(p(c.v4).Addr())
		if a != q.Addr() || r != row {
			t.Errorf("To6(%v) = %v %v, PrefixTo6 %v %v", p(c.v4).Addr(), a, r, q, row)
		}
		if back, _, err := table.PrefixTo4(q); err != nil || back != p(c.v4) {
			t.Errorf("PrefixTo4(%v) = %v, %v; want %v", q, back, err, c.v4)
		}
	}
	for _, c := range []struct{ v6, v4 string }{
		{"2001:db8:dddd:0:6000::/80", "192.0.2.152/32"}, // what stands for one address
		{"64:ff9b::/95", ""},
		{"2001:db8::/32", ""},
		{"3fff::/48", ""},
		{"192.0.2.0/24", ""},
	} {
		q, _, err := table.PrefixTo4(p(c.v6))
		if c.v4 == "" && err == nil || c.v4 != "" && (err != nil || q != p(c.v4)) {
			t.Errorf("PrefixTo4(%v) = %v, %v; want %q", c.v6, q, err, c.v4)
		}
	}
}
