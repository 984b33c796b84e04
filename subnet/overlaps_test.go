package subnet

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/hextet/hextet/addr"
)

func TestOverlaps(t *testing.T) {
	s := sorter("2001:db8:1::/48 192.0.2.0/24 2001:db8::/32 3fff::/20 192.0.2.7 2001:db8:1::/48 ::ffff:192.0.2.0/120")
	var got []string
	for a, b := range s.Overlaps() {
		got = append(got, fmt.Sprintf("%v %v %v", a.Item, Relate(a.Range(), b.Range()), b.Item))
	}
	want := []string{
		"192.0.2.0/24 contains 192.0.2.7",
		"2001:db8::/32 contains 2001:db8:1::/48",
		"2001:db8::/32 contains 2001:db8:1::/48",
		"2001:db8:1::/48 equal 2001:db8:1::/48",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestOverlapsSmall(t *testing.T) {
	for _, sp := range spaces {
		rng := rand.New(rand.NewPCG(15, 15))
		for n := range 300 {
			var o Sorter
			var rs []extent
			for range rng.IntN(60) {
				r, _, _ := someRange(rng, sp.base)
				if rng.IntN(20) == 0 {
					r = extent{}
				}
				rs = append(rs, r)
				q := r.toRange()
				o.Add(Item{Item: addr.Item{Addr: q.From()}, Last: q.To()})
			}
			var want [][2]int
			for i, a := range rs {
				for j, b := range rs {
					if a.overlaps(b) && (a.compare(b) < 0 || a == b && i < j) {
						want = append(want, [2]int{i, j})
					}
				}
			}
			byRange := func(i, j int) int {
				if c := rs[i].compare(rs[j]); c != 0 {
					return c
				}
				return i - j
			}
			slices.SortFunc(want, func(a, b [2]int) int {
				if a[1] != b[1] {
					return byRange(a[1], b[1])
				}
				return byRange(a[0], b[0])
			})
			var got [][2]int
			for a, b := range o.Overlaps() {
				got = append(got, [2]int{a.Index, b.Index})
			}
			if !slices.Equal(got, want) {
				t.Fatalf("%s %d: pairs of %v\n got %v\nwant %v", sp.name, n, rs, got, want)
			}
		}
	}
}
