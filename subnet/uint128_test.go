package subnet

import (
	"math/big"
	"math/rand/v2"
	"net/netip"
	"testing"
)

func (a u128) big() *big.Int { return Count{n: a}.Big() }

// someU128 returns numbers that are dense where carries and borders are.
func someU128(rng *rand.Rand) u128 {
	a := u128{rng.Uint64(), rng.Uint64()}.shr(uint(rng.IntN(129)))
	switch rng.IntN(4) {
	case 0:
		a = ones(uint(a.bitLen()))
	case 1:
		a = u128{0, 1}.shl(uint(a.bitLen()))
	}
	return a
}

func TestUint128(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 128))
	mod := new(big.Int).Lsh(big.NewInt(1), 128)
	for range 20000 {
		a, b, n := someU128(rng), someU128(rng), uint(rng.IntN(129))
		x, y := a.big(), b.big()
		check := func(name string, got u128, want *big.Int) {
			t.Helper()
			want.Mod(want, mod)
			if got.big().Cmp(want) != 0 {
				t.Fatalf("%s of %v, %v, %d = %v, want %v", name, x, y, n, got.big(), want)
			}
		}
		check("add", a.add(b), new(big.Int).Add(x, y))
		check("sub", a.sub(b), new(big.Int).Sub(x, y))
		check("and", a.and(b), new(big.Int).And(x, y))
		check("or", a.or(b), new(big.Int).Or(x, y))
		check("xor", a.xor(b), new(big.Int).Xor(x, y))
		check("andNot", a.andNot(b), new(big.Int).AndNot(x, y))
		check("shl", a.shl(n), new(big.Int).Lsh(x, n))
		check("shr", a.shr(n), new(big.Int).Rsh(x, n))
		check("ones", ones(n), new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), n), big.NewInt(1)))
		if got := a.cmp(b); got != x.Cmp(y) {
			t.Fatalf("cmp %v %v = %d", x, y, got)
		}
		if got := a.bitLen(); got != x.BitLen() {
			t.Fatalf("bitLen %v = %d", x, got)
		}
		if got := a.trailingZeros(); !a.isZero() && got != int(x.TrailingZeroBits()) {
			t.Fatalf("trailingZeros %v = %d", x, got)
		}
		if d := b.lo; d != 0 {
			q, r := a.div(d)
			wq, wr := new(big.Int).DivMod(x, new(big.Int).SetUint64(d), new(big.Int))
			check("div", q, wq)
			check("rem", u128{0, r}, wr)
		}
		m, ok := a.mulAdd(b.lo, b.hi)
		want := new(big.Int).Mul(x, new(big.Int).SetUint64(b.lo))
		want.Add(want, new(big.Int).SetUint64(b.hi))
		if ok != (want.BitLen() <= 128) {
			t.Fatalf("mulAdd %v*%d+%d ok = %v", x, b.lo, b.hi, ok)
		}
		check("mulAdd", m, want)
		for range 3 {
			i := uint(rng.IntN(128))
			if a.bit(i) != uint64(x.Bit(int(i))) || a.reverse().bit(127-i) != a.bit(i) {
				t.Fatalf("bit %d of %v", i, x)
			}
		}
	}
	if got := (u128{}).trailingZeros(); got != 128 {
		t.Errorf("trailingZeros 0 = %d", got)
	}
}

func TestAddrRoundTrip(t *testing.T) {
	for _, s := range []string{"0.0.0.0", "255.255.255.255", "192.0.2.1", "::", "::ffff:192.0.2.1", "2001:db8::1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"} {
		a := netip.MustParseAddr(s)
		n, w := fromAddr(a)
		if got := toAddr(n, w); got != a {
			t.Errorf("%v comes back as %v", a, got)
		}
	}
}
