package subnet

import (
	"iter"
	"math/bits"

	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/subnet"
)

// kept holds items in a Sorter, together with their original text. Most texts are
// canonical and can be generated again, so only the others are stored.
type kept struct {
	subnet.Sorter
	n       int
	odd     []uint64  // a bit for each item, set if its text is stored
	before  []uint32  // number of texts stored before each word of odd
	places  placeList // of the stored texts
	pieces  [][]byte
	scratch []byte
	touched byte // bytes read ahead, see ahead
	strange bool // an item is not Known or has a zone, so texts may have labels and need quotes
}

// pieceSize is the size of a piece of text, unless a single text is longer.
const pieceSize = 1 << 20

// add adds an item whose original text is in.Text.
func (k *kept) add(it subnet.Item, in *ip.Item) {
	k.Sorter.Add(it)
	k.strange = k.strange || !in.Known || in.Zone != ""
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

// addWith adds an item with a text to write instead of it.
func (k *kept) addWith(it subnet.Item, text string) {
	k.Sorter.Add(it)
	k.mark(true)
	k.keep(text)
}

// addRest adds an item with the text that follows it.
func (k *kept) addRest(it subnet.Item, rest string) {
	k.Sorter.Add(it)
	k.mark(rest != "")
	if rest != "" {
		k.keep(rest)
	}
}

// rest returns the text that follows the item with that index.
func (k *kept) rest(index int) []byte {
	if k.places.n == 0 {
		return nil
	}
	return k.text(index, nil)
}

// mark counts an item and records whether its text is stored.
func (k *kept) mark(odd bool) {
	if k.n%64 == 0 {
		k.odd = append(k.odd, 0)
		k.before = append(k.before, uint32(k.places.n))
	}
	if odd {
		k.odd[k.n/64] |= 1 << (k.n % 64)
	}
	k.n++
}

func (k *kept) keep(text string) {
	n := len(k.pieces)
	if n == 0 || len(k.pieces[n-1])+len(text) > pieceSize {
		var piece []byte // the first one grows as needed, since there may be little text
		if n > 0 {
			piece = make([]byte, 0, max(pieceSize, len(text)))
		}
		k.pieces = append(k.pieces, piece)
		n++
	}
	piece := &k.pieces[n-1]
	k.places.add(place(n-1)<<48 | place(len(*piece))<<24 | place(len(text)))
	*piece = append(*piece, text...)
}

// text returns the original text of the item with that index, which is canonical unless
// another was stored.
func (k *kept) text(index int, canonical []byte) []byte {
	if p, ok := k.place(index); ok {
		return p.in(k.pieces)
	}
	return canonical
}

// place returns where the text of the item with that index is kept, if it is.
func (k *kept) place(index int) (p place, ok bool) {
	if k.places.n == k.n {
		return k.places.at(index), true
	}
	word, bit := index/64, uint(index%64)
	if k.odd[word]>>bit&1 == 0 {
		return 0, false
	}
	return k.places.at(int(k.before[word]) + bits.OnesCount64(k.odd[word]&(1<<bit-1))), true
}

// indices yields the indices of the items in order, with no text.
func (k *kept) indices(o subnet.Sorting) iter.Seq2[int, []byte] {
	return func(yield func(int, []byte) bool) {
		for i := range k.Indices(o) {
			if !yield(i, nil) {
				return
			}
		}
	}
}

// ahead yields what items yields: the index of an item and its text, which may be nil.
// Stored texts are scattered in memory, so it touches those of many items before it
// yields the first: the processor can wait for several cache misses at once.
func (k *kept) ahead(items iter.Seq2[int, []byte]) iter.Seq2[int, []byte] {
	return func(yield func(int, []byte) bool) {
		var indices, ends [64]int
		var texts []byte
		n := 0
		flush := func() bool {
			var places [len(indices)]place
			kept := 0
			for _, index := range indices[:n] {
				if p, ok := k.place(index); ok {
					places[kept] = p
					kept++
				}
			}
			for _, p := range places[:kept] {
				if text := p.in(k.pieces); len(text) > 0 {
					k.touched ^= text[0] ^ text[len(text)-1]
				}
			}
			start := 0
			for i, index := range indices[:n] {
				if !yield(index, texts[start:ends[i]]) {
					return false
				}
				start = ends[i]
			}
			n, texts = 0, texts[:0]
			return true
		}
		for index, text := range items {
			texts = append(texts, text...)
			indices[n], ends[n] = index, len(texts)
			if n++; n == len(indices) && !flush() {
				return
			}
		}
		flush()
	}
}

// A place is the position of a stored text: its piece, its start in the piece, and its
// length.
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

// A placeList is many places, in chunks, so that it grows without copies.
type placeList struct {
	chunks [][]place
	n      int
}

const placeChunk = 1 << 12

func (l *placeList) add(p place) {
	if l.n%placeChunk == 0 {
		var chunk []place // the first grows as well
		if l.n > 0 {
			chunk = make([]place, 0, placeChunk)
		}
		l.chunks = append(l.chunks, chunk)
	}
	last := &l.chunks[l.n/placeChunk]
	*last = append(*last, p)
	l.n++
}

func (l *placeList) at(i int) place { return l.chunks[uint(i)/placeChunk][uint(i)%placeChunk] }
