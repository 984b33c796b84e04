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
	// the same for all addresses of a key.
	tails [classify.MaxKey]atomic.Pointer[tail]
}

// A tail is text of n bytes. One size for all makes copying it cheap.
type tail struct {
	text  [tailRoom]byte
	n     int  // 0 where even the scope is not the same for all
	whole bool // the newline is in it
}

const tailRoom = 80

// append is Op.Append.
func (t *classifyText) append(dst []byte, item string) ([]byte, error) {
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
	done := 0
	for done < len(src) {
		out, l, n := addr.CanonicalLine(dst, src[done:], addr.MixedAuto)
		if n == 0 || l.Bits >= 0 {
			break
		}
		done += n
		key := keyOf(l)
		tail := t.tails[key].Load()
		if tail == nil {
			tail = t.learn(key, l)
		}
		if out = slices.Grow(out, tailRoom); tail.n > 0 {
			*(*[tailRoom]byte)(out[len(out):][:tailRoom]) = tail.text
			dst = out[:len(out)+tail.n]
		} else {
			dst = appendClass(out, lineClass(key, l))
		}
		if !tail.whole {
			dst = append(appendDetail(dst, key, l), '\n')
		}
	}
	return dst, done
}

// learn makes the tail of the addresses of a key, of which l is one.
func (t *classifyText) learn(key int, l addr.Line) *tail {
	c := lineClass(key, l)
	tail := new(tail)
	row := appendClass(nil, c)
	switch {
	case scopeVaries(c):
		row = nil
	case !c.DetailVaries():
		if whole := append(appendDetail(row, key, l), '\n'); len(whole) <= tailRoom {
			row, tail.whole = whole, true
		}
	}
	tail.n = copy(tail.text[:], row)
	t.tails[key].Store(tail)
	return tail
}

// scopeVaries reports whether addresses with the key of c have several scopes.
func scopeVaries(c classify.Class) bool {
	return c.Type == classify.Multicast || c.Type == classify.IPv4Mapped
}

func keyOf(l addr.Line) int {
	if l.Is4 {
		return classify.Key4(uint32(l.Lo()))
	}
	if key, ok := classify.Key64(l.Hi); ok {
		return key
	}
	return classify.Key6(l.Hi, l.Lo())
}

func lineClass(key int, l addr.Line) classify.Class {
	if l.Is4 {
		return classify.Class4(key, uint32(l.Lo()))
	}
	return classify.Class6(key, l.Hi, l.Lo())
}

func appendDetail(dst []byte, key int, l addr.Line) []byte {
	if l.Is4 {
		return classify.AppendDetail4(dst, key, uint32(l.Lo()))
	}
	return classify.AppendDetail6(dst, key, l.Hi, l.Lo())
}
