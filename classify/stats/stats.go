// Package stats says what a heap of addresses is made of: how many there are and how
// many different ones, their types, scopes, interface identifiers, vendors and the
// IPv4 addresses inside, how much each of their digits varies, and below which
// prefixes they cluster.
//
//	c := stats.New(stats.Options{})
//	for _, a := range addresses {
//		c.Add(a)
//	}
//	s := c.Summary()
//	fmt.Println(s.Total(), s.Distinct(), s.IPv6.Types[0].Name)
//
// Counters can be filled apart from one another, on other machines too, and merged:
// order and grouping make no difference to what comes out.
//
// What an address is, package classify decides. The entropy of a digit is that of
// Foremski, Plonka and Berger, "Entropy/IP: Uncovering Structure in IPv6 Addresses"
// (IMC 2016), over the distinct addresses. Zones make no difference: fe80::1%eth0 and
// fe80::1%eth1 are one address here.
package stats

import (
	"fmt"
	"iter"
	"net/netip"
	"slices"

	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/internal/ip"
)

// A Method is how distinct addresses are counted.
type Method uint8

const (
	// Exact keeps each distinct address: 17 bytes each, and up to 8 more while they
	// are counted.
	Exact Method = iota

	// Approximate keeps a sketch of them, some 40 megabytes however many there are.
	// Counts of addresses stay exact. The number of distinct addresses and prefixes
	// is an estimate (HyperLogLog, see [Summary.Error]), entropies are those of a
	// sample of the distinct addresses, and the counts of the top prefixes may be too
	// low (Misra-Gries, see [Prefixes.Missed]).
	Approximate
)

// Options are what a [Counter] counts, and how. The zero Options are usable.
type Options struct {
	Method Method

	// Lengths6 and Lengths4 are the prefix lengths to count prefixes of; nil means 32,
	// 48, 56 and 64, and 8, 16 and 24. Lengths that a family does not have are left
	// out.
	Lengths6, Lengths4 []int

	// Top is how many of the most common prefixes of a length a Summary has; 0 means
	// 10 and a negative number none.
	Top int

	// Label gives an address a name to count by, "" for none. It is called from
	// several goroutines at once, and once for each distinct address at least.
	Label func(netip.Addr) string

	// Classify are vendors and sites that are known beside the built-in ones.
	Classify classify.Options
}

// A Counter counts addresses of both families. Make one with [New]. It is for one
// goroutine at a time; to count in several, give each its own and merge them.
type Counter struct {
	options Options
	indexed *classify.Vendors // made when there are many addresses

	six, four family
}

// A family is the addresses of one family.
type family struct {
	set    set
	total  uint64
	bits   []int // lengths, counted from the first of 128 bits
	is4    bool
	sketch *sketch // nil where the set has it all
}

// New returns a Counter without addresses.
func New(o Options) *Counter {
	if o.Lengths6 == nil {
		o.Lengths6 = []int{32, 48, 56, 64}
	}
	if o.Lengths4 == nil {
		o.Lengths4 = []int{8, 16, 24}
	}
	if o.Top == 0 {
		o.Top = 10
	}
	c := &Counter{options: o}
	c.six.bits = lengths(o.Lengths6, 0)
	c.four.bits, c.four.is4 = lengths(o.Lengths4, 96), true
	if o.Method == Approximate {
		c.six.set.batch, c.four.set.batch = drainAt, drainAt
		c.six.sketch, c.four.sketch = newSketch(len(c.six.bits)), newSketch(len(c.four.bits))
	}
	return c
}

// lengths returns the lengths sorted, each once, counted from the first of 128 bits.
func lengths(given []int, skip int) []int {
	var bits []int
	for _, n := range given {
		if n >= 0 && n+skip <= 128 {
			bits = append(bits, n+skip)
		}
	}
	slices.Sort(bits)
	return slices.Compact(bits)
}

// Add counts an address. An invalid one counts nothing.
func (c *Counter) Add(a netip.Addr) { c.AddN(a, 1) }

// AddN counts an address n times.
func (c *Counter) AddN(a netip.Addr, n uint64) {
	switch {
	case n == 0:
	case a.Is4():
		c.four.add(c, a, n)
	case a.Is6():
		c.six.add(c, a, n)
	}
}

func (f *family) add(c *Counter, a netip.Addr, n uint64) {
	f.total += n
	f.set.add(ip.FromAddr(a), n)
	if f.set.n >= drainAt && f.sketch != nil {
		f.drain(c)
	}
}

// Total returns how many addresses were counted.
func (c *Counter) Total() uint64 { return c.six.total + c.four.total }

// Merge adds what o counted to c and empties o, which stays usable. Both must have
// been made with the same Options; Merge panics where one of them is approximate and
// counts other lengths.
func (c *Counter) Merge(o *Counter) {
	c.six.merge(c, &o.six)
	c.four.merge(c, &o.four)
}

func (f *family) merge(c *Counter, o *family) {
	if o.sketch != nil {
		if !slices.Equal(f.bits, o.bits) {
			panic("stats: Merge of counters of different prefix lengths")
		}
		if f.sketch == nil {
			f.sketch = newSketch(len(f.bits))
		}
		if err := f.sketch.merge(o.sketch); err != nil {
			panic("stats: " + err.Error())
		}
		o.sketch = newSketch(len(o.bits))
	}
	f.total += o.total
	o.total = 0
	f.set.addSet(&o.set)
	if f.set.n >= drainAt && f.sketch != nil {
		f.drain(c)
	}
}

// All yields the distinct addresses in order, IPv4 first, and how often each was
// counted. With [Approximate], which does not know them, it yields none.
func (c *Counter) All() iter.Seq2[netip.Addr, uint64] {
	return func(yield func(netip.Addr, uint64) bool) {
		for _, f := range []*family{&c.four, &c.six} {
			if f.sketch != nil {
				continue
			}
			f.set.settle()
			for e := range f.set.all(f.set.leaves) {
				if !yield(ip.AddrOf(e.Hi, e.Lo, f.is4), e.N) {
					return
				}
			}
		}
	}
}

// Summary returns what the addresses counted so far are made of. It uses all
// processors; counting can go on afterwards.
func (c *Counter) Summary() Summary {
	s := Summary{IPv6: c.six.summary(c), IPv4: c.four.summary(c)}
	if c.six.sketch != nil {
		s.Error = hllError
	}
	return s
}

func (f *family) summary(c *Counter) Family {
	f.set.settle()
	if f.total == 0 {
		return Family{}
	}
	if f.sketch != nil {
		f.drain(c)
		out := Family{Total: f.total}
		out.breakdowns(f.sketch.tally, f.is4, c.options.Label != nil)
		f.sketch.summary(&out, f, max(c.options.Top, 0))
		return out
	}
	tops := make([]top, len(f.bits))
	for i := range tops {
		tops[i].n = max(c.options.Top, 0)
	}
	g := newGrouper(f.bits, func(i int, g group) { tops[i].add(g) })
	walked := make(chan struct{})
	go func() {
		for e := range f.set.all(f.set.leaves) {
			g.add(e)
		}
		close(walked)
	}()
	t, d := c.survey(&f.set, f.is4)
	<-walked
	out := Family{Total: f.total, Distinct: uint64(f.set.n)}
	out.breakdowns(t, f.is4, c.options.Label != nil)
	for _, bits := range f.bits {
		out.Prefixes = append(out.Prefixes, Prefixes{Bits: f.shown(bits), Distinct: g.distinct(bits)})
	}
	g.close()
	for i, bits := range f.bits {
		out.Prefixes[i].Top = tops[i].prefixes(bits, f.is4)
	}
	out.setDigits(d, f.is4)
	return out
}

// shown returns a length as it is written.
func (f *family) shown(bits int) int {
	if f.is4 {
		return bits - 96
	}
	return bits
}

// By yields the prefixes of the lengths given for each family that addresses were
// counted below, the highest count first; those with the same count come in address
// order, IPv4 first. A negative length leaves the family out. The counts are those at
// the time of the call to By; until the last is yielded nothing may be counted.
//
// With [Approximate] the lengths must be among those of the Options, and what was
// seen seldom is missing.
func (c *Counter) By(bits6, bits4 int) (iter.Seq[PrefixCount], error) {
	if bits6 > 128 || bits4 > 32 {
		return nil, fmt.Errorf("no such prefix length: %d", max(bits6, bits4))
	}
	var sources []source
	add := func(f *family, bits int) error {
		w, err := f.groups(c, bits)
		sources = append(sources, source{w, bits, f.is4})
		return err
	}
	if bits4 >= 0 {
		if err := add(&c.four, bits4+96); err != nil {
			return nil, err
		}
	}
	if bits6 >= 0 {
		if err := add(&c.six, bits6); err != nil {
			return nil, err
		}
	}
	return byCount(sources), nil
}

// groups returns a walk over the groups of a length, which counts from the first of
// 128 bits.
func (f *family) groups(c *Counter, bits int) (walk, error) {
	if f.sketch == nil {
		f.set.settle()
		return f.set.groups(bits), nil
	}
	i, ok := slices.BinarySearch(f.bits, bits)
	if !ok {
		return nil, fmt.Errorf("prefixes of length %d were not counted", f.shown(bits))
	}
	f.drain(c)
	often := &f.sketch.prefixes[i].often
	often.settle()
	return func(each func(*group) bool) {
		for _, e := range often.held {
			if !each(&group{first: e.Uint128, count: e.N}) {
				return
			}
		}
	}, nil
}

// Missed returns how many addresses may be missing from each count that By yields: 0
// where they are exact.
func (c *Counter) Missed() (n uint64) {
	for _, f := range []*family{&c.four, &c.six} {
		if f.sketch == nil {
			continue
		}
		f.drain(c)
		for i := range f.sketch.prefixes {
			often := &f.sketch.prefixes[i].often
			often.settle()
			n = max(n, often.missed)
		}
	}
	return n
}
