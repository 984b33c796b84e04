package privacy

import "testing"

func TestSipHash24(t *testing.T) {
	var key [16]byte
	for k := range key {
		key[k] = byte(k)
	}
	// The outputs of the reference implementation for the messages "", 00,
	// 00 01, ...; the one of 15 bytes is in the paper, appendix A.
	for n, want := range map[int]uint64{
		0: 0x726fdb47dd0e0e31, 1: 0x74f839c593dc67fd, 2: 0x0d6c8009d9a94f5a, 3: 0x85676696d7fb7e2d,
		15: 0xa129ca6149be45e5,
	} {
		msg := make([]byte, n)
		for k := range msg {
			msg[k] = byte(k)
		}
		if got := sipHash24(&key, msg); got != want {
			t.Errorf("%d bytes: %#x, want %#x", n, got, want)
		}
	}
}
