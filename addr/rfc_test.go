package addr

import (
	"net/netip"
	"slices"
	"strings"
	"testing"
)

// rfcTexts are the addresses that RFCs print together with another spelling of
// them. "as" says how the second is to come out of the first.
var rfcTexts = []struct{ rfc, as, in, want string }{
	{"RFC 1886 section 2.5", "ip6int", "4321:0:1:2:3:4:567:89ab", "b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.0.0.0.0.1.2.3.4.IP6.INT."},
	{"RFC 1924 section 5", "base85", "1080:0:0:0:8:800:200C:417A", "4)+k&C#VzJ4br>0wv%Yp"},
	{"RFC 1924 section 5", "int", "1080:0:0:0:8:800:200C:417A", "21932261930451111902915077091070067066"},
	{"RFC 2874 section 2.2.1", "bitstring", "3ffe:7c0:40:9:a00:20ff:fe81:2b32", `\[x3FFE07C0004000090A0020FFFE812B32/128].IP6.ARPA.`},
	{"RFC 3513 section 2.2", "canonical", "1080:0:0:0:8:800:200C:417A", "1080::8:800:200C:417A"},
	{"RFC 3596 section 2.5", "arpa", "4321:0:1:2:3:4:567:89ab", "b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.0.0.0.0.1.2.3.4.IP6.ARPA."},
	{"RFC 4007 section 11.7", "url", "fe80::%1", "[fe80::%251]"},
	{"RFC 4291 section 2.2", "canonical", "0:0:0:0:0:0:0:0", "::"},
	{"RFC 4291 section 2.2", "mixed", "0:0:0:0:0:0:13.1.68.3", "::13.1.68.3"},
	{"RFC 4291 section 2.2", "mixed", "0:0:0:0:0:FFFF:129.144.52.38", "::FFFF:129.144.52.38"},
	{"RFC 4291 section 2.3", "full", "2001:0DB8::CD3", "2001:0DB8:0000:0000:0000:0000:0000:0CD3"},
	{"RFC 4291 section 2.3", "full", "2001:0DB8::CD30", "2001:0DB8:0000:0000:0000:0000:0000:CD30"},
	{"RFC 5158 section 4", "arpa", "2002::/16", "2.0.0.2.ip6.arpa"},
	{"RFC 5952 section 3.2.6", "canonical", "2001:0db8:0::1", "2001:db8::1"},
	{"RFC 5952 section 4.1", "canonical", "2001:0db8::0001", "2001:db8::1"},
	{"RFC 5952 section 4.2.1", "canonical", "2001:db8:0:0:0:0:2:1", "2001:db8::2:1"},
	{"RFC 5952 section 4.2.2", "canonical", "2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},
	{"RFC 5952 section 4.2.3", "canonical", "2001:0:0:1:0:0:0:1", "2001:0:0:1::1"},
	{"RFC 5952 section 4.2.3", "canonical", "2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},
	{"RFC 5952 section 5", "canonical", "0:0:0:0:0:ffff:192.0.2.1", "::ffff:192.0.2.1"},
	{"RFC 6303 section 4.1", "arpa", "192.168.0.0/16", "168.192.IN-ADDR.ARPA"},
	{"RFC 6303 section 4.2", "arpa", "127.0.0.0/8", "127.IN-ADDR.ARPA"},
	{"RFC 6303 section 4.2", "arpa", "169.254.0.0/16", "254.169.IN-ADDR.ARPA"},
	{"RFC 6303 section 4.2", "arpa", "198.51.100.0/24", "100.51.198.IN-ADDR.ARPA"},
	{"RFC 6303 section 4.2", "arpa", "255.255.255.255", "255.255.255.255.IN-ADDR.ARPA"},
	{"RFC 6303 section 4.3", "arpa", "::1", "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.IP6.ARPA"},
	{"RFC 6303 section 4.4", "arpa", "fd00::/8", "D.F.IP6.ARPA"},
	{"RFC 6303 section 4.6", "arpa", "2001:db8::/32", "8.B.D.0.1.0.0.2.IP6.ARPA"},
	{"RFC 6874 section 3", "url", "fe80::a%en1", "[fe80::a%25en1]"},
	{"RFC 7707 section 5.1.4", "arpa", "2001:db8:80::/48", "0.8.0.0.8.b.d.0.1.0.0.2.ip6.arpa."},
	{"RFC 8501 section 2.3.3", "arpa", "2001:db8:f00::/48", "0.0.f.0.8.b.d.0.1.0.0.2.IP6.ARPA"},
	{"RFC 8880 section 7.2", "arpa", "192.0.0.171", "171.0.0.192.in-addr.arpa."},
}

func TestRFCTexts(t *testing.T) {
	for _, tt := range rfcTexts {
		f, err := ParseForm(tt.as)
		if err != nil {
			t.Fatal(err)
		}
		it := mustItem(t, tt.in)
		got, err := AppendForm(nil, it, f)
		// RFCs print names with and without the last dot, and digits of
		// either case.
		want := tt.want
		if strings.HasSuffix(strings.ToLower(want), ".arpa.") || strings.HasSuffix(want, ".INT.") {
			want = want[:len(want)-1]
		}
		same := string(got) == want || f != FormBase85 && strings.EqualFold(string(got), want)
		if err != nil || !same {
			t.Errorf("%s: AppendForm(%s, %s) = %s, %v, want %s", tt.rfc, tt.in, tt.as, got, err, tt.want)
		}
		back, err := ParseAs(tt.want, f)
		if err != nil || back != it {
			t.Errorf("%s: ParseAs(%s, %s) = %v, %v, want %s", tt.rfc, tt.want, tt.as, back, err, tt.in)
		}
	}
}

// rfcSame are lists of spellings that an RFC says are the same address, or the
// same prefix.
var rfcSame = []struct {
	rfc  string
	same bool
	in   []string
}{
	{"RFC 4291 section 2.3", true, []string{"2001:0DB8:0000:CD30:0000:0000:0000:0000/60", "2001:0DB8::CD30:0:0:0:0/60", "2001:0DB8:0:CD30::/60"}},
	{"RFC 4291 section 2.3", false, []string{"2001:0DB8::CD30/60", "2001:0DB8:0:CD30::/60"}},
	{"RFC 5952 section 1", true, []string{
		"2001:db8:0:0:1:0:0:1", "2001:0db8:0:0:1:0:0:1", "2001:db8::1:0:0:1", "2001:db8::0:1:0:0:1",
		"2001:0db8::1:0:0:1", "2001:db8:0:0:1::1", "2001:db8:0000:0:1::1", "2001:DB8:0:0:1::1",
	}},
	{"RFC 5952 section 2.1", true, []string{
		"2001:db8:aaaa:bbbb:cccc:dddd:eeee:0001", "2001:db8:aaaa:bbbb:cccc:dddd:eeee:001",
		"2001:db8:aaaa:bbbb:cccc:dddd:eeee:01", "2001:db8:aaaa:bbbb:cccc:dddd:eeee:1",
	}},
	{"RFC 5952 section 2.2", true, []string{"2001:db8:0:0:0::1", "2001:db8:0:0::1", "2001:db8:0::1", "2001:db8::1"}},
	{"RFC 5952 section 2.3", true, []string{
		"2001:db8:aaaa:bbbb:cccc:dddd:eeee:aaaa", "2001:db8:aaaa:bbbb:cccc:dddd:eeee:AAAA",
		"2001:db8:aaaa:bbbb:cccc:dddd:eeee:AaAa",
	}},
	{"RFC 5952 section 3.1.2", true, []string{"2001:db8::1:0:0:1", "2001:db8:0:0:1::1"}},
	{"RFC 5952 section 3.1.3", true, []string{"2001:db8::/48", "2001:0db8:0000::/48"}},
	{"RFC 5952 section 3.3.1", true, []string{"2001:db8:0:0:1:0:0:1", "2001:DB8::1:0:0:1"}},
	{"RFC 5952 section 3.3.2", true, []string{"2001:db8:0:1::1", "2001:db8::1:0:0:0:1"}},
	{"RFC 5952 section 3.3.3", false, []string{"2001:db8::1:0:1", "2001:db8:1::0:1"}},
}

func TestRFCSame(t *testing.T) {
	for _, tt := range rfcSame {
		first := mustItem(t, tt.in[0])
		for _, s := range tt.in[1:] {
			if it := mustItem(t, s); (it == first) != tt.same {
				t.Errorf("%s: %s is %v, %s is %v", tt.rfc, tt.in[0], first, s, it)
			}
		}
	}
}

// rfcInvalid are texts that an RFC rules out, or prints by mistake.
var rfcInvalid = []struct{ rfc, in string }{
	{"RFC 4038 section 5.1", "[2001:db8::/64]"},
	{"RFC 4291 section 2.3", "2001:0DB8:0:CD3/60"},
	{"RFC 7707 section 4.1.3.1", "2001::db8::1:10"},
}

func TestRFCInvalid(t *testing.T) {
	for _, tt := range rfcInvalid {
		if it, err := ParseItem(tt.in); err == nil {
			t.Errorf("%s: ParseItem(%s) = %v", tt.rfc, tt.in, it)
		}
	}
}

// rfcHosts are URLs and what else has an address and a port in it.
var rfcHosts = []struct {
	rfc, in, want string
	port          int
}{
	{"RFC 2732 section 2", "http://[1080:0:0:0:8:800:200C:4171]/index.html", "1080:0:0:0:8:800:200C:4171", -1}, // erratum 1422
	{"RFC 2732 section 2", "http://[2010:836B:4179::836B:4179]", "2010:836B:4179::836B:4179", -1},
	{"RFC 2732 section 2", "http://[3ffe:2a00:100:7031::1]", "3ffe:2a00:100:7031::1", -1},
	{"RFC 2732 section 2", "http://[::192.9.5.5]/ipng", "::192.9.5.5", -1},
	{"RFC 2732 section 2", "http://[FEDC:BA98:7654:3210:FEDC:BA98:7654:3210]:80/index.html", "FEDC:BA98:7654:3210:FEDC:BA98:7654:3210", 80},
	{"RFC 3986 section 1.1.2", "ldap://[2001:db8::7]/c=GB?objectClass?one", "2001:db8::7", -1},
	{"RFC 3986 section 1.1.2", "telnet://192.0.2.16:80/", "192.0.2.16", 80},
	{"RFC 4038 section 5.1", "[IPv6:2001:db8::1]", "2001:db8::1", -1},
	{"RFC 5952 section 6", "[2001:db8::1]:80", "2001:db8::1", 80},
	{"RFC 5952 section 6", "2001:db8::1#80", "2001:db8::1", 80},
	// The RFC means port 80 here and says why not to write it: it is an
	// address, too, and that is how it is read.
	{"RFC 5952 section 6", "2001:db8::1:80", "2001:db8::1:80", -1},
}

func TestRFCHosts(t *testing.T) {
	for _, tt := range rfcHosts {
		it, port, err := ParseHost(tt.in)
		if err != nil || it != mustItem(t, tt.want) || port != tt.port {
			t.Errorf("%s: ParseHost(%s) = %v, %d, %v, want %s, %d", tt.rfc, tt.in, it, port, err, tt.want, tt.port)
		}
	}
}

func TestRFC4007Zones(t *testing.T) {
	for _, tt := range []struct{ address, zone, want string }{ // section 11.3
		{"fe80::1234", "1", "fe80::1234%1"},
		{"fe80::1234", "ne0", "fe80::1234%ne0"},
		{"ff02::5678", "5", "ff02::5678%5"},
		{"ff02::5678", "pvc1.3", "ff02::5678%pvc1.3"},
		{"ff08::9abc", "10", "ff08::9abc%10"},
	} {
		a := netip.MustParseAddr(tt.address)
		it := Item{Addr: a, Zone: tt.zone}
		if got := it.String(); got != tt.want {
			t.Errorf("%s with zone %s = %s", tt.address, tt.zone, got)
		}
		if got := mustItem(t, tt.want); got != it {
			t.Errorf("ParseItem(%s) = %v", tt.want, got)
		}
		if got := string(AppendAddr(nil, it.NetipAddr())); got != tt.want {
			t.Errorf("AppendAddr = %s, want %s", got, tt.want)
		}
	}
}

// RFC 4291 and RFC 3513 section 2.3: node address and subnet in one.
func TestRFC4291PrefixBits(t *testing.T) {
	for _, tt := range []struct{ in, hex, network string }{
		{"12AB:0:0:CD30:123:4567:89AB:CDEF/60", "12AB00000000CD3", "12AB:0:0:CD30::/60"},
		{"12AB::CD30:0:0:0:0/60", "12AB00000000CD3", "12AB:0:0:CD30::/60"},
		{"2001:0DB8:0:CD30:123:4567:89AB:CDEF/60", "20010DB80000CD3", "2001:0DB8:0:CD30::/60"},
	} {
		p := mustItem(t, tt.in).Prefix()
		if want := mustItem(t, tt.network).Prefix(); p.Masked() != want {
			t.Errorf("%s is in %v, want %v", tt.in, p.Masked(), want)
		}
		hex, err := AppendForm(nil, ItemOf(p.Addr()), FormHex)
		if err != nil || !strings.EqualFold(string(hex[:p.Bits()/4]), tt.hex) {
			t.Errorf("%s begins %s, %v, want %s", tt.in, hex, err, tt.hex)
		}
	}
}

// RFC 2317 section 4.
func TestRFC2317(t *testing.T) {
	for prefix, want := range map[string]string{
		"192.0.2.0/25":   "0/25.2.0.192.in-addr.arpa.",
		"192.0.2.128/26": "128/26.2.0.192.in-addr.arpa.",
		"192.0.2.192/26": "192/26.2.0.192.in-addr.arpa.",
	} {
		p := netip.MustParsePrefix(prefix)
		got, err := AppendClassless(nil, p)
		if err != nil || string(got)+"." != want {
			t.Errorf("AppendClassless(%s) = %s, %v, want %s", prefix, got, err, want)
		}
		if it, err := ParseAs(want, FormArpa); err != nil || it != ItemOfPrefix(p) {
			t.Errorf("ParseAs(%s) = %v, %v", want, it, err)
		}
	}
}

// RFC 2673 section 3.2.1 and RFC 2874 section 2.2.1: one string of bits, cut
// into labels in different ways.
func TestRFC2673Labels(t *testing.T) {
	one, e1 := scanBitLabels(`\[b11010000011101].`, len(`\[b11010000011101].`))
	two, e2 := scanBitLabels(`\[b11101].\[o640].`, len(`\[b11101].\[o640].`))
	if e1 != nil || e2 != nil || one != two || one.n != 14 {
		t.Errorf("%+v, %v and %+v, %v", one, e1, two, e2)
	}
	const name = `\[x0A0020FFFE812B32/64].\[x0009/16].\[x3FFE07C00040/48].IP6.ARPA.`
	if it, err := ParseAs(name, FormBitString); err != nil || it != mustItem(t, "3ffe:7c0:40:9:a00:20ff:fe81:2b32") {
		t.Errorf("ParseAs(%s) = %v, %v", name, it, err)
	}
}

// RFC 5952 section 4: a text is canonical if it comes out as it went in.
func TestRFC5952IsCanonical(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want bool
	}{
		{"2001:0db8::0001", false},
		{"2001:db8::1:0:0:1", true},
		{"2001:db8:0:0:1::1", false},
		{"2001:DB8::1", false},
		{"64:ff9b::192.0.2.1", true},
	} {
		if got := slices.Equal(AppendCanonical(nil, mustItem(t, tt.in), MixedAuto), []byte(tt.in)); got != tt.want {
			t.Errorf("%s canonical: %v", tt.in, got)
		}
	}
}
