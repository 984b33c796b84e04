package subnet

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/ip"
)

func TestReadTable(t *testing.T) {
	const text = "\ufeff# sites\r\n" +
		"\n" +
		"2001:db8::/32\tdocumentation\r\n" +
		"  2001:db8:1::/48 , Graz, Austria  \n" +
		"192.0.2.0/24,TEST-NET-1\n" +
		"192.0.2.128/255.255.255.128 upper half\n" +
		"192.0.2.9\n" +
		"198.51.100.3-198.51.100.6 a range\n" +
		"203.0.113.7/24 host bits\n" +
		"::ffff:0:0/96 mapped\n" +
		"192.0.2.0/24 later row\n" +
		"fe80::/10 link-local" // no newline at the end
	table, err := ReadTable(iotest.OneByteReader(strings.NewReader(text)))
	if err != nil {
		t.Fatal(err)
	}
	if table.Len() != 11 {
		t.Errorf("Len = %d", table.Len())
	}
	for in, want := range map[string]string{
		"2001:db8::1":               "2001:db8::/32 documentation",
		"2001:db8:1::1":             "2001:db8:1::/48 Graz, Austria",
		"2001:db8:1::/48":           "2001:db8:1::/48 Graz, Austria",
		"2001:db8:1::/47":           "2001:db8::/32 documentation", // only the larger row covers it
		"2001:db8::/31":             "",
		"2001:db8:1::-2001:db8:2::": "2001:db8::/32 documentation",
		"2001:db9::":                "",
		"192.0.2.1":                 "192.0.2.0/24 later row",
		"192.0.2.200":               "192.0.2.128/25 upper half",
		"192.0.2.9":                 "192.0.2.9/32 ",
		"192.0.2.8/31":              "192.0.2.0/24 later row",
		"198.51.100.3":              "198.51.100.3/32 a range",
		"198.51.100.5":              "198.51.100.4/31 a range",
		"198.51.100.7":              "",
		"203.0.113.255":             "203.0.113.0/24 host bits",
		"::ffff:192.0.2.1":          "::ffff:0.0.0.0/96 mapped",
		"fe80::1%eth0":              "fe80::/10 link-local",
		"0.0.0.0":                   "",
		"255.255.255.255":           "",
		"::":                        "",
		"ffff::":                    "",
	} {
		it, err := Parse(in)
		if err != nil {
			t.Fatal(err)
		}
		m, ok := table.Range(it.Range())
		got := ""
		if ok {
			got = m.Prefix.String() + " " + m.Label
		}
		if got != want {
			t.Errorf("Range(%s) = %q, want %q", in, got, want)
		}
		if it.IsAddr() {
			a := it.Addr.WithZone(it.Zone)
			if m2, ok2 := table.Addr(a); m2 != m || ok2 != ok {
				t.Errorf("Addr(%s) = %v, Range has %v", in, m2, m)
			}
		}
	}
	if _, ok := table.Addr(netip.Addr{}); ok {
		t.Error("the invalid address matches")
	}
	if _, ok := new(Table).Addr(netip.MustParseAddr("::1")); ok {
		t.Error("the empty table matches")
	}
}

func TestReadTableFaults(t *testing.T) {
	cases := []struct {
		in   string
		line int
		text string
	}{
		{"2001:db8::/32 a\n\n# c\n2001:db8::g/32 b\n", 4, `line 4: "2001:db8::g/32": `},
		{"prefix,label\n", 1, `line 1: "prefix": `},
		{"fe80::%eth0 x", 1, "zone"},
		{"fe80::%eth0/64 x", 1, "zone"},
		{"192.0.2.9-192.0.2.1 x", 1, "192.0.2.9-192.0.2.1"},
		{"192.0.2.9 - 192.0.2.10", 0, ""}, // an address whose label begins with a hyphen
		{"192.0.2.0/24 ok\n" + strings.Repeat("x", 3<<20), 2, "line is too long"},
	}
	for _, c := range cases {
		_, err := ReadTable(strings.NewReader(c.in))
		var te *addr.LineError
		if c.line == 0 {
			if err != nil {
				t.Errorf("ReadTable(%q): %v", c.in, err)
			}
			continue
		}
		if !errors.As(err, &te) || te.Line != c.line || !strings.Contains(err.Error(), c.text) {
			t.Errorf("ReadTable(%.40q): %v", c.in, err)
		}
	}
	broken := errors.New("broken")
	if _, err := ReadTable(io.MultiReader(strings.NewReader("::/0\n"), iotest.ErrReader(broken))); !errors.Is(err, broken) {
		t.Errorf("a reader that fails: %v", err)
	}
}

// Against looking at every row, over small spaces and large tables.
func TestTable(t *testing.T) {
	for _, sp := range spaces {
		rng := rand.New(rand.NewPCG(13, 13))
		for range 300 {
			var b TableBuilder
			rows := map[netip.Prefix]string{}
			for i := range rng.IntN(40) {
				a := between(sp.base, 0, rng.IntN(256)).last
				p := toPrefix(a, sp.base.width, int(sp.base.width)-rng.IntN(10))
				b.Add(p, fmt.Sprint(i))
				rows[p.Masked()] = fmt.Sprint(i)
			}
			table := b.Table()
			if table.Len() != len(rows) {
				t.Fatalf("%s: %d rows, want %d", sp.name, table.Len(), len(rows))
			}
			for i := range 256 {
				for _, j := range []int{i, i | 1, i | 7, 255} {
					checkMatch(t, table, rows, between(sp.base, i, j))
				}
			}
		}
	}
	var b TableBuilder
	rows := map[netip.Prefix]string{}
	rng := rand.New(rand.NewPCG(14, 14))
	for range 400 {
		a, w := ip.Uint128{Hi: 0x2001<<48 | rng.Uint64()>>(16+rng.IntN(40)), Lo: rng.Uint64()}, uint8(width6)
		if rng.IntN(2) == 0 {
			a, w = ip.Uint128{Lo: uint64(rng.Uint32()) >> rng.IntN(20)}, width4
		}
		p := toPrefix(a, w, rng.IntN(int(w)+1))
		b.Add(p, p.String())
		rows[p.Masked()] = p.String()
	}
	table := b.Table()
	for p := range rows {
		r := extentOfPrefix(p)
		for _, s := range []span{r.span, {r.first, r.first}, {r.last, r.last}} {
			checkMatch(t, table, rows, extent{s, r.width})
		}
		for _, a := range []netip.Addr{toAddr(r.first, r.width).Prev(), toAddr(r.last, r.width).Next()} {
			if a.IsValid() {
				n, w := fromAddr(a)
				checkMatch(t, table, rows, extent{span{n, n}, w})
			}
		}
	}
}

func checkMatch(t *testing.T, table *Table, rows map[netip.Prefix]string, r extent) {
	t.Helper()
	var want Match
	for p, label := range rows {
		if extentOfPrefix(p).contains(r) && (!want.Prefix.IsValid() || p.Bits() > want.Prefix.Bits()) {
			want = Match{p, label}
		}
	}
	if got, ok := table.Range(r.toRange()); got != want || ok != want.Prefix.IsValid() {
		t.Fatalf("Range(%v) = %v, %v; want %v of %v", r, got, ok, want, rows)
	}
	if p, ok := r.prefix(); ok {
		if got, ok := table.Prefix(p); got != want || ok != want.Prefix.IsValid() {
			t.Fatalf("Prefix(%v) = %v, %v; want %v of %v", p, got, ok, want, rows)
		}
	}
}

func TestMatchNoAllocs(t *testing.T) {
	table, err := ReadTable(bytes.NewReader(tableText(5000)))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{"2001:db8::1", "192.0.2.1", "2001:db8::/64"} {
		r := mustRange(s)
		if n := testing.AllocsPerRun(100, func() { table.Range(r); table.Addr(r.From()) }); n != 0 {
			t.Errorf("a look-up of %s allocates %v times", s, n)
		}
	}
}

func FuzzReadTable(f *testing.F) {
	f.Add([]byte("2001:db8::/32 a\n192.0.2.1-192.0.2.9,b\r\n\n#x\n"))
	f.Add([]byte("\ufeff::/0"))
	f.Fuzz(func(t *testing.T, text []byte) {
		table, err := ReadTable(bytes.NewReader(text))
		if err != nil {
			var te *addr.LineError
			if !errors.As(err, &te) || te.Line < 1 || te.Line > 1+bytes.Count(text, []byte("\n")) {
				t.Fatalf("%v", err)
			}
			return
		}
		slow, err := ReadTable(iotest.OneByteReader(bytes.NewReader(text)))
		if err != nil || slow.Len() != table.Len() {
			t.Fatalf("byte by byte: %v", err)
		}
	})
}

// tableText returns n rows, half of them IPv6, of lengths as in a routing table.
func tableText(n int) []byte {
	rng := rand.New(rand.NewPCG(3, 4))
	var b []byte
	for i := range n {
		var p netip.Prefix
		if i%2 == 0 {
			l := 16 + rng.IntN(9)
			p = toPrefix(ip.Uint128{Lo: uint64(rng.Uint32())}.AndNot(ip.Ones(uint(32-l))), width4, l)
		} else {
			l := 29 + rng.IntN(36)
			a := ip.Uint128{Hi: 0x2000<<48 | rng.Uint64()>>4, Lo: rng.Uint64()}
			p = toPrefix(a.AndNot(ip.Ones(uint(128-l))), width6, l)
		}
		b = p.AppendTo(b)
		b = append(b, " site-"...)
		b = append(b, byte('a'+i%26), '\n')
	}
	return b
}

func BenchmarkReadTableMillion(b *testing.B) {
	text := tableText(1_000_000)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ReadTable(bytes.NewReader(text)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMatchMillion(b *testing.B) {
	t, err := ReadTable(bytes.NewReader(tableText(1_000_000)))
	if err != nil {
		b.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(5, 6))
	items := make([]netip.Addr, 1<<16)
	for i := range items {
		items[i] = toAddr(ip.Uint128{Lo: uint64(rng.Uint32())}, width4)
		if i%2 == 0 {
			items[i] = toAddr(ip.Uint128{Hi: 0x2000<<48 | rng.Uint64()>>4, Lo: rng.Uint64()}, width6)
		}
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		t.Addr(items[i&(1<<16-1)])
		i++
	}
}

func BenchmarkMatchFew(b *testing.B) {
	for _, n := range []int{1, 8, 40} {
		table, _ := ReadTable(bytes.NewReader(tableText(n)))
		item := netip.MustParseAddr("2001:db8::1")
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				table.Addr(item)
			}
		})
	}
}
