// Package classes caches the classes of addresses by their first bits.
package classes

import (
	"net/netip"
	"sync/atomic"

	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/internal/ip"
)

// A Cache returns the classes of addresses. Nearly all addresses with the same first
// 16 bits have one class, and most others share it with those of the same 24 or 32
// bits, so that most classes are looked up once. A Cache is safe for concurrent use
// and takes little more than a megabyte. The zero Cache is empty.
type Cache struct {
	by16 [2][1 << 16]atomic.Pointer[stretch] // IPv6, IPv4
}

// A stretch is the set of addresses with the same first bits.
type stretch struct {
	class classify.Class
	below *[256]atomic.Pointer[stretch] // by the next octet, where they have several classes
	split bool                          // they have, and 32 bits do not decide
}

// Of returns the class of the address of an item; its prefix length is ignored.
func (c *Cache) Of(it *ip.Item) classify.Class {
	top, family := it.Top(), 0
	if it.Is4() {
		family = 1
	}
	slot := &c.by16[family][top>>16]
	for length := 16; ; {
		s := slot.Load()
		if s == nil {
			s = learn(it, length)
			slot.Store(s)
		}
		switch {
		case s.below != nil:
			length += 8
			slot = &s.below[top>>(32-length)&0xff]
		case s.split:
			return classify.Classify(it.Addr())
		default:
			return s.class
		}
	}
}

// learn returns the stretch of the addresses that share the first length bits of an
// item.
func learn(it *ip.Item, length int) *stretch {
	p := netip.PrefixFrom(it.Addr(), length).Masked()
	s := &stretch{class: classify.ClassifyPrefix(p)}
	if _, ok := s.class.Key(); ok && s.class.Scope != classify.ScopeMixed && s.class.Type != classify.IPv4Mapped {
		return s
	}
	if length < 32 {
		s.below = new([256]atomic.Pointer[stretch])
	} else {
		s.split = true
	}
	return s
}
