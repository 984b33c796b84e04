package subnet

import (
	"slices"
	"strings"

	"github.com/hextet/hextet/addr"
)

// kinds are the names of a type of small numbers, by number; the first is that of
// a number without a name.
type kinds[K ~uint8] []string

func (names kinds[K]) name(k K) string {
	if int(k) >= len(names) {
		k = 0
	}
	return names[k]
}

func (names kinds[K]) marshal(k K) ([]byte, error) { return []byte(names.name(k)), nil }

// parse is the inverse of name; the name of number 0 is no kind.
func (names kinds[K]) parse(s string) (K, error) {
	i := slices.Index(names, s)
	if i <= 0 {
		return 0, &addr.Error{Input: s, Offset: -1, Reason: "must be one of " + strings.Join(names[1:], ", ")}
	}
	return K(i), nil
}

func (names kinds[K]) unmarshal(k *K, text []byte) (err error) {
	*k, err = names.parse(string(text))
	return err
}
