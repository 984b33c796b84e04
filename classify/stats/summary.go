package stats

import (
	"cmp"
	"maps"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/embed4"
	"github.com/hextet/hextet/eui64"
)

// A Summary says what the addresses that were counted are.
type Summary struct {
	IPv6, IPv4 Family

	// Error is the standard error of the numbers of distinct addresses and prefixes,
	// as a part of them: 0.004 means that two of three are within 0.4 percent. It is
	// 0 where they are exact.
	Error float64
}

// A Family is the part of a [Summary] about the addresses of one family. The counts of
// each breakdown add up to Total: addresses that have no scope, identifier, MAC, IPv4
// address inside or label are in the row "none". A breakdown is nil where there are no
// addresses, Labels without [Options.Label].
type Family struct {
	Total    uint64 // addresses counted
	Distinct uint64 // different ones

	Types  []Row // classify.Type
	Scopes []Row // classify.Scope
	Labels []Row

	// Of IPv6 addresses only.
	IIDs    []Row // eui64.Kind
	Vendors []Row // of the MACs in identifiers; "unknown" for MACs in no known block
	IPv4    []Row // embed4.Mechanism of the most certain IPv4 address inside

	Prefixes []Prefixes // of the lengths of Options
	Digits   []Digit    // 32 hexadecimal digits, or four octets; nil without addresses
}

// A Row is a part of a breakdown.
type Row struct {
	Name  string
	Count uint64
}

// Prefixes are the prefixes of one length.
type Prefixes struct {
	Bits     int
	Distinct uint64
	Top      []PrefixCount // those with the highest counts, in that order

	// Missed is how many addresses may be missing from each count in Top, and 0 where
	// they are exact.
	Missed uint64
}

// Total returns how many addresses were counted.
func (s Summary) Total() uint64 { return s.IPv6.Total + s.IPv4.Total }

// Distinct returns how many different addresses were counted.
func (s Summary) Distinct() uint64 { return s.IPv6.Distinct + s.IPv4.Distinct }

// Families breaks the addresses down by "ipv6" and "ipv4".
func (s Summary) Families() []Row {
	return sorted([]Row{{"ipv6", s.IPv6.Total}, {"ipv4", s.IPv4.Total}})
}

// Types breaks the addresses of both families down by type.
func (s Summary) Types() []Row { return join(s.IPv6.Types, s.IPv4.Types) }

// Scopes breaks the addresses of both families down by scope.
func (s Summary) Scopes() []Row { return join(s.IPv6.Scopes, s.IPv4.Scopes) }

// Labels breaks the addresses of both families down by label.
func (s Summary) Labels() []Row { return join(s.IPv6.Labels, s.IPv4.Labels) }

// IIDs breaks all addresses down by kind of interface identifier; IPv4 addresses have
// none, nor MACs, nor IPv4 addresses inside.
func (s Summary) IIDs() []Row { return join(s.IPv6.IIDs, s.without4()) }

// Vendors breaks all addresses down by the vendor of the MAC in them.
func (s Summary) Vendors() []Row { return join(s.IPv6.Vendors, s.without4()) }

// Embedded breaks all addresses down by the way they carry an IPv4 address.
func (s Summary) Embedded() []Row { return join(s.IPv6.IPv4, s.without4()) }

func (s Summary) without4() []Row { return []Row{{none, s.IPv4.Total}} }

// join adds breakdowns up.
func join(parts ...[]Row) []Row {
	sums := map[string]uint64{}
	for _, rows := range parts {
		for _, r := range rows {
			sums[r.Name] += r.Count
		}
	}
	return rows(sums)
}

// rows returns a breakdown, the highest count first, without what has none.
func rows(counts map[string]uint64) []Row {
	var all []Row
	for name, n := range counts {
		all = append(all, Row{name, n})
	}
	return sorted(all)
}

func sorted(rows []Row) []Row {
	rows = slices.DeleteFunc(rows, func(r Row) bool { return r.Count == 0 })
	slices.SortFunc(rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Name, b.Name))
	})
	return rows
}

// kinds returns a breakdown by the numbers of kinds; a kind without a name is none.
func kinds[K ~uint8](counts *[256]uint64, name func(K) string) []Row {
	sums := map[string]uint64{}
	for k, n := range counts {
		if n > 0 {
			sums[orNone(name(K(k)))] += n
		}
	}
	return rows(sums)
}

// breakdowns fills in what t says.
func (f *Family) breakdowns(t *tally, is4, labels bool) {
	f.Types = kinds(&t.types, classify.Type.String)
	f.Scopes = kinds(&t.scopes, classify.Scope.String)
	if labels {
		f.Labels = rows(t.labels)
	}
	if is4 {
		return
	}
	f.IIDs = kinds(&t.iids, func(k eui64.Kind) string {
		if k == eui64.KindUnknown {
			return none
		}
		return k.String()
	})
	vendors := maps.Clone(t.vendors)
	vendors[none] = f.Total - t.iids[eui64.KindEUI64]
	f.Vendors = rows(vendors)
	mechanisms := t.mechanisms
	inside := uint64(0)
	for _, n := range mechanisms {
		inside += n
	}
	f.IPv4 = kinds(&mechanisms, embed4.Mechanism.String)
	if f.Total > inside {
		f.IPv4 = sorted(append(f.IPv4, Row{none, f.Total - inside}))
	}
}

func (f *Family) setDigits(d *digits, is4 bool) {
	if is4 {
		f.Digits = d.decimal()
	} else {
		f.Digits = d.hexadecimal()
	}
}

// survey looks at each address of s once, in several goroutines where there are many.
func (c *Counter) survey(s *set, is4 bool) (*tally, *digits) {
	const piece = 16 // leaves
	workers := min(runtime.GOMAXPROCS(0), (len(s.leaves)+piece-1)/piece)
	if workers < 1 {
		return newTally(), new(digits)
	}
	options := c.options.Classify
	if c.indexed == nil && s.n > 1<<14 {
		if options.Vendors == nil {
			options.Vendors = classify.BuiltIn()
		}
		c.indexed = options.Vendors.Indexed()
	}
	if c.indexed != nil {
		options.Vendors = c.indexed
	}
	tallies, counts := make([]*tally, workers), make([]digits, workers)
	var next atomic.Int64
	var wait sync.WaitGroup
	for w := range workers {
		tallies[w] = newTally()
		wait.Go(func() {
			j := judge{tally: tallies[w], options: options, label: c.options.Label, is4: is4}
			for {
				from := int(next.Add(piece)) - piece
				if from >= len(s.leaves) {
					return
				}
				leaves := s.leaves[from:min(from+piece, len(s.leaves))]
				for e := range s.all(leaves) {
					j.add(e)
				}
				countDigits(&counts[w], leaves)
			}
		})
	}
	wait.Wait()
	for w := 1; w < workers; w++ {
		tallies[0].addTally(tallies[w])
		counts[0].addDigits(&counts[w])
	}
	return tallies[0], &counts[0]
}

// countDigits counts the digits of the addresses in leaves. Neighbors often have one
// upper half.
func countDigits(d *digits, leaves []*leaf) {
	for _, l := range leaves {
		hi, n := l.keys[0].Hi, uint64(0)
		for _, k := range l.keys {
			if k.Hi != hi {
				d.addHigh(hi, n)
				hi, n = k.Hi, 0
			}
			n++
			d.addLow(k.Lo)
		}
		d.addHigh(hi, n)
	}
}
