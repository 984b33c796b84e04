package subnet

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"go4.org/netipx"
)

// In order a Joiner gives what a Builder does; whatever the order, what it does not
// refuse it joins right.
func TestJoiner(t *testing.T) {
	rng := rand.New(rand.NewPCG(24, 24))
	for n := range 400 {
		var all []extent
		for range rng.IntN(60) {
			if n%2 == 0 {
				all = append(all, someExtent(rng))
			} else {
				e, _, _ := someRange(rng, spaces[rng.IntN(len(spaces))].base)
				all = append(all, e)
			}
		}
		inOrder := n%4 < 2
		if inOrder {
			slices.SortFunc(all, extent.compare)
		}
		var b Builder
		var j Joiner
		var got []netipx.IPRange
		for _, e := range all {
			r, err := j.Add(e.toRange())
			if err != nil {
				if inOrder || !errors.Is(err, ErrOrder) {
					t.Fatalf("%v of %v: %v", e, all, err)
				}
				continue
			}
			b.Add(e.toRange())
			if r.IsValid() {
				got = append(got, r)
			}
		}
		got = slices.AppendSeq(got, j.Rest())
		slices.SortFunc(got, Compare)
		if want := slices.Collect(b.Ranges()); !slices.Equal(got, want) {
			t.Fatalf("%v\n got %v\nwant %v", all, got, want)
		}
	}
	var j Joiner
	if r, err := j.Add(netipx.IPRange{}); err != nil || r.IsValid() || len(slices.Collect(j.Rest())) > 0 {
		t.Error("an invalid range is joined")
	}
}

func TestCountBlocks(t *testing.T) {
	for _, c := range []struct {
		in     string
		length int
		want   string
	}{
		{"2001:db8::/32", 64, "4294967296"},
		{"2001:db8::1", 64, "1"},
		{"2001:db8::ffff:ffff:ffff:ffff-2001:db8:0:1::", 64, "2"},
		{"::/0", 64, "18446744073709551616"},
		{"::/0", 128, "340282366920938463463374607431768211456"},
		{"::/0", 0, "1"},
		{"192.0.2.0/23", 24, "2"},
		{"192.0.2.0/23", 33, "0"},
	} {
		if got := CountBlocks(mustRange(c.in), c.length).String(); got != c.want {
			t.Errorf("CountBlocks(%s, %d) = %s, want %s", c.in, c.length, got, c.want)
		}
	}
}

func TestStep(t *testing.T) {
	for _, c := range []struct {
		in   string
		by   string
		want string // or the error
	}{
		{"2001:db8::/64", "1", "2001:db8:0:1::/64"},
		{"2001:db8::/64", "-1", "2001:db7:ffff:ffff::/64"},
		{"2001:db8::1/64", "2", "2001:db8:0:2::1/64"},
		{"fe80::1%eth0", "15", "fe80::10%eth0"},
		{"192.0.2.255", "1", "192.0.3.0"},
		{"192.0.2.0/24", "256", "192.1.2.0/24"},
		{"192.0.2.1-192.0.2.3", "1", "192.0.2.4-192.0.2.6"},
		{"192.0.2.1-192.0.2.3", "-2", "192.0.1.251-192.0.1.253"},
		{"255.255.255.255", "1", "no IPv4 address there"},
		{"0.0.0.0/24", "-1", "no IPv4 address there"},
		{"::/0", "1", "no IPv6 address there"},
		{"::/0", "0", "::/0"},
		{"::", "340282366920938463463374607431768211455", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
		{"::", "-1", "no IPv6 address there"},
		{"::/64", "18446744073709551615", "ffff:ffff:ffff:ffff::/64"},
		{"::/64", "18446744073709551616", "no IPv6 address there"},
		{"ffff:ffff:ffff:ffff::/64", "-18446744073709551615", "::/64"},
	} {
		it, err := Parse(c.in)
		if err != nil {
			t.Fatal(err)
		}
		by, err := ParseOffset(c.by)
		if err != nil {
			t.Fatal(err)
		}
		got, err := by.Item(it)
		if err != nil && err.Error() != c.want || err == nil && got.String() != c.want {
			t.Errorf("%s by %s is %v, %v, want %s", c.in, c.by, got, err, c.want)
		}
	}
	for _, s := range []string{"", "-", "x", "1x", "+1", "0x10", "340282366920938463463374607431768211456"} {
		if _, err := ParseOffset(s); err == nil {
			t.Errorf("ParseOffset(%q) has no error", s)
		}
	}
}
