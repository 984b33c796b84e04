package subnet

import (
	"math/bits"

	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/subnet"
)

// kept are items in a Sorter with their texts as they were given. Most texts are
// canonical and can be written again, so only the others take room.
type kept struct {
	subnet.Sorter
	n       int
	odd     []uint64 // a bit for each item whose text is kept
	before  []uint32 // how many texts are kept before each word of odd
	starts  []uint64 // of each text: its piece and its place in it
	pieces  [][]byte
	scratch []byte
}

// pieceBits is the size of a piece of text, and the most that a line can be.
const pieceBits = 20

// add adds it, which was given as in.Text.
func (k *kept) add(it subnet.Item, in *ip.Item) {
	k.Sorter.Add(it)
	if in.Known {
		k.scratch = in.AppendCanonical(k.scratch[:0], ip.QuadAuto)
	} else {
		k.scratch = it.AppendTo(k.scratch[:0])
	}
	k.mark(string(k.scratch) != in.Text)
	if string(k.scratch) != in.Text {
		k.keep(in.Text)
	}
}

// addWith adds it with a text of its own that stands for it.
func (k *kept) addWith(it subnet.Item, text string) {
	k.Sorter.Add(it)
	k.mark(true)
	k.keep(text)
}

// mark counts an item and notes whether its text is kept.
func (k *kept) mark(odd bool) {
	if k.n%64 == 0 {
		k.odd = append(k.odd, 0)
		k.before = append(k.before, uint32(len(k.starts)))
	}
	if odd {
		k.odd[k.n/64] |= 1 << (k.n % 64)
	}
	k.n++
}

func (k *kept) keep(text string) {
	n := len(k.pieces)
	if n == 0 || len(k.pieces[n-1])+len(text) > 1<<pieceBits {
		k.pieces = append(k.pieces, nil)
		n++
	}
	piece := &k.pieces[n-1]
	k.starts = append(k.starts, uint64(n-1)<<pieceBits|uint64(len(*piece)))
	*piece = append(*piece, text...)
}

// appendText appends the text of an item of k as it was given.
func (k *kept) appendText(b []byte, e subnet.Entry) []byte {
	word, bit := e.Index/64, uint(e.Index%64)
	if k.odd[word]>>bit&1 == 0 {
		return e.AppendTo(b)
	}
	at := int(k.before[word]) + bits.OnesCount64(k.odd[word]&(1<<bit-1))
	start := k.starts[at]
	piece := k.pieces[start>>pieceBits]
	end := uint64(len(piece))
	if at+1 < len(k.starts) && k.starts[at+1]>>pieceBits == start>>pieceBits {
		end = k.starts[at+1] & (1<<pieceBits - 1)
	}
	return append(b, piece[start&(1<<pieceBits-1):end]...)
}
