package ip

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestSortKeyed(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	for _, n := range []int{0, 1, 2, insertionMost, insertionMost + 1, 1000, 5 * parallelLeast} {
		for _, kind := range []func() Uint128{
			func() Uint128 { return Uint128{r.Uint64(), r.Uint64()} },
			func() Uint128 { return Uint128{0, r.Uint64N(3)} },
			func() Uint128 { return Uint128{r.Uint64N(2), 5} },
			func() Uint128 { return Uint128{r.Uint64N(16), r.Uint64()} }, // a byte lies across the halves
			func() Uint128 { return Uint128{1 << 63 >> r.IntN(64), 1 << r.IntN(64)} },
		} {
			ks := make([]Keyed, n)
			for i := range ks {
				ks[i] = Keyed{kind(), uint64(i)}
			}
			given := slices.Clone(ks)
			SortKeyed(ks)
			if !slices.IsSortedFunc(ks, compareKeyed) {
				t.Fatalf("%d numbers such as %v: not sorted", n, given[:1])
			}
			seen := make([]bool, n)
			for _, k := range ks {
				if given[k.N] != k || seen[k.N] {
					t.Fatalf("%d numbers: %v was not given, or is there twice", n, k)
				}
				seen[k.N] = true
			}
		}
	}
}

func BenchmarkSortKeyed(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	ks := make([]Keyed, 1<<20)
	for i := range ks {
		ks[i].Uint128 = Uint128{0x2001<<48 | r.Uint64N(1<<44), r.Uint64()}
	}
	for _, way := range []struct {
		name string
		sort func([]Keyed)
	}{{"Radix", SortKeyed}, {"Std", func(ks []Keyed) { slices.SortFunc(ks, compareKeyed) }}} {
		b.Run(way.name, func(b *testing.B) {
			work := make([]Keyed, len(ks))
			for b.Loop() {
				copy(work, ks)
				way.sort(work)
			}
		})
	}
}
