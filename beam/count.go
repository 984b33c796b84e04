package hextet

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"reflect"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/core/graph/window"

	"github.com/hextet/hextet/classify/stats"
	"github.com/hextet/hextet/internal/fields"
	"github.com/hextet/hextet/internal/record"
)

func init() {
	beam.RegisterCoder(reflect.TypeFor[PrefixCount](), encodePrefixCount, decodePrefixCount)
	beam.RegisterCoder(reflect.TypeFor[Tally](), encodeTally, decodeTally)
	register.DoFn3x0[beam.Window, Item, func(Prefix, Tally)](&tallyFn{})
	register.DoFn3x0[Prefix, Tally, func(Prefix, Tally)](&widenFn{})
	register.Function2x1(newPrefixCount)
	register.Function2x1(addTallies)
	register.Function1x1(countOf)
	register.Function2x1(addNumbers)
	register.DoFn3x0[PrefixCount, int64, func(string)](&countRecordFn{})
	register.Emitter2[Prefix, Tally]()
}

// CountOptions say by what prefixes [CountByPrefix] counts.
type CountOptions struct {
	Length6, Length4 int  // 0 to 128 and 0 to 32; a negative length leaves the family out
	Distinct         bool // count different addresses too
}

// A Tally is how many addresses there are, and how many different ones where
// somebody asked.
type Tally struct{ Count, Distinct int64 }

// A PrefixCount is a prefix and the addresses that were counted in it.
type PrefixCount struct {
	Prefix Prefix
	Tally
}

// CountByPrefix takes a PCollection<Item> and returns a PCollection<PrefixCount>: for each
// prefix of the lengths asked for that has addresses, how many items have their
// address in it, in no order. Prefixes count as the address they were written with.
//
// Counts are added up in the workers before they travel. Counting different
// addresses makes each different address travel once from every worker that has it.
func CountByPrefix(s beam.Scope, items beam.PCollection, o CountOptions) beam.PCollection {
	s = s.Scope("hextet.CountByPrefix")
	if o.Length6 > 128 || o.Length4 > 32 {
		panic(fmt.Sprintf("hextet.CountByPrefix: no such prefix length: %d", max(o.Length6, o.Length4)))
	}
	if o.Distinct {
		fn := &tallyFn{Length6: 128, Length4: 32}
		if o.Length6 < 0 {
			fn.Length6 = -1
		}
		if o.Length4 < 0 {
			fn.Length4 = -1
		}
		each := beam.CombinePerKey(s, addTallies, beam.ParDo(s, fn, items))
		wide := beam.ParDo(s, &widenFn{Length6: o.Length6, Length4: o.Length4}, each)
		return beam.ParDo(s, newPrefixCount, beam.CombinePerKey(s, addTallies, wide))
	}
	tallies := beam.ParDo(s, &tallyFn{Length6: o.Length6, Length4: o.Length4}, items)
	return beam.ParDo(s, newPrefixCount, beam.CombinePerKey(s, addTallies, tallies))
}

func newPrefixCount(p Prefix, t Tally) PrefixCount { return PrefixCount{p, t} }

func addTallies(a, b Tally) Tally { return Tally{a.Count + b.Count, a.Distinct + b.Distinct} }

// A tallyFn counts the items of a bundle, as far as they fit in a table, by prefix.
// An element for each item would cost Beam more than everything else here.
type tallyFn struct {
	Length6, Length4 int

	counts map[netip.Prefix]int64
}

// heldTallies is how many prefixes a worker counts before it lets go of them.
const heldTallies = 1 << 18

func (fn *tallyFn) ProcessElement(w beam.Window, it Item, emit func(Prefix, Tally)) {
	p, ok := prefixOf(it.Addr, fn.Length6, fn.Length4)
	if !ok {
		return
	}
	if _, global := w.(window.GlobalWindow); !global {
		// At the end of a bundle nothing can be put into another window.
		emit(Prefix{p}, Tally{Count: 1})
		return
	}
	if fn.counts == nil {
		fn.counts = make(map[netip.Prefix]int64)
	}
	fn.counts[p]++
	if len(fn.counts) >= heldTallies {
		fn.FinishBundle(emit)
	}
}

func (fn *tallyFn) FinishBundle(emit func(Prefix, Tally)) {
	for p, n := range fn.counts {
		emit(Prefix{p}, Tally{Count: n})
	}
	clear(fn.counts)
}

func prefixOf(a netip.Addr, length6, length4 int) (p netip.Prefix, ok bool) {
	length := length6
	if a.Is4() {
		length = length4
	}
	if length < 0 {
		return p, false
	}
	p, err := a.Prefix(length)
	return p, err == nil
}

// A widenFn turns the counts of addresses into those of prefixes.
type widenFn struct{ Length6, Length4 int }

func (fn *widenFn) ProcessElement(a Prefix, t Tally, emit func(Prefix, Tally)) {
	if p, ok := prefixOf(a.Addr(), fn.Length6, fn.Length4); ok {
		emit(Prefix{p}, Tally{t.Count, 1})
	}
}

// CountRecords takes the PCollection<PrefixCount> of CountByPrefix and returns a
// PCollection<string> of the records that "hextet stats --by" writes: prefix, count,
// different addresses if they were counted, and share of all.
func CountRecords(s beam.Scope, counts beam.PCollection, f Format) beam.PCollection {
	s = s.Scope("hextet.CountRecords")
	total := beam.Combine(s, addNumbers, beam.ParDo(s, countOf, counts))
	return beam.ParDo(s, &countRecordFn{Format: f}, counts, beam.SideInput{Input: total})
}

func countOf(c PrefixCount) int64 { return c.Count }
func addNumbers(a, b int64) int64 { return a + b }

type countRecordFn struct {
	Format Format

	records *record.Encoder[*fields.Stats]
	rec     fields.Stats
	line    []byte
}

func (fn *countRecordFn) Setup() (err error) {
	fn.records, err = newRecords(fields.StatsByTable(false), fn.Format, "")
	return err
}

func (fn *countRecordFn) ProcessElement(c PrefixCount, total int64, emit func(string)) {
	fn.rec = fields.Stats{
		Prefix: stats.PrefixCount{Prefix: c.Prefix.Prefix, Count: uint64(c.Count), Distinct: uint64(c.Distinct)},
		Total:  uint64(total),
	}
	fn.line = fn.records.Append(fn.line[:0], nil, &fn.rec)
	emit(chop(fn.line))
}

func encodeTally(t Tally) ([]byte, error) {
	b := binary.AppendUvarint(make([]byte, 0, 8), uint64(t.Count))
	return binary.AppendUvarint(b, uint64(t.Distinct)), nil
}

func decodeTally(data []byte) (t Tally, err error) {
	r := reader{data: data}
	t.Count, t.Distinct = int64(r.number()), int64(r.number())
	return t, r.end(nil)
}

func encodePrefixCount(c PrefixCount) ([]byte, error) {
	b, err := encodePrefix(c.Prefix)
	b = binary.AppendUvarint(b, uint64(c.Count))
	return binary.AppendUvarint(b, uint64(c.Distinct)), err
}

func decodePrefixCount(data []byte) (c PrefixCount, err error) {
	r := reader{data: data}
	c.Prefix = r.prefix()
	c.Count, c.Distinct = int64(r.number()), int64(r.number())
	return c, r.end(nil)
}
