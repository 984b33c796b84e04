package subnet

import (
	"iter"
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
	places  []place  // of the texts
	pieces  [][]byte
	scratch []byte
	touched byte // of texts, see emitTexts
}

// pieceSize is the size of a piece of text, unless a single text is longer.
const pieceSize = 1 << 20

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

// addWith adds it with a text to write in its place.
func (k *kept) addWith(it subnet.Item, text string) {
	k.Sorter.Add(it)
	k.mark(true)
	k.keep(text)
}

// addRest adds it with what follows it.
func (k *kept) addRest(it subnet.Item, rest string) {
	k.Sorter.Add(it)
	k.mark(rest != "")
	if rest != "" {
		k.keep(rest)
	}
}

// rest returns what follows the item with that index.
func (k *kept) rest(index int) []byte {
	if len(k.places) == 0 {
		return nil
	}
	return k.text(index, nil)
}

// mark counts an item and notes whether its text is kept.
func (k *kept) mark(odd bool) {
	if k.n%64 == 0 {
		k.odd = append(k.odd, 0)
		k.before = append(k.before, uint32(len(k.places)))
	}
	if odd {
		k.odd[k.n/64] |= 1 << (k.n % 64)
	}
	k.n++
}

func (k *kept) keep(text string) {
	n := len(k.pieces)
	if n == 0 || len(k.pieces[n-1])+len(text) > pieceSize {
		var piece []byte // the first grows, since there may not be much
		if n > 0 {
			piece = make([]byte, 0, max(pieceSize, len(text)))
		}
		k.pieces = append(k.pieces, piece)
		n++
	}
	piece := &k.pieces[n-1]
	k.places = append(k.places, place(n-1)<<48|place(len(*piece))<<24|place(len(text)))
	*piece = append(*piece, text...)
}

// text returns the text of the item with that index, as it was given; canonical is what
// it is otherwise.
func (k *kept) text(index int, canonical []byte) []byte {
	if len(k.places) == k.n {
		return k.places[index].in(k.pieces)
	}
	word, bit := index/64, uint(index%64)
	if k.odd[word]>>bit&1 == 0 {
		return canonical
	}
	return k.places[int(k.before[word])+bits.OnesCount64(k.odd[word]&(1<<bit-1))].in(k.pieces)
}

// emitTexts calls emit for the texts of items, all of which are kept, until it returns
// false. Texts and places are all over memory: it asks for many of them before it needs
// the first, since a processor waits for several at once as long as for one.
func (k *kept) emitTexts(order iter.Seq[int], emit func([]byte) bool) {
	var items [64]int
	var batch [len(items)]place
	n := 0
	flush := func() bool {
		for i, item := range items[:n] {
			batch[i] = k.places[item]
		}
		for _, p := range batch[:n] {
			if text := p.in(k.pieces); len(text) > 0 {
				k.touched ^= text[0] ^ text[len(text)-1]
			}
		}
		for _, p := range batch[:n] {
			if !emit(p.in(k.pieces)) {
				return false
			}
		}
		n = 0
		return true
	}
	for item := range order {
		items[n] = item
		if n++; n == len(items) && !flush() {
			return
		}
	}
	flush()
}

// A place is where a text is kept: its piece, where it begins there, and its length.
//
//	63        48 47        24 23         0
//	+-----------+------------+------------+
//	|   piece   |   start    |   length   |
//	+-----------+------------+------------+
type place uint64

func (p place) in(pieces [][]byte) []byte {
	start, length := p>>24&(1<<24-1), p&(1<<24-1)
	return pieces[p>>48][start:][:length]
}
