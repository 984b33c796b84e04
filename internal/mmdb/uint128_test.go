package mmdb

import (
	"math/big"
	"math/rand/v2"
	"testing"
)

func TestAppendUint128(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 1000 {
		hi, lo := r.Uint64()>>r.IntN(65), r.Uint64()>>r.IntN(65)
		want := new(big.Int).Add(new(big.Int).Lsh(new(big.Int).SetUint64(hi), 64), new(big.Int).SetUint64(lo))
		if got := string(appendUint128(nil, hi, lo)); got != want.String() {
			t.Fatalf("%x %x is %s, want %s", hi, lo, got, want)
		}
	}
	if got := string(appendUint128(nil, 0x4b3b4ca85a86c47a, 0x098a224000000000)); got != "100000000000000000000000000000000000000" {
		t.Errorf("10^38 is %s", got)
	}
}
