package privacy

import "crypto/sha256"

// hmac256 is HMAC-SHA-256 (RFC 2104) with precomputed key blocks. Unlike
// crypto/hmac it does not allocate for short messages and is safe for concurrent
// use.
type hmac256 struct {
	inner, outer [64]byte
}

func newHMAC256(key []byte) (h hmac256) {
	var k [64]byte
	if len(key) > len(k) {
		sum := sha256.Sum256(key)
		key = sum[:]
	}
	copy(k[:], key)
	for i, c := range k {
		h.inner[i], h.outer[i] = c^0x36, c^0x5c
	}
	return h
}

// sum returns the HMAC of msg.
func (h *hmac256) sum(msg []byte) [32]byte {
	var store [256]byte
	b := append(store[:0], h.inner[:]...)
	b = append(b, msg...)
	in := sha256.Sum256(b)
	b = append(store[:0], h.outer[:]...)
	b = append(b, in[:]...)
	return sha256.Sum256(b)
}
