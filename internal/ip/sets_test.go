package ip

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// TestSets compares the sets with bytes looked at one by one: all of them, and random
// ones of few values beside them.
func TestSets(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for round := range 2000 {
		var p [Window]byte
		for i := range p {
			if p[i] = byte(round + i); round > 255 {
				p[i] = "09afAF:./@Gg`\n\x80\xba\xff"[r.IntN(17)]
			}
		}
		a, b := p[r.IntN(Window)], p[r.IntN(Window)]
		var as, bs, colons, digits uint64
		for i := range Chunk {
			if p[i] == a {
				as |= 1 << i
			}
			if p[i] == b {
				bs |= 1 << i
			}
			if p[i] == ':' {
				colons |= 1 << i
			}
			if HexValue[p[i]] < 16 {
				digits |= 1 << i
			}
		}
		if gotA, gotB := Places((*[Chunk]byte)(p[:]), a, b); gotA != as || gotB != bs {
			t.Fatalf("Places(%q, %q, %q) = %x, %x; want %x, %x", p, a, b, gotA, gotB, as, bs)
		}
		const seen = 1<<40 - 1
		if colon, digit := addressSets(&p); colon&seen != colons&seen || digit&seen != digits&seen {
			t.Fatalf("addressSets(%q) = %x, %x; want %x, %x", p, colon, digit, colons, digits)
		}
	}
}

func TestLastPlaces(t *testing.T) {
	memory := []byte(strings.Repeat("ab", Chunk))
	for n := range Chunk {
		in := uint64(1)<<n - 1
		for _, src := range [][]byte{memory[:n], memory[:n:n]} {
			as, bs := LastPlaces(src, 'a', 'b')
			if want := uint64(0x5555555555555555) & in; as != want || bs != in&^want {
				t.Errorf("LastPlaces of %d bytes = %x, %x", n, as, bs)
			}
		}
	}
}
