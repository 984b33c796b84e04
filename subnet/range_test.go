package subnet

import (
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"

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
		r := Range{a, b, w}
		checkPrefixes(t, r)
		p := toPrefix(a, w, rng.IntN(int(w)+1))
		if got := slices.Collect(RangeOf(p).Prefixes()); len(got) != 1 || got[0] != p.Masked() {
			t.Fatalf("%v is a range of %v", p, got)
		}
	}
	for _, w := range []uint8{width4, width6} {
		top := ip.Ones(uint(w))
		for _, r := range []Range{{ip.Uint128{}, top, w}, {ip.Uint128{Lo: 1}, top, w}, {ip.Uint128{}, top.Dec(), w}, {ip.Uint128{Lo: 1}, top.Dec(), w}, {top, top, w}, {ip.Uint128{}, ip.Uint128{}, w}} {
			checkPrefixes(t, r)
		}
	}
	if got := list(mustRange("::1-ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe").Prefixes()); strings.Count(got, " ")+1 != 254 {
		t.Errorf("the worst range takes %d prefixes", strings.Count(got, " ")+1)
	}
	if got := list((Range{}).Prefixes()); got != "" {
		t.Errorf("an invalid range is %s", got)
	}
}

func checkPrefixes(t *testing.T, r Range) {
	t.Helper()
	next := r.first
	var last Range
	for p := range r.Prefixes() {
		q := RangeOf(p)
		if q.first != next {
			t.Fatalf("%v: %v does not follow", r, p)
		}
		// Two neighbours that make up one block would not be the fewest.
		if u := (Range{last.first, q.last, r.width}); last.IsValid() {
			if one, ok := u.Prefix(); ok {
				t.Fatalf("%v: %v would do", r, one)
			}
		}
		last, next = q, q.last.Inc()
		if got, ok := q.Prefix(); !ok || got != p {
			t.Fatalf("%v is %v", p, got)
		}
	}
	if last.last != r.last {
		t.Fatalf("%v ends at %v", r, last)
	}
}

func TestCover(t *testing.T) {
	for in, want := range map[string]string{
		"":                                  "",
		"2001:db8::1":                       "2001:db8::1/128",
		"2001:db8::1 2001:db8::2":           "2001:db8::/126",
		"2001:db8::/48 2001:db8:3::/48":     "2001:db8::/46",
		"::1 ffff::":                        "::/0",
		"192.0.2.7 2001:db8::/32 192.0.2.8": "192.0.2.0/28 2001:db8::/32",
		"192.0.2.127-192.0.2.128":           "192.0.2.0/24",
		"::ffff:192.0.2.1 192.0.2.1":        "192.0.2.1/32 ::ffff:192.0.2.1/128",
	} {
		var c Cover
		for _, f := range strings.Fields(in) {
			c.Add(mustRange(f))
		}
		c.Add(Range{})
		if got := list(c.Prefixes()); got != want {
			t.Errorf("cover of %s is %s, want %s", in, got, want)
		}
	}
	// No smaller prefix holds all.
	rng := rand.New(rand.NewPCG(19, 19))
	for range 500 {
		var c Cover
		var all []Range
		for range 1 + rng.IntN(5) {
			r, _, _ := someRange(rng, spaces[3].base)
			all = append(all, r)
			c.Add(r)
		}
		p := slices.Collect(c.Prefixes())[0]
		half := RangeOf(netip.PrefixFrom(p.Addr(), min(p.Bits()+1, 128)))
		held := 0
		for _, r := range all {
			if !RangeOf(p).Contains(r) {
				t.Fatalf("%v does not hold %v", p, r)
			}
			if half.Contains(r) {
				held++
			}
		}
		if p.Bits() < 128 && (held == len(all)) {
			t.Fatalf("%v is too large for %v", p, all)
		}
	}
}

func TestRangeFrom(t *testing.T) {
	a := netip.MustParseAddr
	if r, err := RangeFrom(a("192.0.2.1"), a("192.0.2.9")); err != nil || r.String() != "192.0.2.1-192.0.2.9" || r.Count() != CountOf(9) {
		t.Errorf("RangeFrom = %v, %v", r, err)
	}
	for _, c := range []struct {
		first, last netip.Addr
		err         string
	}{
		{a("192.0.2.9"), a("192.0.2.1"), "range is reversed"},
		{a("192.0.2.1"), a("::ffff:192.0.2.9"), "range from an IPv4 to an IPv6 address"},
		{a("fe80::1%eth0"), a("fe80::2%eth0"), "a range cannot have a zone"},
		{netip.Addr{}, a("::1"), "invalid address"},
	} {
		if r, err := RangeFrom(c.first, c.last); err == nil || err.Error() != c.err {
			t.Errorf("RangeFrom(%v, %v) = %v, %v", c.first, c.last, r, err)
		}
	}
	var zero Range
	if zero.IsValid() || zero.First().IsValid() || zero.Last().IsValid() || zero.String() != "" || !zero.Count().IsZero() || zero.Cover().IsValid() || zero.Contains(zero) || zero.Overlaps(zero) {
		t.Error("the zero Range holds something")
	}
	if RangeOf(netip.Prefix{}) != zero || RangeOfAddr(netip.Addr{}) != zero || RangeOfAddr(a("fe80::1%eth0")) != RangeOfAddr(a("fe80::1")) {
		t.Error("RangeOf")
	}
}
