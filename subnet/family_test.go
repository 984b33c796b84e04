package subnet

import (
	"math/big"
	"math/rand/v2"
	"net/netip"
	"testing"

	"github.com/hextet/hextet/internal/ip"
)

func TestAddrRoundTrip(t *testing.T) {
	for _, s := range []string{"0.0.0.0", "255.255.255.255", "192.0.2.1", "::", "::ffff:192.0.2.1", "2001:db8::1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"} {
		a := netip.MustParseAddr(s)
		n, w := fromAddr(a)
		if got := toAddr(n, w); got != a {
			t.Errorf("%v comes back as %v", a, got)
		}
	}
}

func bigOf(n ip.Uint128) *big.Int { return Count{n: n}.Big() }

// someUint128 returns numbers that are dense where carries and borders are.
func someUint128(rng *rand.Rand) ip.Uint128 {
	n := ip.Uint128{Hi: rng.Uint64(), Lo: rng.Uint64()}.Rsh(uint(rng.IntN(129)))
	switch rng.IntN(4) {
	case 0:
		n = ip.Ones(uint(n.BitLen()))
	case 1:
		n = ip.Uint128{Lo: 1}.Lsh(uint(n.BitLen()))
	}
	return n
}
