package find

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/ip"
)

func TestHeadOf(t *testing.T) {
	for _, test := range []struct{ prefix, head string }{
		{"2001:db8:1000::/36", "2001:db8:1"},
		{"2001:db8::/32", "2001:db8:"},
		{"2001:db8::/28", "2001:"},
		{"2001:db8:40::/48", "2001:db8:40:"},
		{"2001:db8:40::/44", "2001:db8:"},
		{"2001:db8:abc0::/44", "2001:db8:abc"},
		{"2001:db8:0:1::/64", "2001:db8:"},
		{"2001:db8:1::1/128", "2001:db8:1:"},
		{"fe80::/10", "fe"},
		{"fd00::/8", "fd"},
		{"2000::/3", ""},
		{"::/0", ""},
		{"64:ff9b::/96", "64:ff9b:"},
		{"1:2:3:4:5:6:7:8/128", "1:2:3:4:5:6:7:8"},
	} {
		if got := headOf(netip.MustParsePrefix(test.prefix), nil).text; got != test.head {
			t.Errorf("headOf(%s) = %q, want %q", test.prefix, got, test.head)
		}
	}
}

// TestWithin: with a prefix, the finds within it are the same.
func TestWithin(t *testing.T) {
	const seed = 1
	r := rand.New(rand.NewPCG(seed, 0))
	base := ip.Addr6(0x2001_0db8_1234_0000, 0)
	pieces := []string{" ", "%", "%-", "-", "IPv6:", "ip6:", "x", "::", ":", ".", "\n", "%e", "/64", "1.2.3.4", "6:"}
	for range 100_000 {
		p, _ := base.Prefix(r.IntN(70))
		if r.IntN(4) == 0 {
			p, _ = ip.Addr6(r.Uint64(), 0).Prefix(r.IntN(129))
		}
		var b strings.Builder
		for range 1 + r.IntN(6) {
			hi, _ := ip.Halves(p.Addr())
			hi ^= r.Uint64() >> r.IntN(65)
			lo := r.Uint64() >> r.IntN(65)
			switch r.IntN(4) {
			case 0:
				b.WriteString(strings.ToUpper(ip.Addr6(hi, lo).String()))
			case 1:
				b.WriteString(ip.Addr6(hi, lo).StringExpanded())
			case 2:
				b.WriteString(string(addr.AppendCanonical(nil, addr.ItemOf(ip.Addr6(hi, lo)), addr.MixedAlways)))
			case 3:
				for g := range 8 {
					fmt.Fprintf(&b, "%0*x:", 1+r.IntN(4), uint16(hi>>(48-16*min(g, 3)))|uint16(g/4*r.IntN(1<<16)))
				}
			}
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
		text := b.String()
		salt := r.Uint64()
		may := func(bits uint64) bool { return (bits*0x9e3779b97f4a7c15^salt)>>63 != 0 }
		if r.IntN(2) == 0 {
			may = nil
		}
		within := func(o Options) []found {
			return slices.DeleteFunc(all(text, o), func(f found) bool {
				hi, _ := ip.Halves(f.address)
				return !p.Contains(f.address) || may != nil && !may(hi)
			})
		}
		want := within(Options{Family: Only6})
		got := within(Options{Family: Only6, Within: p, May: may})
		if !slices.Equal(got, want) {
			t.Fatalf("%q within %v: %v, want %v (seed %d)", text, p, got, want, seed)
		}
	}
}
