package stats

import (
	"cmp"
	"math"
	"slices"

	"github.com/axiomhq/hyperloglog"

	"github.com/hextet/hextet/internal/ip"
)

// A sketch summarizes the addresses of one family in bounded memory. The set fills up
// as usual, and is drained into the sketch whenever it has drainAt addresses.
type sketch struct {
	tally    *tally
	distinct *hyperloglog.Sketch
	prefixes []prefixSketch // of the family's lengths
	sample   sample
}

type prefixSketch struct {
	distinct *hyperloglog.Sketch
	often    often
}

const (
	drainAt    = 1 << 16
	sampleSize = 1 << 14
	oftenSize  = 1 << 14

	// hllError is the standard error of HyperLogLog with 2^16 registers (Flajolet et
	// al. 2007).
	hllError = 1.04 / 256
)

func newSketch(lengths int) *sketch {
	k := &sketch{tally: newTally(), distinct: hyperloglog.New16(), prefixes: make([]prefixSketch, lengths), sample: sample{limit: math.MaxUint64}}
	for i := range k.prefixes {
		k.prefixes[i].distinct = hyperloglog.New16()
	}
	return k
}

// drain pours the set of f into its sketch.
func (f *family) drain(c *Counter) {
	f.set.settle()
	if f.set.n == 0 {
		return
	}
	k := f.sketch
	t, _ := c.survey(&f.set, f.is4)
	k.tally.addTally(t)
	g := newGrouper(f.bits, func(i int, g group) {
		first := g.first.And(ip.Mask(uint(f.bits[i])))
		k.prefixes[i].distinct.InsertHash(hash(first))
		k.prefixes[i].often.add(entry{Uint128: first, N: g.count})
	})
	for e := range f.set.all(f.set.leaves) {
		h := hash(e.Uint128)
		k.distinct.InsertHash(h)
		k.sample.add(sampled{h, e.Uint128})
		g.add(e)
	}
	g.close()
	f.set.clear()
}

// merge adds what o has seen. The sketches that it is of have the same lengths.
func (k *sketch) merge(o *sketch) error {
	k.tally.addTally(o.tally)
	if err := k.distinct.Merge(o.distinct); err != nil {
		return err
	}
	for i := range k.prefixes {
		if err := k.prefixes[i].distinct.Merge(o.prefixes[i].distinct); err != nil {
			return err
		}
		k.prefixes[i].often.merge(&o.prefixes[i].often)
	}
	for _, s := range o.sample.held {
		k.sample.add(s)
	}
	return nil
}

// summary fills in what the sketch knows.
func (k *sketch) summary(out *Family, f *family, n int) {
	out.Distinct = min(k.distinct.Estimate(), f.total)
	for i, bits := range f.bits {
		p := &k.prefixes[i]
		p.often.settle()
		t := top{n: n}
		for _, e := range p.often.held {
			t.add(group{first: e.Uint128, count: e.N})
		}
		out.Prefixes = append(out.Prefixes, Prefixes{f.shown(bits), min(p.distinct.Estimate(), out.Distinct), t.prefixes(bits, f.is4), p.often.missed})
	}
	var d digits
	k.sample.shrink()
	for _, s := range k.sample.held {
		d.addHigh(s.Hi, 1)
		d.addLow(s.Lo)
	}
	out.setDigits(&d, f.is4)
}

// hash is a hash of 64 bits in which no bit of the address is to be found again. It is
// part of the binary form: sketches that were made by different hashes cannot be
// merged.
func hash(a ip.Uint128) uint64 {
	x := finish(a.Hi ^ 0x243f6a8885a308d3)
	return finish(x ^ a.Lo ^ 0x13198a2e03707344)
}

// finish is the finalizer of MurmurHash3, in which every bit of x changes every bit of
// the outcome half of the time.
func finish(x uint64) uint64 {
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	x *= 0xc4ceb9fe1a85ec53
	return x ^ x>>33
}

// A sample is of those distinct addresses whose hashes are lowest, so that each is as
// likely in it as any other, however often it came.
type sample struct {
	held  []sampled
	limit uint64 // hashes above it are not in the sample
}

type sampled struct {
	hash uint64
	ip.Uint128
}

func (s *sample) add(a sampled) {
	if a.hash > s.limit {
		return
	}
	s.held = append(s.held, a)
	if len(s.held) >= 2*sampleSize {
		s.shrink()
	}
}

// shrink leaves sampleSize addresses at most, each once.
func (s *sample) shrink() {
	slices.SortFunc(s.held, func(a, b sampled) int {
		return cmp.Or(cmp.Compare(a.hash, b.hash), a.Compare(b.Uint128))
	})
	s.held = slices.Compact(s.held)
	if len(s.held) > sampleSize {
		s.held = s.held[:sampleSize]
		s.limit = s.held[sampleSize-1].hash
	}
}

// An often holds the prefixes that come most often and their counts, by the algorithm
// of Misra and Gries (1982) in its mergeable form (Agarwal et al., "Mergeable
// Summaries", 2012): where there are too many, all counts are lowered alike until few
// enough are above zero. So no count is too low by more than missed, which is at most
// the number of addresses counted divided by oftenSize.
type often struct {
	held   []entry // sorted by prefix
	recent []entry
	missed uint64
}

func (o *often) add(e entry) {
	o.recent = append(o.recent, e)
	if len(o.recent) >= oftenSize {
		o.settle()
	}
}

// settle merges the recent entries into those held and cuts what is too much.
func (o *often) settle() {
	ip.SortKeyed(o.recent)
	all := mergeEntries(make([]entry, 0, len(o.held)+len(o.recent)), o.held, compact(o.recent))
	o.recent = o.recent[:0]
	if len(all) > oftenSize {
		counts := make([]uint64, len(all))
		for i, e := range all {
			counts[i] = e.N
		}
		slices.Sort(counts)
		cut := counts[len(counts)-1-oftenSize]
		o.missed += cut
		kept := all[:0]
		for _, e := range all {
			if e.N > cut {
				e.N -= cut
				kept = append(kept, e)
			}
		}
		all = kept
	}
	o.held = all
}

// mergeEntries appends what two sorted lists hold, added up, to dst.
func mergeEntries(dst, a, b []entry) []entry {
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0].Less(b[0].Uint128):
			dst, a = append(dst, a[0]), a[1:]
		case b[0].Less(a[0].Uint128):
			dst, b = append(dst, b[0]), b[1:]
		default:
			dst, a, b = append(dst, entry{Uint128: a[0].Uint128, N: a[0].N + b[0].N}), a[1:], b[1:]
		}
	}
	return append(append(dst, a...), b...)
}

func (o *often) merge(other *often) {
	o.missed += other.missed
	o.recent = append(append(o.recent, other.held...), other.recent...)
	o.settle()
}
