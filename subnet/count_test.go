package subnet

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/hextet/hextet/internal/ip"
)

func TestCount(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	for range 5000 {
		c, d := countOf(someUint128(rng)), countOf(someUint128(rng))
		if got, want := c.String(), c.Big().String(); got != want {
			t.Fatalf("String = %s, want %s", got, want)
		}
		if got, want := c.Cmp(d), c.Big().Cmp(d.Big()); got != want {
			t.Fatalf("Cmp(%v, %v) = %d", c, d, got)
		}
		if sum := new(big.Int).Add(c.Big(), d.Big()); sum.BitLen() <= 128 && c.add(d).Big().Cmp(sum) != 0 {
			t.Fatalf("%v + %v = %v", c, d, c.add(d))
		}
	}
	for n := range 129 {
		if got, ok := pow2(n).Log2(); !ok || got != n {
			t.Errorf("Log2(2^%d) = %d, %v", n, got, ok)
		}
		if n > 1 {
			if _, ok := countOf(ip.Ones(uint(n)).Dec()).Log2(); ok {
				t.Errorf("2^%d-1 passes for a power of two", n)
			}
		}
	}
	if got := pow2(128).String(); got != "340282366920938463463374607431768211456" {
		t.Errorf("2^128 = %s", got)
	}
	if half := pow2(127); half.add(half) != pow2(128) {
		t.Errorf("2^127 + 2^127 = %v", half.add(half))
	}
	var zero Count
	if _, ok := zero.Log2(); ok || zero.String() != "0" || !zero.IsZero() || zero.Big().Sign() != 0 {
		t.Error("the zero Count is not 0")
	}
	buf := make([]byte, 0, 64)
	c := countOf(ip.Uint128{Hi: 1 << 60, Lo: 5})
	if n := testing.AllocsPerRun(100, func() { buf = c.AppendTo(buf[:0]) }); n != 0 {
		t.Errorf("AppendTo allocates %v times", n)
	}
}
