package eui64

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"

	"github.com/hextet/hextet/addr"
)

// linux are link-local and SLAAC addresses that Linux 6.18 made with
// addr_gen_mode 0 on a veth, and 6.1 on ip6gre and ip6tnl tunnels, whose
// random permanent address it takes for a MAC.
var linux = []struct{ mac, prefix, address string }{
	{"7e:ed:be:ef:ca:fe", "fe80::/64", "fe80::7ced:beff:feef:cafe"},
	{"d4:5d:29:5e:5a:35", "fe80::/64", "fe80::d65d:29ff:fe5e:5a35"},
	{"00:00:5e:00:53:01", "fe80::/64", "fe80::200:5eff:fe00:5301"}, // in a reserved range, and used all the same
	{"52:54:00:12:34:56", "fe80::/64", "fe80::5054:ff:fe12:3456"},
	{"02:00:00:00:00:00", "fe80::/64", "fe80::ff:fe00:0"},
	{"ae:a5:12:9b:a2:2b", "2001:db8:29d4:beef::/64", "2001:db8:29d4:beef:aca5:12ff:fe9b:a22b"},
	{"a8:20:66:ff:fe:01", "fe80::/64", "fe80::aa20:66ff:feff:fe01"}, // ff:fe of its own
	{"34:56:78:9a:bc:de", "fe80::/64", "fe80::3656:78ff:fe9a:bcde"},
	{"fc:14:da:3b:dd:19", "fe80::/64", "fe80::fe14:daff:fe3b:dd19"},
	{"fc:ff:ff:ff:ff:ff", "fe80::/64", "fe80::feff:ffff:feff:ffff"},
	{"f0:de:f1:00:ff:7e", "fe80::/64", "fe80::f2de:f1ff:fe00:ff7e"},
	{"ae:a5:12:9b:a2:2b", "fe80::/64", "fe80::aca5:12ff:fe9b:a22b"},
	{"fe:e6:47:91:51:ac", "fe80::/64", "fe80::fce6:47ff:fe91:51ac"}, // ip6gre
	{"4e:13:c5:5d:50:82", "fe80::/64", "fe80::4c13:c5ff:fe5d:5082"}, // ip6gre
	{"82:5b:c3:da:64:27", "fe80::/64", "fe80::805b:c3ff:feda:6427"}, // ip6tnl
}

func TestLinux(t *testing.T) {
	for _, tt := range linux {
		m := MustParseMAC(tt.mac)
		id, err := FromMAC(m)
		if err != nil {
			t.Errorf("FromMAC(%s): %v", tt.mac, err)
			continue
		}
		a, err := Address(netip.MustParsePrefix(tt.prefix), id)
		if err != nil || a.String() != tt.address {
			t.Errorf("Address(%s, %v) = %v, %v, want %s", tt.prefix, id, a, err, tt.address)
		}
		back, ok := FromAddr(a)
		if !ok || back != id {
			t.Errorf("FromAddr(%v) = %v, %v, want %v", a, back, ok, id)
		}
		if got, err := back.MAC(); err != nil || got != m {
			t.Errorf("%v.MAC() = %v, %v, want %v", back, got, err, m)
		}
	}
}

func TestFromMAC(t *testing.T) {
	for _, tt := range []struct{ name, mac, want string }{
		{"RFC 7707 section 4.1.1.1", "00:1b:38:83:88:3c", "021b:38ff:fe83:883c"},
		{"RFC 4291 appendix A and RFC 2464 section 4", "34-56-78-9A-BC-DE", "3656:78ff:fe9a:bcde"},
		{"EUI-64", "00:00:5e:ef:10:00:00:01", "0200:5eef:1000:0001"},
		{"EUI-64 that holds a MAC-48", "00:1b:38:ff:fe:83:88:3c", "021b:38ff:fe83:883c"},
		{"all zeros", "00:00:00:00:00:00", "0200:00ff:fe00:0000"},
	} {
		if id, err := FromMAC(MustParseMAC(tt.mac)); err != nil || id.String() != tt.want {
			t.Errorf("%s: FromMAC(%s) = %v, %v, want %s", tt.name, tt.mac, id, err, tt.want)
		}
	}
	for _, tt := range []struct {
		name string
		mac  MAC
		want error
	}{
		{"no MAC", MAC{}, errInvalid},
		{"group", MustParseMAC("01:00:5e:00:00:01"), errGroup},
		{"IPv6 group", MustParseMAC("33:33:ff:00:00:01"), errGroup},
		{"broadcast", MustParseMAC("ff:ff:ff:ff:ff:ff"), errBroadcast},
		{"EUI-64 group", MustParseMAC("01:00:5e:10:00:00:00:01"), errGroup},
	} {
		if id, err := FromMAC(tt.mac); err != tt.want {
			t.Errorf("%s: FromMAC(%v) = %v, %v, want %v", tt.name, tt.mac, id, err, tt.want)
		}
	}
}

func TestFromMACDevID(t *testing.T) {
	m := MustParseMAC("00:00:5e:00:53:01")
	for _, tt := range []struct {
		dev  uint16
		want string
	}{
		{0, "0200:5eff:fe00:5301"},
		{1, "0000:5e00:0100:5301"},
		{0xabcd, "0000:5eab:cd00:5301"},
	} {
		if id, err := FromMACDevID(m, tt.dev); err != nil || id.String() != tt.want {
			t.Errorf("FromMACDevID(%v, %#x) = %v, %v, want %s", m, tt.dev, id, err, tt.want)
		}
	}
	if _, err := FromMACDevID(MustParseMAC("00:00:5e:ef:10:00:00:01"), 1); err == nil {
		t.Error("FromMACDevID took an EUI-64")
	}
}

func TestIIDWithoutMAC(t *testing.T) {
	for _, tt := range []struct {
		id   IID
		want error
	}{
		{0, errNoMarker},
		{1, errNoMarker},
		{0x0200_5eff_ff00_5301, errOldMarker},
		{0x0300_5eff_fe00_5301, errReverseGroup},
	} {
		if m, err := tt.id.MAC(); err != tt.want || m.IsValid() {
			t.Errorf("%v.MAC() = %v, %v, want %v", tt.id, m, err, tt.want)
		}
		if tt.id.isModifiedEUI64() {
			t.Errorf("%v.isModifiedEUI64()", tt.id)
		}
	}
}

// TestMACRoundTrip draws from a seeded source: every unicast MAC comes back
// from its identifier, and from both lengths.
func TestMACRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 64))
	for range 20000 {
		v := r.Uint64()
		m48, m64 := mac48(v>>16), macFrom8(IID(v).Octets())
		for _, m := range []MAC{m48, m64} {
			id, err := FromMAC(m)
			if m.IsGroup() {
				if err == nil {
					t.Fatalf("FromMAC(%v) = %v", m, id)
				}
				continue
			}
			if back := id.EUI64(); err != nil || back != m.EUI64() {
				t.Fatalf("FromMAC(%v) = %v, %v; back %v", m, id, err, back)
			}
			if back, err := id.MAC(); m.Len() == 6 && (err != nil || back != m) {
				t.Fatalf("%v: back %v, %v", m, back, err)
			}
			if b := id.Octets(); IID(be64(b[:])) != id {
				t.Fatalf("%v.Octets() = %x", id, b)
			}
		}
	}
}

func TestParseIID(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want IID
	}{
		{"02a0:ccff:fe24:b0e4", 0x02a0_ccff_fe24_b0e4},
		{"2A0:CCFF:FE24:B0E4", 0x02a0_ccff_fe24_b0e4},
		{"02a0ccfffe24b0e4", 0x02a0_ccff_fe24_b0e4},
		{"0x02a0ccfffe24b0e4", 0x02a0_ccff_fe24_b0e4},
		{"::2a0:ccff:fe24:b0e4", 0x02a0_ccff_fe24_b0e4},
		{"::ff:fe00:4", 0x0000_00ff_fe00_0004},
		{"::1", 1},
		{"::", 0},
		{"0:0:0:0", 0},
		{"1:2:3:4", 0x0001_0002_0003_0004},
	} {
		if id, err := ParseIID(tt.in); err != nil || id != tt.want {
			t.Errorf("ParseIID(%q) = %v, %v, want %v", tt.in, id, err, tt.want)
		}
	}
	for _, tt := range []struct {
		in     string
		at     int
		reason string
	}{
		{"", -1, "empty text"},
		{":", -1, `single ':', expected "::"`},
		{":1", 1, "unexpected character '1'"},
		{":::", 2, "empty group"},
		{"1", -1, "1 group, expected 4 for an interface identifier"},
		{"ff:fe00:4", -1, "3 groups, expected 4 for an interface identifier"},
		{"1:2:3:", -1, "nothing after the last ':'"},
		{"1:2:3:4:", 7, "more than 4 groups: too long for an interface identifier"},
		{"1:2:3:4:5", 7, "more than 4 groups: too long for an interface identifier"},
		{"::1:2:3:4:5", 9, "more than 4 groups: too long for an interface identifier"},
		{"fe80::1", 5, `"::" is allowed only at the start of an interface identifier`},
		{"1:02345:3:4", 6, "more than 4 digits in a group"},
		{"12345", -1, "5 digits, expected 16 for an interface identifier"},
		{"12345:1:1:1", 5, "group of 5 digits before ':'"},
		{"02a0ccfffe24b0e41", 16, "more than 16 digits: too long for an interface identifier"},
		{"02-a0-cc-ff-fe-24-b0-e4", 2, "unexpected character '-'"},
		{"1:2:3:g", 6, "unexpected character 'g'"},
		{"1:2:3:4%eth0", 7, "unexpected character '%'"},
		{"0x1:2:3:4", 3, "unexpected character ':'"},
	} {
		id, err := ParseIID(tt.in)
		var e *addr.Error
		if !errors.As(err, &e) || id != 0 || e.Offset != tt.at || e.Reason != tt.reason || e.Input != tt.in {
			t.Errorf("ParseIID(%q) = %v, %v, want %q at %d", tt.in, id, err, tt.reason, tt.at)
		}
	}
}

func FuzzParseIID(f *testing.F) {
	for _, s := range []string{"02a0:ccff:fe24:b0e4", "::1", "::", "1:2:3:4", "0x02a0ccfffe24b0e4", "fe80::1", "1:2:3", "::1:2:3:4:5", "12345:1:1:1", ":", "1::"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		id, err := ParseIID(s)
		if err != nil {
			var e *addr.Error
			if !errors.As(err, &e) || e.Offset >= len(s) || e.Offset < -1 || e.Reason == "" {
				t.Fatalf("ParseIID(%q): %#v", s, err)
			}
			// What netip reads after "::" and is short enough, ParseIID reads.
			if strings.Count(s, ":") == 3 && !strings.Contains(s, "::") {
				if a, err := netip.ParseAddr("::" + s); err == nil && a.Zone() == "" && !strings.Contains(s, ".") {
					t.Fatalf("ParseIID(%q): %v, but netip reads %v", s, err, a)
				}
			}
			return
		}
		if back, err := ParseIID(id.String()); err != nil || back != id {
			t.Fatalf("ParseIID(%q) = %v, back %v, %v", s, id, back, err)
		}
		text := s
		if !strings.HasPrefix(s, "::") {
			text = "::" + s
		}
		if a, err := netip.ParseAddr(text); err == nil {
			if want, _ := FromAddr(a); want != id {
				t.Fatalf("ParseIID(%q) = %v, as an address %v", s, id, want)
			}
		} else if strings.Contains(s, ":") {
			t.Fatalf("ParseIID(%q) = %v, netip: %v", s, id, err)
		}
	})
}

func TestAddress(t *testing.T) {
	const id = IID(0x0200_5eff_fe00_5301)
	for _, tt := range []struct{ prefix, want string }{
		{"2001:db8:1:2::/64", "2001:db8:1:2:200:5eff:fe00:5301"},
		{"2001:db8:1:2:3:4:5:6/64", "2001:db8:1:2:200:5eff:fe00:5301"},
		{"2001:db8:1:2::/48", "2001:db8:1:0:200:5eff:fe00:5301"}, // beyond the length: zero
		{"2001:db8:1:3::/63", "2001:db8:1:2:200:5eff:fe00:5301"},
		{"fe80::/10", "fe80::200:5eff:fe00:5301"},
		{"::/0", "::200:5eff:fe00:5301"},
	} {
		if a, err := Address(netip.MustParsePrefix(tt.prefix), id); err != nil || a.String() != tt.want {
			t.Errorf("Address(%s, %v) = %v, %v, want %s", tt.prefix, id, a, err, tt.want)
		}
	}
	for _, text := range []string{"2001:db8::/65", "2001:db8::/128", "192.0.2.0/24", "ff02::/16", "::ffff:0:0/96"} {
		if a, err := Address(netip.MustParsePrefix(text), id); err == nil {
			t.Errorf("Address(%s, %v) = %v, want an error", text, id, a)
		}
	}
	if _, err := Address(netip.Prefix{}, id); err == nil {
		t.Error("Address took the zero Prefix")
	}
	for _, text := range []string{"192.0.2.1", "ff02::1", "::ffff:192.0.2.1"} {
		if got, ok := FromAddr(netip.MustParseAddr(text)); ok {
			t.Errorf("FromAddr(%s) = %v", text, got)
		}
	}
	p := netip.MustParsePrefix("2001:db8::/64")
	if n := testing.AllocsPerRun(100, func() {
		if _, err := Address(p, id); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("Address: %v allocations", n)
	}
}

func TestIIDText(t *testing.T) {
	var id IID
	if err := id.UnmarshalText([]byte("::2")); err != nil || id != 2 {
		t.Errorf("UnmarshalText: %v, %v", id, err)
	}
	if err := id.UnmarshalText([]byte("2")); err == nil || id != 2 {
		t.Errorf("UnmarshalText: %v, %v", id, err)
	}
	if b, err := id.MarshalText(); err != nil || string(b) != "0000:0000:0000:0002" {
		t.Errorf("MarshalText: %s, %v", b, err)
	}
}

func ExampleFromMAC() {
	mac, err := ParseMAC("0000.5e00.5301")
	if err != nil {
		panic(err)
	}
	iid, err := FromMAC(mac)
	if err != nil {
		panic(err)
	}
	a, err := Address(netip.MustParsePrefix("2001:db8::/64"), iid)
	fmt.Println(iid, a, err)
	// Output: 0200:5eff:fe00:5301 2001:db8::200:5eff:fe00:5301 <nil>
}

func ExampleIID_MAC() {
	iid, _ := FromAddr(netip.MustParseAddr("2001:db8::200:5eff:fe00:5301"))
	fmt.Println(iid.MAC())
	// Output: 00:00:5e:00:53:01 <nil>
}

func BenchmarkAddress(b *testing.B) {
	p := netip.MustParsePrefix("2001:db8::/64")
	buf := make([]byte, 0, 64)
	b.ReportAllocs()
	for b.Loop() {
		m, _ := ParseMAC("00:00:5e:00:53:01")
		id, _ := FromMAC(m)
		a, _ := Address(p, id)
		buf = a.AppendTo(buf[:0])
	}
}

func TestParseAddrOrIID(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want IID
	}{
		{"2001:db8::200:5eff:fe00:5301", 0x0200_5eff_fe00_5301},
		{"2001:db8::200:5eff:fe00:5301/64", 0x0200_5eff_fe00_5301},
		{"fe80::200:5eff:fe00:5301%eth0", 0x0200_5eff_fe00_5301},
		{"[2001:db8::1]", 1},
		{"fe80::1", 1}, // an address, not fe80:0:0:1
		{"::1", 1},
		{"0200:5eff:fe00:5301", 0x0200_5eff_fe00_5301},
		{"02005efffe005301", 0x0200_5eff_fe00_5301},
		{"::5eff:fe00:5301", 0x0000_5eff_fe00_5301},
	} {
		if id, err := ParseAddrOrIID(tt.in); err != nil || id != tt.want {
			t.Errorf("ParseAddrOrIID(%q) = %v, %v, want %v", tt.in, id, err, tt.want)
		}
	}
	for _, in := range []string{"", "1", "1:2:3", "192.0.2.1", "ff02::1", "::ffff:192.0.2.1", "00:00:5e:00:53:01", "2001:db8::g", "fe80::1%"} {
		if id, err := ParseAddrOrIID(in); err == nil {
			t.Errorf("ParseAddrOrIID(%q) = %v, want an error", in, id)
		}
	}
	if n := testing.AllocsPerRun(100, func() {
		for _, in := range []string{"2001:db8::200:5eff:fe00:5301", "0200:5eff:fe00:5301", "200:5eff:fe00:53"} {
			if _, err := ParseAddrOrIID(in); err != nil {
				t.Fatal(err)
			}
		}
	}); n != 0 {
		t.Errorf("ParseAddrOrIID: %v allocations", n)
	}
}
