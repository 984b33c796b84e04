package eui64

import (
	"errors"
	"net"
	"strings"
	"testing"

	"github.com/hextet/hextet/addr"
)

// macTexts are spellings and the address each means.
var macTexts = []struct {
	name, in, want string
}{
	{"colon", "00:a0:cc:24:b0:e4", "00:a0:cc:24:b0:e4"},
	{"hyphen, upper case", "00-A0-CC-24-B0-E4", "00:a0:cc:24:b0:e4"},
	{"dotted octets", "00.a0.cc.24.b0.e4", "00:a0:cc:24:b0:e4"},
	{"Cisco", "00a0.cc24.b0e4", "00:a0:cc:24:b0:e4"},
	{"bare", "00a0cc24b0e4", "00:a0:cc:24:b0:e4"},
	{"ProCurve", "00a0cc-24b0e4", "00:a0:cc:24:b0:e4"},
	{"halves with colon", "00a0cc:24b0e4", "00:a0:cc:24:b0:e4"},
	{"H3C", "00a0-cc24-b0e4", "00:a0:cc:24:b0:e4"},
	{"pairs with colon", "00a0:cc24:b0e4", "00:a0:cc:24:b0:e4"},
	{"0x", "0x00a0cc24b0e4", "00:a0:cc:24:b0:e4"},
	{"0X", "0X00A0CC24B0E4", "00:a0:cc:24:b0:e4"},
	{"BSD arp", "0:a0:cc:24:b0:e4", "00:a0:cc:24:b0:e4"},
	{"Solaris arp", "8:0:20:a:b:c", "08:00:20:0a:0b:0c"},
	{"single digits with hyphen", "0-3-93-d-8a-1f", "00:03:93:0d:8a:1f"},
	{"mixed widths", "00:0:F:6:4:5", "00:00:0f:06:04:05"},
	{"mixed case", "aA:Bb:cC:Dd:eE:Ff", "aa:bb:cc:dd:ee:ff"},
	{"zero", "00:00:00:00:00:00", "00:00:00:00:00:00"},
	{"broadcast", "ff:ff:ff:ff:ff:ff", "ff:ff:ff:ff:ff:ff"},

	{"EUI-64 colon", "00:00:5e:ef:10:00:00:01", "00:00:5e:ef:10:00:00:01"},
	{"EUI-64 hyphen", "00-00-5E-EF-10-00-00-01", "00:00:5e:ef:10:00:00:01"},
	{"EUI-64 dotted octets", "00.00.5e.ef.10.00.00.01", "00:00:5e:ef:10:00:00:01"},
	{"EUI-64 dot", "0000.5eef.1000.0001", "00:00:5e:ef:10:00:00:01"},
	{"EUI-64 pairs with hyphen", "0000-5eef-1000-0001", "00:00:5e:ef:10:00:00:01"},
	{"EUI-64 pairs with colon", "0000:5eef:1000:0001", "00:00:5e:ef:10:00:00:01"},
	{"EUI-64 bare", "00005eef10000001", "00:00:5e:ef:10:00:00:01"},
	{"EUI-64 0x", "0x00005eef10000001", "00:00:5e:ef:10:00:00:01"},
	{"EUI-64 OUI and rest", "00005e-ef10000001", "00:00:5e:ef:10:00:00:01"},
	{"EUI-64 halves", "00005eef-10000001", "00:00:5e:ef:10:00:00:01"},
	{"EUI-64 single digits", "0:0:5e:ef:10:0:0:1", "00:00:5e:ef:10:00:00:01"},
}

// notMACs are texts that are no MAC, with the byte and the words of the error.
var notMACs = []struct {
	name, in string
	at       int
	reason   string
}{
	{"empty", "", -1, "empty text"},
	{"only 0x", "0x", -1, "no digits after 0x"},
	{"0x and separators", "0x00:a0:cc:24:b0:e4", 4, "unexpected character ':'"},
	{"not hexadecimal", "01:23:r5:67:89:01", 6, "unexpected character 'r'"},
	{"not hexadecimal at first", "x1:02:03:04:05:06", 0, "unexpected character 'x'"},
	{"not ASCII", "00:a0:cc:24:b0:é4", 15, "unexpected character '\\u00e9'"},
	{"not UTF-8", "00:a0:cc:24:b0:\xff4", 15, "unexpected byte 0xff"},
	{"control", "00:a0:cc:24:b0\x1b[2J", 14, `unexpected character '\x1b'`},
	{"bare, bad digit", "0z002b0102030405", 1, "unexpected character 'z'"},
	{"bare, bad end", "08002b010203xyza", 12, "unexpected character 'x'"},
	{"blank in front", " 00:a0:cc:24:b0:e4", 0, "unexpected character ' '"},
	{"blank behind", "00:a0:cc:24:b0:e4 ", 17, "unexpected character ' '"},
	{"blanks between", "00 a0 cc 24 b0 e4", 2, "unexpected character ' '"},
	{"two separators", "01-02:03:04:05:06", 5, "unexpected ':' after '-'"},
	{"two separators, late", "aa-bb-cc-dd:ee-ff", 11, "unexpected ':' after '-'"},
	{"separator first", ":aa:bb:cc:dd:ee:ff", 0, "unexpected character ':'"},
	{"separator last", "01:02:03:04:05:06:", -1, "nothing after the last ':'"},
	{"separator doubled", "aa-bb-cc-dd-ee--ff", 15, "empty group"},
	{"an address", "fe80::21b:77ff:fe49:54fd", 5, "empty group"},
	{"3 digits", "aa:bbb:cc:dd:ee:ff", 5, "more than 2 digits in a group"},
	{"3 digits first", "aaa:bb:cc:dd:ee:ff", 3, "group of 3 digits before ':'"},
	{"5 digits first", "aabbc.ccdd.eeff", 5, "group of 5 digits before '.'"},
	{"10 digits first", "00a0cc24b0-e4", 10, "group of 10 digits before '-'"},
	{"5 digits in a pair", "aabb.ccddf.eeff", 9, "more than 4 digits in a group"},
	{"3 digits in a pair", "aabb.ccd.eeff", 8, "group of 3 digits, expected 4"},
	{"3 digits in the last pair", "aabb.ccdd.eef", -1, "group of 3 digits, expected 4"},
	// SNMP and friends print decimal octets so; reading them as
	// hexadecimal would be a quiet mistake.
	{"dotted single digits", "0.7.14.6.43.3", 1, "group of 1 digit before '.'"},
	{"dotted single digit, late", "10.7.14.6.43.3", 4, "group of 1 digit, expected 2"},
	{"IPv4", "192.0.2.1", 3, "group of 3 digits before '.'"},
	{"2 octets", "12:34", -1, "2 octets, expected 6 or 8 for a MAC"},
	{"OUI", "00-50-C2", -1, "3 octets, expected 6 or 8 for a MAC"},
	{"5 octets", "FF-FE-49-54-FD", -1, "5 octets, expected 6 or 8 for a MAC"},
	{"7 octets", "ff:aa:bb:cc:dd:ee:ff", -1, "7 octets, expected 6 or 8 for a MAC"},
	{"10 octets", "08-00-2b-01-02-03-04-05-06-07", 23, "more than 8 octets: too long for a MAC"},
	{"2 pairs", "aabb.ccdd", -1, "4 octets, expected 6 or 8 for a MAC"},
	{"5 pairs", "aabb.ccdd.eeff.0011.2233", 19, "more than 8 octets: too long for a MAC"},
	{"11 digits", "10000000000", -1, "11 digits, expected 12 or 16 for a MAC"},
	{"13 digits", "0123456789AF0", -1, "13 digits, expected 12 or 16 for a MAC"},
	{"14 digits", "1234567890ABCD", -1, "14 digits, expected 12 or 16 for a MAC"},
	{"17 digits", "01234567890ABCDEF", 16, "more than 16 digits: too long for a MAC"},
	{"0x and 15 digits", "0x1234567890ABCDE", -1, "15 digits, expected 12 or 16 for a MAC"},
	{"6+4 digits", "aabbcc-ddee", -1, "10 digits, expected 12 or 16 for a MAC"},
	{"6+8 digits", "aabbcc-ddeeffff", -1, "14 digits, expected 12 or 16 for a MAC"},
	{"6+11 digits", "08002b:01020304050", 17, "more than 10 digits in a group"},
	{"6+14 digits", "08002b:01020304050607", 17, "more than 10 digits in a group"},
	{"8+4 digits", "aabbccdd-eeff", -1, "group of 4 digits, expected 8"},
	{"three halves", "aabbcc-ddeeff-aabbcc", 13, "unexpected character '-'"},
}

func TestParseMAC(t *testing.T) {
	for _, tt := range macTexts {
		m, err := ParseMAC(tt.in)
		if err != nil || m.String() != tt.want {
			t.Errorf("%s: ParseMAC(%q) = %v, %v, want %s", tt.name, tt.in, m, err, tt.want)
		}
	}
	for _, tt := range notMACs {
		m, err := ParseMAC(tt.in)
		var e *addr.Error
		if !errors.As(err, &e) {
			t.Errorf("%s: ParseMAC(%q) = %v, %v, want an *addr.Error", tt.name, tt.in, m, err)
			continue
		}
		if m.IsValid() || e.Input != tt.in || e.Offset != tt.at || e.Reason != tt.reason {
			t.Errorf("%s: ParseMAC(%q) = %v, %q at %d, want %q at %d", tt.name, tt.in, m, e.Reason, e.Offset, tt.reason, tt.at)
		}
	}
}

// TestMACOffsets checks the promise about Error.Offset on every text made by
// putting one wrong byte into a right one: the bytes before the offset can
// begin a MAC (some completion parses), and with the byte at the offset they
// cannot.
func TestMACOffsets(t *testing.T) {
	var whole []string
	for _, tt := range macTexts {
		whole = append(whole, tt.in)
	}
	begins := func(prefix string) bool {
		if _, err := ParseMAC(prefix); err == nil {
			return true
		} else if e := new(addr.Error); errors.As(err, &e) && e.Offset < 0 {
			return true
		}
		return false
	}
	for _, text := range whole {
		for i := range len(text) + 1 {
			for _, c := range []string{":", "-", ".", "0", "f", "g", " ", "%", "/"} {
				in := text[:i] + c + text[i:]
				_, err := ParseMAC(in)
				var e *addr.Error
				if err == nil || !errors.As(err, &e) || e.Offset < 0 {
					continue
				}
				if !begins(in[:e.Offset]) || begins(in[:e.Offset+1]) {
					t.Errorf("ParseMAC(%q): %v: not the first byte that is wrong", in, err)
				}
			}
		}
	}
}

// slowParseMAC is ParseMAC by trying each spelling in turn.
func slowParseMAC(s string) (MAC, bool) {
	if rest, ok := strings.CutPrefix(strings.ToLower(s), "0x"); ok {
		if strings.ContainsAny(rest, ":-.") {
			return MAC{}, false
		}
		return slowParseMAC2([]string{rest}, "")
	}
	sep := ""
	for _, c := range []string{":", "-", "."} {
		if strings.Contains(s, c) {
			sep = c
		}
	}
	if sep == "" {
		return slowParseMAC2([]string{s}, "")
	}
	return slowParseMAC2(strings.Split(s, sep), sep)
}

func slowParseMAC2(groups []string, sep string) (MAC, bool) {
	widths := ""
	for i, g := range groups {
		if len(g) == 1 && len(groups) >= 6 && sep != "." {
			groups[i] = "0" + g
		}
		widths += string(rune('a' + len(groups[i])))
	}
	switch widths {
	case "m", "q", "gg", "gk", "ii", "eee", "eeee", "cccccc", "cccccccc": // a = 0 digits, b = 1, ...
	default:
		return MAC{}, false
	}
	all := strings.Join(groups, "")
	var b []byte
	for i := 0; i < len(all); i += 2 {
		hi, lo := strings.IndexByte(lowerHex, all[i]|0x20), strings.IndexByte(lowerHex, all[i+1]|0x20)
		if c := all[i]; c >= '0' && c <= '9' {
			hi = int(c - '0')
		}
		if c := all[i+1]; c >= '0' && c <= '9' {
			lo = int(c - '0')
		}
		// |0x20 turns control characters into digits: look again.
		if hi < 0 || lo < 0 || all[i] < '0' || all[i+1] < '0' {
			return MAC{}, false
		}
		b = append(b, byte(hi<<4|lo))
	}
	return MACFromSlice(b)
}

func FuzzParseMAC(f *testing.F) {
	for _, tt := range macTexts {
		f.Add(tt.in)
	}
	for _, tt := range notMACs {
		f.Add(tt.in)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m, err := ParseMAC(s)
		want, ok := slowParseMAC(s)
		if ok != (err == nil) || m != want {
			t.Fatalf("ParseMAC(%q) = %v, %v, want %v, %v", s, m, err, want, ok)
		}
		if hw, stdErr := net.ParseMAC(s); stdErr == nil && len(hw) <= 8 && (err != nil || hw.String() != m.String()) {
			t.Fatalf("ParseMAC(%q) = %v, %v, net.ParseMAC says %v", s, m, err, hw)
		}
		if err != nil {
			var e *addr.Error
			if !errors.As(err, &e) || e.Offset >= len(s) || e.Offset < -1 || e.Input != s || e.Reason == "" {
				t.Fatalf("ParseMAC(%q): %#v", s, err)
			}
			return
		}
		for f := Colon; f <= Bare; f++ {
			text := string(m.Append(nil, f))
			if back, err := ParseMAC(text); err != nil || back != m {
				t.Fatalf("ParseMAC(%q) = %v, %v, want %v", text, back, err, m)
			}
		}
	})
}

func TestParseMACNoAllocs(t *testing.T) {
	for _, in := range []string{"00:00:5e:00:53:01", "0000.5e00.5301", "0:0:5e:0:53:1", "00005e005301", "00-00-5E-EF-10-00-00-01", "00005e-005301"} {
		buf := make([]byte, 0, 64)
		if n := testing.AllocsPerRun(100, func() {
			m, err := ParseMAC(in)
			if err != nil {
				t.Fatal(err)
			}
			id, err := FromMAC(m)
			if err != nil {
				t.Fatal(err)
			}
			buf = id.AppendTo(m.Append(buf[:0], Dot))
		}); n != 0 {
			t.Errorf("%q: %v allocations", in, n)
		}
	}
}

func BenchmarkParseMAC(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseMAC("00:00:5e:00:53:01"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParseMACDotted(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseMAC("0000.5e00.5301"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParseMACStd(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := net.ParseMAC("00:00:5e:00:53:01"); err != nil {
			b.Fatal(err)
		}
	}
}
