package stats

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestSetMap compares a set with a map over addresses that come once, often, in bursts
// and far apart.
func TestSetMap(t *testing.T) {
	for seed := range uint64(8) {
		r := rand.New(rand.NewPCG(seed, 1))
		s := set{batch: 1000}
		want := map[key]uint64{}
		add := func(to *set, hi, lo, n uint64) {
			to.add(hi, lo, n)
			want[key{hi, lo}] += n
		}
		for round := range 3 {
			for range 30_000 {
				switch r.IntN(4) {
				case 0:
					add(&s, r.Uint64(), r.Uint64(), 1)
				case 1:
					add(&s, 0x20010db8<<32, r.Uint64N(1<<16), 1)
				case 2:
					add(&s, r.Uint64N(8), r.Uint64N(8)<<61, 1+r.Uint64N(3))
				case 3:
					add(&s, r.Uint64N(1<<15), 0, 1)
				}
			}
			if round == 1 { // another one, with leaves or without
				o := set{batch: 3000}
				for range 1 + r.IntN(70_000) {
					add(&o, r.Uint64N(1<<40)<<r.IntN(20), r.Uint64N(4), 1)
				}
				if seed%2 == 0 {
					o.settle()
				}
				s.addSet(&o)
				if o.settle(); o.n != 0 {
					t.Fatalf("seed %d: %d addresses left in the set that was added", seed, o.n)
				}
			}
			s.settle()
			checkSet(t, &s, want)
		}
	}
}

func checkSet(t *testing.T, s *set, want map[key]uint64) {
	t.Helper()
	if s.n != len(want) {
		t.Fatalf("%d addresses, want %d", s.n, len(want))
	}
	var last *entry
	n := 0
	for e := range s.all(s.leaves) {
		if last != nil && !last.less(e) {
			t.Fatalf("%x after %x", e, *last)
		}
		if w := want[key{e.hi, e.lo}]; e.n != w {
			t.Fatalf("%x counted %d times, want %d", e, e.n, w)
		}
		last = &e
		n++
	}
	if n != len(want) {
		t.Fatalf("%d addresses yielded, want %d", n, len(want))
	}
}

// TestSetMemory: what the help of hextet stats promises.
func TestSetMemory(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	var s set
	most := 0
	for range 2_000_000 {
		s.add(r.Uint64(), r.Uint64(), 1)
		if s.n == 0 {
			continue
		}
		held := 24 * cap(s.pending)
		if n := s.n / leafSize; n > 0 && len(s.leaves) > 2*n+1 {
			t.Fatalf("%d leaves for %d addresses", len(s.leaves), s.n)
		}
		most = max(most, held-8*s.n)
	}
	if most > 24*pendingMin {
		t.Errorf("%d bytes pending beyond 8 for each address", most)
	}
	s.settle()
	bytes := 0
	for _, l := range s.leaves {
		bytes += 16*cap(l.keys) + cap(l.counts)
	}
	if bytes > 18*s.n {
		t.Errorf("%d bytes for %d addresses", bytes, s.n)
	}
}

func TestSetManyTimes(t *testing.T) {
	var s set
	want := map[key]uint64{}
	for i := uint64(1); i < 600; i++ {
		for range 3 { // over 255 in one go, and bit by bit
			s.add(1, i, i)
			s.add(2, i%3, 1)
			want[key{1, i}] += i
			want[key{2, i % 3}]++
			s.settle()
		}
	}
	checkSet(t, &s, want)
}

func TestSortEntries(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	for _, n := range []int{0, 1, 2, insertionMax, insertionMax + 1, 1000, 5 * parallelMin} {
		for _, kind := range []func() entry{
			func() entry { return entry{r.Uint64(), r.Uint64(), 1} },
			func() entry { return entry{0, r.Uint64N(3), 1} },
			func() entry { return entry{r.Uint64N(2), 5, 1} },
			func() entry { return entry{1 << 63 >> r.IntN(64), 1 << r.IntN(64), r.Uint64N(9)} },
		} {
			es := make([]entry, n)
			sum := uint64(0)
			for i := range es {
				es[i] = kind()
				sum += es[i].n
			}
			want := slices.Clone(es)
			slices.SortFunc(want, compareEntries)
			sortEntries(es)
			for i := range es {
				if !es[i].same(want[i]) {
					t.Fatalf("%d entries: at %d %x, want %x", n, i, es[i], want[i])
				}
				sum -= es[i].n
			}
			if sum != 0 {
				t.Fatalf("%d entries: counts got lost", n)
			}
		}
	}
}

func BenchmarkSort(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	es := make([]entry, 1<<20)
	for i := range es {
		es[i] = entry{0x2001<<48 | r.Uint64N(1<<44), r.Uint64(), 1}
	}
	for _, way := range []struct {
		name string
		sort func([]entry)
	}{{"Radix", sortEntries}, {"Std", func(es []entry) { slices.SortFunc(es, compareEntries) }}} {
		b.Run(way.name, func(b *testing.B) {
			work := make([]entry, len(es))
			for b.Loop() {
				copy(work, es)
				way.sort(work)
			}
		})
	}
}
