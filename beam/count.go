package hextet

import (
	"encoding/binary"
	"fmt"
	"maps"
	"net/netip"
	"reflect"
	"slices"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/core/graph/window"

	"github.com/hextet/hextet/classify/stats"
	"github.com/hextet/hextet/internal/fields"
	"github.com/hextet/hextet/internal/record"
)

func init() {
	beam.RegisterCoder(reflect.TypeFor[PrefixCount](), encodePrefixCount, decodePrefixCount)
	beam.RegisterCoder(reflect.TypeFor[parcel](), encodeParcel, decodeParcel)
	register.DoFn3x0[beam.Window, Item, func(int, parcel)](&parcelFn{})
	register.DoFn4x0[int, parcel, int64, func(PrefixCount)](&unpackFn{})
	register.DoFn2x0[PrefixCount, func(string)](&countRecordFn{})
	register.Function2x1(mergeParcels)
	register.Function2x1(sizeOf)
	register.Function2x1(addNumbers)
	register.Emitter2[int, parcel]()
	register.Emitter1[PrefixCount]()
}

// CountOptions say which prefixes [CountByPrefix] counts.
type CountOptions struct {
	Length6, Length4 int  // 0 to 128 and 0 to 32; a negative length omits the family
	Distinct         bool // also count distinct addresses
}

// A Tally is a number of addresses, and of distinct ones if [CountOptions] asked for
// them.
type Tally struct{ Count, Distinct int64 }

// A PrefixCount is a prefix with the number of addresses counted in it.
type PrefixCount struct {
	Prefix Prefix
	Tally
	Total int64 // sum of the counts of all prefixes
}

// CountByPrefix takes a PCollection<Item> and returns a PCollection<PrefixCount>: the
// number of items in each prefix of the lengths in o, in no particular order. A prefix
// or range counts as its first address, as written. It panics if a length is too large.
//
// Workers add up counts before they send them, grouped into 256 parcels: using every
// prefix as a key would cost the runner more than the counting. With Distinct, each
// distinct address is sent once by every worker that has it. A parcel must fit in
// memory.
func CountByPrefix(s beam.Scope, items beam.PCollection, o CountOptions) beam.PCollection {
	s = s.Scope("hextet.CountByPrefix")
	if o.Length6 > 128 || o.Length4 > 32 {
		panic(fmt.Sprintf("hextet.CountByPrefix: no such prefix length: %d", max(o.Length6, o.Length4)))
	}
	parcels := beam.CombinePerKey(s, mergeParcels, beam.ParDo(s, &parcelFn{CountOptions: o}, items))
	total := beam.Combine(s, addNumbers, beam.ParDo(s, sizeOf, parcels))
	return beam.ParDo(s, &unpackFn{o}, parcels, beam.SideInput{Input: total})
}

// A parcel has the counts of all prefixes, or with CountOptions.Distinct of all
// addresses, that share a key.
type parcel struct{ counts map[netip.Prefix]int64 }

// parcels is the number of keys.
const parcels = 256

// keyOf returns the key of a prefix, which is the same on every worker (FNV-1a).
func keyOf(p netip.Prefix) int {
	h := uint32(2166136261)
	for _, b := range p.Addr().As16() {
		h = (h ^ uint32(b)) * 16777619
	}
	return int((h ^ h>>16) % parcels)
}

// sizeOf returns the number of items counted in a parcel.
func sizeOf(_ int, all parcel) (n int64) {
	for _, m := range all.counts {
		n += m
	}
	return n
}

func addNumbers(a, b int64) int64 { return a + b }

func mergeParcels(a, b parcel) parcel {
	if len(a.counts) < len(b.counts) {
		a, b = b, a
	}
	for p, n := range b.counts {
		a.counts[p] += n
	}
	return a
}

// A parcelFn counts the items of a bundle, or as many as fit in a table.
type parcelFn struct {
	CountOptions

	held  [parcels]map[netip.Prefix]int64
	count int // prefixes held
}

// heldPrefixes is the number of prefixes that a worker counts before it sends them on.
const heldPrefixes = 1 << 18

func (fn *parcelFn) ProcessElement(w beam.Window, it Item, emit func(int, parcel)) {
	p, ok := prefixOf(it.Addr, fn.Length6, fn.Length4)
	if !ok {
		return
	}
	key := keyOf(p)
	if fn.Distinct {
		p = netip.PrefixFrom(it.Addr, it.Addr.BitLen())
	}
	if _, global := w.(window.GlobalWindow); !global {
		// At the end of a bundle, nothing can be emitted into another window.
		emit(key, parcel{map[netip.Prefix]int64{p: 1}})
		return
	}
	if fn.held[key] == nil {
		fn.held[key] = make(map[netip.Prefix]int64)
	}
	before := len(fn.held[key])
	fn.held[key][p]++
	if fn.count += len(fn.held[key]) - before; fn.count >= heldPrefixes {
		fn.FinishBundle(emit)
	}
}

func (fn *parcelFn) FinishBundle(emit func(int, parcel)) {
	for key, counts := range fn.held {
		if counts != nil {
			emit(key, parcel{counts})
			fn.held[key] = nil
		}
	}
	fn.count = 0
}

// prefixOf returns the prefix in which a is counted; ok is false if its family is
// omitted.
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

// An unpackFn emits the counts of a parcel.
type unpackFn struct{ CountOptions }

func (fn *unpackFn) ProcessElement(_ int, all parcel, total int64, emit func(PrefixCount)) {
	if !fn.Distinct {
		for p, n := range all.counts {
			emit(PrefixCount{Prefix{p}, Tally{Count: n}, total})
		}
		return
	}
	tallies := make(map[netip.Prefix]Tally)
	for a, n := range all.counts {
		if p, ok := prefixOf(a.Addr(), fn.Length6, fn.Length4); ok {
			t := tallies[p]
			tallies[p] = Tally{t.Count + n, t.Distinct + 1}
		}
	}
	for p, t := range tallies {
		emit(PrefixCount{Prefix{p}, t, total})
	}
}

// CountRecords takes the PCollection<PrefixCount> of CountByPrefix and returns a
// PCollection<string> of the records that "hextet stats --by" writes: prefix, count,
// distinct addresses if they were counted, and share of the total.
func CountRecords(s beam.Scope, counts beam.PCollection, f Format) beam.PCollection {
	return beam.ParDo(s.Scope("hextet.CountRecords"), &countRecordFn{Format: f}, counts)
}

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

func (fn *countRecordFn) ProcessElement(c PrefixCount, emit func(string)) {
	fn.rec = fields.Stats{
		Prefix: stats.PrefixCount{Prefix: c.Prefix.Prefix, Count: uint64(c.Count), Distinct: uint64(c.Distinct)},
		Total:  uint64(c.Total),
	}
	fn.line = fn.records.Append(fn.line[:0], nil, &fn.rec)
	emit(chop(fn.line))
}

// encodeParcel returns the binary form of a parcel: its prefixes in order, each with
// its count.
func encodeParcel(all parcel) ([]byte, error) {
	b := make([]byte, 0, 18*len(all.counts))
	for _, p := range slices.SortedFunc(maps.Keys(all.counts), netip.Prefix.Compare) {
		one, err := encodePrefix(Prefix{p})
		if err != nil {
			return nil, err
		}
		b = binary.AppendUvarint(append(b, one...), uint64(all.counts[p]))
	}
	return b, nil
}

func decodeParcel(data []byte) (parcel, error) {
	all := parcel{make(map[netip.Prefix]int64, len(data)/18)}
	r := reader{data: data}
	for len(r.data) > 0 {
		p := r.prefix()
		all.counts[p.Prefix] += int64(r.number())
	}
	return all, r.err
}

func encodePrefixCount(c PrefixCount) ([]byte, error) {
	b, err := encodePrefix(c.Prefix)
	b = binary.AppendUvarint(b, uint64(c.Count))
	b = binary.AppendUvarint(b, uint64(c.Distinct))
	return binary.AppendUvarint(b, uint64(c.Total)), err
}

func decodePrefixCount(data []byte) (c PrefixCount, err error) {
	r := reader{data: data}
	c.Prefix = r.prefix()
	c.Count, c.Distinct, c.Total = int64(r.number()), int64(r.number()), int64(r.number())
	return c, r.end(nil)
}
