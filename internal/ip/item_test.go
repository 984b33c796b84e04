package ip_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"

	"github.com/hextet/hextet/internal/ip"
)

// texts are seeds: every shape of the grammar, and near misses.
var texts = []string{
	"::", "::1", "1::", "2001:db8::1", "2001:DB8:0:0:8:800:200C:417A", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::",
	"::2:3:4:5:6:7:8", "1::3:4:5:6:7:8", "::ffff:192.0.2.1", "::ffff:0:192.0.2.1", "64:ff9b::192.0.2.1", "1:2:3:4:5:6:1.2.3.4",
	"192.0.2.1", "0.0.0.0", "255.255.255.255", "2001:db8::/32", "192.0.2.0/24", "::/0", "::1/128", "0.0.0.0/0",
	"", ":", ":::", "1:::2", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "12345::", "::g", "1.2.3", "1.2.3.4.5", "01.2.3.4",
	"256.1.1.1", "::1.2.3.256", "::/129", "1.2.3.4/33", "::/01", "::/", "::1%eth0", "[::1]", " ::1", "::1 ", "1:2:3:4:5:6:7:1.2.3.4",
	"2001:0db8:0000:0000:0000:0000:0000:0001/128", "2001:0db8:1111:2222:3333:4444:255.255.255.255/128", "0:0:0:0:0:0:0:0",
	"1:0:0:2:0:0:0:3", "0:0:1:0:0:0:0:0", "::1:", ":1::", "1.2.3.4:80", "a:b:c:d:e:f:0:1",
}

// oracle reads text as the standard library does.
func oracle(text string) (a netip.Addr, length int, ok bool) {
	if strings.IndexByte(text, '%') >= 0 {
		return a, 0, false
	}
	if strings.IndexByte(text, '/') >= 0 {
		p, err := netip.ParsePrefix(text)
		return p.Addr(), p.Bits(), err == nil
	}
	a, err := netip.ParseAddr(text)
	return a, -1, err == nil
}

func check(t *testing.T, text string) {
	t.Helper()
	a, length, ok := oracle(text)
	var it ip.Item
	if got := it.ScanText(text); got != ok {
		t.Fatalf("ScanText(%q) = %v, want %v", text, got, ok)
	}
	if n := it.ScanLine([]byte(text + "\r\nrest")); (n == len(text)+2) != ok || !ok && n != 0 {
		t.Fatalf("ScanLine(%q) = %d", text, n)
	}
	if !ok {
		return
	}
	if it.Addr() != a || it.Length != length || it.Text != text || it.Zone != "" || !it.Known {
		t.Fatalf("ScanText(%q) = %v/%d %q", text, it.Addr(), it.Length, it.Text)
	}
	hi, lo := ip.Halves(a)
	if full, short := string(ip.AppendFull(nil, hi, lo, a.Is4(), length)), string(ip.AppendAddr(nil, hi, lo, a.Is4(), length, ip.QuadAuto)); full != string(it.AppendFull(nil)) || short != string(it.AppendCanonical(nil, ip.QuadAuto)) {
		t.Fatalf("%q: %s and %s", text, full, short)
	}
	var same ip.Item
	same.Set(a, "", length)
	for _, it := range []*ip.Item{&it, &same} {
		if hi, lo := ip.Halves(a); it.Hi() != hi || it.Lo() != lo || it.Is4() != a.Is4() {
			t.Fatalf("%q: %x:%x", text, it.Hi(), it.Lo())
		}
		want := a.StringExpanded()
		if length >= 0 {
			want += fmt.Sprintf("/%d", length)
		}
		if got := string(it.AppendFull([]byte("x"))); got != "x"+want {
			t.Fatalf("AppendFull of %q = %q", text, got)
		}
		// net/netip writes RFC 5952 section 4, but of section 5 only ::ffff:0:0/96.
		got := string(it.AppendCanonical(nil, ip.QuadNever))
		if back, _, ok := oracle(got); !ok || back.WithZone("") != a {
			t.Fatalf("AppendCanonical of %q = %q", text, got)
		}
		if !a.Is4In6() {
			want := a.String()
			if length >= 0 {
				want += fmt.Sprintf("/%d", length)
			}
			if got != want {
				t.Fatalf("AppendCanonical of %q = %q, want %q", text, got, want)
			}
		}
		if b := a.As16(); !a.Is4() {
			var nibbles strings.Builder
			for i, digits := 31, fmt.Sprintf("%x", b[:]); i >= 0; i-- {
				nibbles.WriteString(digits[i:i+1] + ".")
			}
			if got := string(it.AppendNibbles(nil)); got != nibbles.String() {
				t.Fatalf("AppendNibbles of %q = %q", text, got)
			}
			if got := it.Top(); got != uint32(b[0])<<24|uint32(b[1])<<16|uint32(b[2])<<8|uint32(b[3]) {
				t.Fatalf("Top of %q = %x", text, got)
			}
		}
		p := it.Prefix()
		if it.HasHostBits() != (length >= 0 && length < a.BitLen() && p != p.Masked()) {
			t.Fatalf("HasHostBits of %q = %v", text, it.HasHostBits())
		}
	}
}

func TestScan(t *testing.T) {
	for _, text := range texts {
		check(t, text)
	}
	r := rand.New(rand.NewPCG(1, 2))
	const digits = "0123456789abcdefABCDEF"
	for range 200_000 {
		var b strings.Builder
		for n := r.IntN(18); n >= 0; n-- {
			switch r.IntN(9) {
			case 0, 1, 2, 3:
				for k := r.IntN(5); k >= 0; k-- {
					b.WriteByte(digits[r.IntN(len(digits))])
				}
			case 4, 5, 6:
				b.WriteByte(':')
			case 7:
				b.WriteString("::")
			default:
				b.WriteString([]string{".", "/", "0", "192.0.2.1", "/64", "%"}[r.IntN(6)])
			}
		}
		check(t, b.String())
	}
	for length := range 130 {
		check(t, fmt.Sprintf("2001:db8:ffff:ffff:ffff:ffff:ffff:ffff/%d", length))
		check(t, fmt.Sprintf("2001:db8::/%d", length))
		check(t, fmt.Sprintf("192.0.2.255/%d", length))
	}
}

// TestScanReuse: nothing of one item shows in the next.
func TestScanReuse(t *testing.T) {
	var it ip.Item
	var all []byte
	for _, text := range texts {
		all = append(append(all, text...), '\n')
	}
	for _, text := range texts {
		var fresh ip.Item
		fresh.ScanText(text)
		it.ScanLine(append([]byte(text), '\n'))
		if it.Known != fresh.Known || it.Known && (it.Addr() != fresh.Addr() || it.Length != fresh.Length) {
			t.Errorf("%q after others: %v, alone %v", text, it.Addr(), fresh.Addr())
		}
	}
	buf := bytes.Repeat(all, 2)
	out := make([]byte, 0, 4096)
	if n := testing.AllocsPerRun(10, func() {
		it.ScanLine(buf)
		out = it.AppendCanonical(out[:0], ip.QuadAuto)
		out = it.AppendFull(out)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzScan(f *testing.F) {
	for _, text := range texts {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if strings.ContainsAny(text, "\n\r") || len(text) > ip.Window-8 {
			return
		}
		check(t, text)
	})
}

func BenchmarkExpand(b *testing.B) {
	lines := []byte(strings.Repeat("2001:db8::8:800:200c:417a\n192.0.2.1\nfe80::1\n2a00:1450:4001:82a:1234:5678:9abc:def0\n", 64))
	var it ip.Item
	out := make([]byte, 0, 1<<16)
	b.SetBytes(int64(len(lines)))
	b.ReportAllocs()
	for b.Loop() {
		out = out[:0]
		for rest := lines; len(rest) > 0; {
			n := it.ScanLine(rest)
			out = append(it.AppendFull(out), '\n')
			rest = rest[n:]
		}
	}
}
