package addr

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"
)

// plainLines is what the line functions must equal, the slow and obvious way.
func plainLines(src string, m Mixed, full bool) (out []byte, n int) {
	for {
		line, _, found := strings.Cut(src[n:], "\n")
		if !found {
			return out, n
		}
		text := strings.TrimSuffix(line, "\r")
		if strings.ContainsAny(text, "%[") {
			return out, n
		}
		it, err := ParseItem(text)
		if err != nil {
			return out, n
		}
		if full {
			out = AppendFull(out, it)
		} else {
			out = AppendCanonical(out, it, m)
		}
		out = append(out, '\n')
		n += len(line) + 1
	}
}

func checkLines(t *testing.T, src string) {
	t.Helper()
	prefix := []byte("kept ")
	for m := MixedAuto; m <= MixedNever; m++ {
		want, wantN := plainLines(src, m, false)
		got, n := CompressLines(prefix, []byte(src), m)
		if n != wantN || string(got) != "kept "+string(want) {
			t.Fatalf("CompressLines(%q, %v) = %q, %d, want %q, %d", src, m, got, n, want, wantN)
		}
		checkLine(t, src, m)
	}
	want, wantN := plainLines(src, MixedNever, true)
	got, n := ExpandLines(prefix, []byte(src))
	if n != wantN || string(got) != "kept "+string(want) {
		t.Fatalf("ExpandLines(%q) = %q, %d, want %q, %d", src, got, n, want, wantN)
	}
}

// checkLine holds Line against ParseItem.
func checkLine(t *testing.T, src string, m Mixed) {
	t.Helper()
	var l Line
	// What the line before was makes no difference.
	l.Read([]byte("1:2:3:4:5:6:7:8\n"))
	if len(src)%2 == 0 {
		l.Read([]byte("192.0.2.1\n"))
	}
	text, n := l.Read([]byte(src))
	line, _, found := strings.Cut(src, "\n")
	it, err := ParseItem(strings.TrimSuffix(line, "\r"))
	if !found || err != nil || it.IsPrefix() || it.Zone != "" || line[0] == '[' {
		if n != 0 || text != 0 {
			t.Fatalf("Line.Read(%q) = %d, %d", src, text, n)
		}
		return
	}
	if text != len(strings.TrimSuffix(line, "\r")) || n != len(line)+1 {
		t.Fatalf("Line.Read(%q) = %d, %d", src, text, n)
	}
	hi, lo := halves(it.Addr)
	top := uint32(hi >> 32)
	if it.Addr.Is4() {
		top = uint32(lo)
	}
	if l.Number() != (Number{hi, lo, it.Addr.Is4()}) || l.Hi() != hi || l.Lo() != lo || l.Is4() != it.Addr.Is4() || l.Top() != top {
		t.Fatalf("Line of %q: %v, %x, %v, %x", src, l.Number(), l.Lo(), l.Is4(), l.Top())
	}
	low := "kept "
	if it.Addr.Is6() {
		low += string(AppendFull(nil, it))[20:]
	}
	if got := string(l.AppendLow([]byte("kept "))); got != low {
		t.Fatalf("AppendLow for %q: %q, want %q", src, got, low)
	}
	want := string(AppendCanonical([]byte("kept "), it, m))
	if got := string(l.AppendTo([]byte("kept "), m)); got != want {
		t.Fatalf("AppendTo for %q: %q, want %q", src, got, want)
	}
}

func TestLines(t *testing.T) {
	for _, tt := range itemCases {
		for _, end := range []string{"", "\n", "\r\n", "\r", "\n\n", "\r\r\n", " \n", "\n::1\n", "\n" + strings.Repeat("f", 100) + "\n"} {
			checkLines(t, tt.in+end)
		}
	}
	for _, tt := range itemFaults {
		checkLines(t, tt.in+"\n")
		checkLines(t, "::1\n"+tt.in+"\n"+strings.Repeat("::2\n", 30))
		checkLines(t, tt.in+"\r\n"+strings.Repeat("::2\n", 30))
	}
}

// The functions for one text go the same fast way.
func TestTextsFast(t *testing.T) {
	var texts []string
	for _, tt := range itemCases {
		texts = append(texts, tt.in, tt.in+"\r", tt.in+"\n", tt.in+"\n::1", tt.in+"/64")
	}
	for _, tt := range itemFaults {
		texts = append(texts, tt.in, tt.in+"\r")
	}
	for _, s := range texts {
		checkText(t, s)
	}
}

func checkText(t *testing.T, s string) {
	t.Helper()
	it, want := ParseItem(s)
	for m := MixedAuto; m <= MixedNever; m++ {
		got, err := AppendCompressText(nil, s, m)
		if (err == nil) != (want == nil) || err == nil && string(got) != string(AppendCanonical(nil, it, m)) {
			t.Fatalf("AppendCompressText(%q, %v) = %s, %v, want %v, %v", s, m, got, err, it, want)
		}
	}
	got, err := AppendExpandText(nil, s)
	if (err == nil) != (want == nil) || err == nil && string(got) != string(AppendFull(nil, it)) {
		t.Fatalf("AppendExpandText(%q) = %s, %v, want %v, %v", s, got, err, it, want)
	}
}

// Every byte at every place of some texts.
func TestLinesBytes(t *testing.T) {
	for _, s := range []string{"2001:db8::1", "::", "1:2:3:4:5:6:7:8", "::ffff:192.0.2.1", "192.0.2.10", "64:ff9b::/96", "192.0.2.0/24"} {
		for i := range s {
			for c := range 256 {
				b := []byte(s)
				b[i] = byte(c)
				checkLines(t, string(b)+"\n")
				checkLines(t, s[:i]+string(rune(byte(c)))+s[i:]+"\n")
			}
			checkLines(t, s[:i]+s[i+1:]+"\n")
		}
	}
}

// mutate returns s with a random change of the kind that typing makes.
func mutate(r *rand.Rand, s string) string {
	const bytes = ":::...0123456789abcdefABCDEFg%/[]-+ \r\x00\x80"
	for range r.IntN(3) {
		i := r.IntN(len(s) + 1)
		switch c := string(bytes[r.IntN(len(bytes))]); {
		case r.IntN(3) == 0 && i < len(s):
			s = s[:i] + s[i+1:]
		case r.IntN(2) == 0 && i < len(s):
			s = s[:i] + c + s[i+1:]
		default:
			s = s[:i] + c + s[i:]
		}
	}
	return s
}

// spell returns a spelling of a, seldom the canonical one.
func spell(r *rand.Rand, a netip.Addr) string {
	s := string(AppendCanonical(nil, ItemOf(a), Mixed(r.IntN(3))))
	if a.Is6() {
		switch r.IntN(5) {
		case 0:
			s = string(AppendFull(nil, ItemOf(a)))
		case 1: // "::" somewhere else, or nowhere
			b := a.As16()
			for i := 0; i < 16; i += 2 {
				if i > 0 {
					s += ":"
				} else {
					s = ""
				}
				s += fmt.Sprintf("%x", int(b[i])<<8|int(b[i+1]))
			}
			if r.IntN(2) == 0 {
				s = strings.Replace(s, ":0:", "::", 1)
			}
		}
		if r.IntN(4) == 0 {
			s = strings.ToUpper(s)
		}
	}
	if r.IntN(8) == 0 {
		s += fmt.Sprintf("/%d", r.IntN(a.BitLen()+1))
	}
	return s
}

func TestLinesRandom(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 20000 {
		var b strings.Builder
		for range 1 + r.IntN(5) {
			s := spell(r, randomAddr(r))
			if r.IntN(4) == 0 {
				s = mutate(r, s)
			}
			b.WriteString(s + "\n")
		}
		checkLines(t, b.String())
	}
}

func FuzzLines(f *testing.F) {
	for _, tt := range itemCases {
		f.Add(tt.in + "\n")
	}
	for _, tt := range itemFaults {
		f.Add("::1\n" + tt.in + "\r\n::2\n")
	}
	f.Fuzz(func(t *testing.T, s string) {
		checkText(t, s)
		checkLines(t, s)
		checkMapLines(t, s)
		checkLines(t, s+"\n"+strings.Repeat("\n", lineRoom))
	})
}

// mixedLines is a list such as a log or an export has: compressed, full, upper
// case, mixed notation, EUI-64, Teredo, 6to4, multicast, unique local.
func mixedLines(n int) []byte {
	r := rand.New(rand.NewPCG(5, 6))
	var b []byte
	for i := range n {
		u := r.Uint64()
		switch i % 10 {
		case 0:
			b = fmt.Appendf(b, "2001:db8:%x::%x", u&0xffff, u>>48)
		case 1:
			b = fmt.Appendf(b, "2001:0db8:%04x:%04x:%04x:%04x:%04x:%04x", u&0xffff, u>>16&0xffff, u>>32&0xff, u>>40&0xffff, 0, u>>56)
		case 2:
			b = fmt.Appendf(b, "2001:DB8:%X:%X::%X:%X", u&0xffff, u>>16&0xff, u>>32&0xffff, u>>48)
		case 3:
			b = fmt.Appendf(b, "::ffff:%d.%d.%d.%d", u&255, u>>8&255, u>>16&255, u>>24&255)
		case 4:
			b = fmt.Appendf(b, "fe80::%x:%xff:fe%02x:%x", u&0xffff|0x200, u>>16&255, u>>24&255, u>>32&0xffff)
		case 5:
			b = fmt.Appendf(b, "2001:0:%x:%x:8000:%x:%x:%x", u&0xffff, u>>16&0xffff, u>>32&0xffff, u>>48, u>>24&0xffff)
		case 6:
			b = fmt.Appendf(b, "2002:%x:%x::%x:%x", u&0xffff, u>>16&0xffff, u>>32&0xff, u>>48)
		case 7:
			b = fmt.Appendf(b, "ff02::1:ff%02x:%x", u&255, u>>16&0xffff)
		case 8:
			b = fmt.Appendf(b, "fd%02x:%x:%x::%x", u&255, u>>16&0xffff, u>>32&0xffff, u>>48)
		case 9:
			b = fmt.Appendf(b, "2001:db8:%x:%x:%x:%x:%x:%x", u&0xffff, u>>8&0xffff, u>>16&0xffff, u>>24&0xffff, u>>32&0xffff, u>>48)
		}
		b = append(b, '\n')
	}
	return b
}

func TestLinesAllocs(t *testing.T) {
	src := mixedLines(1000)
	dst := make([]byte, 0, 64<<10)
	if n := testing.AllocsPerRun(10, func() {
		out, n := ExpandLines(dst, src)
		out2, n2 := CompressLines(dst, src, MixedAuto)
		if n != len(src) || n2 != len(src) || len(out) != 40*1000 || len(out2) == 0 {
			t.Fatal(n, n2, len(out))
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

const benchLines = 100000

func perLine(b *testing.B) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchLines, "ns/line")
}

func BenchmarkExpandLines(b *testing.B) {
	src := mixedLines(benchLines)
	dst := make([]byte, 0, 64*benchLines)
	b.ReportAllocs()
	for b.Loop() {
		if _, n := ExpandLines(dst, src); n != len(src) {
			b.Fatal(n)
		}
	}
	perLine(b)
}

func BenchmarkCompressLines(b *testing.B) {
	src := mixedLines(benchLines)
	dst := make([]byte, 0, 64*benchLines)
	b.ReportAllocs()
	for b.Loop() {
		if _, n := CompressLines(dst, src, MixedAuto); n != len(src) {
			b.Fatal(n)
		}
	}
	perLine(b)
}

func benchText(b *testing.B, line func(dst []byte, s string) ([]byte, error)) {
	lines := strings.Split(strings.TrimSpace(string(mixedLines(benchLines))), "\n")
	dst := make([]byte, 0, 64*benchLines)
	b.ReportAllocs()
	for b.Loop() {
		dst = dst[:0]
		for _, s := range lines {
			var err error
			if dst, err = line(dst, s); err != nil {
				b.Fatal(err)
			}
		}
	}
	perLine(b)
}

func BenchmarkExpandText(b *testing.B) { benchText(b, AppendExpandText) }

func BenchmarkCompressText(b *testing.B) {
	benchText(b, func(dst []byte, s string) ([]byte, error) { return AppendCompressText(dst, s, MixedAuto) })
}

func BenchmarkParseItem(b *testing.B) {
	benchText(b, func(dst []byte, s string) ([]byte, error) { _, err := ParseItem(s); return dst, err })
}

func BenchmarkParseAddrStd(b *testing.B) {
	benchText(b, func(dst []byte, s string) ([]byte, error) { _, err := netip.ParseAddr(s); return dst, err })
}

func BenchmarkCompressTextStd(b *testing.B) {
	benchText(b, func(dst []byte, s string) ([]byte, error) {
		a, err := netip.ParseAddr(s)
		return a.AppendTo(dst), err
	})
}

// BenchmarkCompressLinesStd is the program that one writes in an afternoon.
func BenchmarkCompressLinesStd(b *testing.B) {
	src := mixedLines(benchLines)
	for b.Loop() {
		sc := bufio.NewScanner(bytes.NewReader(src))
		for sc.Scan() {
			a, err := netip.ParseAddr(sc.Text())
			if err != nil {
				b.Fatal(err)
			}
			fmt.Fprintln(io.Discard, a)
		}
	}
	perLine(b)
}

// checkMapLines holds MapLines against ParseItem line by line.
func checkMapLines(t *testing.T, s string) {
	t.Helper()
	refuse := errors.New("refused")
	write := func(dst []byte, it Item) ([]byte, error) {
		dst = AppendFull(dst, it)
		if it.Addr.Is4() && it.Addr.As4()[3] == 13 {
			return dst, refuse
		}
		return dst, nil
	}
	out, n := MapLines([]byte("x"), []byte(s), write)
	want := []byte("x")
	for line := range strings.Lines(s[:n]) {
		it, err := ParseItem(strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r"))
		if err != nil || !strings.HasSuffix(line, "\n") {
			t.Fatalf("MapLines(%q) took %q: %v", s, line, err)
		}
		if want, err = write(want, it); err != nil {
			t.Fatalf("MapLines(%q) took %q, which is refused", s, line)
		}
		want = append(want, '\n')
	}
	if string(out) != string(want) {
		t.Fatalf("MapLines(%q) = %q, %d, want %q", s, out, n, want)
	}
}

func TestMapLines(t *testing.T) {
	for _, tt := range itemCases {
		checkMapLines(t, tt.in+"\n")
		checkMapLines(t, "192.0.2.1\r\n"+tt.in+"\r\n::1/64\n")
		checkMapLines(t, tt.in+"\n192.0.2.13\n::1\n")
	}
	for _, tt := range itemFaults {
		checkMapLines(t, "::1\n"+tt.in+"\n::2\n")
	}
	src := mixedLines(1000)
	if _, n := MapLines(nil, src, func(dst []byte, it Item) ([]byte, error) { return dst, nil }); n != len(src) {
		t.Errorf("MapLines took %d bytes of %d", n, len(src))
	}
	dst := make([]byte, 0, 64<<10)
	write := func(dst []byte, it Item) ([]byte, error) { return AppendFull(dst, it), nil }
	if n := testing.AllocsPerRun(10, func() { MapLines(dst, src, write) }); n != 0 {
		t.Errorf("MapLines: %v allocations", n)
	}
}
