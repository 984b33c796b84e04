package addr

import (
	"errors"
	"github.com/hextet/hextet/internal/ip"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"
)

// itemCases are texts with the canonical text they stand for.
var itemCases = []struct{ name, in, want string }{
	{"unspecified", "::", "::"},
	{"all groups zero", "0:0:0:0:0:0:0:0", "::"},
	{"upper case", "2001:DB8::AB", "2001:db8::ab"},
	{"leading zeros", "2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1"},
	{"gap of one group", "1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"},
	{"gap of one group in front", "::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"},
	{"one zero group is not compressed", "2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},
	{"leftmost of equal runs", "2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},
	{"longest run", "2001:0:0:1:0:0:0:1", "2001:0:0:1::1"},
	{"run at the end", "2001:db8:0:1:0:0:0:0", "2001:db8:0:1::"},
	{"quad in hexadecimal", "64:ff9b::192.0.2.1", "64:ff9b::192.0.2.1"},
	{"nat64 from groups", "64:ff9b::c000:201", "64:ff9b::192.0.2.1"},
	{"nat64 prefix", "64:ff9b::/96", "64:ff9b::/96"},
	{"mapped prefix", "::ffff:0:0/96", "::ffff:0:0/96"},
	{"mapped prefix longer", "::ffff:192.0.2.0/120", "::ffff:192.0.2.0/120"},
	{"mapped host in the prefix", "::ffff:192.0.2.1/96", "::ffff:192.0.2.1/96"},
	{"translated", "::ffff:0:192.0.2.1", "::ffff:0:192.0.2.1"},
	{"compatible stays hexadecimal", "::192.0.2.1", "::c000:201"},
	{"quad where none is due", "2001:db8::192.0.2.1", "2001:db8::c000:201"},
	{"quad after six groups", "1:2:3:4:5:6:192.0.2.1", "1:2:3:4:5:6:c000:201"},
	{"IPv4", "192.0.2.1", "192.0.2.1"},
	{"IPv4 extremes", "255.255.255.255", "255.255.255.255"},
	{"IPv4 prefix", "192.0.2.1/24", "192.0.2.1/24"},
	{"zone", "fe80::1%eth0", "fe80::1%eth0"},
	{"zone and length", "fe80::1%eth0/64", "fe80::1%eth0/64"},
	{"zone on a prefix, RFC 4007 section 11.7", "FE80::%2/64", "fe80::%2/64"},
	{"zone with a colon", "fe80::1%lo0:80", "fe80::1%lo0:80"},
	{"zone in other letters", "fe80::1%küche", "fe80::1%küche"},
	{"zone on a global address", "2001:db8::1%3", "2001:db8::1%3"},
	{"zone that is a bracket", "fe80::1%]", "fe80::1%]"},
	{"brackets", "[2001:DB8::1]", "2001:db8::1"},
	{"brackets and zone", "[fe80::1%eth0]", "fe80::1%eth0"},
	{"brackets and zone 25", "[fe80::1%25]", "fe80::1%25"},
	{"length 0", "::/0", "::/0"},
	{"length 128", "::1/128", "::1/128"},
	{"host bits", "2001:db8::1/9", "2001:db8::1/9"},
}

func TestParseItem(t *testing.T) {
	for _, tt := range itemCases {
		t.Run(tt.name, func(t *testing.T) {
			it, err := ParseItem(tt.in)
			if err != nil {
				t.Fatal(err)
			}
			if got := it.String(); got != tt.want {
				t.Errorf("ParseItem(%q) = %v, want %v", tt.in, got, tt.want)
			}
			again, err := ParseItem(tt.want)
			if err != nil || again != it {
				t.Errorf("ParseItem(%q) = %v, %v, want %v", tt.want, again, err, it)
			}
			full := string(AppendFull(nil, it))
			if again, err := ParseItem(full); err != nil || again != it {
				t.Errorf("ParseItem(%q) = %v, %v, want %v", full, again, err, it)
			}
		})
	}
}

// itemFaults are texts with the place and the reason of their first fault.
var itemFaults = []struct {
	in     string
	offset int
	reason string
}{
	{"", -1, "empty text"},
	{"2001:db8::g", 10, "unexpected character 'g'"},
	{"2001:db8:g::", 9, "unexpected character 'g'"},
	{"2001:dbg::", 7, "unexpected character 'g'"},
	{"1:2:3:4:5:6:7", -1, "too few groups: 7 of 8"},
	{"1:2", -1, "too few groups: 2 of 8"},
	{"1:2/64", -1, "too few groups: 2 of 8"},
	{"1:2:1.2.3.4", -1, "too few groups: 4 of 8"},
	{"1234", -1, `neither ":" nor "." in it`},
	{"20010db8000000000000000000000001", -1, `neither ":" nor "." in it`},
	{"12345::", 4, "group longer than four digits"},
	{"::00001", 6, "group longer than four digits"},
	{"1::2::3", 4, `second "::"`},
	{"1:::2", 3, "unexpected character ':'"},
	{":1", 0, `single ":" before the first group`},
	{":", 0, `single ":" before the first group`},
	{"1:2:3:4:5:6:7:", 13, `single ":" after the last group`},
	{"1:2:3:4:5:6:7:8:9", 15, "more than 8 groups"},
	{"1:2:3:4:5:6:7:8::", 15, `no group left for "::" to stand for`},
	{"1::2:3:4:5:6:7:8", 15, `no group left for "::" to stand for`},
	{"1:2:3:4:5:6:7:1.2.3.4", 14, "dotted quad anywhere but in the last 32 bits"},
	{"1::3:4:5:6:7:1.2.3.4", 13, "dotted quad anywhere but in the last 32 bits"},
	{"192.0.2.256", 8, "octet over 255"},
	{"3000.0.2.1", 0, "octet over 255"},
	{"30000.0.2.1", 0, "octet over 255"},
	{"192.0.02.1", 6, "leading zero in octet"},
	{"192.0.2.00", 8, "leading zero in octet"},
	{"0300.0.2.1", 0, "leading zero in octet"},
	{"192.0..1", 6, "empty octet"},
	{"192.0.2.", 7, "empty octet"},
	{"192.0.2", -1, "too few octets: 3 of 4"},
	{"192.0.2.1.", 9, "more than 4 octets"},
	{"192.0.2.1::", 9, "unexpected character ':'"},
	{"::192.0.2.1:1", 11, "unexpected character ':'"},
	{"192.0.2.1%eth0", 9, "zone on an IPv4 address"},
	{"fe80::1%", 7, "empty zone"},
	{"fe80::1%/64", 7, "empty zone"},
	{"fe80::1%a b", 9, "unexpected character ' ' in zone"},
	{"fe80::1%a%b", 9, "unexpected character '%' in zone"},
	{"fe80::1%a\x1b[2J", 9, `unexpected character '\x1b' in zone`},
	{"fe80::1%a\u202e", 9, `unexpected character '\u202e' in zone`},
	{"fe80::1%a\x9b", 9, "unexpected byte 0x9b in zone"},
	{"[2001:db8::1", -1, `"[" without "]"`},
	{"[2001:db8::1]:80", 13, `unexpected character ':' after "]"`},
	{"[2001:db8::1/64]", 12, "prefix length with brackets"},
	{"[2001:db8::1]/64", 13, "prefix length with brackets"},
	{"[192.0.2.1]", 0, "brackets around an IPv4 address"},
	{"[fe80::1%25eth0]", 8, "zone may be escaped as in a URL (RFC 6874)"},
	{"[]", 1, "unexpected character ']'"},
	{"[", -1, `"[" without "]"`},
	{"[[::1]]", 1, "unexpected character '['"},
	{"2001:db8::/", 10, "empty prefix length"},
	{"2001:db8::/x", 11, "unexpected character 'x' in prefix length"},
	{"2001:db8::/+64", 11, "unexpected character '+' in prefix length"},
	{"2001:db8::/064", 11, "leading zero in prefix length"},
	{"2001:db8::/00", 11, "leading zero in prefix length"},
	{"2001:db8::/129", 11, "prefix length over 128"},
	{"2001:db8::/18446744073709551680", 11, "prefix length over 128"},
	{"192.0.2.0/33", 10, "prefix length over 32"},
	{"192.0.2.0/255.255.255.0", 13, "unexpected character '.' in prefix length"},
	{"2001:db8::/64%eth0", 13, "unexpected character '%' in prefix length"},
	{"2001:db8::１", 10, `unexpected character '\uff11'`},
	{"2001:db8::\x00", 10, `unexpected character '\x00'`},
	{"2001:db8::\xff", 10, "unexpected byte 0xff"},
	{" ::1", 0, "unexpected character ' '"},
	{"::1 ", 3, "unexpected character ' '"},
}

func TestParseItemFaults(t *testing.T) {
	for _, tt := range itemFaults {
		it, err := ParseItem(tt.in)
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("ParseItem(%q) = %v, %v, want an *Error", tt.in, it, err)
			continue
		}
		if e.Input != tt.in || e.Offset != tt.offset || e.Reason != tt.reason {
			t.Errorf("ParseItem(%q): %q at %d, want %q at %d", tt.in, e.Reason, e.Offset, tt.reason, tt.offset)
		}
	}
}

// A reason must stay short when the text is not.
func TestReasonShort(t *testing.T) {
	long := strings.Repeat("f", 1<<20)
	for _, s := range []string{long, "::" + long, "fe80::1%" + long + "%", "::/" + long, "::/" + strings.Repeat("9", 1<<20), "1." + long} {
		_, err := ParseItem(s)
		var e *Error
		if !errors.As(err, &e) || len(e.Reason) > 80 {
			t.Errorf("ParseItem of %d bytes: %T", len(s), err)
		}
	}
}

func TestMixed(t *testing.T) {
	tests := []struct{ in, auto, always, never string }{
		{"::", "::", "::0.0.0.0", "::"},
		{"::1", "::1", "::0.0.0.1", "::1"},
		{"::13.1.68.3", "::d01:4403", "::13.1.68.3", "::d01:4403"}, // RFC 4291 section 2.2
		{"::ffff:192.0.2.1", "::ffff:192.0.2.1", "::ffff:192.0.2.1", "::ffff:c000:201"},
		{"::ffff:0:0", "::ffff:0.0.0.0", "::ffff:0.0.0.0", "::ffff:0:0"},
		{"64:ff9b::192.0.2.1", "64:ff9b::192.0.2.1", "64:ff9b::192.0.2.1", "64:ff9b::c000:201"},
		{"64:ff9b:1::192.0.2.1", "64:ff9b:1::c000:201", "64:ff9b:1::192.0.2.1", "64:ff9b:1::c000:201"},
		{"::ffff:0:192.0.2.1", "::ffff:0:192.0.2.1", "::ffff:0:192.0.2.1", "::ffff:0:c000:201"},
		{"1:2:3:4:5:0:0:0", "1:2:3:4:5::", "1:2:3:4:5:0:0.0.0.0", "1:2:3:4:5::"},
		{"1:2:3:4:0:0:0:0", "1:2:3:4::", "1:2:3:4::0.0.0.0", "1:2:3:4::"},
		{"1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:0.7.0.8", "1:2:3:4:5:6:7:8"},
		{"0:0:1:0:0:0:0:1", "0:0:1::1", "0:0:1::0.0.0.1", "0:0:1::1"},
		{"192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.1"},
	}
	for _, tt := range tests {
		it, err := ParseItem(tt.in)
		if err != nil {
			t.Fatal(err)
		}
		for m, want := range []string{tt.auto, tt.always, tt.never} {
			got := string(AppendCanonical(nil, it, Mixed(m)))
			if got != want {
				t.Errorf("AppendCanonical(%s, %v) = %s, want %s", tt.in, Mixed(m), got, want)
			}
			if again, err := ParseItem(got); err != nil || again != it {
				t.Errorf("ParseItem(%s) = %v, %v", got, again, err)
			}
		}
	}
}

func TestParseMixed(t *testing.T) {
	for m := MixedAuto; m <= MixedNever; m++ {
		if got, err := ParseMixed(m.String()); got != m || err != nil {
			t.Errorf("ParseMixed(%v) = %v, %v", m, got, err)
		}
	}
	if _, err := ParseMixed("sometimes"); err == nil {
		t.Error("ParseMixed took any word")
	}
}

func TestParseAddrAndPrefix(t *testing.T) {
	for _, s := range []string{"[::1]", "::/0", "192.0.2.0/24"} {
		if a, err := ParseAddr(s); err == nil {
			t.Errorf("ParseAddr(%q) = %v", s, a)
		}
	}
	for _, s := range []string{"::1", "[::1]", "fe80::%2/64", "[::1]/64"} {
		if p, err := ParsePrefix(s); err == nil {
			t.Errorf("ParsePrefix(%q) = %v", s, p)
		}
	}
	if a, err := ParseAddr("fe80::1%eth0"); err != nil || a != netip.MustParseAddr("fe80::1%eth0") {
		t.Errorf("ParseAddr lost the zone: %v, %v", a, err)
	}
	if p, err := ParsePrefix("2001:db8::1/32"); err != nil || p != netip.MustParsePrefix("2001:db8::1/32") {
		t.Errorf("ParsePrefix masked: %v, %v", p, err)
	}
}

// An Item that is made rather than parsed means what it says.
func TestItemZero(t *testing.T) {
	a := netip.MustParseAddr("2001:db8::1")
	it := Item{Addr: a}
	if it != ItemOf(a) || it.IsPrefix() || it.Bits() != -1 || it.String() != "2001:db8::1" || it.Prefix().Bits() != 128 {
		t.Errorf("Item{Addr: a} is %v of %d bits", it, it.Bits())
	}
	if p := it.WithBits(0); !p.IsPrefix() || p.Bits() != 0 || p.String() != "2001:db8::1/0" || p != ItemOfPrefix(netip.PrefixFrom(a, 0)) || p.WithBits(-1) != it {
		t.Errorf("with length 0 it is %v", p)
	}
	if p := it.WithBits(129); p != it {
		t.Errorf("with length 129 it is %v", p)
	}
	if zero := (Item{}); zero.IsPrefix() || zero.Prefix().IsValid() || zero.String() != "invalid Item" || zero.WithBits(0).Prefix().IsValid() {
		t.Errorf("the zero Item is %v", zero)
	}
}

func TestParseRange(t *testing.T) {
	tests := []struct{ in, first, last, reason string }{
		{"192.0.2.1-192.0.2.9", "192.0.2.1", "192.0.2.9", ""},
		{"2001:db8::-2001:db8::ffff", "2001:db8::", "2001:db8::ffff", ""},
		{"::1-::1", "::1", "::1", ""},
		{"::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", ""},
		{"::2-::1", "", "", "first is after last"},
		{"1::-::1", "", "", "first is after last"},
		{"::1-192.0.2.1", "", "", "first and last are of different families"},
		{"::1", "", "", "not a range: FIRST-LAST wanted"},
		{"", "", "", "not a range: FIRST-LAST wanted"},
		{"192.0.2.1-9", "", "", `neither ":" nor "." in it`},
		{"192.0.2.1-", "", "", "empty text"},
		{"-::1", "", "", "empty text"},
		{"::1%br-lan-::2%br-lan", "", "", "zone in a range"},
		{"::1/64-::2", "", "", "prefix length on an address"},
		{"::1-::2-::3", "", "", "unexpected character '-'"},
		{"::1 - ::2", "::1", "::2", ""},
		{"192.0.2.1 \t-192.0.2.9", "192.0.2.1", "192.0.2.9", ""},
		{"::1 -", "", "", "empty text"},
		{" ::1-::2", "", "", "unexpected character ' '"},
		{"::1-::2 ", "", "", "unexpected character ' '"},
		{"::1 ::2", "", "", "not a range: FIRST-LAST wanted"},
	}
	for _, tt := range tests {
		r, err := ParseRange(tt.in)
		if tt.reason != "" {
			var e *Error
			if !errors.As(err, &e) || e.Reason != tt.reason || e.Input != tt.in {
				t.Errorf("ParseRange(%q) error %v, want %q", tt.in, err, tt.reason)
			}
			continue
		}
		if err != nil || r.From().String() != tt.first || r.To().String() != tt.last {
			t.Errorf("ParseRange(%q) = %v, %v", tt.in, r, err)
		}
	}
}

// randomAddr returns an address with many zero groups, often below one of the
// prefixes with dotted quads.
func randomAddr(r *rand.Rand) netip.Addr {
	var b [16]byte
	for i := 0; i < 16; i += 2 {
		if r.IntN(2) == 0 {
			v := r.Uint32() >> r.IntN(16)
			b[i], b[i+1] = byte(v>>8), byte(v)
		}
	}
	switch r.IntN(12) {
	case 0:
		copy(b[:], "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff")
	case 1:
		copy(b[:], "\x00\x64\xff\x9b\x00\x00\x00\x00\x00\x00\x00\x00")
	case 2:
		return netip.AddrFrom4([4]byte(b[:4]))
	}
	return netip.AddrFrom16(b)
}

// The standard library is the oracle: it differs only in the dotted quads.
func TestFormatStd(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200000 {
		a := randomAddr(r)
		m := MixedNever
		if a.Is4In6() {
			m = MixedAuto
		}
		if got, want := string(AppendCanonical(nil, ItemOf(a), m)), a.String(); got != want {
			t.Fatalf("AppendCanonical(%v) = %s", want, got)
		}
		// netip has a dotted quad even in the full form of a mapped address.
		if got, want := string(AppendFull(nil, ItemOf(a))), a.StringExpanded(); got != want && !a.Is4In6() {
			t.Fatalf("AppendFull(%v) = %s, want %s", a, got, want)
		}
		for m := MixedAuto; m <= MixedNever; m++ {
			text := string(AppendCanonical(nil, ItemOf(a), m))
			if b, err := ParseAddr(text); err != nil || a != b {
				t.Fatalf("ParseAddr(%s) = %v, %v, want %v", text, b, err, a)
			}
		}
	}
}

// Every pattern of zero groups against RFC 5952 as netip has it.
func TestZeroRuns(t *testing.T) {
	for mask := range 256 {
		var b [16]byte
		for i := range 8 {
			if mask>>i&1 == 0 {
				b[2*i+1] = byte(i + 1)
			}
		}
		a := netip.AddrFrom16(b)
		if got, want := string(AppendAddr(nil, a)), a.String(); got != want {
			t.Errorf("AppendAddr(%s) = %s", want, got)
		}
	}
}

func TestAppendKeepsDst(t *testing.T) {
	dst := []byte("x ")
	if got := AppendCanonical(dst, Item{}, MixedAuto); string(got) != "x " {
		t.Errorf("AppendCanonical of the zero Item = %q", got)
	}
	if got := AppendPrefix(AppendAddr(dst, netip.Addr{}), netip.Prefix{}); string(got) != "x " {
		t.Errorf("of invalid values: %q", got)
	}
}

func TestNoAllocs(t *testing.T) {
	buf := make([]byte, 0, 160)
	for _, s := range []string{"2001:DB8:0:0:1::1", "fe80::1%eth0/64", "192.0.2.1/24", "64:ff9b::192.0.2.1", "[::1]"} {
		if n := testing.AllocsPerRun(100, func() {
			it, err := ParseItem(s)
			if err != nil {
				t.Fatal(err)
			}
			buf = AppendCanonical(buf[:0], it, MixedAuto)
			buf = AppendFull(buf[:0], it)
		}); n != 0 {
			t.Errorf("%q: %v allocations", s, n)
		}
	}
	if n := testing.AllocsPerRun(100, func() {
		if _, err := ParseRange("2001:db8::-2001:db8::1"); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("ParseRange: %v allocations", n)
	}
}

// FuzzParseItem holds ParseItem to net/netip. They differ where the doc
// comment says so: a zone in a prefix, brackets, and zones with blanks,
// control characters or "%".
func FuzzParseItem(f *testing.F) {
	for _, tt := range itemCases {
		f.Add(tt.in)
	}
	for _, tt := range itemFaults {
		f.Add(tt.in)
	}
	f.Fuzz(func(t *testing.T, s string) {
		it, err := ParseItem(s)
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.Input != s || e.Offset < -1 || e.Offset > len(s) || e.Reason == "" || len(e.Reason) > 80 {
				t.Fatalf("ParseItem(%q): %#v", s, err)
			}
			for _, c := range []byte(e.Reason) {
				if c < ' ' || c > '~' {
					t.Fatalf("ParseItem(%q): reason %q", s, e.Reason)
				}
			}
		}
		addr, zone, _ := strings.Cut(s, "%")
		zone, length, slash := strings.Cut(zone, "/")
		if !strings.Contains(s, "%") {
			addr, length, slash = strings.Cut(s, "/")
		}
		plain := addr
		if slash {
			plain += "/" + length
			p, perr := netip.ParsePrefix(plain)
			same := perr == nil && p == it.Prefix() && it.IsPrefix()
			switch {
			case err == nil && !same:
				t.Fatalf("ParseItem(%q) = %v, netip %v, %v", s, it, p, perr)
			case err != nil && perr == nil && !strings.Contains(s, "%"):
				t.Fatalf("ParseItem(%q): %v, netip %v", s, err, p)
			}
		} else if !strings.HasPrefix(s, "[") {
			a, aerr := netip.ParseAddr(s)
			switch {
			case err == nil && (aerr != nil || a != it.NetipAddr() || it.IsPrefix()):
				t.Fatalf("ParseItem(%q) = %v, netip %v, %v", s, it, a, aerr)
			case err != nil && aerr == nil:
				if _, f := scanZone(zone, 0, '/'); f == noFault {
					t.Fatalf("ParseItem(%q): %v, netip %v", s, err, a)
				}
			}
		}
		if err != nil {
			return
		}
		for m := MixedAuto; m <= MixedNever; m++ {
			text := string(AppendCanonical(nil, it, m))
			again, err := ParseItem(text)
			if err != nil || again != it {
				t.Fatalf("ParseItem(%q) = %v, %v, want %v", text, again, err, it)
			}
			if twice := string(AppendCanonical(nil, again, m)); twice != text {
				t.Fatalf("%q and %q", text, twice)
			}
			// The scanner of internal/ip reads the same wherever it reads.
			var scanned ip.Item
			if scanned.ScanText(s) && (scanned.Addr() != it.Addr || scanned.Length != it.Bits() || it.Zone != "") {
				t.Fatalf("ScanText(%q) = %v/%d, want %v", s, scanned.Addr(), scanned.Length, it)
			}
		}
		full := string(AppendFull(nil, it))
		if again, err := ParseItem(full); err != nil || again != it {
			t.Fatalf("ParseItem(%q) = %v, %v, want %v", full, again, err, it)
		}
	})
}
