package subnet

import (
	"net/netip"
	"strings"
	"testing"
)

func TestRenumber(t *testing.T) {
	cases := []struct {
		from, to, in string
		want         string // or a part of the error
	}{
		{"", "2001:db8:2::/48", "2001:db8:1:5::1", "2001:db8:2:5::1"},
		{"", "2001:db8:2::/48", "2001:db8:1:5::/64", "2001:db8:2:5::/64"},
		{"", "2001:db8:2::/48", "2001:db8:1:5::1/64", "2001:db8:2:5::1/64"},
		{"", "2001:db8:2::/48", "fe80::1%eth0", "2001:db8:2::1%eth0"},
		{"", "2001:db8:2::/48", "2001:db8:1::-2001:db8:1::ff", "2001:db8:2::-2001:db8:2::ff"},
		{"", "2001:db8:2::/48", "2001:db8:1::/48", "2001:db8:2::/48"},
		{"", "2001:db8:2::/48", "2001:db8::/47", "larger than the block"},
		{"", "2001:db8:2::/48", "2001:db8:1::-2001:db8:2::", "larger than the block"},
		{"", "2001:db8:2::/48", "192.0.2.1", "not an IPv6 item"},
		{"", "198.51.100.0/24", "192.0.2.7", "198.51.100.7"},
		{"", "2001:db8:2::9/48", "2001:db8:1::1", "2001:db8:2::1"},
		{"2001:db8:1::/48", "3fff:0:7::/48", "2001:db8:1:5::1", "3fff:0:7:5::1"},
		{"2001:db8:1::/48", "3fff:0:7::/48", "2001:db8:2:5::1", "not in 2001:db8:1::/48"},
		{"2001:db8:1::/48", "3fff:0:7::/48", "2001:db8::/32", "not in 2001:db8:1::/48"},
		// A longer prefix: the bits between the lengths have to be zero.
		{"2001:db8:1::/48", "3fff:0:7:ab00::/56", "2001:db8:1:5::1", "3fff:0:7:ab05::1"},
		{"2001:db8:1::/48", "3fff:0:7:ab00::/56", "2001:db8:1:105::1", "do not fit in 3fff:0:7:ab00::/56"},
		{"2001:db8:1::/48", "3fff:0:7:ab00::/56", "2001:db8:1::/56", "3fff:0:7:ab00::/56"},
		{"2001:db8:1::/48", "3fff:0:7:ab00::/56", "2001:db8:1::/48", "do not fit in 3fff:0:7:ab00::/56"},
		// A shorter one: they become zero.
		{"3fff:0:7:ab00::/56", "2001:db8:1::/48", "3fff:0:7:ab05::1", "2001:db8:1:5::1"},
		{"0.0.0.0/0", "10.0.0.0/8", "0.1.2.3", "10.1.2.3"},
		{"0.0.0.0/0", "10.0.0.0/8", "1.1.2.3", "do not fit"},
	}
	for _, c := range cases {
		var from netip.Prefix
		if c.from != "" {
			from = netip.MustParsePrefix(c.from)
		}
		r, err := Renumber(from, netip.MustParsePrefix(c.to))
		if err != nil {
			t.Fatal(err)
		}
		it, err := Parse(c.in)
		if err != nil {
			t.Fatal(err)
		}
		got, err := r.Item(it)
		if err != nil && !strings.Contains(err.Error(), c.want) || err == nil && got.String() != c.want {
			t.Errorf("%s from %q to %s = %v, %v; want %s", c.in, c.from, c.to, got, err, c.want)
		}
		if err != nil {
			continue
		}
		// It says the same of itself as its text, and the way back leads back.
		again, err := Parse(got.String())
		if err != nil || again != got {
			t.Errorf("%v is inconsistent: %+v, %v", got, got, err)
		}
		if c.from != "" {
			back, _ := Renumber(netip.MustParsePrefix(c.to), from)
			if it2, err := back.Item(got); err != nil || it2 != it {
				t.Errorf("%s comes back as %v, %v", c.in, it2, err)
			}
		}
	}
	for _, c := range [][2]netip.Prefix{
		{{}, {}},
		{netip.MustParsePrefix("::/0"), {}},
		{netip.MustParsePrefix("::/0"), netip.MustParsePrefix("0.0.0.0/0")},
		{netip.PrefixFrom(netip.MustParseAddr("::"), 129), netip.MustParsePrefix("::/0")},
	} {
		if _, err := Renumber(c[0], c[1]); err == nil {
			t.Errorf("Renumber(%v) has no error", c)
		}
	}
}
