package ip

import (
	"errors"
	"strconv"
)

// Word returns the word for the kind k in a table of words; the first, which is for
// the unknown kind, where there is none.
func Word[K ~uint8](words []string, k K) string {
	if int(k) >= len(words) {
		k = 0
	}
	return words[k]
}

// UnmarshalWord sets k to the kind that has the word text, which "unknown" is not; what
// names such kinds for the error.
func UnmarshalWord[K ~uint8](k *K, words []string, what string, text []byte) error {
	for i, w := range words {
		if w == string(text) && w != "unknown" {
			*k = K(i)
			return nil
		}
	}
	return errors.New("unknown " + what + " " + strconv.Quote(string(text)))
}
