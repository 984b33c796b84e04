package privacy

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"testing"
)

func TestHMAC256(t *testing.T) {
	for _, keyLen := range []int{0, 1, 16, 36, 63, 64, 65, 200} {
		for _, n := range []int{0, 1, 63, 64, 100, 191, 192, 193, 1000} {
			key, msg := bytes.Repeat([]byte{0xa5}, keyLen), bytes.Repeat([]byte{7}, n)
			std := hmac.New(sha256.New, key)
			std.Write(msg)
			h := newHMAC256(key)
			if got := h.sum(msg); !bytes.Equal(got[:], std.Sum(nil)) {
				t.Errorf("key of %d, message of %d bytes: %x, want %x", keyLen, n, got, std.Sum(nil))
			}
		}
	}
}
