package cmd

import (
	"bytes"
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

// A quadPlace is where the IPv4 address is that makes the detail of one address differ
// from that of another with the same key.
type quadPlace uint8

const (
	noQuad  quadPlace = iota
	quadLow           // the last 32 bits
	quad6to4
)

// cutQuad cuts the detail of a, whose class is c, where it has the IPv4 address. place is
// noQuad if other things differ as well.
func cutQuad(detail []byte, c classify.Class, a addr.Number) (before, after []byte, place quadPlace) {
	v := uint32(a.Lo)
	switch c.Type {
	case classify.IPv4Mapped, classify.IPv4Compatible, classify.IPv4Translated, classify.NAT64:
		place = quadLow
	case classify.SixToFour:
		v, place = uint32(a.Hi>>16), quad6to4
	default:
		return nil, nil, noQuad
	}
	before, after, found := bytes.Cut(detail, addr.AppendQuad(nil, v))
	if !found {
		return nil, nil, noQuad
	}
	return before, after, place
}

// of returns the IPv4 address in l, which is not noQuad's.
func (p quadPlace) of(l *addr.Line) uint32 {
	if p == quad6to4 {
		return uint32(l.Hi() >> 16)
	}
	return uint32(l.Lo())
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
