package stats

import (
	"iter"
)

// An entry is an address, as two halves, and how often it was counted. An IPv4
// address is the low 32 bits of lo.
type entry struct{ hi, lo, n uint64 }

func (e entry) less(o entry) bool { return e.hi < o.hi || e.hi == o.hi && e.lo < o.lo }
func (e entry) same(o entry) bool { return e.hi == o.hi && e.lo == o.lo }

// A key is an entry's address, as leaves keep it.
type key struct{ hi, lo uint64 }

func (k key) less(o key) bool { return k.hi < o.hi || k.hi == o.hi && k.lo < o.lo }

// A set holds addresses of one family and their counts. An address takes three steps:
//
//	recent    a small cache: addresses that come again soon cost one look
//	pending   entries in the order they came, an address perhaps several times
//	leaves    each address once, sorted, 17 bytes an address
//
// When enough are pending they are sorted and merged into the leaves, which are
// rewritten block by block, so that the merge needs next to no memory of its own.
// The zero set is empty.
type set struct {
	recent  []entry // nil until there are many addresses
	pending []entry
	leaves  []*leaf
	many    map[key]uint64 // what of a count is over maxCount
	spare   []*leaf
	n       int // addresses in leaves
	batch   int // pending entries before a merge pays, 0 for pendingMin
}

// A leaf is a run of up to leafSize addresses in order.
type leaf struct {
	keys   []key
	counts []uint8 // see set.many
}

const (
	leafSize   = 4096
	maxCount   = 255
	recentBits = 11
	recentMin  = 1024    // pending entries before a cache pays
	pendingMin = 1 << 19
)

// add counts an address n times.
func (s *set) add(hi, lo, n uint64) {
	if s.recent == nil {
		s.push(entry{hi, lo, n})
		return
	}
	r := &s.recent[mix(hi, lo)>>(64-recentBits)]
	if r.hi == hi && r.lo == lo {
		r.n += n
		return
	}
	old := *r
	*r = entry{hi, lo, n}
	if old.n > 0 {
		s.push(old)
	}
}

// mix spreads an address over 64 bits, quickly rather than well.
func mix(hi, lo uint64) uint64 {
	x := (hi ^ lo>>32 ^ lo<<32) * 0x9e3779b97f4a7c15
	return (x ^ lo) * 0xd6e8feb86659fd93
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
		if e := s.recent[i]; e.n > 0 {
			s.recent[i].n = 0
			s.push(e)
		}
	}
}

func (s *set) mergePending() {
	sortEntries(s.pending)
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
		if e.same(es[k]) {
			es[k].n += e.n
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
		last := l.keys[len(l.keys)-1]
		if w.halfFull() && (len(es) == 0 || last.less(key{es[0].hi, es[0].lo})) {
			w.adopt(l)
			continue
		}
		for i, k := range l.keys {
			for len(es) > 0 && (es[0].hi < k.hi || es[0].hi == k.hi && es[0].lo < k.lo) {
				w.put(key{es[0].hi, es[0].lo}, es[0].n)
				es = es[1:]
			}
			if len(es) > 0 && es[0].hi == k.hi && es[0].lo == k.lo {
				w.put(k, uint64(l.counts[i])+es[0].n)
				es = es[1:]
				continue
			}
			w.copy(k, l.counts[i])
		}
		s.spare = append(s.spare, l)
	}
	for _, e := range es {
		w.put(key{e.hi, e.lo}, e.n)
	}
	w.close()
	s.leaves, s.n, s.spare = w.leaves, w.n, nil
}

// A writer makes new leaves, out of those that the set has read to their end.
type writer struct {
	s      *set
	cur    *leaf
	leaves []*leaf
	n      int
	left   int // addresses to come, at most
}

func (w *writer) put(k key, n uint64) {
	if n > maxCount {
		if w.s.many == nil {
			w.s.many = map[key]uint64{}
		}
		w.s.many[k] += n - maxCount
		n = maxCount
	}
	w.copy(k, uint8(n))
}

func (w *writer) copy(k key, n uint8) {
	if w.cur == nil || len(w.cur.keys) == cap(w.cur.keys) {
		w.next()
	}
	l := w.cur
	l.keys, l.counts = append(l.keys, k), append(l.counts, n)
}

func (w *writer) next() {
	w.close()
	if n := len(w.s.spare); n > 0 {
		w.cur, w.s.spare = w.s.spare[n-1], w.s.spare[:n-1]
		w.cur.keys, w.cur.counts = w.cur.keys[:0], w.cur.counts[:0]
		return
	}
	size := min(leafSize, w.left-w.n)
	w.cur = &leaf{make([]key, 0, size), make([]uint8, 0, size)}
}

// halfFull reports whether the leaf being written may be left as it is.
func (w *writer) halfFull() bool { return w.cur == nil || len(w.cur.keys) >= leafSize/2 }

func (w *writer) adopt(l *leaf) {
	w.close()
	w.leaves, w.n = append(w.leaves, l), w.n+len(l.keys)
}

func (w *writer) close() {
	if w.cur != nil {
		w.leaves, w.n, w.cur = append(w.leaves, w.cur), w.n+len(w.cur.keys), nil
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
				if !yield(entry{k.hi, k.lo, s.count(l, i)}) {
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
		s.add(e.hi, e.lo, e.n)
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
