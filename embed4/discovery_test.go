package embed4

import (
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/hextet/hextet/internal/ip"
)

func TestDiscover(t *testing.T) {
	for _, tt := range []struct {
		name, answers, want string
	}{
		{"RFC 7050 3.4, well-known", "64:ff9b::192.0.0.170", "64:ff9b::/96 certain"},
		{"RFC 7050 3.4, network-specific", "2001:db8:42::192.0.0.170 2001:db8:43::192.0.0.170", "2001:db8:42::/96 certain 2001:db8:43::/96 certain"},
		{"both addresses", "64:ff9b::192.0.0.170 64:ff9b::192.0.0.171", "64:ff9b::/96 certain"},
		{"/32", "2001:db8:c000:aa::", "2001:db8::/32 certain"},
		{"/40", "2001:db8:1c0:0:aa::", "2001:db8:100::/40 certain"},
		{"/48", "2001:db8:122:c000:0:ab00::", "2001:db8:122::/48 certain"},
		{"/56", "2001:db8:122:3c0:0:aa::", "2001:db8:122:300::/56 certain"},
		{"/64", "2001:db8:122:344:c0:0:aa00:0", "2001:db8:122:344::/64 certain"},
		{"two places", "2001:db8:c000:aa::192.0.0.170", "2001:db8:c000:aa::/96 likely 2001:db8::/32 likely"},
		{"two places, sibling at the /96", "2001:db8:c000:aa::192.0.0.170 2001:db8:c000:aa::192.0.0.171", "2001:db8:c000:aa::/96 certain"},
		{"two places, sibling at the /32", "2001:db8:c000:aa::192.0.0.170 2001:db8:c000:ab::192.0.0.170", "2001:db8::/32 certain"},
		{"u octet not zero", "2001:db8:122:c000:100:aa00::", ""},
		{"a real AAAA", "2001:db8::1", ""},
		{"IPv4", "192.0.0.170", ""},
		{"none", "", ""},
		{"mapped is no translator's, but an answer all the same", "::ffff:192.0.0.170", "::ffff:0.0.0.0/96 certain"},
	} {
		var as []netip.Addr
		for _, s := range strings.Fields(tt.answers) {
			as = append(as, netip.MustParseAddr(s))
		}
		var got []string
		for d := range Discover(as...) {
			got = append(got, d.NAT64.Prefix.String(), d.Certainty.String())
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, s, tt.want)
		}
	}
}

// Whatever the prefix, a DNS64 that uses it is found out by its two answers.
func TestDiscoverLaw(t *testing.T) {
	r := newRand(t)
	for range 2000 {
		n := NAT64{randomNAT64(r, nat64Lengths[r.IntN(6)])}
		a, _ := n.Encode(ip.Addr4(wellKnownIPv4))
		b, _ := n.Encode(ip.Addr4(wellKnownIPv4 | 1))
		got := slices.Collect(Discover(a, b))
		if len(got) != 1 || got[0] != (Discovered{n, Certain}) {
			t.Fatalf("Discover(%v, %v) = %v, want %v", a, b, got, n.Prefix)
		}
	}
}
