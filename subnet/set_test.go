package subnet

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/ip"
)

// The slow oracle: 256 addresses as flags. There are four such spaces, two in each
// family, of which two end where the family ends.
type bitmap [256]bool

var spaces = []struct {
	name string
	base extent
}{
	{"IPv4 middle", extentOfPrefix(netip.MustParsePrefix("203.0.113.0/24"))},
	{"IPv4 end", extentOfPrefix(netip.MustParsePrefix("255.255.255.0/24"))},
	{"IPv6 start", extentOfPrefix(netip.MustParsePrefix("::/120"))},
	{"IPv6 carry", extent{span{ip.Uint128{Hi: 0x20010db8 << 32, Lo: ^uint64(127)}, ip.Uint128{Hi: 0x20010db8<<32 | 1, Lo: 127}}, width6}},
	{"IPv6 end", extentOfPrefix(netip.MustParsePrefix("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ff00/120"))},
}

// at256 returns the number of a in a space.
func at256(base extent, a netip.Addr) int {
	n, _ := fromAddr(a)
	return int(n.Sub(base.first).Lo)
}

// between returns the range of addresses number i to j of a space.
func between(base extent, i, j int) extent {
	return extent{span{base.first.Add(ip.Uint128{Lo: uint64(i)}), base.first.Add(ip.Uint128{Lo: uint64(j)})}, base.width}
}

// someRange returns a range in base, mostly a prefix.
func someRange(rng *rand.Rand, base extent) (r extent, i, j int) {
	i = rng.IntN(256)
	j = i + rng.IntN(256-i)
	if rng.IntN(4) > 0 {
		n := rng.IntN(8)
		i &^= 1<<n - 1
		j = i | (1<<n - 1)
	}
	return between(base, i, j), i, j
}

// someSet returns a set in base and what it should hold.
func someSet(rng *rand.Rand, base extent) (s Set, bm bitmap) {
	var b, b2 Builder
	for range rng.IntN(20) {
		r, i, j := someRange(rng, base)
		if rng.IntN(2) == 0 {
			b.Add(r.toRange())
		} else {
			b2.Add(r.toRange())
		}
		for k := i; k <= j; k++ {
			bm[k] = true
		}
	}
	b.Join(&b2)
	return b.Set(), bm
}

// minimal returns the fewest prefixes for bm by halving blocks from the whole
// space down.
func minimal(bm *bitmap, base extent) []netip.Prefix {
	var out []netip.Prefix
	var cut func(lo, n int)
	cut = func(lo, n int) {
		have := 0
		for k := lo; k < lo+n; k++ {
			if bm[k] {
				have++
			}
		}
		switch {
		case have == n:
			out = append(out, toPrefix(base.first.Add(ip.Uint128{Lo: uint64(lo)}), base.width, int(base.width)-ip.Uint128{Lo: uint64(n)}.TrailingZeros()))
		case have > 0:
			cut(lo, n/2)
			cut(lo+n/2, n/2)
		}
	}
	// Blocks over more than 128 addresses do not exist where base is not aligned.
	if _, ok := base.prefix(); ok {
		cut(0, 256)
	} else {
		cut(0, 128)
		cut(128, 128)
	}
	return out
}

func checkSet(t *testing.T, what string, s Set, bm bitmap, base extent) {
	t.Helper()
	got, want := slices.Collect(s.Prefixes()), minimal(&bm, base)
	if !slices.Equal(got, want) {
		t.Fatalf("%s = %v, want %v", what, got, want)
	}
	var last extent
	n := uint64(0)
	for q := range s.Ranges() {
		r := extentOf(q)
		if r.last.Less(r.first) || last.isValid() && !last.last.Inc().Less(r.first) {
			t.Fatalf("%s has ranges %v, %v", what, last, r)
		}
		last = r
		c, _ := r.count().Uint64()
		n += c
	}
	for _, has := range bm {
		if has {
			n--
		}
	}
	v4, v6 := s.Count()
	if n != 0 || v4.Add(v6).Cmp(CountOf(uint64(count(bm)))) != 0 {
		t.Fatalf("%s has %v + %v addresses, want %d", what, v4, v6, count(bm))
	}
}

func count(bm bitmap) (n int) {
	for _, has := range bm {
		if has {
			n++
		}
	}
	return n
}

func TestSets(t *testing.T) {
	for _, sp := range spaces {
		rng := rand.New(rand.NewPCG(9, 9))
		for n := range 600 {
			a, am := someSet(rng, sp.base)
			b, bm := someSet(rng, sp.base)
			checkSetLaws(t, fmt.Sprintf("%s %d", sp.name, n), rng, sp.base, a, b, am, bm)
		}
	}
}

func checkSetLaws(t *testing.T, name string, rng *rand.Rand, base extent, a, b Set, am, bm bitmap) {
	t.Helper()
	var or, and, not bitmap
	for i := range am {
		or[i], and[i], not[i] = am[i] || bm[i], am[i] && bm[i], am[i] && !bm[i]
	}
	checkSet(t, name+": collapse", a, am, base)
	checkSet(t, name+": union", a.Union(b), or, base)
	checkSet(t, name+": intersect", a.Intersect(b), and, base)
	checkSet(t, name+": exclude", a.Exclude(b), not, base)
	if free := a.Exclude(b); !free.Union(a.Intersect(b)).Equal(a) || !free.Intersect(b).IsEmpty() {
		t.Fatalf("%s: free and used are not the pool", name)
	}
	if got, want := slices.Collect(Free(a, b)), slices.Collect(a.Exclude(b).Prefixes()); !slices.Equal(got, want) {
		t.Fatalf("%s: free are %v, want %v", name, got, want)
	}
	var again Builder
	again.AddSet(a)
	again.AddSet(b)
	if !again.Set().Equal(a.Union(b)) {
		t.Fatalf("%s: AddSet", name)
	}

	r, i, j := someRange(rng, base)
	all, some := true, false
	for k := i; k <= j; k++ {
		all, some = all && am[k], some || am[k]
	}
	if a.Contains(r.toRange()) != all || a.Overlaps(r.toRange()) != some {
		t.Fatalf("%s: %v in the set: %v, overlaps: %v", name, r, a.Contains(r.toRange()), a.Overlaps(r.toRange()))
	}

	// Segments are a, address by address, with neighbors of one kind only across
	// a gap.
	at := 0
	var last Segment
	for s := range Segments(a, b) {
		if last.IsValid() && last.Used == s.Used && last.To().Next() == s.From() {
			t.Fatalf("%s: segments %v, %v touch", name, last, s)
		}
		last = s
		lo, hi := at256(base, s.From()), at256(base, s.To())
		for ; at < lo; at++ {
			if am[at] {
				t.Fatalf("%s: segments miss %d", name, at)
			}
		}
		for ; at <= hi; at++ {
			if !am[at] || bm[at] != s.Used {
				t.Fatalf("%s: address %d in segment %v", name, at, s)
			}
		}
	}
	for ; at < 256; at++ {
		if am[at] {
			t.Fatalf("%s: segments miss %d", name, at)
		}
	}

	at = 0
	cells, most := 0, 1+rng.IntN(300)
	for cell, c := range a.Cells(base.toRange(), uint32(most)) {
		if at256(base, cell.From()) != at {
			t.Fatalf("%s: cell %v does not follow", name, cell)
		}
		n := uint64(0)
		for hi := at256(base, cell.To()); at <= hi; at++ {
			if am[at] {
				n++
			}
		}
		if c != CountOf(n) {
			t.Fatalf("%s: cell %v has %v, want %d", name, cell, c, n)
		}
		cells++
	}
	if at != 256 || cells > most {
		t.Fatalf("%s: %d cells up to %d", name, cells, at)
	}
}

func FuzzSets(f *testing.F) {
	f.Add(uint64(1), uint8(0))
	f.Fuzz(func(t *testing.T, seed uint64, space uint8) {
		base := spaces[int(space)%len(spaces)].base
		rng := rand.New(rand.NewPCG(seed, 0))
		a, am := someSet(rng, base)
		b, bm := someSet(rng, base)
		checkSetLaws(t, "fuzz", rng, base, a, b, am, bm)
	})
}

// Both families in one set, the whole of each, and many keys (the long way of the
// radix sort).
func TestSetFamilies(t *testing.T) {
	all := SetOf(netip.MustParsePrefix("0.0.0.0/0"), netip.MustParsePrefix("::/0"))
	v4, v6 := all.Count()
	if v4 != pow2(32) || v6 != pow2(128) {
		t.Errorf("all addresses: %v and %v", v4, v6)
	}
	hole := all.Exclude(SetOf(netip.MustParsePrefix("2001:db8::/32"), netip.MustParsePrefix("192.0.2.0/24")))
	if n := len(slices.Collect(hole.Prefixes())); n != 32+24 {
		t.Errorf("all but a /24 and a /32 are %d prefixes", n)
	}
	if !all.Exclude(all).IsEmpty() || !(Set{}).Equal(all.Intersect(Set{})) || !all.Union(Set{}).Equal(all) {
		t.Error("the empty set")
	}
	if got := slices.Collect(SetOf(netip.MustParsePrefix("::/1"), netip.MustParsePrefix("8000::/1")).Prefixes()); len(got) != 1 || got[0].Bits() != 0 {
		t.Errorf("two halves of IPv6 are %v", got)
	}

	rng := rand.New(rand.NewPCG(10, 10))
	var b Builder
	var items []extent
	for range 30000 {
		n := ip.Uint128{Hi: 0x20010db8<<32 | uint64(rng.Uint32()>>12), Lo: rng.Uint64()}
		r := extentOfPrefix(toPrefix(n, width6, 40+rng.IntN(89)))
		if rng.IntN(10) == 0 {
			r = extent{span{n, n.Add(ip.Uint128{Lo: uint64(rng.IntN(1000))})}, width6}
		}
		if rng.IntN(2) == 0 {
			a := uint64(rng.Uint32())
			r = extentOfPrefix(toPrefix(ip.Uint128{Lo: a}, width4, 16+rng.IntN(17)))
		}
		items = append(items, r)
		b.Add(r.toRange())
	}
	// The obvious way: sort, then join neighbors.
	slices.SortFunc(items, extent.compare)
	var want []extent
	for _, r := range items {
		if n := len(want) - 1; n >= 0 && want[n].width == r.width && !want[n].last.Inc().Less(r.first) {
			if want[n].last.Less(r.last) {
				want[n].last = r.last
			}
			continue
		}
		want = append(want, r)
	}
	var got []extent
	for r := range b.Set().Ranges() {
		got = append(got, extentOf(r))
	}
	if !slices.Equal(got, want) {
		t.Errorf("%d ranges, want %d", len(got), len(want))
	}
}

// mixedText returns n prefixes, half of them IPv6, that overlap, repeat and touch.
func mixedText(n int) []byte {
	rng := rand.New(rand.NewPCG(7, 8))
	var b []byte
	for i := range n {
		var p netip.Prefix
		if i%2 == 0 {
			l := 20 + rng.IntN(13)
			p = toPrefix(ip.Uint128{Lo: uint64(rng.Uint32())}.AndNot(ip.Ones(uint(32-l))), width4, l)
		} else {
			l := 32 + rng.IntN(33)
			a := ip.Uint128{Hi: 0x20010db8<<32 | rng.Uint64()>>32, Lo: rng.Uint64()}
			p = toPrefix(a.AndNot(ip.Ones(uint(128-l))), width6, l)
		}
		b = append(p.AppendTo(b), '\n')
	}
	return b
}

func BenchmarkCollapseMillionText(b *testing.B) {
	lines := bytes.Fields(mixedText(1_000_000))
	b.ReportAllocs()
	for b.Loop() {
		var sb Builder
		for _, l := range lines {
			it, err := Parse(string(l))
			if err != nil {
				b.Fatal(err)
			}
			sb.AddPrefix(it.Prefix())
		}
		var out []byte
		n := 0
		for p := range sb.Set().Prefixes() {
			out = append(addr.AppendPrefix(out[:0], p), '\n')
			n++
		}
	}
}

func BenchmarkCollapseMillion(b *testing.B) {
	var ps []netip.Prefix
	for _, l := range bytes.Fields(mixedText(1_000_000)) {
		it, _ := Parse(string(l))
		ps = append(ps, it.Prefix())
	}
	b.ReportAllocs()
	for b.Loop() {
		var sb Builder
		for _, p := range ps {
			sb.AddPrefix(p)
		}
		sb.Set()
	}
}
