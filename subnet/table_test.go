package subnet

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"testing"

	"github.com/hextet/hextet/internal/ip"
)

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

// TestTableNone: what is invalid matches nothing, and a range no address in it.
func TestTableNone(t *testing.T) {
	var b TableBuilder
	for _, s := range []string{"::/128", "0.0.0.0/32"} {
		b.Add(netip.MustParsePrefix(s), "")
	}
	table := b.Table()
	for _, s := range []string{"::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "0.0.0.0-255.255.255.255", "::-::1"} {
		if m, ok := table.Range(mustRange(s)); ok {
			t.Errorf("%s matches %v", s, m)
		}
	}
	b.Add(netip.MustParsePrefix("::/0"), "")
	b.Add(netip.Prefix{}, "")
	table = b.Table()
	if m, ok := table.Addr(netip.Addr{}); ok {
		t.Errorf("no address matches %v", m)
	}
	if m, ok := table.Range(mustRange("::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")); !ok || table.Len() != 1 {
		t.Errorf("all addresses match %v, %v", m, ok)
	}
}

func TestMatchNoAllocs(t *testing.T) {
	table := tableOf(5000)
	for _, s := range []string{"2001:db8::1", "192.0.2.1", "2001:db8::/64"} {
		r := mustRange(s)
		if n := testing.AllocsPerRun(100, func() { table.Range(r); table.Addr(r.From()) }); n != 0 {
			t.Errorf("a look-up of %s allocates %v times", s, n)
		}
	}
}

// tableOf returns a table of n rows, half of them IPv6, of lengths as in a routing
// table.
func tableOf(n int) *Table {
	rng := rand.New(rand.NewPCG(3, 4))
	var b TableBuilder
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
		b.Add(p, "site-"+string(rune('a'+i%26)))
	}
	return b.Table()
}

func BenchmarkTableMillion(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		tableOf(1_000_000)
	}
}

func BenchmarkMatchMillion(b *testing.B) {
	t := tableOf(1_000_000)
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
		table := tableOf(n)
		item := netip.MustParseAddr("2001:db8::1")
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				table.Addr(item)
			}
		})
	}
}
