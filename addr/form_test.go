package addr

import (
	"errors"
	"fmt"
	"math/big"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/hextet/hextet/internal/ip"
)

func mustItem(t testing.TB, s string) Item {
	t.Helper()
	it, err := ParseItem(s)
	if err != nil {
		t.Fatal(err)
	}
	return it
}

func TestFormWords(t *testing.T) {
	all := Forms()
	if len(all) != len(formTable)-1 {
		t.Errorf("%d forms listed of %d", len(all), len(formTable)-1)
	}
	for _, f := range all {
		if got, err := ParseForm(f.String()); got != f || err != nil {
			t.Errorf("ParseForm(%v) = %v, %v", f, got, err)
		}
		if f.Doc() == "" {
			t.Errorf("%v has no line", f)
		}
	}
	if f, err := ParseForm("unknown"); err == nil {
		t.Errorf("ParseForm(unknown) = %v", f)
	}
}

// formCases are items with their text in each form; auto says that Detect
// knows it for that form, too.
var formCases = []struct {
	item string
	form Form
	want string
	auto bool
}{
	{"2001:db8::1", FormCanonical, "2001:db8::1", true},
	{"2001:db8::1", FormFull, "2001:0db8:0000:0000:0000:0000:0000:0001", false},
	{"2001:db8::1", FormMixed, "2001:db8::0.0.0.1", false},
	{"2001:db8::1", FormHex, "20010db8000000000000000000000001", true},
	{"2001:db8::/32", FormHex, "20010db8000000000000000000000000/32", true},
	{"192.0.2.1", FormHex, "c0000201", true},
	{"192.0.2.0/24", FormHex, "c0000200/24", true},
	{"2001:db8::1", FormInt, "42540766411282592856903984951653826561", true},
	{"::1:0:0", FormInt, "4294967296", true},
	{"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", FormInt, "340282366920938463463374607431768211455", true},
	{"192.0.2.1", FormInt, "3221225985", true},
	{"0.0.0.0", FormInt, "0", true},
	{"192.0.2.1", FormBin, "11000000000000000000001000000001", false}, // may be hexadecimal
	{"::3", FormBin, strings.Repeat("0", 126) + "11", true},
	{"2001:db8::1", FormBase85, "9R}vSQ9RqiCv7SR1r(Uz", true},
	{"::", FormBase85, "00000000000000000000", false}, // may be a number
	{"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", FormBase85, "=r54lj&NUUO~Hi%c2ym0", true},
	{"2001:db8::1", FormArpa, "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa", true},
	{"2001:db8::/32", FormArpa, "8.b.d.0.1.0.0.2.ip6.arpa", true},
	{"::/0", FormArpa, "ip6.arpa", true},
	{"192.0.2.1", FormArpa, "1.2.0.192.in-addr.arpa", true},
	{"192.0.0.0/16", FormArpa, "0.192.in-addr.arpa", true},
	{"0.0.0.0/0", FormArpa, "in-addr.arpa", true},
	{"2001:db8::1", FormBytes, "20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01", true},
	{"2001:db8::/32", FormBytes, "20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 00/32", true},
	{"192.0.2.1", FormBytes, "c0 00 02 01", true},
	{"16.32.48.64", FormBytes, "10 20 30 40", false}, // may be decimal
	{"2001:db8::1", FormURL, "[2001:db8::1]", true},
	{"::ffff:192.0.2.1", FormURL, "[::ffff:192.0.2.1]", true},
	{"fe80::1%eth0", FormURL, "[fe80::1%25eth0]", true},
	{"fe80::1%küche:1", FormURL, "[fe80::1%25k%C3%BCche%3A1]", true},
	{"fe80::1%25", FormURL, "[fe80::1%2525]", true},
	{"192.0.2.1", FormURL, "192.0.2.1", false},
	{"2001:db8::1", FormUnpadded, "2001:db8:0:0:0:0:0:1", false},
	{"fe80::1%eth0/64", FormUnpadded, "fe80:0:0:0:0:0:0:1%eth0/64", false},
	{"192.0.2.1", FormUnpadded, "192.0.2.1", false},
	{"2001:db8::abcd", FormUpper, "2001:DB8::ABCD", false},
	{"fe80::a%eth0/64", FormUpper, "FE80::A%eth0/64", false},
	{"::ffff:192.0.2.1", FormUpper, "::FFFF:192.0.2.1", false},
	{"192.0.2.1/24", FormUpper, "192.0.2.1/24", false},
	{"2001:db8::1", FormOctal, `\040\001\015\270\000\000\000\000\000\000\000\000\000\000\000\001`, true},
	{"2001:db8::/32", FormOctal, `\040\001\015\270\000\000\000\000\000\000\000\000\000\000\000\000/32`, true},
	{"192.0.2.255", FormOctal, `\300\000\002\377`, true},
	{"2001:db8::1", FormUNC, "2001-db8--1.ipv6-literal.net", true},
	{"::1", FormUNC, "0--1.ipv6-literal.net", true},
	{"2001:db8::", FormUNC, "2001-db8--0.ipv6-literal.net", true},
	{"::", FormUNC, "0--0.ipv6-literal.net", true},
	{"fe80::1%4", FormUNC, "fe80--1s4.ipv6-literal.net", true},
	{"fe80::%eth0", FormUNC, "fe80--0seth0.ipv6-literal.net", true},
	{"::ffff:192.0.2.1", FormUNC, "0--ffff-c000-201.ipv6-literal.net", true},
	{"192.0.2.1", FormUNC, "192.0.2.1", false},
	{"fe80::1%4", FormKAME, "fe80:4::1", false},
	{"ff02::1%65535", FormKAME, "ff02:ffff::1", false},
	{"ff11::1%1", FormKAME, "ff11:1::1", false},
	{"fe80::%2/64", FormKAME, "fe80:2::/64", false},
	{"fe80::1", FormKAME, "fe80::1", false},
	{"2001:db8::1", FormKAME, "2001:db8::1", false},
	{"2001:db8::/32", FormIP6Int, "8.b.d.0.1.0.0.2.ip6.int", true},
	{"2001:db8::/30", FormBitString, `\[x20010db8/30].ip6.arpa`, true},
	{"2001:db8::1", FormBitString, `\[x20010db8000000000000000000000001/128].ip6.arpa`, true},
	{"::/0", FormBitString, "ip6.arpa", false},
}

func TestForms(t *testing.T) {
	for _, tt := range formCases {
		it := mustItem(t, tt.item)
		got, err := AppendForm([]byte("x"), it, tt.form)
		if err != nil || string(got) != "x"+tt.want {
			t.Errorf("AppendForm(%s, %v) = %s, %v, want %s", tt.item, tt.form, got[1:], err, tt.want)
			continue
		}
		if again, err := ParseAs(tt.want, tt.form); err != nil || again != it {
			t.Errorf("ParseAs(%s, %v) = %v, %v, want %s", tt.want, tt.form, again, err, tt.item)
		}
		again, f, err := Detect(tt.want)
		if tt.auto && (err != nil || f != tt.form || again != it) {
			t.Errorf("Detect(%s) = %v, %v, %v, want %s, %v", tt.want, again, f, err, tt.item, tt.form)
		}
		if !tt.auto && err == nil && f == tt.form {
			t.Errorf("Detect(%s) = %v, %v", tt.want, again, f)
		}
	}
}

func TestFormRefuses(t *testing.T) {
	tests := []struct {
		item string
		form Form
		err  error
	}{
		{"fe80::1%eth0", FormHex, errZone},
		{"fe80::1%eth0", FormInt, errZone},
		{"fe80::1%eth0", FormBin, errZone},
		{"fe80::1%eth0", FormBase85, errZone},
		{"fe80::1%eth0", FormBytes, errZone},
		{"fe80::1%eth0", FormArpa, errZone},
		{"2001:db8::/32", FormURL, errLength},
		{"2001:db8::/32", FormUNC, errLength},
		{"2001:db8::/30", FormArpa, errManyZones},
		{"192.0.2.0/25", FormArpa, errManyZones},
		{"2001:db8::/30", FormIP6Int, errManyZones},
		{"192.0.2.1", FormBase85, errNot6},
		{"192.0.2.1", FormKAME, errNot6},
		{"192.0.2.1", FormIP6Int, errNot6},
		{"192.0.2.1", FormBitString, errNot6},
		{"fe80::1%a.b", FormUNC, errZoneLabel},
		{"fe80::1%a-", FormUNC, errZoneLabel},
		{"fe80::1%eth0", FormKAME, errKAMEZone},
		{"fe80::1%0", FormKAME, errKAMEZone},
		{"fe80::1%07", FormKAME, errKAMEZone},
		{"fe80::1%65536", FormKAME, errKAMEZone},
		{"2001:db8::1%4", FormKAME, errKAMEScope},
		{"ff05::1%4", FormKAME, errKAMEScope},
		{"fe80:4::1%4", FormKAME, errKAMEGroup},
		{"fe80:4::1", FormKAME, errKAMEGroup},
		{"::1", formUnknown, errNoSuchForm},
		{"::1", 200, errNoSuchForm},
	}
	for _, tt := range tests {
		got, err := AppendForm([]byte("x"), mustItem(t, tt.item), tt.form)
		if !errors.Is(err, tt.err) || string(got) != "x" {
			t.Errorf("AppendForm(%s, %v) = %s, %v, want %v", tt.item, tt.form, got, err, tt.err)
		}
	}
	if _, err := AppendForm(nil, Item{}, FormHex); !errors.Is(err, errInvalid) {
		t.Errorf("of the zero Item: %v", err)
	}
}

// What is read more freely than it is written.
func TestParseAs(t *testing.T) {
	tests := []struct {
		form     Form
		in, want string
	}{
		{FormHex, "0x20010DB8000000000000000000000001", "2001:db8::1"},
		{FormHex, "0X7f000001", "127.0.0.1"},
		{FormHex, "7F000001/8", "127.0.0.1/8"},
		{FormHex, "12345678901234567890123456789012", "1234:5678:9012:3456:7890:1234:5678:9012"},
		{FormInt, "12345678901234567890123456789012", "0:9b:d30a:3c64:5943:dd16:90a0:3a14"},
		{FormInt, "4294967295", "255.255.255.255"},
		{FormInt, "42540766411282592856903984951653826561/64", "2001:db8::1/64"},
		{FormBin, "0b11000000.00000000.00000010.00000001", "192.0.2.1"},
		{FormBin, "1100 0000 0000 0000 0000 0010 0000 0001", "192.0.2.1"},
		{FormBin, "1100000000000000_0000001000000001/24", "192.0.2.1/24"},
		{FormBytes, "20:01:0D:B8:00:00:00:00:00:00:00:00:00:00:00:01", "2001:db8::1"},
		{FormBytes, "20-01-0d-b8-00-00-00-00-00-00-00-00-00-00-00-01", "2001:db8::1"},
		{FormBytes, `\x20\x01\x0d\xb8\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01`, "2001:db8::1"},
		{FormBytes, "{ 0x20, 0x1, 0xd, 0xb8, 0, 0 }", ""},
		{FormBytes, "{0x20, 0x1, 0xd, 0xb8, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0x0, 0x1}", "2001:db8::1"},
		{FormBytes, "20,01,0d,b8,00,00,00,00,00,00,00,00,00,00,00,01", "2001:db8::1"},
		{FormBytes, "0xc0 0x0 0x2 0x1", "192.0.2.1"},
		{FormBytes, "10 20 30 40", "16.32.48.64"},
		{FormArpa, "8.B.D.0.1.0.0.2.IP6.ARPA.", "2001:db8::/32"},
		{FormArpa, "2.0.192.IN-ADDR.ARPA.", "192.0.2.0/24"},
		{FormArpa, "0/25.2.0.192.in-addr.arpa.", "192.0.2.0/25"},
		{FormArpa, "128/26.2.0.192.in-addr.arpa", "192.0.2.128/26"},
		{FormArpa, "130.128/26.2.0.192.in-addr.arpa", "192.0.2.130"},
		{FormIP6Int, "8.b.d.0.1.0.0.2.IP6.INT.", "2001:db8::/32"},
		{FormBitString, `\[b0010000000000001].\[o0].ip6.arpa`, "400:2000::/19"},
		{FormBitString, `\[x0db8].\[x2001].IP6.ARPA.`, "2001:db8::/32"},
		{FormBitString, `\[192.0.2.0/24].2.0.0.2.ip6.int`, "2002:c000:200::/40"},
		{FormBitString, `\[o` + strings.Repeat("7", 42) + `6/128].ip6.arpa`, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
		{FormURL, "https://user:pw@[2001:db8::1]:8443/a/b?c#d", "2001:db8::1"},
		{FormURL, "//192.0.2.1/24", "192.0.2.1"},
		{FormURL, "http://192.0.2.1", "192.0.2.1"},
		{FormURL, "[fe80::1%eth0]:22", "fe80::1%eth0"},
		{FormURL, "[fe80::1%25]", "fe80::1%25"},
		{FormURL, "ssh://root@[fe80::1%25en%31]/", "fe80::1%en1"},
		{FormURL, "2001:db8::1", "2001:db8::1"},
		{FormUNC, `\\2001-DB8--1.IPv6-Literal.NET\share\file`, "2001:db8::1"},
		{FormUNC, "//fe80--1s4.ipv6-literal.net./share", "fe80::1%4"},
		{FormUNC, "--1.ipv6-literal.net", "::1"},
		{FormUNC, "fe80--S4.ipv6-literal.net", "fe80::%4"},
		{FormUNC, `\\192.0.2.1\share`, "192.0.2.1"},
		{FormKAME, "FE80:4::1", "fe80::1%4"},
		{FormKAME, "fe80::1%eth0", "fe80::1%eth0"},
		{FormKAME, "ff05:4::1", "ff05:4::1"},
		{FormKAME, "[fe80:4::1]", "fe80::1%4"},
	}
	for _, tt := range tests {
		it, err := ParseAs(tt.in, tt.form)
		if tt.want == "" {
			if err == nil {
				t.Errorf("ParseAs(%s, %v) = %v", tt.in, tt.form, it)
			}
			continue
		}
		if err != nil || it != mustItem(t, tt.want) {
			t.Errorf("ParseAs(%s, %v) = %v, %v, want %s", tt.in, tt.form, it, err, tt.want)
		}
	}
}

func TestParseAsFaults(t *testing.T) {
	tests := []struct {
		form   Form
		in     string
		offset int
		reason string
	}{
		{FormHex, "20010db800000000000000000000000g", 31, "unexpected character 'g'"},
		{FormHex, "20010db8", -2, ""},
		{FormHex, "20010db", -1, "7 hexadecimal digits: an IPv6 address has 32, an IPv4 address 8"},
		{FormHex, "", -1, "0 hexadecimal digits: an IPv6 address has 32, an IPv4 address 8"},
		{FormHex, "c0000201/33", 9, "prefix length over 32"},
		{FormInt, "340282366920938463463374607431768211456", -1, "number over 2^128-1"},
		{FormInt, "999999999999999999999999999999999999999", -1, "number over 2^128-1"},
		{FormInt, "01", 0, "leading zero in a decimal number"},
		{FormInt, "-1", 0, "unexpected character '-'"},
		{FormInt, "", -1, "no digits"},
		{FormInt, "1/", 1, "empty prefix length"},
		{FormBin, "2", 0, "unexpected character '2'"},
		{FormBin, "0101", -1, "4 binary digits: an IPv6 address has 128, an IPv4 address 32"},
		{FormBin, "11000000.00000000.0000001000000001", -1, "groups of binary digits are of different lengths"},
		{FormBin, "11000000.00000000:0000001000000001", 17, "unexpected character ':'"},
		{FormBase85, "4)+k&C#VzJ4br>0wv%Y", -1, "an address has 20 base 85 digits, not 19"},
		{FormBase85, "=r54lj&NUUO~Hi%c2ym1", -1, "number over 2^128-1"},
		{FormBase85, "4)+k&C#VzJ4br>0wv%Y,", 19, "unexpected character ','"},
		{FormBytes, "20 01", -1, "2 bytes: an IPv6 address has 16, an IPv4 address 4"},
		{FormBytes, "20:01:02:03", -1, "4 bytes: an IPv6 address has 16, an IPv4 address 4"},
		{FormBytes, "20 1", 3, "byte without two digits"},
		{FormOctal, `\300\000\002`, -1, "3 bytes: an IPv6 address has 16, an IPv4 address 4"},
		{FormOctal, `\300\000\002\37`, 12, "byte without three octal digits"},
		{FormOctal, `\300\000\002\400`, 12, "byte over 377"},
		{FormOctal, `\300\000\002\008`, 15, "unexpected character '8'"},
		{FormOctal, `\300 \000\002\001`, 4, "unexpected character ' '"},
		{FormOctal, "", -1, "0 bytes: an IPv6 address has 16, an IPv4 address 4"},
		{FormBytes, "20 01-02", 5, "unexpected character '-'"},
		{FormBytes, "c0 00 02 01 ", 12, "byte without two digits"},
		{FormArpa, "1.ip6.int", -1, "not below ip6.arpa or in-addr.arpa"},
		{FormArpa, "xip6.arpa", -1, "not below ip6.arpa or in-addr.arpa"},
		{FormArpa, "10.ip6.arpa", 0, "label longer than one digit"},
		{FormArpa, "g.ip6.arpa", 0, "unexpected character 'g'"},
		{FormArpa, strings.Repeat("0.", 33) + "ip6.arpa", 64, "more than 32 nibbles"},
		{FormArpa, "1.2.3.4.5.in-addr.arpa", 0, "more than 4 octets"},
		{FormArpa, "256.in-addr.arpa", 0, "octet over 255"},
		{FormArpa, "01.in-addr.arpa", 0, "leading zero in octet"},
		{FormArpa, "1..2.in-addr.arpa", 2, "empty label"},
		{FormArpa, ".in-addr.arpa", 0, "empty label"},
		{FormArpa, "0/24.2.0.192.in-addr.arpa", 0, "not a prefix inside one octet"},
		{FormArpa, "1/25.2.0.192.in-addr.arpa", 0, "not a prefix inside one octet"},
		{FormArpa, "0/25.0.192.in-addr.arpa", 1, "unexpected character '/'"},
		{FormArpa, "200.0/25.2.0.192.in-addr.arpa", 0, "octet outside the zone it is in"},
		{FormBitString, `\[x20010db8/24].ip6.arpa`, 2, "32 bits for a length of 24"},
		{FormBitString, `\[x2001/15].ip6.arpa`, 2, "bits set after the length, or more than 128 bits"},
		{FormBitString, `\[x].ip6.arpa`, 2, "label without bits"},
		{FormBitString, `\[b2].ip6.arpa`, 3, "unexpected character '2'"},
		{FormBitString, `\[x20.ip6.arpa`, 0, `"[" without "]"`},
		{FormBitString, `\[o` + strings.Repeat("0", 43) + `].ip6.arpa`, 2, "bits set after the length, or more than 128 bits"},
		{FormURL, "http://2001:db8::1/", 7, "IPv6 address in a URL without brackets"},
		{FormURL, "http://www.example.com/", 7, "unexpected character 'w'"},
		{FormURL, "[2001:db8::1]:65536", 14, "port over 65535"},
		{FormURL, "[2001:db8::1]x", 13, "unexpected character 'x'"},
		{FormURL, "[2001:db8::1", -1, `"[" without "]"`},
		{FormURL, "[v1.fe80::]", 1, "unexpected character 'v'"},
		{FormURL, "[fe80::1%25a%2]", 12, `"%" without two hexadecimal digits`},
		{FormURL, "[fe80::1%25a%2Fb]", 11, "zone with a character no zone can have"},
		{FormURL, "[fe80::1%]", 8, "empty zone"},
		{FormURL, "1http://[::1]", 0, "unexpected character '1'"},
		{FormUNC, "2001-db8--g.ipv6-literal.net", 10, "unexpected character 'g'"},
		{FormUNC, "fe80--1s.ipv6-literal.net", 7, "empty zone"},
		{FormUNC, "2001:db8--1.ipv6-literal.net", 4, "unexpected character ':'"},
		{FormUNC, "example.net", -1, "neither below ipv6-literal.net nor an IPv4 address"},
		{FormKAME, "fe80:4::1%4", 9, "zone beside an embedded zone index"},
		{FormKAME, "192.0.2.1", -1, "this form is for IPv6 only"},
	}
	for _, tt := range tests {
		it, err := ParseAs(tt.in, tt.form)
		if tt.offset == -2 {
			if err != nil {
				t.Error(err)
			}
			continue
		}
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("ParseAs(%s, %v) = %v, %v", tt.in, tt.form, it, err)
			continue
		}
		if e.Input != tt.in || e.Offset != tt.offset || e.Reason != tt.reason {
			t.Errorf("ParseAs(%s, %v): %q at %d of %q, want %q at %d", tt.in, tt.form, e.Reason, e.Offset, e.Input, tt.reason, tt.offset)
		}
	}
}

func TestDetect(t *testing.T) {
	tests := []struct {
		in   string
		form Form
		want string
	}{
		{"2001:DB8:0::1/64", FormCanonical, "2001:db8::1/64"},
		{"fe80:4::1", FormCanonical, "fe80:4::1"},
		{"fe80::1%252", FormCanonical, "fe80::1%252"},
		{"192.0.2.1", FormCanonical, "192.0.2.1"},
		{"12345678901234567890123456789012", FormHex, "1234:5678:9012:3456:7890:1234:5678:9012"},
		{"01020304", FormHex, "1.2.3.4"},
		{"c0a80101", FormHex, "192.168.1.1"},
		{"0x7f000001", FormHex, "127.0.0.1"},
		{"2130706433", FormInt, "127.0.0.1"},
		{"0b11000000000000000000001000000001", FormBin, "192.0.2.1"},
		{"11000000.00000000.00000010.00000001", FormBin, "192.0.2.1"},
		{"4)+k&C#VzJ4br>0wv%Yp", FormBase85, "1080::8:800:200c:417a"},
		{"[fe80::1%25eth0]", FormURL, "fe80::1%eth0"},
		{"[::1]:80", FormURL, "::1"},
		{"192.0.2.1:80", FormURL, "192.0.2.1"},
		{"2001:db8::1#80", FormURL, "2001:db8::1"},
		{"https://[2001:db8::1]/24", FormURL, "2001:db8::1"},
		{`\\fe80--1s4.ipv6-literal.net\c$`, FormUNC, "fe80::1%4"},
		{`\[x20010db8/32].IP6.ARPA.`, FormBitString, "2001:db8::/32"},
		{`8.b.d.0.\[x2001].ip6.int`, FormBitString, "2001:db8::/32"},
		{"0xc0 0x00 0x02 0x01", FormBytes, "192.0.2.1"},
		{"c0, 00, 02, 01", FormBytes, "192.0.2.1"},
		{"20:01:0d:b8:00:00:00:00:00:00:00:00:00:00:00:01", FormBytes, "2001:db8::1"},
		{"1.0.0.192.in-addr.arpa.", FormArpa, "192.0.0.1"},
		{"0b000000000000000000000000000001", FormHex, "b00::1"},
		{"0b101010", FormHex, "11.16.16.16"},
		{"192.0.2.1#53", FormURL, "192.0.2.1"},
	}
	for _, tt := range tests {
		it, f, err := Detect(tt.in)
		if err != nil || f != tt.form || it != mustItem(t, tt.want) {
			t.Errorf("Detect(%s) = %v, %v, %v, want %s, %v", tt.in, it, f, err, tt.want, tt.form)
		}
	}
	// Two readings, or none.
	for _, s := range []string{
		"", "fe80::1%25eth0", "12345678", "12345678901234567890", "123456789012", "1234567890123456",
		"11000000000000000000001000000001", "10 20 30 40", "my-router-interface1", "abcdefghijklmnopqrst",
		"10/8", "224/4", "[2001:db8::]/32", "[2001:db8::/32]", "1:2:3:4", "10:20:30:40",
		"00-a0-cc-24-b0-e4", "00:a0:cc:24:b0:e4", "00a0.cc24.b0e4", "00a0cc24b0e4", "0x00a0cc24b0e4",
		"02:a0:cc:ff:fe:24:b0", "02-a0-cc-ff-fe-24-b0-e4", "example.com", "www.example.com:80", "192.0.2.1/x",
		"192.0.2", "0x", "0b", "0b1", "cafe", "[", "]", "{}", `\`, `\\`, `\[`, "ip6", "x.ip6.arpa", "::1::", "#", "://", "1.2.3.4-1.2.3.5",
		"340282366920938463463374607431768211456", "2001:db8::1 2001:db8::2",
	} {
		if it, f, err := Detect(s); err == nil {
			t.Errorf("Detect(%q) = %v, %v", s, it, f)
		} else if e, a := (*Error)(nil), (*AmbiguityError)(nil); errors.As(err, &a) && a.Input != s || !errors.As(err, &a) && (!errors.As(err, &e) || e.Input != s) {
			t.Errorf("Detect(%q): %v", s, err)
		}
	}
}

// What two forms could mean alike is an error with both readings; of what is
// likelier one way, Other has the other.
func TestAmbiguity(t *testing.T) {
	for in, want := range map[string]string{
		"12345678":                         "either a hexadecimal number (18.52.86.120) or a decimal number (0.188.97.78)",
		"fe80::1%25eth0":                   `either a zone after "%25", as in a URL (fe80::1%eth0) or the zone 25eth0 (fe80::1%25eth0)`,
		"[2001:db8::]/32":                  "either a URL host and path (2001:db8::) or a prefix in brackets (2001:db8::/32)",
		"123456789012":                     "either a decimal number (::1c:be99:1a14) or a MAC",
		"10/8":                             "either a decimal number (0.0.0.10/8) or an IPv4 prefix with octets left out",
		"10 20 30 40":                      "either hexadecimal bytes (16.32.48.64) or decimal bytes",
		"11000000000000000000001000000001": "either a hexadecimal number (1100::10:0:1) or binary digits (192.0.2.1)",
		"12345678901234567890":             "either a decimal number (::ab54:a98c:eb1f:ad2) or base 85 digits (383:3f6b:af20:24fd:323e:9b78:509c:70fa)",
		"my-router-interface1":             "either a word or base 85 digits",
	} {
		_, _, err := Detect(in)
		var e *AmbiguityError
		if !errors.As(err, &e) || e.Input != in || !strings.HasPrefix(string(e.AppendReason(nil)), want) {
			t.Errorf("Detect(%q): %v, want %s", in, err, want)
		}
	}
	for in, want := range map[string]string{
		"deadbeef":                         "an IPv6 address (::dead:beef)",
		"3221225985":                       "an IPv6 address (::c000:201)",
		"1/24":                             "",
		"12345678901234567890123456789012": "a decimal number (0:9b:d30a:3c64:5943:dd16:90a0:3a14)",
		"::1:631":                          "::1 with the port 631",
		"2001:db8::1:631":                  "",
		"4294967296":                       "",
		"0x7f000001":                       "",
		"20010db8000000000000000000000001": "",
		"2001db80000000000000000000000a01": "",
		"192.0.2.1":                        "",
	} {
		_, f, err := Detect(in)
		if err != nil {
			continue
		}
		r, ok := Other(in, f)
		if got := string(r.AppendTo(nil)); ok != (want != "") || !strings.HasPrefix(got, want) {
			t.Errorf("Other(%q) = %s, %v, want %s", in, got, ok, want)
		}
	}
}

// Numbers against math/big.
func TestNumbersBig(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	edge := []uint64{0, 1, 9, 10, 1e19 - 1, 1e19, 1<<64 - 1, 1 << 63}
	pick := func() uint64 {
		if r.IntN(3) == 0 {
			return edge[r.IntN(len(edge))]
		}
		return r.Uint64() >> r.IntN(64)
	}
	for range 20000 {
		hi, lo := pick(), pick()
		v := new(big.Int).Lsh(new(big.Int).SetUint64(hi), 64)
		v.Or(v, new(big.Int).SetUint64(lo))
		n, e := parseInt(v.String())
		if e != nil || n.Hi != hi || n.Lo != lo || n.is4 != (v.BitLen() <= 32) {
			t.Fatalf("parseInt(%s) = %v, %v", v, n, e)
		}
		want := fmt.Sprintf("%032x", v)
		if got := string(appendHex(nil, hi, lo, false)); got != want {
			t.Fatalf("appendHex = %s, want %s", got, want)
		}
		if got, want := string(appendBin(nil, hi, lo, false)), fmt.Sprintf("%0128b", v); got != want {
			t.Fatalf("appendBin = %s, want %s", got, want)
		}
		text := appendBase85(nil, hi, lo)
		back := new(big.Int)
		for _, c := range text {
			back.Mul(back, big.NewInt(85))
			back.Add(back, big.NewInt(int64(strings.IndexByte(base85Digits, c))))
		}
		if back.Cmp(v) != 0 || len(text) != 20 {
			t.Fatalf("appendBase85(%s) = %s", v, text)
		}
		if n, e := parseBase85(string(text)); e != nil || n.Hi != hi || n.Lo != lo {
			t.Fatalf("parseBase85(%s) = %v, %v", text, n, e)
		}
	}
}

// Every form gives back what it was given.
func TestFormsRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	zones := []string{"", "", "eth0", "4", "25", "251", "a-b", "br_lan", "pvc1.3", "küche", "]x"}
	for range 20000 {
		it := ItemOf(randomAddr(r))
		if r.IntN(3) == 0 {
			it = it.WithBits(r.IntN(it.Addr.BitLen() + 1))
		}
		if it.Addr.Is6() {
			it.Zone = zones[r.IntN(len(zones))]
		}
		for _, f := range Forms() {
			checkForm(t, it, f)
		}
	}
}

func checkForm(t *testing.T, it Item, f Form) {
	t.Helper()
	text, err := AppendForm(nil, it, f)
	if err != nil {
		if e := formError(""); !errors.As(err, &e) || len(text) != 0 {
			t.Fatalf("AppendForm(%v, %v) = %s, %v", it, f, text, err)
		}
		return
	}
	want := it
	hi, lo := ip.Halves(it.Addr)
	switch f {
	case FormArpa, FormIP6Int, FormBitString:
		want = ItemOfPrefix(it.Prefix().Masked())
		if it.Prefix().IsSingleIP() {
			want = want.WithBits(-1)
		}
	case FormInt:
		if hi == 0 && lo>>32 == 0 && it.Addr.Is6() {
			// Read as IPv4, unless that is ruled out.
			if got, err := ParseAs6(string(text), f); err != nil || got != want {
				t.Fatalf("ParseAs6(%s, %v) = %v, %v, want %v", text, f, got, err, want)
			}
			return
		}
	}
	got, err := ParseAs(string(text), f)
	if err != nil || got != want {
		t.Fatalf("ParseAs(%s, %v) = %v, %v, want %v", text, f, got, err, want)
	}
	// Detect may refuse, but what it takes must be right. KAME it cannot
	// see, and 32 decimal digits it takes for hexadecimal.
	if d, df, err := Detect(string(text)); err == nil && d != want && f != FormKAME && (f != FormInt || df != FormHex) {
		t.Fatalf("Detect(%s) = %v, %v, want %v, %v", text, d, df, want, f)
	}
}

func TestReverseZones(t *testing.T) {
	tests := []struct {
		prefix string
		want   []string
	}{
		{"2001:db8::/32", []string{"8.b.d.0.1.0.0.2.ip6.arpa"}},
		{"2001:db8::/30", []string{"8.b.d.0.1.0.0.2.ip6.arpa", "9.b.d.0.1.0.0.2.ip6.arpa", "a.b.d.0.1.0.0.2.ip6.arpa", "b.b.d.0.1.0.0.2.ip6.arpa"}},
		{"2000::/3", []string{"2.ip6.arpa", "3.ip6.arpa"}},
		{"::/0", []string{"ip6.arpa"}},
		{"8000::/1", []string{"8.ip6.arpa", "9.ip6.arpa", "a.ip6.arpa", "b.ip6.arpa", "c.ip6.arpa", "d.ip6.arpa", "e.ip6.arpa", "f.ip6.arpa"}},
		{"192.0.2.0/23", []string{"2.0.192.in-addr.arpa", "3.0.192.in-addr.arpa"}},
		{"192.0.2.254/31", []string{"254.2.0.192.in-addr.arpa", "255.2.0.192.in-addr.arpa"}},
		{"255.255.255.254/31", []string{"254.255.255.255.in-addr.arpa", "255.255.255.255.in-addr.arpa"}},
		{"0.0.0.0/0", []string{"in-addr.arpa"}},
	}
	for _, tt := range tests {
		var got []string
		for p := range ReverseZones(netip.MustParsePrefix(tt.prefix)) {
			name, err := AppendZone(nil, p, "")
			if err != nil {
				t.Error(err)
			}
			got = append(got, string(name))
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("ReverseZones(%s) = %v, want %v", tt.prefix, got, tt.want)
		}
	}
	for range ReverseZones(netip.Prefix{}) {
		t.Error("zones of no prefix")
	}
}

// The zones of every length cover the prefix without a gap.
func TestReverseZonesCover(t *testing.T) {
	for _, s := range []string{"2001:db8:1234:5678:9abc:def0:1234:5678", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "192.0.2.37", "255.255.255.255"} {
		a := netip.MustParseAddr(s)
		for bits := range a.BitLen() + 1 {
			p := netip.PrefixFrom(a, bits)
			next := p.Masked().Addr()
			n := 0
			for z := range ReverseZones(p) {
				if z.Addr() != next || z.Bits()%labelBits(a) != 0 || z.Bits() < bits || z.Bits() >= bits+labelBits(a) {
					t.Fatalf("ReverseZones(%v): %v, want one at %v", p, z, next)
				}
				name, _ := AppendZone(nil, z, "")
				if it, err := ParseAs(string(name), FormArpa); err != nil || it.Prefix() != z {
					t.Fatalf("ParseAs(%s) = %v, %v, want %v", name, it, err, z)
				}
				n++
				last := z.Addr().AsSlice()
				for i := z.Bits(); i < a.BitLen(); i++ {
					last[i/8] |= 0x80 >> (i % 8)
				}
				end, _ := netip.AddrFromSlice(last)
				next = end.Next()
			}
			if next.IsValid() && p.Contains(next) || n&(n-1) != 0 {
				t.Fatalf("ReverseZones(%v) are %d and end before %v", p, n, next)
			}
		}
	}
}

func TestAppendZone(t *testing.T) {
	tests := []struct{ prefix, origin, want string }{
		{"2001:db8::1/128", "8.b.d.0.1.0.0.2.ip6.arpa", "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0"},
		{"2001:db8::/32", "8.B.D.0.1.0.0.2.IP6.ARPA.", "@"},
		{"2001:db8::/32", "2.ip6.arpa", "8.b.d.0.1.0.0"},
		{"192.0.2.1/32", "2.0.192.in-addr.arpa.", "1"},
		{"192.0.2.1/32", "0/25.2.0.192.in-addr.arpa.", "1"},
		{"192.0.2.129/32", "0/25.2.0.192.in-addr.arpa.", ""},
		{"192.0.2.12/32", "2.2.0.192.in-addr.arpa", ""}, // not at a label
		{"2001:db8::/32", "in-addr.arpa", ""},
		{"2001:db8::/32", "0.8.b.d.0.1.0.0.2.ip6.arpa", ""},
		{"2001:db8::/31", "2.ip6.arpa", ""},
	}
	for _, tt := range tests {
		got, err := AppendZone([]byte("x"), netip.MustParsePrefix(tt.prefix), tt.origin)
		if string(got) != "x"+tt.want || (err != nil) != (tt.want == "") {
			t.Errorf("AppendZone(%s, %s) = %s, %v, want %s", tt.prefix, tt.origin, got, err, tt.want)
		}
	}
	for _, s := range []string{"192.0.2.0/24", "2001:db8::/26"} {
		if got, err := AppendClassless([]byte("x"), netip.MustParsePrefix(s)); err == nil || string(got) != "x" {
			t.Errorf("AppendClassless(%s) = %s", s, got)
		}
	}
}

func TestParseHost(t *testing.T) {
	tests := []struct {
		in, want string
		port     int
	}{
		{"[2001:db8::1]:80", "2001:db8::1", 80},
		{"[2001:db8::1]:", "2001:db8::1", -1},
		{"[2001:db8::1]", "2001:db8::1", -1},
		{"192.0.2.1:0", "192.0.2.1", 0},
		{"http://a@b@192.0.2.1:65535?x", "192.0.2.1", 65535},
		{"2001:db8::1:80", "2001:db8::1:80", -1},
		{"fe80::1%eth0#80", "fe80::1%eth0", 80},
		{"[IPv6:2001:db8::1]", "2001:db8::1", -1},
		{"192.0.2.1#53", "192.0.2.1", 53}, // as BIND logs it
		{"http://192.0.2.1#53", "192.0.2.1", -1},
		{"2001:db8::1#", "2001:db8::1", -1},
	}
	for _, s := range []string{"", "192.0.2.1#x", "2001:db8::1#80x", "2001:db8::1/64", "2001:db8::1#65536", "fe80::1%#80", "192.0.2.1%eth0#80"} {
		if it, port, err := ParseHost(s); err == nil {
			t.Errorf("ParseHost(%q) = %v, %d", s, it, port)
		}
	}
	for _, tt := range tests {
		it, port, err := ParseHost(tt.in)
		if err != nil || it != mustItem(t, tt.want) || port != tt.port {
			t.Errorf("ParseHost(%s) = %v, %d, %v", tt.in, it, port, err)
		}
	}
}

func FuzzForms(f *testing.F) {
	for _, tt := range formCases {
		f.Add(tt.want)
	}
	for _, s := range []string{"https://u@[::1]:80/", `\\2001-db8--1.ipv6-literal.net\x`, `\[b1101].\[o640].ip6.arpa`, "{0x20, 0x01}", "12345678", "0/25.2.0.192.in-addr.arpa"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, form := range Forms() {
			it, err := ParseAs(s, form)
			if err != nil {
				var e *Error
				if !errors.As(err, &e) || e.Input != s || e.Offset < -1 || e.Offset > len(s) || e.Reason == "" || len(e.Reason) > 100 {
					t.Fatalf("ParseAs(%q, %v): %#v", s, form, err)
				}
				continue
			}
			for _, to := range Forms() {
				checkForm(t, it, to)
			}
		}
		if it, form, err := Detect(s); err == nil {
			if again, err := ParseAs(s, form); err != nil || again != it {
				t.Fatalf("Detect(%q) = %v, %v, but ParseAs = %v, %v", s, it, form, again, err)
			}
		}
	})
}

func TestFormsNoAllocs(t *testing.T) {
	buf := make([]byte, 0, 256)
	it := mustItem(t, "2001:db8::1")
	scoped := mustItem(t, "fe80::1%4")
	for _, f := range Forms() {
		if n := testing.AllocsPerRun(100, func() {
			AppendForm(buf, it, f)
			AppendForm(buf, scoped, f)
		}); n != 0 {
			t.Errorf("%v: %v allocations", f, n)
		}
	}
}
