package classify

import (
	"math/rand/v2"
	"net/netip"
	"testing"
)

// What Python's ipaddress module takes for private, as of 3.11 (its
// _IPv4Constants and _IPv6Constants); all else is_global takes for global, but
// for 100.64.0.0/10, which is neither.
var (
	pythonPrivate = []string{
		"0.0.0.0/8", "10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/29", "192.0.0.170/31",
		"192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
		"::1/128", "::/128", "::ffff:0:0/96", "100::/64", "2001::/23", "2001:2::/48", "2001:db8::/32", "2001:10::/28",
		"fc00::/7", "fe80::/10",
	}
	pythonNeither = netip.MustParsePrefix("100.64.0.0/10")
)

// differs lists the rows of the registries about which Python says otherwise,
// and why: each is the row that settles the difference.
var differs = map[string]string{
	// Python holds 2001::/23 private as a whole; these rows below it are
	// globally reachable, or have "n/a" where it is not for the registry to say.
	"2001::/32":       "Teredo: n/a",
	"2001:1::1/128":   "True, more specific than 2001::/23",
	"2001:1::2/128":   "True, more specific than 2001::/23",
	"2001:1::3/128":   "True, more specific than 2001::/23",
	"2001:3::/32":     "True, more specific than 2001::/23",
	"2001:4:112::/48": "True, more specific than 2001::/23",
	"2001:20::/28":    "True, more specific than 2001::/23",
	"2001:30::/28":    "True, more specific than 2001::/23",

	// Ended allocations have no flags.
	"2001:10::/28":   "ORCHID, ended 2014: blank",
	"192.88.99.0/24": "6to4 relay anycast, ended 2015: blank",

	// Rows that Python 3.11 does not have.
	"64:ff9b:1::/48": "False since 2017",
	"100:0:0:1::/64": "False since 2025",
	"3fff::/20":      "False since 2024",
	"5f00::/16":      "False since 2024",
	"192.88.99.2/32": "False since 2012",
	"192.0.0.0/24":   "False; Python has 192.0.0.0/29 and 192.0.0.170/31 of it",
	"192.0.0.8/32":   "False; Python has 192.0.0.0/29 and 192.0.0.170/31 of the block",
	"2002::/16":      "6to4: n/a",
	"100.64.0.0/10":  "False; Python says neither private nor global",
}

// TestPythonAgrees holds the registry's "globally reachable" against Python's
// is_private over a seeded million addresses, half of them in the blocks of the
// registries. Every difference must be in a row that is known to settle it, and
// every such row must make one.
func TestPythonAgrees(t *testing.T) {
	var private []netip.Prefix
	for _, s := range pythonPrivate {
		private = append(private, netip.MustParsePrefix(s))
	}
	isPrivate := func(a netip.Addr) bool {
		if a.Is4In6() {
			a = a.Unmap() // as is_private does
		}
		for _, p := range private {
			if p.Contains(a) {
				return true
			}
		}
		return false
	}
	var blocks []netip.Prefix
	for _, family := range []int{4, 6} {
		for row := range Rows(family) {
			if row.special() {
				blocks = append(blocks, row.Prefix)
			}
		}
	}
	const seed = 6890
	r := rand.New(rand.NewPCG(seed, 0))
	seen := map[string]bool{}
	for range 1_000_000 {
		a := randomIn(r, blocks[r.IntN(len(blocks))])
		if r.IntN(2) == 0 {
			a = randomIn(r, netip.PrefixFrom(netip.IPv6Unspecified(), 0))
			if r.IntN(2) == 0 {
				a = randomIn(r, netip.PrefixFrom(netip.IPv4Unspecified(), 0))
			}
		}
		if a.Is4In6() {
			a = a.Unmap() // the mapped row is False as a whole; Python looks inside
		}
		var row Row
		for _, c := range Chain(a) {
			if c.special() {
				row = c
			}
		}
		private := isPrivate(a)
		if !row.Prefix.IsValid() {
			if private {
				t.Fatalf("seed %d: %v is private for Python and in no row", seed, a)
			}
			continue
		}
		if private == (row.GloballyReachable == False) && !(pythonNeither.Contains(a)) && row.GloballyReachable != NotApplicable {
			continue
		}
		if differs[row.Prefix.String()] == "" {
			t.Fatalf("seed %d: %v: Python's is_private is %v, row %v says globally reachable %v", seed, a, private, row.Prefix, row.GloballyReachable)
		}
		seen[row.Prefix.String()] = true
	}
	for p, why := range differs {
		if !seen[p] {
			t.Errorf("%s (%s): no difference was found", p, why)
		}
	}
}

// special reports whether r is of a special-purpose registry.
func (r Row) special() bool { return r.Registry == SpecialPurpose }

// randomIn returns a random address of p.
func randomIn(r *rand.Rand, p netip.Prefix) netip.Addr {
	b := p.Addr().AsSlice()
	for i := range b {
		keep := max(0, min(8, p.Bits()-8*i))
		mask := byte(0xff >> keep)
		b[i] = b[i]&^mask | byte(r.Uint32())&mask
	}
	a, _ := netip.AddrFromSlice(b)
	return a
}
