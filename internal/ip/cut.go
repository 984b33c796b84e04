package ip

import (
	"math/bits"
	"slices"
)

// AppendCut is [Item.AppendCanonical] with all bits of the address after the first n
// cleared.
func (it *Item) AppendCut(dst []byte, n int) []byte {
	if it.is4 {
		cut := *it
		cut.words[quadWord] &^= ^uint32(0) >> n
		return cut.AppendCanonical(dst, QuadAuto)
	}
	g := *(*[8]uint32)(it.words[:])
	w := n / 16
	if part := n % 16; part != 0 {
		top := bits.ReverseBytes32(uint32(pairValue(uint64(g[w])))) &^ (^uint32(0) >> part)
		g[w] = uint32(hexWords(top))
		w++
	}
	clear(g[w:])
	if QuadAuto.may(&g) {
		cut := *it
		copy(cut.words[:], g[:])
		return cut.AppendCanonical(dst, QuadAuto)
	}
	dst = slices.Grow(dst, lineOut)
	dst = dst[:len(dst)+putGroups((*[TextRoom]byte)(dst[len(dst):len(dst)+TextRoom]), &g)]
	if it.Zone == "" && it.Length < 0 {
		return dst
	}
	return it.appendRest(dst)
}
