// Package classes caches the classes of addresses by their first bits.
package classes

import (
	"net/netip"
	"sync"
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

	mu    sync.Mutex
	whole map[classify.Class]*stretch // those of one class, so few that they stay at hand
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
			s = c.learn(it, length)
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
func (c *Cache) learn(it *ip.Item, length int) *stretch {
	class := classify.ClassifyPrefix(netip.PrefixFrom(it.Addr(), length).Masked())
	if _, ok := class.Key(); !ok || class.Scope == classify.ScopeMixed || class.Type == classify.IPv4Mapped {
		if length < 32 {
			return &stretch{below: new([256]atomic.Pointer[stretch])}
		}
		return &stretch{split: true}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.whole[class]
	if s == nil {
		if c.whole == nil {
			c.whole = make(map[classify.Class]*stretch)
		}
		s = &stretch{class: class}
		c.whole[class] = s
	}
	return s
}
