package stats

import (
	"iter"

	"github.com/hextet/hextet/internal/ip"
)

// An entry is an address and how often it was counted.
type entry = ip.Keyed

// A set holds addresses of one family and their counts. An address takes three steps:
//
//	recent    a small cache: addresses that come again soon cost one look
//	pending   entries in the order they came, an address perhaps several times
//	leaves    each address once, sorted, 17 bytes an address
//
// When enough are pending they are sorted and merged into the leaves, which are
// rewritten block by block, so that the merge needs almost no extra memory.
// The zero set is empty.
type set struct {
	recent  []entry // nil until there are many addresses
	pending []entry
	leaves  []*leaf
	many    map[ip.Uint128]uint64 // what of a count is over maxCount
	spare   []*leaf
	n       int // addresses in leaves
	batch   int // pending entries before a merge pays, 0 for pendingMin
}

// A leaf is a run of up to leafSize addresses in order.
type leaf struct {
	keys   []ip.Uint128
	counts []uint8 // see set.many
}

const (
	leafSize   = 4096
	maxCount   = 255
	recentBits = 11
	recentMin  = 1024 // pending entries before a cache pays
	pendingMin = 1 << 19
)

// add counts an address n times.
func (s *set) add(a ip.Uint128, n uint64) {
	if s.recent == nil {
		s.push(entry{Uint128: a, N: n})
		return
	}
	r := &s.recent[mix(a)>>(64-recentBits)]
	if r.Uint128 == a {
		r.N += n
		return
	}
	old := *r
	*r = entry{Uint128: a, N: n}
	if old.N > 0 {
		s.push(old)
	}
}

// mix spreads an address over 64 bits, quickly rather than well.
func mix(a ip.Uint128) uint64 {
	x := (a.Hi ^ a.Lo>>32 ^ a.Lo<<32) * 0x9e3779b97f4a7c15
	return (x ^ a.Lo) * 0xd6e8feb86659fd93
}

func (s *set) push(e entry) {
	if len(s.pending) == cap(s.pending) {
		s.makeRoom()
	}
	s.pending = append(s.pending, e)
}

// makeRoom makes room for pending entries, or merges them where there are enough. With
// the leaves grows what is enough, so that an address is rewritten few times however
// many there are.
func (s *set) makeRoom() {
	if s.recent == nil && len(s.pending) >= recentMin {
		s.recent = make([]entry, 1<<recentBits)
	}
	enough := s.batch
	if enough == 0 {
		enough = pendingMin
	}
	if len(s.pending) >= enough {
		s.mergePending()
		if limit := s.n / 3; limit > 2*cap(s.pending) {
			s.pending = make([]entry, 0, limit)
		}
		return
	}
	s.pending = append(make([]entry, 0, min(max(64, 4*cap(s.pending)), enough)), s.pending...)
}

// settle brings everything into the leaves.
func (s *set) settle() {
	s.flush()
	s.mergePending()
}

// flush empties the cache, but for the addresses in it: they may well come again.
func (s *set) flush() {
	for i := range s.recent {
		if e := s.recent[i]; e.N > 0 {
			s.recent[i].N = 0
			s.push(e)
		}
	}
}

func (s *set) mergePending() {
	ip.SortKeyed(s.pending)
	s.merge(compact(s.pending))
	s.pending = s.pending[:0]
}

// compact makes one of entries for the same address that follow one another.
func compact(es []entry) []entry {
	if len(es) == 0 {
		return es
	}
	k := 0
	for _, e := range es[1:] {
		if e.Uint128 == es[k].Uint128 {
			es[k].N += e.N
			continue
		}
		k++
		es[k] = e
	}
	return es[:k+1]
}

// merge adds entries to the leaves; es is sorted and has each address once. A leaf
// into which nothing falls stays as it is, unless it would leave the one before it
// mostly empty.
func (s *set) merge(es []entry) {
	if len(es) == 0 {
		return
	}
	w := writer{s: s, left: s.n + len(es), leaves: make([]*leaf, 0, len(s.leaves)+len(es)/leafSize+1)}
	for _, l := range s.leaves {
		if last := l.keys[len(l.keys)-1]; w.halfFull() && (len(es) == 0 || last.Less(es[0].Uint128)) {
			w.adopt(l)
			continue
		}
		es = w.merge(l, es)
		s.spare = append(s.spare, l)
	}
	for _, e := range es {
		w.put(e.Uint128, s.clip(e.Uint128, e.N))
	}
	w.close()
	s.leaves, s.n, s.spare = w.leaves, w.n, nil
}

// clip returns how much of a count a leaf keeps, and keeps the rest itself.
func (s *set) clip(k ip.Uint128, n uint64) uint8 {
	if n <= maxCount {
		return uint8(n)
	}
	if s.many == nil {
		s.many = map[ip.Uint128]uint64{}
	}
	s.many[k] += n - maxCount
	return maxCount
}

// A writer makes new leaves, out of those that the set has read to their end.
type writer struct {
	s      *set
	cur    *leaf // as long as it may become; nil when it is in leaves
	at     int   // addresses in cur
	leaves []*leaf
	n      int // addresses in leaves
	left   int // addresses to come, at most
}

// merge writes what is in l, and of es what comes before its end. It returns the rest.
func (w *writer) merge(l *leaf, es []entry) []entry {
	counts := l.counts[:len(l.keys)]
	j := 0
	for i := 0; i < len(l.keys); {
		k, c := l.keys[i], counts[i]
		if j == len(es) {
			i++
		} else if e := &es[j]; e.Less(k) {
			k = e.Uint128
			c = w.s.clip(k, e.N)
			j++
		} else {
			i++
			if e.Uint128 == k {
				c = w.s.clip(k, uint64(c)+e.N)
				j++
			}
		}
		w.put(k, c)
	}
	return es[j:]
}

func (w *writer) put(k ip.Uint128, n uint8) {
	if w.cur == nil || w.at == len(w.cur.keys) {
		w.next()
	}
	w.cur.keys[w.at], w.cur.counts[w.at] = k, n
	w.at++
}

func (w *writer) next() {
	w.close()
	if n := len(w.s.spare); n > 0 {
		w.cur, w.s.spare = w.s.spare[n-1], w.s.spare[:n-1]
		w.cur.keys, w.cur.counts = w.cur.keys[:cap(w.cur.keys)], w.cur.counts[:cap(w.cur.counts)]
		return
	}
	size := min(leafSize, w.left-w.n)
	w.cur = &leaf{make([]ip.Uint128, size), make([]uint8, size)}
}

// halfFull reports whether the leaf being written may be left as it is.
func (w *writer) halfFull() bool { return w.cur == nil || w.at >= len(w.cur.keys)/2 }

func (w *writer) adopt(l *leaf) {
	w.close()
	w.leaves, w.n = append(w.leaves, l), w.n+len(l.keys)
}

func (w *writer) close() {
	if w.cur != nil {
		w.cur.keys, w.cur.counts = w.cur.keys[:w.at], w.cur.counts[:w.at]
		w.leaves, w.n = append(w.leaves, w.cur), w.n+w.at
		w.cur, w.at = nil, 0
	}
}

// count returns how often the i-th address of a leaf was counted.
func (s *set) count(l *leaf, i int) uint64 {
	n := uint64(l.counts[i])
	if n == maxCount {
		n += s.many[l.keys[i]]
	}
	return n
}

// all yields the entries of some of the leaves in order.
func (s *set) all(leaves []*leaf) iter.Seq[entry] {
	return func(yield func(entry) bool) {
		for _, l := range leaves {
			for i, k := range l.keys {
				if !yield(entry{Uint128: k, N: s.count(l, i)}) {
					return
				}
			}
		}
	}
}

// addSet adds what o holds, which is empty afterwards.
func (s *set) addSet(o *set) {
	if len(s.leaves) == 0 {
		s.leaves, s.n, s.many, o.leaves, o.n, o.many = o.leaves, o.n, o.many, nil, 0, nil
	}
	o.flush()
	for _, e := range o.pending {
		s.add(e.Uint128, e.N)
	}
	batch := make([]entry, 0, min(o.n, max(leafSize, s.n)))
	for e := range o.all(o.leaves) {
		if batch = append(batch, e); len(batch) == cap(batch) {
			s.merge(batch)
			batch = batch[:0]
		}
	}
	s.merge(batch)
	*o = set{recent: o.recent, pending: o.pending[:0], batch: o.batch}
	clear(o.recent)
}

// clear empties s and keeps its memory.
func (s *set) clear() {
	s.spare = append(s.spare, s.leaves...)
	s.leaves, s.n, s.pending, s.many = s.leaves[:0], 0, s.pending[:0], nil
	clear(s.recent)
}
