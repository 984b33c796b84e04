package cmd

import (
	"slices"
	"strings"
	"sync/atomic"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/classify"
)

// classifyText writes the usual row of text: address, type, scope, detail. It
// must write what the fields of classifyTable would.
type classifyText struct {
	// tails has what stands behind the address by Class.Key, as far as that is
	// the same for all addresses of a key; for IPv6 groups by their scope.
	tails  [classify.MaxKey + scopes]atomic.Pointer[tail]
	mapped [classify.MaxKey]atomic.Pointer[tail] // by the key of the IPv4 address

	byTop byTop[tail]
}

// A tail is text of n bytes. One size for all makes copying it cheap.
type tail struct {
	text  [tailRoom]byte
	n     int // 0 where even the scope is not the same for all
	key   int
	whole bool      // the newline is in it
	quad  quadPlace // what follows is this and end
	end   [tailRoom]byte
	endN  int
}

const tailRoom = 64

// appendClassified is Op.Append: the same row, for any item.
func appendClassified(dst []byte, item string) ([]byte, error) {
	it, err := addr.ParseItem(item)
	if err != nil {
		return dst, err
	}
	if strings.IndexByte(it.Zone, '\\') >= 0 {
		it.Zone = strings.ReplaceAll(it.Zone, `\`, `\\`) // as in every column
	}
	dst = addr.AppendCanonical(dst, it, addr.MixedAuto)
	if it.IsPrefix() {
		p := it.Prefix()
		c := classify.ClassifyPrefix(p)
		return c.AppendPrefixDetail(appendClass(dst, c), p), nil
	}
	c := classify.Classify(it.Addr)
	return c.AppendDetail(appendClass(dst, c), it.Addr), nil
}

// appendClass appends the columns between address and detail.
func appendClass(dst []byte, c classify.Class) []byte {
	dst = append(dst, '\t')
	dst = append(dst, c.Type.String()...)
	dst = append(dst, '\t')
	dst = append(dst, c.Scope.String()...)
	return append(dst, '\t')
}

// lines is Op.Lines.
func (t *classifyText) lines(dst, src []byte) ([]byte, int) {
	byTop := &t.byTop
	var l addr.Line
	done := 0
	for done < len(src) {
		_, n := l.Read(src[done:])
		if n == 0 {
			break
		}
		done += n
		out := l.AppendTo(dst, addr.MixedAuto)
		top := l.Top()
		tail := byTop.slot(&l, top).Load()
		if tail == nil || tail == &byTop.several {
			known := tail != nil
			tail = t.tailOf(&l, top)
			if !known {
				byTop.learn(&l, top, tail)
			}
		}
		if out = slices.Grow(out, tailRoom); tail.n > 0 {
			*(*[tailRoom]byte)(out[len(out):][:tailRoom]) = tail.text
			if dst = out[:len(out)+tail.n]; tail.whole {
				continue
			}
			if tail.quad != noQuad {
				out = slices.Grow(addr.AppendQuad(dst, tail.quad.of(&l)), tailRoom)
				*(*[tailRoom]byte)(out[len(out):][:tailRoom]) = tail.end
				dst = out[:len(out)+tail.endN]
				continue
			}
		}
		a := l.Number()
		if tail.n == 0 {
			dst = appendClass(out, numberClass(tail.key, a))
		}
		dst = append(appendDetail(dst, tail.key, a), '\n')
	}
	return dst, done
}

// tailOf returns the tail of the addresses like l, which begins with top.
func (t *classifyText) tailOf(l *addr.Line, top uint32) *tail {
	var slot *atomic.Pointer[tail]
	if top == 0 && !l.Is4() && l.Hi() == 0 && l.Lo()>>32 == 0xffff {
		slot = &t.mapped[classify.Key4(uint32(l.Lo()))]
	} else {
		_, at := keyOf(l, top)
		slot = &t.tails[at]
	}
	tail := slot.Load()
	if tail == nil {
		key, _ := keyOf(l, top)
		tail = learn(key, l.Number())
		slot.Store(tail)
	}
	return tail
}

// learn makes the tail of the addresses of a key, of which a is one.
func learn(key int, a addr.Number) *tail {
	c := numberClass(key, a)
	tail := &tail{key: key}
	if c.Type == classify.Multicast && a.Is4 || c.Type == classify.IPv4Mapped && multicast4(uint32(a.Lo)) {
		return tail
	}
	row := appendClass(nil, c)
	detail := append(appendDetail(nil, key, a), '\n')
	before, after, quad := cutQuad(detail, c, a)
	switch {
	case !c.DetailVaries() && len(row)+len(detail) <= tailRoom:
		row, tail.whole = append(row, detail...), true
	case quad != noQuad && len(row)+len(before) <= tailRoom && len(after) <= tailRoom:
		row = append(row, before...)
		tail.quad, tail.endN = quad, copy(tail.end[:], after)
	}
	tail.n = copy(tail.text[:], row)
	return tail
}

// multicast4 reports whether v is a group, whose scope is not that of its key.
func multicast4(v uint32) bool { return v>>28 == 0xe }

func appendDetail(dst []byte, key int, a addr.Number) []byte {
	if a.Is4 {
		return classify.AppendDetail4(dst, key, uint32(a.Lo))
	}
	return classify.AppendDetail6(dst, key, a.Hi, a.Lo)
}
