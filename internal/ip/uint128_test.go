package ip

import (
	"math/big"
	"math/rand/v2"
	"testing"
)

func (a Uint128) big() *big.Int {
	b := new(big.Int).SetUint64(a.Hi)
	return b.Lsh(b, 64).Or(b, new(big.Int).SetUint64(a.Lo))
}

// someUint128 returns numbers that are dense where carries and borders are.
func someUint128(rng *rand.Rand) Uint128 {
	a := Uint128{rng.Uint64(), rng.Uint64()}.Rsh(uint(rng.IntN(129)))
	switch rng.IntN(4) {
	case 0:
		a = Ones(uint(a.BitLen()))
	case 1:
		a = Uint128{0, 1}.Lsh(uint(a.BitLen()))
	}
	return a
}

func TestUint128(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 128))
	mod := new(big.Int).Lsh(big.NewInt(1), 128)
	for range 20000 {
		a, b, n := someUint128(rng), someUint128(rng), uint(rng.IntN(129))
		x, y := a.big(), b.big()
		check := func(name string, got Uint128, want *big.Int) {
			t.Helper()
			want.Mod(want, mod)
			if got.big().Cmp(want) != 0 {
				t.Fatalf("%s of %v, %v, %d = %v, want %v", name, x, y, n, got.big(), want)
			}
		}
		check("Add", a.Add(b), new(big.Int).Add(x, y))
		check("Sub", a.Sub(b), new(big.Int).Sub(x, y))
		check("And", a.And(b), new(big.Int).And(x, y))
		check("Or", a.Or(b), new(big.Int).Or(x, y))
		check("Xor", a.Xor(b), new(big.Int).Xor(x, y))
		check("AndNot", a.AndNot(b), new(big.Int).AndNot(x, y))
		check("Lsh", a.Lsh(n), new(big.Int).Lsh(x, n))
		check("Rsh", a.Rsh(n), new(big.Int).Rsh(x, n))
		check("Ones", Ones(n), new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), n), big.NewInt(1)))
		check("Not", a.Not(), new(big.Int).Not(x))
		check("Inc", a.Inc(), new(big.Int).Add(x, big.NewInt(1)))
		check("Dec", a.Dec(), new(big.Int).Sub(x, big.NewInt(1)))
		check("Mask", Mask(n), new(big.Int).Lsh(new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), n), big.NewInt(1)), 128-n))
		at, size := uint(rng.IntN(129)), uint(rng.IntN(65))
		size = min(size, 128-at)
		field := new(big.Int).Rsh(new(big.Int).Lsh(x, at).And(new(big.Int).Lsh(x, at), new(big.Int).Sub(mod, big.NewInt(1))), 128-size)
		check("Field", Uint128{Lo: a.Field(at, size)}, field)
		if size > 0 {
			hole := a.AndNot(Mask(at + size).AndNot(Mask(at)))
			if got := hole.WithField(at, size, a.Field(at, size)); got != a {
				t.Fatalf("WithField(%d, %d) of %v = %v", at, size, x, got.big())
			}
		}
		if got := FromAddr(a.Addr6()); got != a {
			t.Fatalf("%v comes back from an address as %v", x, got.big())
		}
		if got := a.Compare(b); got != x.Cmp(y) {
			t.Fatalf("Compare %v %v = %d", x, y, got)
		}
		if got := a.BitLen(); got != x.BitLen() {
			t.Fatalf("BitLen %v = %d", x, got)
		}
		if got := a.TrailingZeros(); !a.IsZero() && got != int(x.TrailingZeroBits()) {
			t.Fatalf("TrailingZeros %v = %d", x, got)
		}
		if d := b.Lo; d != 0 {
			q, r := a.Div(d)
			wq, wr := new(big.Int).DivMod(x, new(big.Int).SetUint64(d), new(big.Int))
			check("Div", q, wq)
			check("rem", Uint128{0, r}, wr)
		}
		m, ok := a.MulAdd(b.Lo, b.Hi)
		want := new(big.Int).Mul(x, new(big.Int).SetUint64(b.Lo))
		want.Add(want, new(big.Int).SetUint64(b.Hi))
		if ok != (want.BitLen() <= 128) {
			t.Fatalf("MulAdd %v*%d+%d ok = %v", x, b.Lo, b.Hi, ok)
		}
		check("MulAdd", m, want)
		for range 3 {
			i := uint(rng.IntN(128))
			if a.Bit(i) != uint64(x.Bit(int(i))) || a.Reverse().Bit(127-i) != a.Bit(i) {
				t.Fatalf("Bit %d of %v", i, x)
			}
		}
	}
	if got := (Uint128{}).TrailingZeros(); got != 128 {
		t.Errorf("TrailingZeros 0 = %d", got)
	}
}
