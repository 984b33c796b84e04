package privacy

import (
	"crypto/sha1"
	"encoding"
	"encoding/binary"
	"math/rand/v2"
	"testing"
)

// sha1State returns the first two words of crypto/sha1's state after one block.
func sha1State(t testing.TB, block []byte) (uint32, uint32) {
	t.Helper()
	h := sha1.New()
	h.Write(block)
	b, err := h.(encoding.BinaryMarshaler).MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	return binary.BigEndian.Uint32(b[4:]), binary.BigEndian.Uint32(b[8:])
}

func TestSHA1Block(t *testing.T) {
	r := rand.NewChaCha8([32]byte{1})
	for range 2000 {
		var block [64]byte
		r.Read(block[:])
		h0, h1 := sha1Block(block)
		if w0, w1 := sha1State(t, block[:]); h0 != w0 || h1 != w1 {
			t.Fatalf("sha1Block(%x) = %08x %08x, want %08x %08x", block, h0, h1, w0, w1)
		}
	}
}

func BenchmarkSHA1Block(b *testing.B) {
	var block [64]byte
	for b.Loop() {
		sha1Block(block)
	}
}

func BenchmarkSHA1BlockStd(b *testing.B) {
	var block [64]byte
	for b.Loop() {
		sha1State(b, block[:])
	}
}
