package hextet

import (
	"encoding/binary"
	"errors"
	"net/netip"
	"reflect"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"
	"go4.org/netipx"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/subnet"
)

func init() {
	beam.RegisterCoder(reflect.TypeFor[Set](), encodeSet, decodeSet)
	register.Combiner2[Set, Item](&collapseFn{})
	register.DoFn2x0[Set, func(Prefix)](&prefixesFn{})
	register.DoFn2x0[Prefix, func(string)](&prefixRecordFn{})
	register.Emitter1[Prefix]()
}

// A Set is the accumulator of [Collapse]: a set of addresses. The zero Set is not
// usable.
type Set struct{ *subnet.Builder }

// CollapseFn returns the CombineFn of [Collapse], from Item to Set, for use with
// beam.CombinePerKey and the like.
func CollapseFn() any { return &collapseFn{} }

type collapseFn struct{}

func (*collapseFn) CreateAccumulator() Set { return Set{new(subnet.Builder)} }

func (*collapseFn) AddInput(s Set, it Item) Set {
	s.Add(it.Range())
	return s
}

func (*collapseFn) MergeAccumulators(a, b Set) Set {
	a.Join(b.Builder)
	return a
}

// Collapse takes a PCollection<Item> of addresses, prefixes and ranges, and returns a
// PCollection<Prefix>: the smallest list of prefixes that cover exactly the addresses
// of all items together, in no particular order. Each worker collapses before it sends;
// one worker holds the final ranges, 8 bytes each or 24 for IPv6.
//
// Unlike the command, ParseLines accepts no labels after items: such a line is bad.
func Collapse(s beam.Scope, items beam.PCollection) beam.PCollection {
	s = s.Scope("hextet.Collapse")
	return beam.ParDo(s, &prefixesFn{}, beam.Combine(s, CollapseFn(), items))
}

type prefixesFn struct{}

func (*prefixesFn) ProcessElement(s Set, emit func(Prefix)) {
	for p := range s.Prefixes() {
		emit(Prefix{p})
	}
}

// PrefixRecords takes a PCollection<Prefix> and returns a PCollection<string>: the
// prefixes as text or as {"prefix":…}, as "hextet subnet collapse --fields prefix"
// writes them. The command's other field, the first item in each prefix, is not
// available here.
func PrefixRecords(s beam.Scope, prefixes beam.PCollection, f Format) beam.PCollection {
	return beam.ParDo(s.Scope("hextet.PrefixRecords"), &prefixRecordFn{Format: f}, prefixes)
}

type prefixRecordFn struct {
	Format Format

	records *record.Encoder[*Prefix]
}

func (fn *prefixRecordFn) Setup() (err error) {
	fn.records, err = newRecords(record.Table[*Prefix]{
		Default: "prefix", Whole: true,
		Fields: []record.Field[*Prefix]{record.Text("prefix", "the prefix", func(b []byte, p *Prefix) []byte {
			return addr.AppendPrefix(b, p.Prefix)
		})},
	}, fn.Format, "")
	return err
}

func (fn *prefixRecordFn) ProcessElement(p Prefix, emit func(string)) {
	emit(chop(fn.records.Append(nil, nil, &p)))
}

// encodeSet returns the binary form of a Set: the size of the IPv4 ranges in bytes, as
// an unsigned varint, those ranges in order, and the IPv6 ranges. Each range is written
// without the octets that its addresses share with an earlier one:
//
//	octet                 shared with the range before << 4 | last address shared with first
//	4 or 16 less shared   the first address
//	4 or 16 less shared   the last address
//
// Only leading octets count as shared, at most 15.
func encodeSet(s Set) ([]byte, error) {
	if s.Builder == nil {
		return nil, errors.New("hextet: the zero Set has no binary form")
	}
	var ranges []byte
	var before [16]byte
	fours := -1
	for r := range s.Ranges() {
		if r.From().Is6() && fours < 0 {
			fours = len(ranges)
			before = [16]byte{}
		}
		first, last := r.From().AsSlice(), r.To().AsSlice()
		n, m := shared(first, before[:]), shared(last, first)
		ranges = append(ranges, byte(n<<4|m))
		ranges = append(append(ranges, first[n:]...), last[m:]...)
		copy(before[:], first)
	}
	if fours < 0 {
		fours = len(ranges)
	}
	b := binary.AppendUvarint(make([]byte, 0, len(ranges)+8), uint64(fours))
	return append(b, ranges...), nil
}

func shared(a, b []byte) (n int) {
	for n < min(len(a), 15) && a[n] == b[n] {
		n++
	}
	return n
}

func decodeSet(data []byte) (Set, error) {
	s := Set{new(subnet.Builder)}
	r := reader{data: data}
	fours := reader{data: r.octets(r.number())}
	for _, family := range []struct {
		*reader
		size int
	}{{&fours, 4}, {&r, 16}} {
		var before [16]byte
		for len(family.data) > 0 {
			head := family.octet()
			n, m := int(head>>4), int(head&15)
			if n > family.size || m > family.size {
				return s, errSet
			}
			first := before
			copy(first[n:family.size], family.octets(uint64(family.size-n)))
			last := first
			copy(last[m:family.size], family.octets(uint64(family.size-m)))
			before = first
			from, _ := netip.AddrFromSlice(first[:family.size])
			to, _ := netip.AddrFromSlice(last[:family.size])
			ranges := netipx.IPRangeFrom(from, to)
			if family.err != nil || !ranges.IsValid() {
				return s, errSet
			}
			s.Add(ranges)
		}
	}
	if r.err != nil {
		return s, errSet
	}
	return s, nil
}

var errSet = errors.New("hextet: not the binary form of a Set")
