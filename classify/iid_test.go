package classify

import (
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/hextet/hextet/eui64"
)

var iidTests = []struct {
	name, in string
	kind     IIDKind
	about    string // MAC, IPv4 or port
	reason   string // a part of it
}{
	{"RFC 7707 section 4.1.3", "2001:db8::1", IIDLowByte, "", "low-byte"},
	{"RFC 7707 section 4.1.3, decimal words", "2001:db8::192:0:2:1", IIDEmbeddedIPv4, "192.0.2.1", "decimal octet"},
	{"RFC 7707 section 4.1.3, port behind", "2001:db8::1:80", IIDEmbeddedPort, "80", "port 80 in decimal digits"},
	{"RFC 7707 section 4.1.3, 25", "2001:db8::25", IIDEmbeddedPort, "25", "in decimal digits"},
	{"RFC 7707 section 4.1.3, 0x50", "2001:db8::50", IIDEmbeddedPort, "80", "port 80 in hexadecimal"},
	{"RFC 7707 section 4.1.3, 80", "2001:db8::80", IIDEmbeddedPort, "80", "in decimal digits"},
	{"port before", "2001:db8::80:1", IIDEmbeddedPort, "80", ""},
	{"port over 255", "2001:db8::443", IIDEmbeddedPort, "443", ""},
	{"port over 255 in hexadecimal", "2001:db8::1bb", IIDEmbeddedPort, "443", "in hexadecimal"},
	{"port before, four digits", "2001:db8::8080:1", IIDEmbeddedPort, "8080", ""},
	{"not FTP", "2001:db8::15", IIDLowByte, "", ""},
	{"low two bytes", "2001:db8::1234", IIDLowByte, "", ""},
	{"low byte of two words", "2001:db8::2:10", IIDLowByte, "", ""},
	{"IPv4 in hexadecimal", "2001:db8::192.0.2.1", IIDEmbeddedIPv4, "192.0.2.1", "last 32 bits"},
	{"IPv4 that no host has", "2001:db8::240.1.2.3", IIDPattern, "", "too regular"},
	{"decimal of loopback", "2001:db8::127:0:0:1", IIDPattern, "", ""},
	{"single digits", "2001:db8::1:0:0:1", IIDPattern, "", ""},
	{"not octets", "2001:db8::256:0:2:1", IIDPattern, "", ""},
	{"RFC 4291 section 2.6.1", "2001:db8::", IIDSubnetRouterAnycast, "", "any router"},
	{"RFC 2526, mobile home agents", "2001:db8::fdff:ffff:ffff:fffe", IIDReservedAnycast, "", "126: Mobile IPv6 Home-Agents anycast"},
	{"RFC 2526, first", "2001:db8::fdff:ffff:ffff:ff80", IIDReservedAnycast, "", "identifier 0"},
	{"before RFC 2526", "2001:db8::fdff:ffff:ffff:ff7f", IIDPattern, "", "one digit many times"},
	{"RFC 5214 section 6.1, private", "fe80::5efe:10.0.0.1", IIDISATAP, "10.0.0.1", "ISATAP"},
	{"RFC 5214 section 6.1, global", "fe80::200:5efe:192.0.2.1", IIDISATAP, "192.0.2.1", ""},
	{"RFC 7707 section 4.1.1.1", "2001:db8::21b:38ff:fe83:883c", IIDEUI64, "00:1b:38:83:88:3c", "MAC"},
	{"local MAC", "fe80::5054:ff:fe12:3456", IIDEUI64, "52:54:00:12:34:56", ""},
	{"group MAC is no MAC", "fe80::321:5eff:fe00:5301", IIDRandom, "", "looks random"},
	{"RFC 7428 appendix A", "2001:db8:27ef:42ca::ff:fe00:4", IIDEUI64, "02:00:00:00:00:04", "short address 0004"},
	{"RFC 6543", "fe80::200:5eff:fe00:5213", IIDEUI64, "00:00:5e:00:52:13", "Proxy Mobile IPv6"},
	{"two words", "2001:db8::dead:beef", IIDWordy, "", "dead beef"},
	{"word and number", "2001:db8::cafe:1", IIDWordy, "", "cafe"},
	{"word across groups", "2001:db8::c0ff:ee", IIDWordy, "", "c0ffee"},
	{"four words", "2001:db8::face:b00c:dead:beef", IIDWordy, "", "face b00c dead beef"},
	{"one word", "2001:db8::cafe", IIDWordy, "", "cafe"},
	{"short word alone", "2001:db8::bad", IIDLowByte, "", ""},
	{"short word and word", "2001:db8::bad:cafe", IIDWordy, "", "bad cafe"},
	{"almost a word", "2001:db8::caff:1", IIDEmbeddedIPv4, "202.255.0.1", ""},
	{"repeated", "2001:db8::1111:1111:1111:1111", IIDPattern, "", "repeated"},
	{"repeated half", "2001:db8::1a2b:3c4d:1a2b:3c4d", IIDPattern, "", "repeated"},
	{"sequence", "2001:db8::1234:5678:9abc:def0", IIDPattern, "", "sequence"},
	{"sequence down", "2001:db8::9876:5432:a1b3:c4d9", IIDPattern, "", "sequence"},
	{"mostly zero", "2001:db8::a1b2:0:0:c3d4", IIDPattern, "", "too regular"},
	{"run", "2001:db8::8aaa:aaa7:3c19:5be2", IIDPattern, "", "many times"},
	{"RFC 8981", "2001:db8::a4c1:7d3e:92b0:5f68", IIDRandom, "", "no pattern"},
}

func TestAnalyzeIID(t *testing.T) {
	for _, tt := range iidTests {
		id, ok := IIDOf(netip.MustParseAddr(tt.in))
		reason := string(id.AppendReason(nil))
		if !ok || id.Kind != tt.kind || !strings.Contains(reason, tt.reason) || reason == "" {
			t.Errorf("%s: IIDOf(%s) = %v %q, %v; want %v %q", tt.name, tt.in, id.Kind, reason, ok, tt.kind, tt.reason)
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
			t.Errorf("%s: IIDOf(%s) holds %q, want %q", tt.name, tt.in, about, tt.about)
		}
		if n := testing.AllocsPerRun(20, func() { AnalyzeIID(id.Value) }); n != 0 {
			t.Errorf("AnalyzeIID(%v): %v allocations", id.Value, n)
		}
	}
}

func TestIIDOfNone(t *testing.T) {
	for _, s := range []string{"::1", "::192.0.2.1", "64:ff9b::192.0.2.1", "64:ff9b:1::1", "100::1", "2001::1",
		"2001:10::1", "2001:20::1", "2001:30::1", "2001:1::1", "5f00::1", "4000::1", "ff02::1", "192.0.2.1"} {
		if id, ok := IIDOf(netip.MustParseAddr(s)); ok {
			t.Errorf("IIDOf(%s) = %v, want none", s, id.Kind)
		}
	}
}

// TestRandomIID holds that random identifiers are seldom taken for anything else.
func TestRandomIID(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(7, 7))
	const n = 1_000_000
	var kinds [IIDRandom + 1]int
	for range n {
		kinds[AnalyzeIID(eui64.IID(r.Uint64())).Kind]++
	}
	// ff:fe in the middle and g clear: one in 131,072.
	if other := n - kinds[IIDRandom]; other > n/5000 || kinds[IIDEUI64] > 40 {
		t.Errorf("of %d random identifiers %v are of each kind", n, kinds)
	}
}

func TestReservedIID(t *testing.T) {
	for _, tt := range []struct {
		id   eui64.IID
		name string
		rfc  string
	}{
		{0, "Subnet-Router Anycast", "RFC4291"},                              // RFC 5453 section 3
		{0xfdffffffffffffff, "Reserved Subnet Anycast Addresses", "RFC2526"}, // RFC 5453 section 3
		{0xfdffffffffffff80, "Reserved Subnet Anycast Addresses", "RFC2526"},
		{0x02005efffe005213, "Proxy Mobile IPv6", "RFC6543"},
		{0x02005efffe005212, "Reserved IPv6 Interface Identifiers corresponding to the IANA Ethernet Block", "RFC4291"},
		{0xfdffffffffffff7f, "", ""},
		{1, "", ""},
	} {
		r, ok := ReservedIID(tt.id)
		if ok != (tt.name != "") || r.Name != tt.name || ok && r.RFC[0] != tt.rfc {
			t.Errorf("ReservedIID(%v) = %v, %v; want %q", tt.id, r, ok, tt.name)
		}
	}
}

func TestAnycastID(t *testing.T) {
	for id, want := range map[uint8]string{
		127: "Reserved", // RFC 2526 section 3
		126: "Mobile IPv6 Home-Agents anycast",
		125: "IPv6 over GeoNetworking geographic anycast",
		124: "Reserved", 1: "Reserved",
		0:   "Subnet-Router Anycast Address",
		128: "",
	} {
		if r, ok := AnycastID(id); r.Name != want || ok != (want != "") {
			t.Errorf("AnycastID(%d) = %q, %v; want %q", id, r.Name, ok, want)
		}
	}
	// RFC 2526 section 2: 1111110111...111 (57 bits) and the 7-bit identifier.
	if reservedAnycast>>7 != 0b11111101<<49|(1<<49-1) {
		t.Errorf("reserved anycast identifiers begin with %b", uint64(reservedAnycast)>>7)
	}
}

func TestIIDKindString(t *testing.T) {
	want := "unknown subnet-router-anycast reserved-anycast isatap eui64 wordy embedded-port low-byte embedded-ipv4 pattern random"
	var got []string
	for k := IIDUnknown; k <= IIDRandom; k++ {
		got = append(got, k.String())
	}
	if s := strings.Join(got, " "); s != want || IIDKind(99).String() != "unknown" {
		t.Errorf("kinds are %q", s)
	}
}

func BenchmarkAnalyzeIID(b *testing.B) {
	for _, s := range []string{"2001:db8::a4c1:7d3e:92b0:5f68", "2001:db8::1", "2001:db8::21b:38ff:fe83:883c", "2001:db8::dead:beef"} {
		_, lo := halves(netip.MustParseAddr(s))
		b.Run(s, func(b *testing.B) {
			for b.Loop() {
				AnalyzeIID(eui64.IID(lo))
			}
		})
	}
}

// TestKindOf: the short way finds what AnalyzeIID finds.
func TestKindOf(t *testing.T) {
	check := func(v uint64) {
		if got, want := KindOf(eui64.IID(v)), AnalyzeIID(eui64.IID(v)).Kind; got != want {
			t.Fatalf("KindOf(%016x) = %v, want %v", v, got, want)
		}
	}
	r := rand.New(rand.NewPCG(13, 14))
	special := []uint64{0, 1, 0x80, 0x10080, 0x800001, 0x5efe_0000_0000, 0x200_5efe_0000_0000, 0x0192_0000_0002_0001, 0xdead_beef, 0xdead_beef_cafe_0001,
		0xface_b00c_0000_25de, reservedAnycast - 1, reservedAnycast, reservedAnycast + 0x7f, reservedAnycast + 0x80, 1<<64 - 1, 0x0200_5eff_fe00_5301,
		0x0300_5eff_fe00_5301, 0x1111_1111_1111_1111, 0x1234_5678_9abc_def0, 0x0001_0002_0003_0004, 0xffff_ffff_0000_0001}
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
	for n := range uint16(0xffff) {
		if slices.Contains(servicePorts[:], n) != isServicePort(n) {
			t.Errorf("isServicePort(%d) = %v", n, isServicePort(n))
		}
	}
}
