package subnet

import (
	"math/rand/v2"
	"slices"
	"testing"

	"go4.org/netipx"

	"github.com/hextet/hextet/internal/ip"
)

// someExtent returns a prefix, an address or a range of either family, out of few
// enough places that many overlap, touch or repeat.
func someExtent(rng *rand.Rand) extent {
	e := extent{width: width6}
	e.first = ip.Uint128{Hi: 0x20010db8<<32 | rng.Uint64N(1<<20), Lo: rng.Uint64() >> (rng.IntN(9) * 8)}
	if rng.IntN(2) == 0 {
		e.first, e.width = ip.Uint128{Lo: uint64(rng.Uint32() &^ 0x3f000000)}, width4
	}
	switch rng.IntN(4) {
	case 0: // an address
		e.last = e.first
	case 1: // a range
		e.last = e.first.Add(ip.Uint128{Lo: rng.Uint64N(600)})
		if e.width == width4 {
			e.last.Lo = min(e.last.Lo, 1<<32-1)
		}
	default:
		host := ip.Ones(uint(rng.IntN(14)))
		e.first, e.last = e.first.AndNot(host), e.first.Or(host)
	}
	return e
}

// What a Builder makes of runs of every kind is what netipx makes of them.
func TestBuilderRuns(t *testing.T) {
	for seed, n := range []int{0, 1, 40, runLength, 2*runLength + 1, 9 * runLength} {
		rng := rand.New(rand.NewPCG(21, uint64(seed)))
		var parts [3]Builder
		var std netipx.IPSetBuilder
		for i := range n {
			e := someExtent(rng)
			if n == 9*runLength && i%2 == 0 {
				// The same few again and again take no room.
				e = extentOfPrefix(toPrefix(ip.Uint128{Hi: 0x3fff<<48 | rng.Uint64N(1000)}, width6, 64))
			}
			std.AddRange(e.toRange())
			b := &parts[i*len(parts)/n]
			if p, ok := e.prefix(); ok && rng.IntN(2) == 0 {
				b.AddPrefix(p)
			} else {
				b.Add(e.toRange())
			}
		}
		want, err := std.IPSet()
		if err != nil {
			t.Fatal(err)
		}
		b := &parts[0]
		for i := range parts[1:] {
			b.Join(&parts[i+1])
		}
		if got := slices.Collect(b.Ranges()); !slices.Equal(got, want.Ranges()) {
			t.Fatalf("%d ranges of %d added, netipx has %d", len(got), n, len(want.Ranges()))
		}
		if got := slices.Collect(b.Prefixes()); !slices.Equal(got, want.Prefixes()) {
			t.Fatalf("%d prefixes of %d added, netipx has %d", len(got), n, len(want.Prefixes()))
		}
		if b.Len() > n || b.Len() < len(want.Ranges()) || n == 9*runLength && b.Len() > 6*runLength {
			t.Errorf("%d ranges kept of %d", b.Len(), n)
		}
		set := b.Set()
		if !set.IPSet().Equal(want) || !FromIPSet(want).Equal(set) || b.Len() != 0 {
			t.Errorf("the set of %d is not that of netipx", n)
		}
	}
}

// Sets are what netipx makes of them.
func TestSetsOracle(t *testing.T) {
	rng := rand.New(rand.NewPCG(22, 22))
	some := func() (Set, *netipx.IPSet) {
		var b Builder
		var std netipx.IPSetBuilder
		for range rng.IntN(300) {
			e := someExtent(rng)
			b.Add(e.toRange())
			std.AddRange(e.toRange())
		}
		s, _ := std.IPSet()
		return b.Set(), s
	}
	for range 60 {
		a, sa := some()
		b, sb := some()
		for _, c := range []struct {
			name string
			got  Set
			do   func(*netipx.IPSetBuilder)
		}{
			{"union", a.Union(b), func(s *netipx.IPSetBuilder) { s.AddSet(sb) }},
			{"intersect", a.Intersect(b), func(s *netipx.IPSetBuilder) { s.Intersect(sb) }},
			{"exclude", a.Exclude(b), func(s *netipx.IPSetBuilder) { s.RemoveSet(sb) }},
		} {
			var std netipx.IPSetBuilder
			std.AddSet(sa)
			c.do(&std)
			want, err := std.IPSet()
			if err != nil {
				t.Fatal(err)
			}
			if got := c.got.IPSet(); !got.Equal(want) {
				t.Fatalf("%s of %v and %v\n got %v\nwant %v", c.name, sa.Ranges(), sb.Ranges(), got.Ranges(), want.Ranges())
			}
		}
		for range 50 {
			r := someExtent(rng).toRange()
			if a.Contains(r) != sa.ContainsRange(r) || a.Overlaps(r) != sa.OverlapsRange(r) {
				t.Fatalf("%v in %v", r, sa.Ranges())
			}
		}
	}
}
