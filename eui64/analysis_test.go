package eui64

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"
)

var iidTests = []struct {
	name, in string
	kind     Kind
	about    string // MAC, IPv4 or port
	reason   string // a part of it
}{
	{"RFC 7707 section 4.1.3", "2001:db8::1", KindLowByte, "", "low-byte"},
	{"RFC 7707 section 4.1.3, decimal words", "2001:db8::192:0:2:1", KindEmbeddedIPv4, "192.0.2.1", "decimal octet"},
	{"RFC 7707 section 4.1.3, port behind", "2001:db8::1:80", KindEmbeddedPort, "80", "port 80 in decimal digits"},
	{"RFC 7707 section 4.1.3, 25", "2001:db8::25", KindEmbeddedPort, "25", "in decimal digits"},
	{"RFC 7707 section 4.1.3, 0x50", "2001:db8::50", KindEmbeddedPort, "80", "port 80 in hexadecimal"},
	{"RFC 7707 section 4.1.3, 80", "2001:db8::80", KindEmbeddedPort, "80", "in decimal digits"},
	{"port before", "2001:db8::80:1", KindEmbeddedPort, "80", ""},
	{"port over 255", "2001:db8::443", KindEmbeddedPort, "443", ""},
	{"port over 255 in hexadecimal", "2001:db8::1bb", KindEmbeddedPort, "443", "in hexadecimal"},
	{"port before, four digits", "2001:db8::8080:1", KindEmbeddedPort, "8080", ""},
	{"not FTP", "2001:db8::15", KindLowByte, "", ""},
	{"low two bytes", "2001:db8::1234", KindLowByte, "", ""},
	{"low byte of two words", "2001:db8::2:10", KindLowByte, "", ""},
	{"IPv4 in hexadecimal", "2001:db8::192.0.2.1", KindEmbeddedIPv4, "192.0.2.1", "last 32 bits"},
	{"IPv4 that no host has", "2001:db8::240.1.2.3", KindPattern, "", "too regular"},
	{"decimal of loopback", "2001:db8::127:0:0:1", KindPattern, "", ""},
	{"single digits", "2001:db8::1:0:0:1", KindPattern, "", ""},
	{"not octets", "2001:db8::256:0:2:1", KindPattern, "", ""},
	{"RFC 4291 section 2.6.1", "2001:db8::", KindSubnetRouterAnycast, "", "any router"},
	{"RFC 2526, mobile home agents", "2001:db8::fdff:ffff:ffff:fffe", KindReservedAnycast, "", "126: Mobile IPv6 Home-Agents anycast"},
	{"RFC 2526, first", "2001:db8::fdff:ffff:ffff:ff80", KindReservedAnycast, "", "identifier 0"},
	{"before RFC 2526", "2001:db8::fdff:ffff:ffff:ff7f", KindPattern, "", "one digit many times"},
	{"RFC 5214 section 6.1, private", "fe80::5efe:10.0.0.1", KindISATAP, "10.0.0.1", "ISATAP"},
	{"RFC 5214 section 6.1, global", "fe80::200:5efe:192.0.2.1", KindISATAP, "192.0.2.1", ""},
	{"RFC 7707 section 4.1.1.1", "2001:db8::21b:38ff:fe83:883c", KindEUI64, "00:1b:38:83:88:3c", "MAC"},
	{"local MAC", "fe80::5054:ff:fe12:3456", KindEUI64, "52:54:00:12:34:56", ""},
	{"group MAC is no MAC", "fe80::321:5eff:fe00:5301", KindRandom, "", "looks random"},
	{"RFC 7428 appendix A", "2001:db8:27ef:42ca::ff:fe00:4", KindShortAddress, "", "short address 0004"},
	{"RFC 4944 section 6", "fe80::ff:fe00:1234", KindShortAddress, "", "short address 1234"},
	{"short address of no interface", "fe80::ff:fe00:ffff", KindEUI64, "02:00:00:00:ff:ff", "MAC"},
	{"PAN or MAC", "fe80::a8cd:ff:fe00:1234", KindEUI64, "aa:cd:00:00:12:34", "MAC"},
	{"RFC 9568 section 7.3", "fe80::200:5eff:fe00:203", KindEUI64, "00:00:5e:00:02:03", "VRRP virtual router 3 for IPv6"},
	{"Windows", "2002:c000:251::c000:251", KindEmbeddedIPv4, "192.0.2.81", "6to4 router again"},
	{"Windows, an address that spells words", "2002:c0de:cafe::c0de:cafe", KindEmbeddedIPv4, "192.222.202.254", "6to4 router again"},
	{"words below 6to4", "2002:c000:251::c0de:cafe", KindWordy, "", "c0de cafe"},
	{"RFC 6543", "fe80::200:5eff:fe00:5213", KindEUI64, "00:00:5e:00:52:13", "Proxy Mobile IPv6"},
	{"two words", "2001:db8::dead:beef", KindWordy, "", "dead beef"},
	{"word and number", "2001:db8::cafe:1", KindWordy, "", "cafe"},
	{"word across groups", "2001:db8::c0ff:ee", KindWordy, "", "c0ffee"},
	{"four words", "2001:db8::face:b00c:dead:beef", KindWordy, "", "face b00c dead beef"},
	{"one word", "2001:db8::cafe", KindWordy, "", "cafe"},
	{"short word alone", "2001:db8::bad", KindLowByte, "", ""},
	{"short word and word", "2001:db8::bad:cafe", KindWordy, "", "bad cafe"},
	{"almost a word", "2001:db8::caff:1", KindEmbeddedIPv4, "202.255.0.1", ""},
	{"repeated", "2001:db8::1111:1111:1111:1111", KindPattern, "", "repeated"},
	{"repeated half", "2001:db8::1a2b:3c4d:1a2b:3c4d", KindPattern, "", "repeated"},
	{"sequence", "2001:db8::1234:5678:9abc:def0", KindPattern, "", "sequence"},
	{"sequence down", "2001:db8::9876:5432:a1b3:c4d9", KindPattern, "", "sequence"},
	{"mostly zero", "2001:db8::a1b2:0:0:c3d4", KindPattern, "", "too regular"},
	{"run", "2001:db8::8aaa:aaa7:3c19:5be2", KindPattern, "", "many times"},
	{"RFC 8981", "2001:db8::a4c1:7d3e:92b0:5f68", KindRandom, "", "no pattern"},
}

func TestAnalyze(t *testing.T) {
	for _, tt := range iidTests {
		id, ok := AnalyzeAddr(netip.MustParseAddr(tt.in))
		reason := string(id.AppendReason(nil))
		if !ok || id.Kind != tt.kind || !strings.Contains(reason, tt.reason) || reason == "" {
			t.Errorf("%s: AnalyzeAddr(%s) = %v %q, %v; want %v %q", tt.name, tt.in, id.Kind, reason, ok, tt.kind, tt.reason)
		}
		about := ""
		switch {
		case id.MAC.IsValid():
			about = id.MAC.String()
		case id.IPv4.IsValid():
			about = id.IPv4.String()
		case id.Port != 0:
			about = strings.Fields(reason)[2]
		}
		if about != tt.about {
			t.Errorf("%s: AnalyzeAddr(%s) holds %q, want %q", tt.name, tt.in, about, tt.about)
		}
		if n := testing.AllocsPerRun(20, func() { id.Value.Analyze() }); n != 0 {
			t.Errorf("Analyze of %v: %v allocations", id.Value, n)
		}
	}
}

func TestInAddrNone(t *testing.T) {
	for _, s := range []string{"::1", "::192.0.2.1", "64:ff9b::192.0.2.1", "64:ff9b:1::1", "100::1", "2001::1",
		"2001:10::1", "2001:1f:ffff::1", "2001:20::1", "2001:30::1", "2001:1::1", "2001:1::3", "5f00::1", "3ffe:831f::1", "1fff::1", "4000::1", "ff02::1", "192.0.2.1"} {
		if id, ok := AnalyzeAddr(netip.MustParseAddr(s)); ok {
			t.Errorf("AnalyzeAddr(%s) = %v, want none", s, id.Kind)
		}
	}
}

// TestAnalyzeRandom holds that random identifiers are seldom taken for anything else.
func TestAnalyzeRandom(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(7, 7))
	const n = 1_000_000
	var kinds [KindRandom + 1]int
	for range n {
		kinds[IID(r.Uint64()).Analyze().Kind]++
	}
	// ff:fe in the middle and g clear: one in 131,072.
	if other := n - kinds[KindRandom]; other > n/5000 || kinds[KindEUI64] > 40 {
		t.Errorf("of %d random identifiers %v are of each kind", n, kinds)
	}
}

func TestReservedRows(t *testing.T) {
	for _, tt := range []struct {
		id   IID
		name string
		rfc  string
	}{
		{0, "Subnet-Router Anycast", "RFC4291"},                              // RFC 5453 section 3
		{0xfdffffffffffffff, "Reserved Subnet Anycast Addresses", "RFC2526"}, // RFC 5453 section 3
		{0xfdffffffffffff80, "Reserved Subnet Anycast Addresses", "RFC2526"},
		{0x02005efffe005213, "Proxy Mobile IPv6", "RFC6543"},
		{0x02005efffe005212, "Reserved IPv6 Interface Identifiers corresponding to the IANA Ethernet Block", "RFC4291"},
		{0xfdffffffffffff7f, "", ""},
		{0xffffffffffffffff, "", ""},
		{0x02005efeffffffff, "", ""},
		{0x02005efffe000000, "Reserved IPv6 Interface Identifiers corresponding to the IANA Ethernet Block", "RFC4291"},
		{0x02005efffe005214, "Reserved IPv6 Interface Identifiers corresponding to the IANA Ethernet Block", "RFC4291"},
		{0x02005efffeffffff, "Reserved IPv6 Interface Identifiers corresponding to the IANA Ethernet Block", "RFC4291"},
		{0x02005effff000000, "", ""},
		{1, "", ""},
	} {
		r, ok := tt.id.Reserved()
		if ok != (tt.name != "") || r.Name != tt.name || ok != tt.id.IsReserved() || ok && r.RFC[0] != tt.rfc {
			t.Errorf("%v.Reserved() = %v, %v; want %q", tt.id, r, ok, tt.name)
		}
	}
}

func TestAnycast(t *testing.T) {
	for _, tt := range []struct {
		id   IID
		name string
	}{
		{0xfdff_ffff_ffff_ffff, "Reserved"}, // RFC 2526 section 3
		{0xfdff_ffff_ffff_fffe, "Mobile IPv6 Home-Agents anycast"},
		{0xfdff_ffff_ffff_fffd, "IPv6 over GeoNetworking geographic anycast"},
		{0xfdff_ffff_ffff_fffc, "Reserved"},
		{0xfdff_ffff_ffff_ff81, "Reserved"},
		{0xfdff_ffff_ffff_ff80, "Subnet-Router Anycast Address"},
		{0xfdff_ffff_ffff_ff7f, ""},
		{0xfe00_0000_0000_0000, ""},
		{0, ""},
	} {
		if r, ok := tt.id.Anycast(); r.Name != tt.name || ok != (tt.name != "") || ok && (tt.id < r.First || tt.id > r.Last) {
			t.Errorf("%v.Anycast() = %v, %v; want %q", tt.id, r, ok, tt.name)
		}
	}
	// RFC 2526 section 2: 1111110111...111 (57 bits) and the 7-bit identifier.
	if reservedAnycast>>7 != 0b11111101<<49|(1<<49-1) {
		t.Errorf("reserved anycast identifiers begin with %b", uint64(reservedAnycast)>>7)
	}
}

func TestKindString(t *testing.T) {
	want := "unknown subnet-router-anycast reserved-anycast isatap short-address eui64 wordy embedded-port low-byte embedded-ipv4 pattern random"
	var got []string
	for k := KindUnknown; k <= KindRandom; k++ {
		got = append(got, k.String())
	}
	if s := strings.Join(got, " "); s != want || Kind(99).String() != "unknown" {
		t.Errorf("kinds are %q", s)
	}
}

func BenchmarkAnalyze(b *testing.B) {
	for _, s := range []string{"2001:db8::a4c1:7d3e:92b0:5f68", "2001:db8::1", "2001:db8::21b:38ff:fe83:883c", "2001:db8::dead:beef"} {
		id, _ := InAddr(netip.MustParseAddr(s))
		b.Run(s, func(b *testing.B) {
			for b.Loop() {
				id.Analyze()
			}
		})
	}
}

func TestServicePort(t *testing.T) {
	if !slices.IsSorted(servicePorts[:]) {
		t.Error("servicePorts is not sorted")
	}
	for n := range uint16(0xffff) {
		if slices.Contains(servicePorts[:], n) != isServicePort(n) {
			t.Errorf("isServicePort(%d) = %v", n, isServicePort(n))
		}
	}
}

func ExampleIID_Analyze() {
	id, _ := ParseIID("0:0:c000:201")
	fmt.Println(string(id.Analyze().AppendReason(nil)))
	// Output: likely 192.0.2.1 in the last 32 bits
}

// TestKind: the short way finds what Analyze finds.
func TestKind(t *testing.T) {
	check := func(v uint64) {
		if got, want := IID(v).Kind(), IID(v).Analyze().Kind; got != want {
			t.Fatalf("Kind of %016x = %v, want %v", v, got, want)
		}
	}
	r := rand.New(rand.NewPCG(13, 14))
	special := []uint64{0, 1, 0x80, 0x10080, 0x800001, 0x5efe_0000_0000, 0x200_5efe_0000_0000, 0x0192_0000_0002_0001, 0xdead_beef, 0xdead_beef_cafe_0001,
		0xface_b00c_0000_25de, uint64(reservedAnycast) - 1, uint64(reservedAnycast), uint64(reservedAnycast) + 0x7f, uint64(reservedAnycast) + 0x80, 1<<64 - 1,
		0x0200_5eff_fe00_5301, 0x0300_5eff_fe00_5301, 0x1111_1111_1111_1111, 0x1234_5678_9abc_def0, 0x0001_0002_0003_0004, 0xffff_ffff_0000_0001, 0xff_fe00_1234}
	for _, v := range special {
		check(v)
		for bit := range 64 {
			check(v ^ 1<<bit)
			check(v >> bit)
			check(v << bit)
		}
	}
	for v := range uint64(1 << 16) {
		check(v)
	}
	for range 300_000 {
		v := r.Uint64()
		check(v)
		check(v >> r.IntN(64))
		check(v &^ (r.Uint64() & r.Uint64()))
		check(v & 0x7777_7777_7777_7777 &^ (v >> 1 & 0x2222_2222_2222_2222)) // few digits over 9
		check(v&^0xff_ff00_0000 | 0xff_fe00_0000)
	}
}
