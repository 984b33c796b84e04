package embed4

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/ip"
)

// show writes what was found as the words a user sees.
func show(fs []Found) string {
	var b []string
	for _, f := range fs {
		s := f.Mechanism.String() + " " + f.Role.String() + " " + f.Addr.String() + " " + f.Certainty.String()
		b = append(b, s)
	}
	return strings.Join(b, ", ")
}

func sites(t testing.TB) *Extractor {
	p := netip.MustParsePrefix
	m, err := ParseMAPRules(strings.NewReader("rule ipv6=2001:db8:4000::/40 ipv4=192.0.2.0/24 ea=16\n"))
	if err != nil {
		t.Fatal(err)
	}
	e, err := ParseEAM(strings.NewReader("192.0.2.16/28 2001:db8:cccc::/124\n"))
	if err != nil {
		t.Fatal(err)
	}
	x, err := NewExtractor(Sites{
		NAT64: []NAT64{{p("2001:db8:64::/48")}, {p("2001:db8:64:0:64::/96")}, WellKnown(), {p("64:ff9b:1::/48")}},
		SixRD: []SixRD{{p("2001:db8:6000::/36"), p("10.0.0.0/8")}, {Prefix: p("3fff::/20")}},
		IVI:   []IVI{{p("3ffe::/32")}}, MAP: m, EAM: e,
	})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestExtract(t *testing.T) {
	known := sites(t)
	for _, tt := range []struct {
		a    string
		x    *Extractor
		want string
	}{
		{"::ffff:192.0.2.1", nil, "ipv4-mapped address 192.0.2.1 certain"},
		{"::ffff:0:192.0.2.1", nil, "ipv4-translated address 192.0.2.1 certain"},
		{"::192.0.2.1", nil, "ipv4-compatible address 192.0.2.1 certain"},
		{"::2", nil, "ipv4-compatible address 0.0.0.2 certain"}, // by its prefix, with a warning
		{"::", nil, ""},
		{"::1", nil, ""},
		{"::1:0:0", nil, ""},
		{"64:ff9b::192.0.2.33", nil, "nat64 address 192.0.2.33 certain"},
		{"64:ff9b::1:192.0.2.33", nil, ""}, // not in the /96
		{"2002:c000:221::", nil, "6to4 router 192.0.2.33 certain"},
		{"2002:c000:221::c000:221", nil, "6to4 router 192.0.2.33 certain, 6to4 host 192.0.2.33 likely"},
		{"2002:c000:221:1:200:5efe:808:808", nil, "6to4 router 192.0.2.33 certain, isatap host 8.8.8.8 likely"},
		{"2001:0:4136:e378:8000:63bf:3fff:fdd2", nil, "teredo server 65.54.227.120 certain, teredo client 192.0.2.45 certain"},
		{"3ffe:831f:4136:e378:0:63bf:3fff:fdd2", nil, "teredo server 65.54.227.120 certain, teredo client 192.0.2.45 certain"},
		{"fe80::5efe:10.0.0.1%eth0", nil, "isatap host 10.0.0.1 certain"},
		{"fe80::200:5efe:8.8.8.8", nil, "isatap host 8.8.8.8 certain"},
		{"fe80::300:5efe:8.8.8.8", nil, ""}, // a group, no interface
		{"fe80::c000:201", nil, "6over4 host 192.0.2.1 likely"},
		{"fe80:0:0:1::c000:201", nil, "embedded-ipv4 host 192.0.2.1 likely"}, // not the prefix of RFC 2529
		{"2001:db8::c000:201", nil, "embedded-ipv4 host 192.0.2.1 likely"},
		{"2001:db8::c0de:cafe", nil, ""}, // words
		{"fe80::c0de:cafe", nil, ""},
		{"fe80::443:1", nil, ""}, // a port
		{"2002:c000:221::c000:222", nil, "6to4 router 192.0.2.33 certain, embedded-ipv4 host 192.0.2.34 likely"},
		{"2002:c0de:cafe::c0de:cafe", nil, "6to4 router 192.222.202.254 certain, 6to4 host 192.222.202.254 likely"},
		{"2600:1f18::abcd:ef01", nil, "embedded-ipv4 host 171.205.239.1 likely"},
		{"4000::c000:201", nil, ""}, // nobody knows the format
		{"2001:db8::5efe:10.0.0.1", nil, "isatap host 10.0.0.1 likely"},
		{"ff02::5efe:10.0.0.1", nil, ""},
		{"2001:db8::192:0:2:1", nil, "embedded-ipv4 host 192.0.2.1 likely"},
		{"2001:db8::192:0:2:256", nil, ""},
		{"2001:db8::192:0:2:a", nil, ""},
		{"2001:db8::1", nil, ""},
		{"2001:db8::1:80", nil, ""},
		{"2001:db8::7f00:1", nil, ""}, // loopback is nobody's address
		{"2001:db8::e000:1", nil, ""},
		{"2001:db8::a0:ccff:fe24:b0e4", nil, ""},
		{"2001:10::c000:201", nil, ""}, // ORCHID: a hash
		{"2001:20::c000:201", nil, ""},
		{"ff02::c000:201", nil, ""}, // a group
		{"100::c000:201", nil, ""},  // no 64-bit identifiers below 000
		{"192.0.2.1", nil, ""},
		{"64:ff9b:1::192.0.2.33", nil, "nat64 address 192.0.2.33 likely"},
		{"64:ff9b:1:c000:2:2100::", nil, "nat64 address 192.0.2.33 likely"},
		{"64:ff9b:1:0:100::192.0.2.33", nil, ""}, // u octet

		{"64:ff9b::192.0.2.33", known, "nat64 address 192.0.2.33 certain"},
		{"64:ff9b:1:c000:2:2100::", known, "nat64 address 192.0.2.33 certain"},
		{"2001:db8:64:c000:2:2100::", known, "nat64 address 192.0.2.33 certain"},
		{"2001:db8:64:0:64::192.0.2.33", known, "nat64 address 192.0.2.33 certain"}, // the longer site prefix
		{"2001:db8:6000:10::1", known, "6rd router 10.0.0.1 certain"},
		{"2001:db8:6000:10:200:5efe:808:808", known, "6rd router 10.0.0.1 certain, isatap host 8.8.8.8 likely"},
		{"3fff:c00:20:1000:192:0:2:9", known, "6rd router 192.0.2.1 certain, embedded-ipv4 host 192.0.2.9 likely"},
		{"2001:db8:4012:3400:0:c000:212:34", known, "map router 192.0.2.18 certain"},
		{"2001:db8:4012:3400::1", known, "map router 192.0.2.18 certain"},
		{"2001:db8:cccc::8", known, "eam address 192.0.2.24 certain"},
		{"3ffe:0:ff12:716:5300::", known, "ivi address 18.7.22.83 certain"},
	} {
		a := netip.MustParseAddr(tt.a)
		if got := show(slices.Collect(Extract(a, tt.x))); got != tt.want {
			t.Errorf("Extract(%s) = %q, want %q", tt.a, got, tt.want)
		}
	}
}

func TestExtractFields(t *testing.T) {
	got := slices.Collect(Extract(netip.MustParseAddr("2001:0:4136:e378:9c06:63bf:3fff:fdd2"), nil))
	if len(got) != 2 {
		t.Fatalf("%v", got)
	}
	server, client := got[0], got[1]
	if server.HasPort || !server.HasFlags || server.Flags != 0x9c06 || server.Prefix.String() != "2001::/32" || server.broken != 0 {
		t.Errorf("server %+v", server)
	}
	if !client.HasPort || client.Port != 40000 || client.Flags.String() != "cone+random" {
		t.Errorf("client %+v", client)
	}
	if w := slices.Collect(client.Warnings()); len(w) != 1 || !strings.Contains(w[0].Reference, "RFC 5737") {
		t.Errorf("client warnings %q", w)
	}
}

func TestExtractWarnings(t *testing.T) {
	known := sites(t)
	for a, want := range map[string]string{
		"64:ff9b::10.0.0.1":               "a private address must not be used under the well-known prefix",
		"2002:a00:1::":                    "RFC 3056 section 2",
		"2002:7f00:1::":                   "RFC 3056 section 9",
		"2001:0:a00:1:0:63bf:f7f7:f7f7":   "Teredo server",
		"2001:0:808:808:4000:1:f7f7:f7f7": "flags",
		"3ffe:831f:808:808:0:1:f7f7:f7f7": "2001::/32",
		"fe80::200:5efe:10.0.0.1":         "u bit",
		"fe80::5efe:8.8.8.8":              "u bit",
		"::2":                             "RFC 4291 section 2.5.5.1",
		"64:ff9b:1::8.8.8.8":              "RFC 8215",
		"2001:db8:64:808:8:800:0:1":       "should be zero",
		"2001:db8:4012:3400::1":           "RFC 7597 section 6",
		"2002:c058:6301::":                "RFC 7526",
		"::ffff:224.0.0.1":                "a multicast address should not be used",
		"2001:db8:6000:10::1":             "",
		"64:ff9b::8.8.8.8":                "",
	} {
		x := known
		if strings.HasPrefix(a, "64:ff9b:1:") {
			x = nil
		}
		found := slices.Collect(Extract(netip.MustParseAddr(a), x))
		if len(found) == 0 {
			t.Errorf("Extract(%s): nothing", a)
			continue
		}
		got := fmt.Sprint(slices.Collect(found[0].Warnings()))
		if (got == "[]") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("Extract(%s) warns %q, want %q", a, got, want)
		}
	}
}

// What any mechanism writes, the Extractor reads.
func TestExtractUndoesEncode(t *testing.T) {
	r := newRand(t)
	for range 5000 {
		v := r.Uint32()
		v4 := ip.Addr4(v)
		nat := NAT64{randomNAT64(r, nat64Lengths[r.IntN(6)])}
		q := r.IntN(33)
		rd := SixRD{randomUnicast(r, 30), netip.PrefixFrom(v4, q)}
		ivi := IVI{randomUnicast(r, 32)}
		p64 := prefixOf(ip.Uint128{Hi: r.Uint64()>>3 | 1<<61, Lo: 0}, 64) // begins with 001
		x, err := NewExtractor(Sites{NAT64: []NAT64{nat}, SixRD: []SixRD{rd}, IVI: []IVI{ivi}})
		if err != nil {
			t.Fatal(err)
		}
		for e, m := range map[Encoder]Mechanism{
			Mapped{}: MechMapped, Translated{}: MechTranslated, nat: MechNAT64, rd: MechSixRD, ivi: MechIVI, WellKnown(): MechNAT64,
			SixToFour{1, eui64.IID(r.Uint64())}: MechSixToFour, ISATAP{Prefix: p64}: MechISATAP, Teredo{Server: ip.Addr4(r.Uint32())}: MechTeredo,
		} {
			a, err := e.Encode(v4)
			if err != nil {
				t.Fatal(err)
			}
			ok := false
			for f := range Extract(a, x) {
				ok = ok || f.Mechanism == m && f.Addr == v4 && f.Role != RoleServer
			}
			if !ok {
				t.Fatalf("%T%v: %v in %v not found, only %s", e, e, v4, a, show(slices.Collect(Extract(a, x))))
			}
		}
	}
}

func TestNewExtractorRefuses(t *testing.T) {
	p := netip.MustParsePrefix
	for _, s := range []Sites{
		{NAT64: []NAT64{{p("2001:db8::/33")}}},
		{SixRD: []SixRD{{Prefix: p("2001:db8::/97")}}},
		{IVI: []IVI{{p("2001:db8::/33")}}},
		{NAT64: []NAT64{{}}},
	} {
		if x, err := NewExtractor(s); err == nil || x != nil {
			t.Errorf("NewExtractor(%v) = %v, %v", s, x, err)
		}
	}
}

func TestWords(t *testing.T) {
	want := "unknown ipv4-mapped ipv4-compatible ipv4-translated nat64 6to4 6rd teredo isatap 6over4 embedded-ipv4 map eam ivi multicast unknown"
	var got []string
	for m := range numMechanisms + 1 {
		got = append(got, m.String())
	}
	if strings.Join(got, " ") != want {
		t.Errorf("mechanisms %q", got)
	}
	if s := UnknownRole.String() + RoleServer.String() + Role(99).String() + Certain.String() + Likely.String() + Certainty(99).String(); s != "unknownserverunknowncertainlikelyunknown" {
		t.Errorf("words %q", s)
	}
}

func TestNoAllocs(t *testing.T) {
	x := sites(t)
	v4 := netip.MustParseAddr("8.8.8.8")
	p32 := netip.PrefixFrom(v4, 32)
	p := netip.MustParsePrefix("2001:db8::/64")
	var as []netip.Addr
	for _, s := range []string{"2001:db8::1", "2002:c000:201::c000:201", "2001:0:a00:1:4000:63bf:f7f7:f7f7", "2001:db8:4012:3400::1", "64:ff9b:1::10.0.0.1", "2001:db8:64::"} {
		as = append(as, netip.MustParseAddr(s))
	}
	buf := make([]Found, 0, 4)
	for name, f := range map[string]func(){
		"Append": func() {
			for _, a := range as {
				buf = (*Extractor)(nil).Append(buf[:0], a)
				buf = x.Append(buf[:0], a)
			}
		},
		"NAT64":       func() { _, _ = NAT64{p}.Encode(v4); _ = NAT64{p}.Check(p32).Err() },
		"Mapped":      func() { _, _ = Mapped{}.Encode(v4); _, _ = Mapped{}.EncodePrefix(p32) },
		"SixToFour":   func() { _, _ = SixToFour{}.EncodePrefix(p32); _ = SixToFour{}.Check(p32).Err() },
		"SixRD":       func() { _, _ = SixRD{Prefix: netip.PrefixFrom(p.Addr(), 32)}.EncodePrefix(p32) },
		"ISATAP":      func() { _, _ = ISATAP{Prefix: p}.Encode(v4); _ = ISATAP{Prefix: p}.Check(p32).Err() },
		"SixOverFour": func() { _, _ = SixOverFour{p}.Encode(v4) },
		"Teredo":      func() { _, _ = Teredo{Server: v4}.Encode(v4); _ = Teredo{Server: v4}.Check(p32).Err() },
	} {
		if n := testing.AllocsPerRun(100, f); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}

// Addresses as logs have them: mostly identifiers that hold no IPv4 address.
func benchAddrs(b *testing.B) []netip.Addr {
	r := newRand(b)
	as := make([]netip.Addr, 1024)
	for i := range as {
		u := ip.Uint128{Hi: 0x20010db8<<32 | r.Uint64()>>32, Lo: r.Uint64()}
		switch i % 16 {
		case 0:
			u.Hi = 0x2002<<48 | u.Hi>>16
		case 1:
			u = ip.Uint128{Hi: wellKnownHi, Lo: u.Lo >> 32}
		case 2:
			u.Lo >>= 56 // low-byte
		}
		as[i] = u.Addr6()
	}
	return as
}

func BenchmarkAppend(b *testing.B) {
	as := benchAddrs(b)
	buf := make([]Found, 0, 4)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		buf = (*Extractor)(nil).Append(buf[:0], as[i%len(as)])
	}
}

func BenchmarkAppendSites(b *testing.B) {
	x := sites(b)
	as := benchAddrs(b)
	buf := make([]Found, 0, 4)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		buf = x.Append(buf[:0], as[i%len(as)])
	}
}

// The standard library's own formatting is the rival that both are beside.
func BenchmarkAppendToStd(b *testing.B) {
	as := benchAddrs(b)
	var buf [64]byte
	for i := 0; b.Loop(); i++ {
		as[i%len(as)].AppendTo(buf[:0])
	}
}

func BenchmarkNAT64(b *testing.B) {
	n := NAT64{netip.MustParsePrefix("2001:db8:122:344::/64")}
	v4 := netip.MustParseAddr("192.0.2.33")
	b.ReportAllocs()
	for b.Loop() {
		if n.Check(netip.PrefixFrom(v4, 32)).must != 0 {
			b.Fatal("refused")
		}
		if _, err := n.Encode(v4); err != nil {
			b.Fatal(err)
		}
	}
}
