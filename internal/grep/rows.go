package grep

import (
	"bytes"
	"cmp"
	"math/bits"
	"slices"
	"sync"

	"github.com/hextet/hextet/internal/ip"
)

// A row is a prefix with a label. An IPv4 prefix is in the upper 32 bits of hi.
type row struct {
	hi, lo uint64
	label  uint32 // offset in the text of the labels
	length uint8
}

// last returns the first 64 bits of the last address in r.
func (r *row) last() uint64 { return r.hi | ^uint64(0)>>r.length }

// contains reports whether the address hi:lo is in r.
func (r *row) contains(hi, lo uint64) bool {
	hi, lo = mask(hi, lo, r.length)
	return r.hi == hi && r.lo == lo
}

// mask returns the first length bits of an address.
func mask(hi, lo uint64, length uint8) (uint64, uint64) {
	if length <= 64 {
		return hi &^ (^uint64(0) >> length), 0
	}
	return hi, lo &^ (^uint64(0) >> (length - 64))
}

// compare orders rows by address, shorter prefixes first.
func (r *row) compare(o *row) int {
	return cmp.Or(cmp.Compare(r.hi, o.hi), cmp.Compare(r.lo, o.lo), cmp.Compare(r.length, o.length))
}

// rows are rows in the order they were added, in chunks, so that nothing is copied as
// they grow.
type rows struct {
	chunks      [][]row
	count       int
	first, last uint64 // the lowest and highest hi
	end         uint64 // the highest last()
}

const rowChunk = 2048

func (rs *rows) add(r row) {
	n := len(rs.chunks) - 1
	if n < 0 || len(rs.chunks[n]) == cap(rs.chunks[n]) {
		size := rowChunk
		if n < 0 {
			size = 8
		}
		rs.chunks = append(rs.chunks, make([]row, 0, size))
		n++
	}
	rs.chunks[n] = append(rs.chunks[n], r)
	rs.widen(r.hi, r.hi, r.last(), 1)
}

// addAll adds all of o, whose labels have shifted by a number.
func (rs *rows) addAll(o *rows, by uint32) {
	if o.count == 0 {
		return
	}
	for _, chunk := range o.chunks {
		for i := range chunk {
			chunk[i].label += by
		}
	}
	rs.chunks = append(rs.chunks, o.chunks...)
	rs.widen(o.first, o.last, o.end, o.count)
}

// widen counts n rows more with the given bounds.
func (rs *rows) widen(first, last, end uint64, n int) {
	if rs.count == 0 {
		rs.first = first
	}
	rs.first, rs.last, rs.end = min(rs.first, first), max(rs.last, last), max(rs.end, end)
	rs.count += n
}

// common returns the longest prefix common to all rows, and its length.
func (rs *rows) common() (hi uint64, length uint8) {
	length = uint8(bits.LeadingZeros64(rs.first ^ rs.end))
	hi, _ = mask(rs.first, 0, length)
	return hi, length
}

// A lookup does longest-prefix matching for one family. It is designed to be built
// quickly, and for most addresses to have no match: those are rejected by the sieve.
//
// The rows are sorted. The longest match for an address is the last row that begins at
// or before it, or one that contains that row. An index by the leading bits narrows the
// search.
type lookup struct {
	sieve sieve

	built   sync.WaitGroup // what follows, which find waits for
	rows    []row
	parents []int32 // the smallest row that contains each; -1 for none

	// The rows from index[b] up to index[b+1] are those at place b, which is their
	// first 64 bits less those of the first row, shifted right.
	index []uint32
	first uint64
	shift uint
}

// newLookup returns a lookup for rows. If prefixes are equal, the last row wins. Many rows
// are sorted in the background, while input is read and searched up to the first address
// that passes the sieve.
func newLookup(rows rows) *lookup {
	t := new(lookup)
	if rows.count == 0 {
		return t
	}
	if rows.count > rowChunk {
		t.built.Go(func() { t.build(rows) })
	} else {
		t.build(rows)
	}
	t.sieve = newSieve(rows)
	return t
}

// build makes what find needs beyond the sieve.
func (t *lookup) build(rows rows) {
	t.sort(rows)
	t.parents = make([]int32, len(t.rows))
	at := int32(-1) // the innermost row that contains the current one
	for i := range t.rows {
		r := &t.rows[i]
		for at >= 0 && !t.rows[at].contains(r.hi, r.lo) {
			at = t.parents[at]
		}
		// Of equal rows, only the last can be found; the others are links in its chain
		// of parents.
		t.parents[i] = at
		at = int32(i)
	}
}

// sort sorts rows: it distributes them to the places of the index, then sorts those at
// each place, one or two rows unless they are very unevenly distributed.
func (t *lookup) sort(rows rows) {
	t.first = rows.first
	t.shift = uint(max(0, bits.Len64(rows.last-t.first)-bits.Len(uint(rows.count))))
	t.index = make([]uint32, (rows.last-t.first)>>t.shift+2)
	for _, chunk := range rows.chunks {
		for i := range chunk {
			t.index[(chunk[i].hi-t.first)>>t.shift]++
		}
	}
	sum := uint32(0)
	for b, n := range t.index {
		t.index[b] = sum
		sum += n
	}
	t.rows = make([]row, rows.count)
	for _, chunk := range rows.chunks {
		for i := range chunk {
			at := &t.index[(chunk[i].hi-t.first)>>t.shift]
			t.rows[*at] = chunk[i]
			*at++
		}
	}
	copy(t.index[1:], t.index) // now the ends of the places
	t.index[0] = 0
	for b := range len(t.index) - 1 {
		if place := t.rows[t.index[b]:t.index[b+1]]; len(place) > 1 {
			slices.SortStableFunc(place, func(a, b row) int { return a.compare(&b) })
		}
	}
}

// find returns the longest row of at most length bits that contains the address hi:lo,
// or nil if there is none.
func (t *lookup) find(hi, lo uint64, length uint8) *row {
	if !t.sieve.may(hi) {
		return nil
	}
	t.built.Wait()
	i := int32(len(t.rows) - 1)
	// The sieve rejects addresses below the first row.
	if b := (hi - t.first) >> t.shift; b < uint64(len(t.index)-1) {
		from, to := t.index[b], t.index[b+1]
		for from < to { // binary search for the first row after the address
			m := (from + to) / 2
			if r := &t.rows[m]; r.hi > hi || r.hi == hi && r.lo > lo {
				to = m
			} else {
				from = m + 1
			}
		}
		i = int32(to) - 1
	}
	for i >= 0 && (t.rows[i].length > length || !t.rows[i].contains(hi, lo)) {
		i = t.parents[i]
	}
	if i < 0 {
		return nil
	}
	return &t.rows[i]
}

// labels are strings, each terminated by a newline; the first is empty.
type labels struct {
	text   []byte
	recent []uint32 // offsets of labels, indexed by their hash
}

// recentLabels is the size of the hash table for reusing labels: tables repeat the same
// few over and over.
const recentLabels = 1 << 10

// add returns the offset of label, adding it if it was not found.
func (l *labels) add(label string) uint32 {
	if l.recent == nil {
		l.text = append(l.text, '\n')
		l.recent = make([]uint32, recentLabels)
	}
	if label == "" {
		return 0
	}
	h := uint32(2166136261) // FNV-1a
	for i := range len(label) {
		h = (h ^ uint32(label[i])) * 16777619
	}
	at := &l.recent[(h^h>>16)%recentLabels]
	if !l.has(*at, label) {
		*at = uint32(len(l.text))
		l.text = append(append(l.text, label...), '\n')
	}
	return *at
}

// has reports whether label is at an offset.
func (l *labels) has(place uint32, label string) bool {
	text := l.text[place:]
	return len(text) > len(label) && text[len(label)] == '\n' && string(text[:len(label)]) == label
}

// at returns the label at an offset.
func (l *labels) at(place uint32) string {
	text := l.text[place:]
	return ip.Alias(text[:bytes.IndexByte(text, '\n')])
}

// addAll adds all of o, and returns by how much its offsets have shifted.
func (l *labels) addAll(o *labels) (by uint32) {
	by = uint32(len(l.text))
	l.text = append(l.text, o.text...)
	return by
}
