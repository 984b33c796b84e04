package subnet

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"

	"github.com/hextet/hextet/internal/ip"
)

func TestTranslatePrefix(t *testing.T) {
	tests := []struct{ from, to, in, want string }{
		// RFC 6296 section 3.6.
		{"fd01:203:405::/48", "2001:db8:1::/48", "fd01:203:405:1::1234", "2001:db8:1:d550::1234"},
		{"2001:db8:1::/48", "fd01:203:405::/48", "2001:db8:1:d550::1234", "fd01:203:405:1::1234"},
		{"fd01:203:405::/48", "2001:db8:1::/48", "fd01:203:405:1::/64", "2001:db8:1:d550::/64"},
		{"fd01:203:405::/48", "2001:db8:1::/48", "fd01:203:405:1::1/64", "2001:db8:1:d550::1/64"},
		{"fd01:203:405::/48", "2001:db8:1::/48", "fd01:203:405:1:8000::/65", "2001:db8:1:d550:8000::/65"},
		{"fd01:203:405::/48", "2001:db8:1::/48", "fd01:203:405::/48", "2001:db8:1::/48"},
		{"fd01:203:405::/48", "2001:db8:1::/48", "fd01:203:405:8000::/49", "no prefix"},
		{"fd01:203:405::/48", "2001:db8:1::/48", "fd01:203:405::1/49", "2001:db8:1:d54f::1/49"},
		{"fd01:203:405::/48", "2001:db8:1::/48", "fd01:203:405::-fd01:203:405::9", "no prefix"},
		{"fd01:203:405::/48", "2001:db8:1::/48", "fd01:203:405:ffff::1", "subnet ffff"},
		{"fd01:203:405::/48", "2001:db8:1::/48", "fd01:203:406::1", "not in fd01:203:405::/48"},
		{"fd01:203:405::/48", "2001:db8:1::/48", "192.0.2.1", "not in"},
		// Shorter: what is between the prefix and the word stays.
		{"fd00::/40", "2001:db8::/40", "fd00:0:5:1::1", "2001:db8:5:cf48::1"},
		{"fd00::/40", "2001:db8::/40", "fd00:0:50::/44", "2001:db8:50::/44"},
		// Of two lengths: the shorter one is extended with zeros.
		{"fd00::/40", "2001:db8::/48", "fd00::1:0:0:0:1", "2001:db8:0:cf48::1"},
		{"fd00::/40", "2001:db8::/48", "fd00:0:5:1::1", "not in fd00::/48"},
		// Longer than /48: the first word of the identifier that is not ffff.
		{"fd00:0:0:1::/64", "2001:db8:0:2::/64", "fd00:0:0:1::1", "2001:db8:0:2:cf46::1"},
		{"fd00:0:0:1::/64", "2001:db8:0:2::/64", "fd00:0:0:1:ffff::1", "2001:db8:0:2:ffff:cf46:0:1"},
		{"fd00:0:0:1::/64", "2001:db8:0:2::/64", "fd00:0:0:1::", "all zeros"},
		{"fd00:0:0:1::/64", "2001:db8:0:2::/64", "fd00:0:0:1:ffff:ffff:ffff:ffff", "all ones"},
		{"fd00:0:0:1::/64", "2001:db8:0:2::/64", "fd00:0:0:1::/64", "2001:db8:0:2::/64"},
		{"fd00:0:0:100::/56", "2001:db8:0:200::/56", "fd00:0:0:123::/64", "2001:db8:0:223::/64"},
		{"fd00:0:0:1::/64", "2001:db8:0:2::/64", "fd00:0:0:1::/80", "no prefix"},
		{"fd00:0:0:1::/64", "2001:db8:0:2::/64", "fd00:0:0:1::4:0/112", "no prefix"},
	}
	for _, tt := range tests {
		tr, err := TranslatePrefix(netip.MustParsePrefix(tt.from), netip.MustParsePrefix(tt.to))
		if err != nil {
			t.Fatal(err)
		}
		it, err := Parse(tt.in)
		if err != nil {
			t.Fatal(err)
		}
		got, err := tr.Item(it)
		if err != nil {
			if !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%s from %s to %s: %v, want %s", tt.in, tt.from, tt.to, err, tt.want)
			}
			continue
		}
		again, err := Parse(got.String())
		if got.String() != tt.want || err != nil || again != got {
			t.Errorf("%s from %s to %s is %v (%+v), want %s", tt.in, tt.from, tt.to, got, again, tt.want)
		}
		if back, err := tr.Reverse().Item(got); err != nil || back != it {
			t.Errorf("%v goes back to %v, %v; want %s", got, back, err, tt.in)
		}
	}
	tr, _ := TranslatePrefix(netip.MustParsePrefix("fd01:203:405::/48"), netip.MustParsePrefix("2001:db8:1::/48"))
	if tr.Adjustment() != 0xd54f || tr.Reverse().Adjustment() != 0x2ab0 {
		t.Errorf("adjustments %#x and %#x, want 0xd54f and 0x2ab0 (RFC 6296 section 3.6)", tr.Adjustment(), tr.Reverse().Adjustment())
	}
	for _, bad := range [][2]string{{"fd00::/65", "2001:db8::/64"}, {"10.0.0.0/8", "2001:db8::/64"}} {
		if _, err := TranslatePrefix(netip.MustParsePrefix(bad[0]), netip.MustParsePrefix(bad[1])); err == nil {
			t.Errorf("%v: no error", bad)
		}
	}
	if _, err := TranslatePrefix(netip.Prefix{}, netip.MustParsePrefix("2001:db8::/64")); err == nil {
		t.Error("no prefix: no error")
	}
}

// What is translated has the same checksum, lies in the new prefix, and comes
// back; no two addresses become one.
func TestTranslatePrefixNeutral(t *testing.T) {
	const seed = 6296
	r := rand.New(rand.NewPCG(seed, 1))
	mod := func(v uint16) uint16 { return v % 0xffff }
	for range 20_000 {
		random := func() ip.Uint128 { return ip.Uint128{Hi: r.Uint64(), Lo: r.Uint64()} }
		prefix := func(bits int) netip.Prefix {
			return netip.PrefixFrom(toAddr(random(), width6), bits).Masked()
		}
		from, to := prefix(r.IntN(65)), prefix(r.IntN(65))
		tr, err := TranslatePrefix(from, to)
		if err != nil {
			t.Fatal(err)
		}
		n := random()
		for w := range 8 { // often ffff and 0, which are special
			switch shift := uint(16 * w); r.IntN(6) {
			case 0:
				n = n.Or(ip.Uint128{Hi: 0, Lo: 0xffff}.Lsh(shift))
			case 1:
				n = n.AndNot(ip.Uint128{Hi: 0, Lo: 0xffff}.Lsh(shift))
			}
		}
		n = n.And(ip.Ones(uint(width6 - tr.bits))).Or(tr.from.first)
		a := toAddr(n, width6)
		b, err := tr.Addr(a)
		if err != nil {
			if last := word(n, 3); tr.bits <= 48 && last != 0xffff || tr.bits > 48 && n.Lo != 0 && n.Lo != 1<<64-1 {
				t.Fatalf("seed %d: %v from %v to %v: %v", seed, a, from, to, err)
			}
			continue
		}
		m, _ := fromAddr(b)
		if mod(sum16(n)) != mod(sum16(m)) {
			t.Fatalf("seed %d: %v from %v to %v is %v: sums %#x and %#x", seed, a, from, to, b, sum16(n), sum16(m))
		}
		if !to.Contains(b) {
			t.Fatalf("seed %d: %v is not in %v", seed, b, to)
		}
		if tr.bits > 48 && m.Lo == 0 {
			continue // a translator drops what comes to that address
		}
		if back, err := tr.Reverse().Addr(b); err != nil || back != a {
			t.Fatalf("seed %d: %v from %v to %v is %v and comes back as %v, %v", seed, a, from, to, b, back, err)
		}
	}
}

func ExampleTranslatePrefix() {
	out, _ := TranslatePrefix(netip.MustParsePrefix("fd01:203:405::/48"), netip.MustParsePrefix("2001:db8:1::/48"))
	a, _ := out.Addr(netip.MustParseAddr("fd01:203:405:1::1234"))
	b, _ := out.Reverse().Addr(a)
	fmt.Println(a, b)
	// Output: 2001:db8:1:d550::1234 fd01:203:405:1::1234
}
