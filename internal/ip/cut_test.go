package ip

import (
	"math/rand/v2"
	"testing"
)

func TestAppendCut(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for n := range 129 {
		for range 20 {
			a := Addr6(r.Uint64(), r.Uint64())
			if n <= 32 && r.IntN(2) == 0 {
				a = Addr4(r.Uint32())
			}
			var it Item
			if text := a.String(); !it.ScanText(text) {
				t.Fatalf("ScanText(%q) fails", text)
			}
			it.Length = 7
			p, _ := a.Prefix(n)
			if got, want := string(it.AppendCut([]byte("x"), n)), "x"+p.Addr().String()+"/7"; got != want {
				t.Errorf("%v cut to %d bits is %s, want %s", a, n, got, want)
			}
		}
	}
}
