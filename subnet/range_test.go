package subnet

import (
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"go4.org/netipx"

	"github.com/hextet/hextet/internal/ip"
)

// A range cut into prefixes and put together is the range again; a prefix turned
// into a range is that one prefix.
func TestPrefixesOfRange(t *testing.T) {
	rng := rand.New(rand.NewPCG(18, 18))
	for range 3000 {
		w := []uint8{width4, width6}[rng.IntN(2)]
		mask := ip.Ones(uint(w))
		a, b := someUint128(rng).And(mask), someUint128(rng).And(mask)
		if b.Less(a) {
			a, b = b, a
		}
		r := extent{span{a, b}, w}
		checkPrefixes(t, r)
		p := toPrefix(a, w, rng.IntN(int(w)+1))
		if got := slices.Collect(Prefixes(netipx.RangeOfPrefix(p))); len(got) != 1 || got[0] != p.Masked() {
			t.Fatalf("%v is a range of %v", p, got)
		}
	}
	for _, w := range []uint8{width4, width6} {
		top := ip.Ones(uint(w))
		for _, s := range []span{{ip.Uint128{}, top}, {ip.Uint128{Lo: 1}, top}, {ip.Uint128{}, top.Dec()}, {ip.Uint128{Lo: 1}, top.Dec()}, {top, top}, {}} {
			checkPrefixes(t, extent{s, w})
		}
	}
	if got := list(Prefixes(mustRange("::1-ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe"))); strings.Count(got, " ")+1 != 254 {
		t.Errorf("the worst range takes %d prefixes", strings.Count(got, " ")+1)
	}
	if got := list(Prefixes(netipx.IPRange{})); got != "" {
		t.Errorf("an invalid range is %s", got)
	}
}

func checkPrefixes(t *testing.T, r extent) {
	t.Helper()
	next := r.first
	if got, want := slices.Collect(Prefixes(r.toRange())), r.toRange().Prefixes(); !slices.Equal(got, want) {
		t.Fatalf("%v is %v, netipx has %v", r, got, want)
	}
	var last extent
	for p := range Prefixes(r.toRange()) {
		q := extentOfPrefix(p)
		if q.first != next {
			t.Fatalf("%v: %v does not follow", r, p)
		}
		// Two neighbors that make up one block would not be the fewest.
		if u := (extent{span{last.first, q.last}, r.width}); last.isValid() {
			if one, ok := u.prefix(); ok {
				t.Fatalf("%v: %v would do", r, one)
			}
		}
		last, next = q, q.last.Inc()
		if got, ok := q.prefix(); !ok || got != p {
			t.Fatalf("%v is %v", p, got)
		}
	}
	if last.last != r.last {
		t.Fatalf("%v ends at %v", r, last)
	}
}

func TestCover(t *testing.T) {
	for in, want := range map[string]string{
		"":                              "invalid Prefix",
		"2001:db8::1":                   "2001:db8::1/128",
		"2001:db8::1 2001:db8::2":       "2001:db8::/126",
		"2001:db8::/48 2001:db8:3::/48": "2001:db8::/46",
		"::1 ffff::":                    "::/0",
		"192.0.2.7 192.0.2.8":           "192.0.2.0/28",
		"192.0.2.127-192.0.2.128":       "192.0.2.0/24",
		"::ffff:192.0.2.1 192.0.2.1":    "invalid Prefix",
	} {
		rs := []netipx.IPRange{{}}
		for _, f := range strings.Fields(in) {
			rs = append(rs, mustRange(f))
		}
		if got := Cover(rs...).String(); got != want {
			t.Errorf("cover of %s is %s, want %s", in, got, want)
		}
	}
	// No smaller prefix contains all.
	rng := rand.New(rand.NewPCG(19, 19))
	for range 500 {
		var all []netipx.IPRange
		for range 1 + rng.IntN(5) {
			r, _, _ := someRange(rng, spaces[3].base)
			all = append(all, r.toRange())
		}
		p := Cover(all...)
		half := netipx.RangeOfPrefix(netip.PrefixFrom(p.Addr(), min(p.Bits()+1, 128)))
		held := 0
		for _, r := range all {
			if rel := Relate(netipx.RangeOfPrefix(p), r); rel != Contains && rel != Equal {
				t.Fatalf("%v does not contain %v", p, r)
			}
			if rel := Relate(half, r); rel == Contains || rel == Equal {
				held++
			}
		}
		if p.Bits() < 128 && (held == len(all)) {
			t.Fatalf("%v is too large for %v", p, all)
		}
	}
}

func TestRanges(t *testing.T) {
	r := mustRange("::ffff:192.0.2.1-::ffff:192.0.2.9")
	if got := string(AppendRange(nil, r)); got != "::ffff:192.0.2.1-::ffff:192.0.2.9" || Size(r) != CountOf(9) {
		t.Errorf("%s has %v addresses", got, Size(r))
	}
	a := netip.MustParseAddr
	for _, r := range []netipx.IPRange{
		{},
		netipx.IPRangeFrom(a("192.0.2.9"), a("192.0.2.1")),
		netipx.IPRangeFrom(a("192.0.2.1"), a("::ffff:192.0.2.9")),
		netipx.IPRangeFrom(a("::1"), netip.Addr{}),
	} {
		if e := extentOf(r); e != (extent{}) || Size(r) != (Count{}) || len(AppendRange(nil, r)) > 0 || Cover(r).IsValid() || Relate(r, r) != 0 {
			t.Errorf("the invalid %v is %v", r, e)
		}
	}
	// The order of netip.Prefix.Compare.
	rng := rand.New(rand.NewPCG(20, 20))
	for range 2000 {
		var ps [2]netip.Prefix
		for i := range ps {
			sp := spaces[rng.IntN(len(spaces))].base
			ps[i] = toPrefix(between(sp, 0, rng.IntN(256)).last, sp.width, int(sp.width)-rng.IntN(12)).Masked()
		}
		got := Compare(netipx.RangeOfPrefix(ps[0]), netipx.RangeOfPrefix(ps[1]))
		if want := ps[0].Compare(ps[1]); (got < 0) != (want < 0) || (got > 0) != (want > 0) {
			t.Fatalf("Compare(%v, %v) = %d", ps[0], ps[1], got)
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
		if got := Relate(mustRange(c.a), mustRange(c.b)).String(); got != c.want {
			t.Errorf("%s and %s are %s, want %s", c.a, c.b, got, c.want)
		}
	}
}

// Every kind writes and reads its name.
func TestKinds(t *testing.T) {
	for r := Disjoint; r <= Partial; r++ {
		text, _ := r.MarshalText()
		var again Relation
		if err := again.UnmarshalText(text); err != nil || again != r {
			t.Errorf("%s is read as %v, %v", text, again, err)
		}
	}
	for o := Rightmost; o <= Centermost; o++ {
		text, _ := o.MarshalText()
		var again Order
		if err := again.UnmarshalText(text); err != nil || again != o {
			t.Errorf("%s is read as %v, %v", text, again, err)
		}
	}
	for f := FirstFit; f <= CenterFit; f++ {
		text, _ := f.MarshalText()
		var again Fit
		if err := again.UnmarshalText(text); err != nil || again != f {
			t.Errorf("%s is read as %v, %v", text, again, err)
		}
	}
	var o Order
	if err := o.UnmarshalText([]byte("unknown")); err == nil || o != 0 || Order(99).String() != "unknown" || Relation(0).String() != "unknown" {
		t.Errorf("unknown is read as %v, %v", o, err)
	}
}
