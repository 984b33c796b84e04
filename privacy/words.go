package privacy

import (
	"slices"
	"strings"

	"github.com/hextet/hextet/addr"
)

// wordOf returns the word for k from a table that has none for the unknown kind.
func wordOf[K ~uint8](words []string, k K) string {
	if int(k) < len(words) {
		return words[k]
	}
	return "unknown"
}

// parseWord is the inverse of wordOf. The error is an [*addr.Error] with the reason.
func parseWord[K ~uint8](words []string, s, reason string) (K, error) {
	if k := slices.Index(words, s); k >= 0 {
		return K(k), nil
	}
	return 0, &addr.Error{Input: strings.Clone(s), Offset: -1, Reason: reason}
}
