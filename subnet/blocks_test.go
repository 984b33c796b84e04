package subnet

import (
	"fmt"
	"iter"
	"math/big"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"go4.org/netipx"

	"github.com/hextet/hextet/internal/ip"
)

func mustRange(s string) netipx.IPRange {
	it, err := Parse(s)
	if err != nil {
		panic(err)
	}
	return it.Range()
}

func list[T any](seq iter.Seq[T]) string {
	var s []string
	for v := range seq {
		s = append(s, fmt.Sprint(v))
	}
	return strings.Join(s, " ")
}

func TestSplit(t *testing.T) {
	cases := []struct {
		in     string
		length int
		count  string
		first  string // of the blocks
		err    string // a part
	}{
		{"2001:db8::/32", 64, "4294967296", "2001:db8::/64", ""},
		{"2001:db8::/62", 64, "4", "2001:db8::/64", ""},
		{"2001:db8::1/62", 64, "4", "2001:db8::/64", ""},
		{"::/0", 128, "340282366920938463463374607431768211456", "::/128", ""},
		{"::/0", 0, "1", "::/0", ""},
		{"192.0.2.0/24", 26, "4", "192.0.2.0/26", ""},
		{"192.0.2.1", 32, "1", "192.0.2.1/32", ""},
		{"192.0.2.64-192.0.2.255", 26, "3", "192.0.2.64/26", ""},
		{"192.0.2.64-192.0.2.254", 26, "", "", "boundary"},
		{"192.0.2.63-192.0.2.255", 26, "", "", "boundary"},
		{"2001:db8::/64", 48, "", "", "a /64 does not split into the shorter /48"},
		{"192.0.2.0/24", 33, "", "", "0 to 32"},
		{"192.0.2.0/24", -1, "", "", "0 to 32"},
		{"2001:db8::/64", 129, "", "", "0 to 128"},
	}
	for _, c := range cases {
		b, err := Split(mustRange(c.in), c.length)
		if c.err != "" {
			if err == nil || !strings.Contains(err.Error(), c.err) {
				t.Errorf("Split(%s, %d): %v", c.in, c.length, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("Split(%s, %d): %v", c.in, c.length, err)
			continue
		}
		next, stop := iter.Pull(b.All())
		p, _ := next()
		stop()
		if b.Count().String() != c.count || p.String() != c.first {
			t.Errorf("Split(%s, %d) = %v from %v", c.in, c.length, b.Count(), p)
		}
	}
	if _, err := Split(netipx.IPRange{}, 64); err == nil {
		t.Error("an invalid range splits")
	}
}

// Split and SplitInto partition: each block begins where the one before ends, and
// the ends are those of the whole. The n-th is the n-th of the walk.
func TestSplitPartitions(t *testing.T) {
	check := func(name string, b Blocks, whole netipx.IPRange) {
		t.Helper()
		r := extentOf(whole)
		walk := slices.Collect(b.All())
		at := r.first
		for i, p := range walk {
			q := extentOfPrefix(p)
			if q.first != at || q.width != r.width {
				t.Fatalf("%s: block %d is %v", name, i, p)
			}
			at = q.last.Inc()
			x, err := ParseIndexes(fmt.Sprintf("%d,%d", i, i-len(walk)))
			if err != nil {
				t.Fatal(err)
			}
			nth, err := b.Nth(x)
			if got := slices.Collect(nth); err != nil || len(got) != 2 || got[0] != p || got[1] != p {
				t.Fatalf("%s: Nth(%d) = %v, %v; want %v", name, i, got, err, p)
			}
		}
		if at.Dec() != r.last || b.Count() != CountOf(uint64(len(walk))) {
			t.Fatalf("%s: %d blocks end before %v, count %v", name, len(walk), bigOf(at), b.Count())
		}
		for i := range min(len(walk), 9) {
			if got := slices.Collect(b.from(ip.Uint128{Lo: uint64(i)}).All()); !slices.Equal(got, walk[i:]) {
				t.Fatalf("%s: from(%d) = %v", name, i, got)
			}
		}
		for n := range uint64(5) {
			if got := slices.Collect(b.Limit(n).All()); !slices.Equal(got, walk[:min(int(n), len(walk))]) {
				t.Fatalf("%s: Limit(%d) = %v", name, n, got)
			}
		}
	}
	for _, s := range []string{"192.0.2.0/24", "255.255.255.0/24", "0.0.0.0/0", "2001:db8::/48", "::/0", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ff00/120"} {
		r := mustRange(s)
		p, _ := r.Prefix()
		for more := range 9 {
			b, err := Split(r, p.Bits()+more)
			if err != nil {
				t.Fatal(err)
			}
			check(fmt.Sprintf("%s by %d bits", s, more), b, r)
		}
		for n := uint64(1); n <= 40; n++ {
			b, err := SplitInto(p, n)
			if err != nil || b.Count() != CountOf(n) {
				t.Fatalf("SplitInto(%s, %d) = %v, %v", s, n, b.Count(), err)
			}
			check(fmt.Sprintf("%s into %d", s, n), b, r)
			// The lengths differ by one at most, the larger come first.
			ps := slices.Collect(b.All())
			if !slices.IsSortedFunc(ps, func(a, b netip.Prefix) int { return a.Bits() - b.Bits() }) || ps[n-1].Bits()-ps[0].Bits() > 1 {
				t.Fatalf("SplitInto(%s, %d) = %v", s, n, ps)
			}
		}
	}
	check("addresses of a range", Addresses(mustRange("192.0.2.7-192.0.2.20")), mustRange("192.0.2.7-192.0.2.20"))
	check("the last address", Addresses(mustRange("255.255.255.255")), mustRange("255.255.255.255"))
}

func TestSplitInto(t *testing.T) {
	cases := []struct {
		in   string
		n    uint64
		want string // or a part of the error
	}{
		{"2001:db8::/48", 3, "2001:db8::/49 2001:db8:0:8000::/50 2001:db8:0:c000::/50"},
		{"192.0.2.0/30", 4, "192.0.2.0/32 192.0.2.1/32 192.0.2.2/32 192.0.2.3/32"},
		{"192.0.2.0/30", 5, "it has only 4 addresses"},
		{"192.0.2.0/30", 0, "0 parts"},
		{"192.0.2.0/24", 1, "192.0.2.0/24"},
	}
	for _, c := range cases {
		b, err := SplitInto(netip.MustParsePrefix(c.in), c.n)
		if got := list(b.All()); got != c.want && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("SplitInto(%s, %d) = %s, %v", c.in, c.n, got, err)
		}
	}
	// The largest number of parts.
	b, err := SplitInto(netip.MustParsePrefix("2001:db8::/32"), ^uint64(0))
	x, _ := ParseIndexes("-1")
	if err != nil {
		t.Fatal(err)
	}
	if seq, err := b.Nth(x); err != nil || list(seq) != "2001:db8:ffff:ffff:ffff:ffff::/96" {
		t.Errorf("the last of 2^64-1 parts: %v", err)
	}
}

func TestNth(t *testing.T) {
	cases := []struct {
		in, nth, want string
	}{
		{"2001:db8::/32 64", "0,5,-1", "2001:db8::/64 2001:db8:0:5::/64 2001:db8:ffff:ffff::/64"},
		{"2001:db8::/32 64", "10..12", "2001:db8:0:a::/64 2001:db8:0:b::/64 2001:db8:0:c::/64"},
		{"2001:db8::/32 64", "12..10", "2001:db8:0:c::/64 2001:db8:0:b::/64 2001:db8:0:a::/64"},
		{"2001:db8::/32 64", "-2..", "2001:db8:ffff:fffe::/64 2001:db8:ffff:ffff::/64"},
		{"2001:db8::/32 64", " 1 , -1..-2", "2001:db8:0:1::/64 2001:db8:ffff:ffff::/64 2001:db8:ffff:fffe::/64"},
		{"::/0 128", "340282366920938463463374607431768211455", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128"},
		{"::/0 128", "-340282366920938463463374607431768211455", "::1/128"},
		{"::/0 128", "18446744073709551616", "0:0:0:1::/128"},
		{"192.0.2.0/24 26", "-4,3", "192.0.2.0/26 192.0.2.192/26"},
		{"192.0.2.0/24 26", "-0", "192.0.2.0/26"},
		{"192.0.2.0/24 26", "4", "index 4 is out of range: they go from 0 to 3"},
		{"192.0.2.0/24 26", "0,-5", "index -5 is out of range: they go from 0 to 3"},
		{"192.0.2.0/24 26", "0..4", "index 4 is out of range: they go from 0 to 3"},
	}
	for _, c := range cases {
		var p string
		var n int
		fmt.Sscan(c.in, &p, &n)
		b, err := Split(mustRange(p), n)
		if err != nil {
			t.Fatal(err)
		}
		x, err := ParseIndexes(c.nth)
		if err != nil {
			t.Errorf("ParseIndexes(%q): %v", c.nth, err)
			continue
		}
		if seq, err := b.Nth(x); err != nil && err.Error() != c.want || err == nil && list(seq) != c.want {
			t.Errorf("%s nth %s: %v, want %s", c.in, c.nth, err, c.want)
		}
	}
	for s, at := range map[string]int{"": 0, "1,": 2, "x": 0, "1..x": 3, "..5": 0, "1...5": 3, "+1": 0, "1 2": 1, "--1": 1, "-": 1, "0x10": 1,
		"340282366920938463463374607431768211456": 0} {
		if x, err := ParseIndexes(s); err == nil || !strings.Contains(err.Error(), fmt.Sprintf("at byte %d", at)) {
			t.Errorf("ParseIndexes(%q) = %v, %v; want an error at byte %d", s, x, err, at)
		}
	}
}

func FuzzParseIndexes(f *testing.F) {
	f.Add("0,5,-1,10..20")
	f.Add(" 1 ..")
	f.Fuzz(func(t *testing.T, s string) {
		x, err := ParseIndexes(s)
		if err != nil {
			return
		}
		// The obvious way, with big integers.
		for i, part := range strings.Split(s, ",") {
			from, to, two := strings.Cut(part, "..")
			if !two {
				to = from
			} else if strings.TrimSpace(to) == "" {
				to = "-1"
			}
			for text, got := range map[string]index{from: x.runs[i].from, to: x.runs[i].to} {
				want, ok := new(big.Int).SetString(strings.TrimSpace(text), 10)
				n := bigOf(got.n)
				if got.fromEnd {
					n.Neg(n)
				}
				if from == to && x.runs[i].from != x.runs[i].to || !ok || n.Cmp(want) != 0 {
					t.Fatalf("ParseIndexes(%q): %q is %v", s, text, n)
				}
			}
		}
	})
}

func TestRandom(t *testing.T) {
	// Every small number of blocks: each once, whatever the seed.
	for n := uint64(1); n <= 130; n++ {
		b := Addresses(span{ip.Uint128{Lo: 1000}, ip.Uint128{Lo: 1000 + n - 1}}.toRange(width6))
		for seed := range uint64(3) {
			seq, err := b.Random(n, seed)
			if err != nil {
				t.Fatal(err)
			}
			got := slices.Collect(seq)
			slices.SortFunc(got, netip.Prefix.Compare)
			if !slices.Equal(got, slices.Collect(b.All())) {
				t.Fatalf("%d at random are not all %d of them", n, n)
			}
		}
		if _, err := b.Random(n+1, 0); err == nil {
			t.Fatalf("%d of %d at random", n+1, n)
		}
	}
	for _, s := range []string{"::/0", "2001:db8::/32", "2001:db8::/33", "2001:db8::-2001:db8:1234::", "10.0.0.0/8"} {
		b := Addresses(mustRange(s))
		seen := map[netip.Prefix]bool{}
		seq, _ := b.Random(20000, 42)
		for p := range seq {
			if !mustRange(s).Contains(p.Addr()) || seen[p] {
				t.Fatalf("%v again or outside of %s", p, s)
			}
			seen[p] = true
		}
	}
	// What a seed gives is promised.
	b, _ := Split(mustRange("2001:db8::/32"), 64)
	seq, _ := b.Random(3, 1)
	if got, want := list(seq), pinnedRandom; got != want {
		t.Errorf("Random(3, 1) = %s, want %s", got, want)
	}
}

const pinnedRandom = "2001:db8:d0ca:5bd2::/64 2001:db8:aba0:c4dd::/64 2001:db8:8119:834b::/64"

// Each place comes first about as often as any other, and each order of three
// appears: chi-squared with a bound far out.
func TestShuffleIsFair(t *testing.T) {
	for _, n := range []int{2, 3, 4, 5, 6, 7, 8, 16, 100} {
		const each = 300
		hits := make([]int, n)
		for seed := range uint64(each * n) {
			hits[newShuffle(ip.Uint128{Lo: uint64(n - 1)}, seed).at(ip.Uint128{}).Lo]++
		}
		chi := 0.0
		for _, h := range hits {
			chi += float64((h-each)*(h-each)) / each
		}
		if bound := float64(n) + 6*4.5*float64(n)/3; chi > bound {
			t.Errorf("first of %d: chi-squared %.1f, %v", n, chi, hits)
		}
	}
	orders := map[[3]uint64]int{}
	for seed := range uint64(1000) {
		s := newShuffle(ip.Uint128{Lo: 2}, seed)
		orders[[3]uint64{s.at(ip.Uint128{}).Lo, s.at(ip.Uint128{Lo: 1}).Lo, s.at(ip.Uint128{Lo: 2}).Lo}]++
	}
	if len(orders) != 6 {
		t.Errorf("orders of three: %v", orders)
	}
}

func TestOrdered(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	for range 200 {
		n := 1 + rng.IntN(200)
		b := Addresses(span{ip.Uint128{Lo: 500}, ip.Uint128{Lo: 500 + uint64(n) - 1}}.toRange(width4))
		for _, o := range []Order{Rightmost, Leftmost, Centermost} {
			got := slices.Collect(b.Ordered(o))
			if got[0] != b.prefix(ip.Uint128{}) {
				t.Fatalf("%v of %d begins with %v", o, n, got[0])
			}
			slices.SortFunc(got, netip.Prefix.Compare)
			if !slices.Equal(got, slices.Collect(b.All())) {
				t.Fatalf("%v of %d: %v", o, n, got)
			}
		}
	}
	for _, name := range []string{"rightmost", "leftmost", "centermost"} {
		if o, err := ParseOrder(name); err != nil || o.String() != name {
			t.Errorf("ParseOrder(%q) = %v, %v", name, o, err)
		}
	}
	if o, err := ParseOrder("middle"); err == nil || o != 0 {
		t.Errorf("ParseOrder of no order = %v", o)
	}
	for name, want := range map[string]Order{"sparse": Leftmost, "sequential": Rightmost} {
		if o, err := ParseOrder(name); err != nil || o != want {
			t.Errorf("ParseOrder(%q) = %v, %v", name, o, err)
		}
	}
}

func TestAddresses(t *testing.T) {
	for in, want := range map[string]string{
		"192.0.2.0/30":         "192.0.2.1 192.0.2.2",
		"192.0.2.0/31":         "192.0.2.0 192.0.2.1", // RFC 3021
		"192.0.2.0/32":         "192.0.2.0",
		"2001:db8::/126":       "2001:db8:: 2001:db8::1 2001:db8::2 2001:db8::3",
		"::ffff:192.0.2.0/127": "::ffff:192.0.2.0 ::ffff:192.0.2.1",
	} {
		b := Addresses(Usable(netip.MustParsePrefix(in)))
		var got []string
		for p := range b.All() {
			got = append(got, string(b.AppendBlock(nil, p)))
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("usable addresses of %s: %s, want %s", in, s, want)
		}
	}
	if n := Addresses(netipx.IPRange{}).Count(); !n.IsZero() || Usable(netip.Prefix{}).IsValid() {
		t.Errorf("an invalid range has %v addresses", n)
	}
}
