package stats

import (
	"math/rand/v2"
	"testing"

	"github.com/hextet/hextet/internal/ip"
)

// TestSetMap compares a set with a map over addresses that come once, often, in bursts
// and far apart.
func TestSetMap(t *testing.T) {
	for seed := range uint64(8) {
		r := rand.New(rand.NewPCG(seed, 1))
		s := set{batch: 1000}
		want := map[ip.Uint128]uint64{}
		add := func(to *set, hi, lo, n uint64) {
			a := ip.Uint128{Hi: hi, Lo: lo}
			to.add(a, n)
			want[a] += n
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

func checkSet(t *testing.T, s *set, want map[ip.Uint128]uint64) {
	t.Helper()
	if s.n != len(want) {
		t.Fatalf("%d addresses, want %d", s.n, len(want))
	}
	var last *entry
	n := 0
	for e := range s.all(s.leaves) {
		if last != nil && !last.Less(e.Uint128) {
			t.Fatalf("%x after %x", e, *last)
		}
		if w := want[e.Uint128]; e.N != w {
			t.Fatalf("%x counted %d times, want %d", e, e.N, w)
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
		s.add(ip.Uint128{Hi: r.Uint64(), Lo: r.Uint64()}, 1)
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
	want := map[ip.Uint128]uint64{}
	for i := uint64(1); i < 600; i++ {
		for range 3 { // over 255 in one go, and bit by bit
			s.add(ip.Uint128{Hi: 1, Lo: i}, i)
			s.add(ip.Uint128{Hi: 2, Lo: i % 3}, 1)
			want[ip.Uint128{Hi: 1, Lo: i}] += i
			want[ip.Uint128{Hi: 2, Lo: i % 3}]++
			s.settle()
		}
	}
	checkSet(t, &s, want)
}
