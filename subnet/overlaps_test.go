package subnet

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestOverlaps(t *testing.T) {
	var o Overlaps
	for _, s := range []string{"2001:db8:1::/48", "192.0.2.0/24", "2001:db8::/32", "3fff::/20", "192.0.2.7", "2001:db8:1::/48", "::ffff:192.0.2.0/120"} {
		o.Add(mustRange(s))
	}
	var got []string
	for i, j := range o.Pairs() {
		got = append(got, fmt.Sprintf("%v %v %v", o.Range(i).Cover(), o.Range(i).Relate(o.Range(j)), o.Range(j).Cover()))
	}
	want := []string{
		"192.0.2.0/24 contains 192.0.2.7/32",
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
			var o Overlaps
			var rs []Range
			for range rng.IntN(60) {
				r, _, _ := someRange(rng, sp.base)
				if rng.IntN(20) == 0 {
					r = Range{}
				}
				rs = append(rs, r)
				o.Add(r)
			}
			var want [][2]int
			for i, a := range rs {
				for j, b := range rs {
					if a.Overlaps(b) && (a.Compare(b) < 0 || a == b && i < j) {
						want = append(want, [2]int{i, j})
					}
				}
			}
			byRange := func(i, j int) int {
				if c := rs[i].Compare(rs[j]); c != 0 {
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
			for i, j := range o.Pairs() {
				got = append(got, [2]int{i, j})
			}
			if !slices.Equal(got, want) {
				t.Fatalf("%s %d: pairs of %v\n got %v\nwant %v", sp.name, n, rs, got, want)
			}
		}
	}
}

func TestRelate(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want string
	}{
		{"2001:db8::/32", "2001:db8::/32", "equal"},
		{"2001:db8::/32", "2001:db8::/48", "contains"},
		{"2001:db8::/48", "2001:db8::/32", "within"},
		{"192.0.2.0-192.0.2.9", "192.0.2.5-192.0.2.12", "partial"},
		{"192.0.2.0/25", "192.0.2.128/25", "disjoint"},
		{"::ffff:192.0.2.0/120", "192.0.2.0/24", "disjoint"},
	} {
		if got := mustRange(c.a).Relate(mustRange(c.b)).String(); got != c.want {
			t.Errorf("%s and %s are %s, want %s", c.a, c.b, got, c.want)
		}
	}
	if got := (Range{}).Relate(Range{}).String(); got != "unknown" {
		t.Errorf("invalid ranges are %s", got)
	}
}
