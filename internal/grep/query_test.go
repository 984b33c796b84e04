package grep

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/find"
	"github.com/hextet/hextet/internal/ip"
)

// findIn returns the one address in text.
func findIn(tb testing.TB, text string) *find.Find {
	tb.Helper()
	it := new(find.Find)
	if !find.New(find.Options{Bare: true}).Next([]byte(text), 0, it) {
		tb.Fatalf("no address in %q", text)
	}
	return it
}

func TestPatterns(t *testing.T) {
	for _, test := range []struct {
		pattern string
		matches []string
		not     []string
	}{
		{"2001:db8::1", []string{"2001:DB8:0:0::1", "2001:db8::1/64", "2001:db8::1%eth0"}, []string{"2001:db8::10", "2001:db8::/64", "::1"}},
		{"2001:db8::", []string{"2001:db8::", "2001:db8::/32"}, []string{"2001:db8::1/32"}},
		{"2001:db8::/32", []string{"2001:db8::1", "2001:db8::/33", "2001:db8::/32", "2001:db8:1::1/16"}, []string{"2001:db8::/31", "2001:db9::"}},
		{"2001:db8::1-2001:db8::6", []string{"2001:db8::1", "2001:db8::4/127"}, []string{"2001:db8::7", "2001:db8::4/126"}},
		{"192.0.2.0/24", []string{"192.0.2.255", "192.0.2.0/25"}, []string{"192.0.3.0", "::ffff:192.0.2.1"}},
		{"::ffff:0:0/96", []string{"::ffff:192.0.2.1"}, []string{"192.0.2.1"}},
		{"fe80::1%eth0", []string{"fe80::1%eth0", "fe80::1%eth0/64"}, []string{"fe80::1", "fe80::1%eth1", "fe80::2%eth0"}},
		{"fe80::%eth0/64", []string{"fe80::1%eth0", "fe80::%eth0/65"}, []string{"fe80::1", "fe80::1:0:0:0:1%eth0", "fe80::%eth0/63"}},
		{"00:00:5e:00:53:01", []string{"fe80::200:5eff:fe00:5301"}, []string{"fe80::200:5eff:fe00:5302", "::200:5eff:fe00:5301", "192.0.2.1"}},
		{"00:00:5e", []string{"fe80::200:5eff:fe00:5301", "2001:db8::200:5eff:fe12:3456"}, []string{"fe80::200:5e00:fe00:5301"}},
		{"02:12:34:56:78:9a:bc:de", []string{"2001:db8::12:3456:789a:bcde"}, []string{"212:3456:789a:bcde::"}},
		{"0::/0", []string{"::1", "::"}, []string{"0.0.0.0"}},
		{"0.0.0.0/0", []string{"0.0.0.0", "255.255.255.255"}, []string{"::"}},
	} {
		var c Criteria
		if err := c.Patterns.Add(test.pattern, "label"); err != nil {
			t.Fatal(err)
		}
		q := NewQuery(c)
		for _, text := range test.matches {
			if label, ok := q.Match(findIn(t, text)); !ok || label != "label" {
				t.Errorf("%s does not match %s", test.pattern, text)
			}
			if it := new(find.Find); !find.New(q.Find(find.Options{Bare: true})).Next([]byte(text), 0, it) {
				t.Errorf("%s: %s is not found", test.pattern, text)
			}
		}
		for _, text := range test.not {
			if _, ok := q.Match(findIn(t, text)); ok {
				t.Errorf("%s matches %s", test.pattern, text)
			}
		}
	}
}

func TestPatternFaults(t *testing.T) {
	for _, text := range []string{"", "x", "2001:db8::g", "2001:db8::/129", "192.0.2.300", "00:00", "00:00:5e:00", "00:00:zz", "1234567", "fe80::1%", "192.0.2.9-192.0.2.1"} {
		var p Patterns
		err := p.Add(text, "")
		if err == nil || NewQuery(Criteria{Patterns: p}).patterns {
			t.Errorf("Add(%q): %v", text, err)
		}
	}
	for text, line := range map[string]int{"x": 1, "\n# a\n::1 b\n::g": 4, "\ufeff::1\n\n ::/x label": 3} {
		var p Patterns
		var e *addr.LineError
		if err := p.Read(strings.NewReader(text)); !errors.As(err, &e) || e.Line != line || !strings.HasPrefix(err.Error(), fmt.Sprintf("line %d: ", line)) {
			t.Errorf("Read(%q): %v", text, err)
		}
		if _, ok := errors.AsType[*addr.Error](e); !ok {
			t.Errorf("Read(%q): the error is no *addr.Error", text)
		}
	}
}

func TestRead(t *testing.T) {
	var c Criteria
	text := "\ufeff# sites\r\n\r\n2001:db8::/32\tdocs, all\r\n 192.0.2.0/24,lab\n00:00:5e  router \n::1"
	if err := c.Patterns.Read(strings.NewReader(text)); err != nil {
		t.Fatal(err)
	}
	q := NewQuery(c)
	for text, want := range map[string]string{"2001:db8::1": "docs, all", "192.0.2.1": "lab", "fe80::200:5eff:fe00:5301": "router", "::1": ""} {
		if label, ok := q.Match(findIn(t, text)); label != want || !ok {
			t.Errorf("%s: label %q, %v, want %q", text, label, ok, want)
		}
	}
}

// TestReadParts: files of several parts are read as one.
func TestReadParts(t *testing.T) {
	var b strings.Builder
	const n = 100_000
	for i := range n {
		switch i % 10 {
		case 7:
			fmt.Fprintf(&b, "00:00:5e:00:%02x:%02x mac %d\n", i>>8&255, i&255, i)
		case 8:
			fmt.Fprintf(&b, "# %d\n", i)
		case 9:
			fmt.Fprintf(&b, "2001:db8::%x:%x%%eth0 zone %d\n", i>>16, i&0xffff, i)
		default:
			fmt.Fprintf(&b, "2001:db8:%x:%x::/64 row %d\n", i>>16, i&0xffff, i)
		}
	}
	var c Criteria
	if err := c.Patterns.Read(strings.NewReader(b.String())); err != nil {
		t.Fatal(err)
	}
	q := NewQuery(c)
	for i := 0; i < n; i += 997 {
		text, want := fmt.Sprintf("2001:db8:%x:%x::1", i>>16, i&0xffff), fmt.Sprintf("row %d", i)
		switch i % 10 {
		case 7:
			text, want = fmt.Sprintf("fe80::200:5eff:fe00:%x", i&0xffff), fmt.Sprintf("mac %d", i|1<<16)
			if i|1<<16 >= n || (i|1<<16)%10 != 7 {
				continue // the later one may be of another kind
			}
		case 8:
			continue
		case 9:
			text, want = fmt.Sprintf("2001:db8::%x:%x%%eth0", i>>16, i&0xffff), fmt.Sprintf("zone %d", i)
		}
		if label, ok := q.Match(findIn(t, text)); !ok || label != want {
			t.Errorf("%s: label %q, %v, want %q", text, label, ok, want)
		}
	}
	b.WriteString("nonsense\n")
	var e *addr.LineError
	if err := new(Patterns).Read(strings.NewReader(b.String())); !errors.As(err, &e) || e.Line != n+1 {
		t.Errorf("nonsense in line %d: %v", n+1, err)
	}
	if err := new(Patterns).Read(strings.NewReader("::1\n" + strings.Repeat("x", 10<<20))); !errors.As(err, &e) || e.Line != 2 {
		t.Errorf("a long line: %v", err)
	}
}

func rowsOf(list ...row) (rs rows) {
	for _, r := range list {
		rs.add(r)
	}
	return rs
}

// TestQueryRandom: with many patterns of every length, what matches and its label are
// those of a look at every pattern. The sieve and the finder's hint lose nothing.
func TestQueryRandom(t *testing.T) {
	const seed = 1
	r := rand.New(rand.NewPCG(seed, 0))
	for range 400 {
		var c Criteria
		var prefixes []netip.Prefix
		base := r.Uint64()
		random := func() netip.Addr {
			if r.IntN(4) == 0 {
				return ip.Addr4(uint32(base) ^ r.Uint32()>>r.IntN(33))
			}
			return ip.Addr6(base^r.Uint64()>>r.IntN(65), r.Uint64()>>r.IntN(65))
		}
		prefixOf := func(a netip.Addr) netip.Prefix {
			p, _ := a.Prefix(a.BitLen() - r.IntN(a.BitLen()>>r.IntN(5)+1))
			return p
		}
		only6 := r.IntN(2) == 0
		var text strings.Builder
		for range 1 << r.IntN(10) {
			a := random()
			if only6 && a.Is4() {
				continue
			}
			p := prefixOf(a)
			fmt.Fprintf(&text, "%v %d\n", p, len(prefixes))
			prefixes = append(prefixes, p)
		}
		if err := c.Patterns.Read(strings.NewReader(text.String())); err != nil {
			t.Fatal(err)
		}
		q := NewQuery(c)
		f := find.New(q.Find(find.Options{Bare: true}))
		for range 300 {
			a := random()
			find, length := a, -1
			if r.IntN(3) == 0 {
				p := prefixOf(a)
				find, length = p.Addr(), p.Bits()
			}
			want, longest := "none", -1
			for i, p := range prefixes {
				whole := length < 0 || length == a.BitLen() || p.Bits() <= length || p.IsSingleIP()
				if p.Contains(find) && whole && p.Bits() >= longest {
					want, longest = fmt.Sprint(i), p.Bits()
				}
			}
			it := findOf(find, length)
			if it.IsBlock() && longest != a.BitLen() {
				// Only what begins the block itself is longer.
				for i, p := range prefixes {
					if p.Contains(find) && p.IsSingleIP() {
						want = fmt.Sprint(i)
					}
				}
			}
			got, ok := q.Match(it)
			if !ok {
				got = "none"
			}
			if got != want {
				t.Fatalf("seed %d: %v/%d in %v: %v, want %v", seed, find, length, prefixes, got, want)
			}
			if length < 0 && want != "none" && (!f.Next([]byte(a.String()), 0, it) || it.Addr() != a) {
				t.Fatalf("seed %d: %v, which is in %v, is not found", seed, a, prefixes)
			}
		}
	}
}

func findOf(a netip.Addr, length int) *find.Find {
	it := new(find.Find)
	it.Set(a, "", length)
	return it
}

func TestSieve(t *testing.T) {
	s := newSieve(rowsOf(row{hi: 0x2001_0db8 << 32, length: 32}, row{hi: 0x2001_0db8_0001_0000, lo: 1, length: 128}, row{hi: 0xfe80 << 48, length: 10}))
	for _, a := range []uint64{0x2001_0db8 << 32, 0x2001_0db8_ffff_ffff, 0xfe80 << 48, 0xfebf_ffff_ffff_ffff} {
		if !s.may(a) {
			t.Errorf("%x is sieved out", a)
		}
	}
	for _, a := range []uint64{0, 0x1fff << 48, 0x3fff << 48, 0xe000 << 48} {
		if s.may(a) {
			t.Errorf("%x is let through", a)
		}
	}
	if none := newLookup(rows{}).sieve; none.may(0) || none.may(^uint64(0)) {
		t.Error("a sieve of nothing lets something through")
	}
	if all := newSieve(rowsOf(row{})); !all.may(0) || !all.may(^uint64(0)) {
		t.Error("a sieve of everything holds something back")
	}
}

// FuzzPatterns: what Add takes matches itself, where it is an address.
func FuzzPatterns(f *testing.F) {
	for _, s := range []string{"2001:db8::1", "192.0.2.0/24", "00:00:5e", "fe80::1%eth0", "::1-::2", "[::1]", "00-00-5E-00-53-01"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var c Criteria
		err := c.Patterns.Add(text, "")
		it, itErr := addr.ParseItem(text)
		if err != nil {
			if itErr == nil && !strings.Contains(it.Zone, "-") { // else it may be read as a range
				t.Errorf("%q: %v", text, err)
			}
			return
		}
		if itErr != nil || find.IsEUI64([]byte(text)) {
			return
		}
		var found find.Find
		found.Set(it.Addr, it.Zone, it.Bits())
		if _, ok := NewQuery(c).Match(&found); !ok {
			t.Errorf("%q does not match itself", text)
		}
	})
}
