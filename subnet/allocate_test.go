package subnet

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"go4.org/netipx"

	"github.com/hextet/hextet/internal/ip"
)

// setText makes a set of items separated by blanks.
func setText(s string) Set {
	var b Builder
	for _, f := range strings.Fields(s) {
		b.Add(mustRange(f))
	}
	return b.Set()
}

func TestAllocate(t *testing.T) {
	cases := []struct {
		name, pool, used string
		req              Request
		want             string // or the error
	}{
		{"first", "2001:db8::/32", "2001:db8::/48 2001:db8:2::/48", Request{48, 3, FirstFit, 0},
			"2001:db8:1::/48 2001:db8:3::/48 2001:db8:4::/48"},
		{"best takes the smallest hole", "2001:db8::/44", "2001:db8::/46 2001:db8:5::/48", Request{48, 3, BestFit, 0},
			"2001:db8:4::/48 2001:db8:6::/48 2001:db8:7::/48"},
		{"best leaves the large block whole", "2001:db8::/44", "2001:db8:8::/46 2001:db8:c::/47 2001:db8:e::/48", Request{48, 2, BestFit, 0},
			"2001:db8:f::/48 2001:db8::/48"},
		{"first does not", "2001:db8::/44", "2001:db8:8::/46 2001:db8:c::/47 2001:db8:e::/48", Request{48, 2, FirstFit, 0},
			"2001:db8::/48 2001:db8:1::/48"},
		{"sparse", "2001:db8::/32", "", Request{48, 5, SparseFit, 0},
			"2001:db8::/48 2001:db8:8000::/48 2001:db8:4000::/48 2001:db8:c000::/48 2001:db8:2000::/48"},
		{"sparse goes on", "2001:db8::/32", "2001:db8::/48 2001:db8:8000::/48", Request{48, 2, SparseFit, 0},
			"2001:db8:4000::/48 2001:db8:c000::/48"},
		{"centermost", "2001:db8::/40", "2001:db8::/48", Request{48, 3, CenterFit, 0},
			"2001:db8:8::/48 2001:db8:10::/48 2001:db8:18::/48"},
		{"nibble", "2001:db8::/44", "2001:db8:1:8000::/64", Request{50, 2, FirstFit, 48},
			"2001:db8::/50 2001:db8:2::/50"},
		{"nibble, on a nibble already", "2001:db8::/44", "", Request{52, 2, FirstFit, 52},
			"2001:db8::/52 2001:db8:0:1000::/52"},
		{"both families", "192.0.2.0/30 2001:db8::/126", "192.0.2.0/31", Request{32, 2, FirstFit, 0},
			"192.0.2.2/32 192.0.2.3/32"},
		{"lengths of IPv6 pass over IPv4", "192.0.2.0/24 2001:db8::/48", "", Request{64, 1, FirstFit, 0}, "2001:db8::/64"},
		{"all of the family", "::/0", "", Request{0, 1, BestFit, 0}, "::/0"},
		{"single addresses", "::/0", "::/1 8000::/1", Request{128, 1, SparseFit, 0}, "no room for 1 x /128: 0 are free"},
		{"used outside", "2001:db8:1::/48", "3fff::/20 2001:db8::/48", Request{49, 2, FirstFit, 0}, "2001:db8:1::/49 2001:db8:1:8000::/49"},
		{"used is larger than the pool", "2001:db8:1::/48", "2001:db8::/32", Request{64, 1, FirstFit, 0}, "no room for 1 x /64: 0 are free"},
		{"full", "2001:db8::/46", "2001:db8:1::/48 2001:db8:2::1", Request{48, 3, BestFit, 0}, "no room for 3 x /48: 2 are free"},
		{"one left", "2001:db8::/47", "2001:db8:1::/48", Request{48, 2, SparseFit, 0}, "no room for 2 x /48: 1 is free"},
		{"full, aligned", "2001:db8::/47", "", Request{50, 3, FirstFit, 48}, "no room for 3 x /50, each in a separate /48: 2 are free"},
		{"free but not aligned", "2001:db8::1-2001:db8::2", "", Request{127, 1, FirstFit, 0}, "no room for 1 x /127: 0 are free"},
		{"larger than the pool", "2001:db8::/48", "", Request{32, 1, SparseFit, 0}, "no room for 1 x /32: 0 are free"},
		{"none", "2001:db8::/48", "", Request{64, 0, FirstFit, 0}, ""},
		{"length", "192.0.2.0/24", "", Request{64, 1, FirstFit, 0}, "the addresses of the pool have no /64"},
		{"length", "2001:db8::/48", "", Request{129, 1, FirstFit, 0}, "the addresses of the pool have no /129"},
		{"alignment", "2001:db8::/48", "", Request{64, 1, FirstFit, 65}, "cannot align a /64 to the longer /65"},
		{"no order", "2001:db8::/48", "", Request{64, 1, 0, 0}, "unknown order 0"},
	}
	for _, c := range cases {
		seq, err := Allocate(setText(c.pool), setText(c.used), c.req)
		if err != nil && err.Error() != c.want || err == nil && list(seq) != c.want {
			got := ""
			if err == nil {
				got = list(seq)
			}
			t.Errorf("%s: %s %v, want %s", c.name, got, err, c.want)
		}
	}
	_, err := Allocate(setText("2001:db8::/64"), Set{}, Request{Length: 64, Count: 9, Fit: BestFit})
	var full *FullError
	if !errors.As(err, &full) || full.Free != CountOf(1) {
		t.Errorf("a full pool: %v", err)
	}
}

// Against the obvious way on small spaces: one block after the other, each by
// looking at all places. Taking the blocks one run at a time with what was taken
// added to used gives the same.
func TestAllocateSmall(t *testing.T) {
	for _, sp := range spaces {
		rng := rand.New(rand.NewPCG(11, 11))
		for n := range 120 {
			pool, _ := someSet(rng, sp.base)
			used, _ := someSet(rng, sp.base)
			req := Request{Length: int(sp.base.width) - rng.IntN(5), Fit: Fit(1 + rng.IntN(4))}
			req.Align = req.Length - rng.IntN(2)
			c, _ := available(pool, used, req).Uint64()
			req.Count = c
			name := fmt.Sprintf("%s %d: %v of %v beside %v", sp.name, n, req, list(pool.Prefixes()), list(used.Prefixes()))
			seq, err := Allocate(pool, used, req)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			got := slices.Collect(seq)
			var want []netip.Prefix
			taken := used
			for {
				p, ok := allocateSlow(pool, taken, req)
				if !ok {
					break
				}
				want = append(want, p)
				// With its alignment it has the block to itself.
				taken = taken.Union(SetOf(p))
			}
			if !slices.Equal(got, want) {
				t.Fatalf("%s:\n got %v\nwant %v", name, got, want)
			}
		}
	}
}

func allocateSlow(pool, used Set, req Request) (netip.Prefix, bool) {
	free := pool.Exclude(used)
	best, bestRank := extent{}, []int(nil)
	poolNo := 0
	for p := range pool.Prefixes() {
		poolNo++
		if p.Bits() > req.Align {
			continue
		}
		b, _ := Split(netipx.RangeOfPrefix(p), req.Align)
		order := 0
		o := Rightmost
		switch req.Fit {
		case SparseFit:
			o = Leftmost
		case CenterFit:
			o = Centermost
		}
		for q := range b.Ordered(o) {
			order++
			if !free.Contains(netipx.RangeOfPrefix(q)) {
				continue
			}
			rank := []int{0, poolNo, order}
			if req.Fit == BestFit {
				for hole := range free.Prefixes() {
					if extentOfPrefix(hole).contains(extentOfPrefix(q)) {
						rank[0] = -hole.Bits()
					}
				}
			}
			if bestRank == nil || slices.Compare(rank, bestRank) < 0 {
				best, bestRank = extentOfPrefix(q), rank
			}
		}
	}
	return toPrefix(best.first, best.width, req.Length), bestRank != nil
}

// A nearly full pool does not take a walk over all that is in use.
func TestAllocateFinds(t *testing.T) {
	for _, hole := range []string{"2001:db8:1234:5678::/64", "2001:db8:ffff:ffff::/64", "2001:db8:0:1::/64"} {
		for _, f := range []Fit{FirstFit, BestFit, SparseFit, CenterFit} {
			pool := setText("2001:d00::/24")
			used := pool.Exclude(setText(hole + " 2001:d80::/64"))
			req := Request{Length: 64, Count: 2, Fit: f}
			seq, err := Allocate(pool, used, req)
			if err != nil {
				t.Fatal(err)
			}
			got := slices.Collect(seq)
			slices.SortFunc(got, netip.Prefix.Compare)
			if fmt.Sprint(got) != fmt.Sprintf("[2001:d80::/64 %s]", hole) && fmt.Sprint(got) != fmt.Sprintf("[%s 2001:d80::/64]", hole) {
				t.Errorf("%v: %v", f, got)
			}
		}
	}
}

func TestNextWith(t *testing.T) {
	rng := rand.New(rand.NewPCG(12, 12))
	for range 20000 {
		a, mask := rng.Uint64N(256), rng.Uint64N(256)
		value := rng.Uint64N(256) & mask
		want, found := uint64(0), false
		for x := a; x < 512 && !found; x++ {
			want, found = x, x&(mask|256) == value
		}
		// Bit 8 is held at 0, so that there may be none.
		got, ok := nextWith(ip.Uint128{Lo: a}, ip.Uint128{Hi: ^uint64(0), Lo: ^uint64(255) | mask}, ip.Uint128{Lo: value})
		if ok != found || ok && got.Lo != want {
			t.Fatalf("nextWith(%b, %b, %b) = %b, %v; want %b, %v", a, mask, value, got.Lo, ok, want, found)
		}
	}
}

func TestFitNames(t *testing.T) {
	for _, name := range []string{"first", "best", "sparse", "centermost"} {
		if f, err := ParseFit(name); err != nil || f.String() != name {
			t.Errorf("ParseFit(%q) = %v, %v", name, f, err)
		}
	}
	for name, want := range map[string]Fit{"leftmost": SparseFit, "rightmost": FirstFit, "sequential": FirstFit, "worst": 0} {
		if f, err := ParseFit(name); f != want || (err == nil) != (want != 0) {
			t.Errorf("ParseFit(%q) = %v, %v", name, f, err)
		}
	}
}

func BenchmarkAllocateSparse(b *testing.B) {
	// A /32 with 10 000 sites in it, and the next thousand.
	seq, _ := Allocate(setText("2001:db8::/32"), Set{}, Request{48, 10000, SparseFit, 0})
	used := SetOf(slices.Collect(seq)...)
	for b.Loop() {
		seq, err := Allocate(setText("2001:db8::/32"), used, Request{48, 1000, SparseFit, 0})
		if err != nil {
			b.Fatal(err)
		}
		for range seq {
		}
	}
}
