package hextet

import (
	"encoding/binary"
	"fmt"
	"reflect"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"github.com/hextet/hextet/classify/stats"
	"github.com/hextet/hextet/internal/fields"
	"github.com/hextet/hextet/internal/picture"
	"github.com/hextet/hextet/internal/record"
)

func init() {
	beam.RegisterCoder(reflect.TypeFor[Counter](), encodeCounter, decodeCounter)
	register.Combiner2[Counter, Item](&statsFn{})
	register.DoFn3x0[[]byte, func(*Counter) bool, func(Counter)](&orNothingFn{})
	register.DoFn2x0[Counter, func(string)](&statsRecordFn{})
	register.Iter1[Counter]()
	register.Emitter1[Counter]()
}

// StatsOptions say what [Stats] counts, like those of package stats.
type StatsOptions struct {
	// Approximate counts distinct addresses in fixed memory, about 40 MB per
	// accumulator. Without it, one worker ends up with all distinct addresses, 17 bytes
	// each.
	Approximate bool

	// Lengths6 and Lengths4 are the prefix lengths to count prefixes of; nil means 32,
	// 48, 56 and 64, and 8, 16 and 24.
	Lengths6, Lengths4 []int

	// Top is the number of most common prefixes of each length in the Summary; 0 means
	// 10 and a negative number none.
	Top int
}

func (o StatsOptions) counter() Counter {
	inner := stats.Options{Lengths6: o.Lengths6, Lengths4: o.Lengths4, Top: o.Top}
	if o.Approximate {
		inner.Method = stats.Approximate
	}
	return Counter{stats.New(inner), o}
}

// A Counter is the accumulator and the result of [Stats]: a stats.Counter that can be
// encoded, with the options it was created with.
type Counter struct {
	*stats.Counter
	options StatsOptions
}

// StatsFn returns the CombineFn of [Stats], from Item to Counter, for use with
// beam.CombinePerKey: for statistics of each customer, site or hour.
func StatsFn(o StatsOptions) any { return &statsFn{o} }

type statsFn struct{ StatsOptions }

func (fn *statsFn) CreateAccumulator() Counter { return fn.counter() }

func (fn *statsFn) AddInput(c Counter, it Item) Counter {
	c.Add(it.Addr)
	return c
}

func (fn *statsFn) MergeAccumulators(a, b Counter) Counter {
	a.Merge(b.Counter)
	return a
}

// Stats takes a PCollection<Item> and returns a PCollection<Counter> with one element,
// even if there are no items. A prefix or range counts as its first address, as
// written. Use it in the global window, and [StatsFn] elsewhere.
func Stats(s beam.Scope, items beam.PCollection, o StatsOptions) beam.PCollection {
	s = s.Scope("hextet.Stats")
	all := beam.Combine(s, StatsFn(o), items)
	return beam.ParDo(s, &orNothingFn{o}, beam.Impulse(s), beam.SideInput{Input: all})
}

// An orNothingFn emits an empty Counter if there is none: from no items, Beam combines
// nothing.
type orNothingFn struct{ StatsOptions }

func (fn *orNothingFn) ProcessElement(_ []byte, all func(*Counter) bool, emit func(Counter)) {
	var c Counter
	if !all(&c) {
		c = fn.counter()
	}
	emit(c)
}

// StatsRecords takes the PCollection<Counter> of Stats and returns a
// PCollection<string> of what "hextet stats" writes: as JSONL the record; as Text the
// picture, many lines of up to 80 columns in one element.
func StatsRecords(s beam.Scope, counters beam.PCollection, f Format) beam.PCollection {
	return beam.ParDo(s.Scope("hextet.StatsRecords"), &statsRecordFn{Format: f}, counters)
}

type statsRecordFn struct {
	Format Format

	records *record.Encoder[*fields.Stats]
}

func (fn *statsRecordFn) Setup() (err error) {
	fn.records, err = newRecords(fields.StatsTable(), fn.Format, "")
	return err
}

func (fn *statsRecordFn) ProcessElement(c Counter, emit func(string)) {
	sum := c.Summary()
	if fn.Format == Text {
		emit(chop(picture.Look{Width: 80, UTF8: true}.Append(nil, &sum, picture.Note{})))
		return
	}
	emit(chop(fn.records.Append(nil, nil, &fields.Stats{Sum: &sum})))
}

// encodeCounter encodes a Counter as its options followed by the binary form of package
// stats.
func encodeCounter(c Counter) ([]byte, error) {
	if c.Counter == nil {
		return nil, fmt.Errorf("hextet: the zero Counter has no binary form")
	}
	b := []byte{0}
	if c.options.Approximate {
		b[0] = 1
	}
	for _, lengths := range [][]int{c.options.Lengths6, c.options.Lengths4} {
		// The length plus one, so that 0 means nil.
		if lengths == nil {
			b = append(b, 0)
			continue
		}
		b = binary.AppendUvarint(b, uint64(len(lengths))+1)
		for _, n := range lengths {
			b = binary.AppendVarint(b, int64(n))
		}
	}
	b = binary.AppendVarint(b, int64(c.options.Top))
	return c.AppendBinary(b)
}

func decodeCounter(data []byte) (c Counter, err error) {
	r := reader{data: data}
	var o StatsOptions
	o.Approximate = r.octet() == 1
	for _, lengths := range []*[]int{&o.Lengths6, &o.Lengths4} {
		n := r.number()
		if n == 0 {
			continue
		}
		if n > uint64(len(r.data))+1 {
			return c, errCounter
		}
		*lengths = make([]int, 0, n-1)
		for range n - 1 {
			*lengths = append(*lengths, int(r.signed()))
		}
	}
	o.Top = int(r.signed())
	if r.err != nil {
		return c, errCounter
	}
	c = o.counter()
	return c, c.UnmarshalBinary(r.data)
}

var errCounter = fmt.Errorf("hextet: not the binary form of a Counter")
