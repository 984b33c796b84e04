package cmd

import (
	"sync/atomic"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/classify"
)

// scopes is above every scope of a group.
const scopes = 16

// keyOf returns the Class.Key of l, which begins with top, and where what goes with
// that is kept: by key, and for IPv6 groups, whose scope differs, by scope behind the
// keys.
func keyOf(l *addr.Line, top uint32) (key, at int) {
	if l.Is4() {
		key = classify.Key4(top)
		return key, key
	}
	key, ok := classify.Key32(top)
	if !ok {
		key = classify.Key6(l.Hi(), l.Lo())
	}
	if top>>24 == 0xff {
		return key, classify.MaxKey + int(top>>16%scopes)
	}
	return key, key
}

// numberClass returns the class of a, of which key is the key.
func numberClass(key int, a addr.Number) classify.Class {
	if a.Is4 {
		return classify.Class4(key, uint32(a.Lo))
	}
	return classify.Class6(key, a.Hi, a.Lo)
}

// byTop remembers what goes with addresses by their first 16 bits, where it is the same
// for all that begin so: of nearly all but those of 2001::/16.
type byTop[T any] struct {
	slots   [2 << 16]atomic.Pointer[T] // IPv4 in the second half
	several T                          // in a slot of addresses that differ
}

func (b *byTop[T]) slot(l *addr.Line, top uint32) *atomic.Pointer[T] {
	at := top >> 16
	if l.Is4() {
		at += 1 << 16
	}
	return &b.slots[at%uint32(len(b.slots))]
}

// learn fills the slot of l, which begins with top, with p, which goes with the key of
// l and, if l is an IPv6 group, its scope.
func (b *byTop[T]) learn(l *addr.Line, top uint32, p *T) {
	// Keys rise with the addresses.
	same := false
	if top >>= 16; l.Is4() {
		same = classify.Key4(top<<16) == classify.Key4(top<<16|0xffff)
	} else {
		first := uint64(top) << 48
		same = classify.Key6(first, 0) == classify.Key6(first|1<<48-1, 1<<64-1)
	}
	if !same {
		p = &b.several
	}
	b.slot(l, top<<16).Store(p)
}
