package cmd

import (
	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/classify"
)

// scopes is above every scope of a group.
const scopes = 16

// keyOf returns the Class.Key of l, which begins with top, where Key32 does not.
func keyOf(l *addr.Line, top uint32) int {
	if l.Is4() {
		return classify.Key4(top)
	}
	n := l.Number()
	return classify.Key6(n.Hi, n.Lo)
}

// numberClass returns the class of a, of which key is the key.
func numberClass(key int, a addr.Number) classify.Class {
	if a.Is4 {
		return classify.Class4(key, uint32(a.Lo))
	}
	return classify.Class6(key, a.Hi, a.Lo)
}
