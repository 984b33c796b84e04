package subnet

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"
)

// TestParseRange: it says what Parse says, for right and for wrong.
func TestParseRange(t *testing.T) {
	pieces := []string{"0", "1", "9", "10", "32", "33", "99", "192", "255", "256", "00", "01", ".", ".", ".", "/", "-", "", ":", "::", "2001:db8", "fe80", "%eth0", "%a-b", " ", "x", "/24", "/0", "/32", "/064", "/128", "/255.0.0.0", "/0.0.0.255", "\x00", "+"}
	check := func(s string) {
		t.Helper()
		it, want := Parse(s)
		got, err := ParseRange(s)
		if got != it.Range || (err == nil) != (want == nil) || err != nil && err.Error() != want.Error() {
			t.Errorf("ParseRange(%q) = %v, %v, want %v, %v", s, got, err, it.Range, want)
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	for range 200_000 {
		b.Reset()
		if r.IntN(2) == 0 {
			b.WriteString("192.0.2.")
		}
		for range r.IntN(9) {
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
		check(b.String())
	}
	for length := range 40 {
		check("203.0.113.77/" + strings.Repeat("0", length%2) + string(rune('0'+length%10)))
		for _, a := range []string{"203.0.113.77", "255.255.255.255", "0.0.0.0"} {
			check(a + "/" + itoa(length))
		}
	}
}

func itoa(n int) string { return CountOf(uint64(n)).String() }

func FuzzParseRange(f *testing.F) {
	for _, s := range []string{"192.0.2.1", "192.0.2.0/24", "192.0.2.0/255.255.255.0", "2001:db8::/32", "::-::1", "fe80::1%a-b", "1.2.3.4/3"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		it, want := Parse(s)
		got, err := ParseRange(s)
		if got != it.Range || (err == nil) != (want == nil) || err != nil && err.Error() != want.Error() {
			t.Errorf("ParseRange(%q) = %v, %v, want %v, %v", s, got, err, it.Range, want)
		}
	})
}

func BenchmarkParseRange(b *testing.B) {
	for _, s := range []string{"198.51.100.128/25", "2001:db8:1:a::/64"} {
		b.Run(s, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				ParseRange(s)
			}
		})
		b.Run(s+"/Parse", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Parse(s)
			}
		})
	}
}

// TestAddPrefix: it adds what Add of RangeOf adds.
func TestAddPrefix(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	var want, got Builder
	for range 10_000 {
		p := netip.MustParsePrefix(fmt.Sprintf("%d.%d.2.1/%d", r.IntN(256), r.IntN(256), r.IntN(33)))
		switch r.IntN(4) {
		case 0:
			p = netip.MustParsePrefix(fmt.Sprintf("%x:%x::1/%d", r.IntN(1<<16), r.IntN(1<<16), r.IntN(129)))
		case 1:
			p = netip.MustParsePrefix(fmt.Sprintf("2001:db8::%x/128", r.IntN(1<<16)))
		}
		want.Add(RangeOf(p))
		got.AddPrefix(p)
	}
	got.AddPrefix(netip.Prefix{})
	if a, b := got.Set(), want.Set(); !a.Equal(b) {
		t.Error("another set than by Add")
	}
}

func BenchmarkAddPrefix(b *testing.B) {
	ps := []netip.Prefix{netip.MustParsePrefix("198.51.100.128/25"), netip.MustParsePrefix("2001:db8:1:a::/64")}
	b.Run("AddPrefix", func(b *testing.B) {
		for b.Loop() {
			var s Builder
			for range 1000 {
				s.AddPrefix(ps[0])
				s.AddPrefix(ps[1])
			}
		}
	})
	b.Run("RangeOf", func(b *testing.B) {
		for b.Loop() {
			var s Builder
			for range 1000 {
				s.Add(RangeOf(ps[0]))
				s.Add(RangeOf(ps[1]))
			}
		}
	})
}
