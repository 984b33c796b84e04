package ip

import (
	"errors"
	"strconv"
)

// Word returns the word for the kind k in a table of words, or the first word, that of
// the unknown kind, if k has none.
func Word[K ~uint8](words []string, k K) string {
	if int(k) >= len(words) {
		k = 0
	}
	return words[k]
}

// UnmarshalWord sets k to the kind whose word is text; "unknown" is an error. what
// describes such kinds in the error.
func UnmarshalWord[K ~uint8](k *K, words []string, what string, text []byte) error {
	for i, w := range words {
		if w == string(text) && w != "unknown" {
			*k = K(i)
			return nil
		}
	}
	return errors.New("unknown " + what + " " + strconv.Quote(string(text)))
}
