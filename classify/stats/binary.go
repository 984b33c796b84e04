package stats

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"
	"slices"

	"github.com/axiomhq/hyperloglog"

	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/embed4"
	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/ip"
)

// The binary form of a counter, numbers as unsigned varints where nothing else is said:
//
//	version   one octet, 1
//	family    IPv4
//	family    IPv6
//
// A family is its total, then an octet, 0 if it is exact:
//
//	n, then n addresses in order: an octet, the rest of the address, the count
//
// The octet's upper half says how many leading octets are those of the address before;
// its lower half is the count, or 0 where the count follows. Where it is 1, approximate:
//
//	number of lengths, and each of them
//	tally          types, scopes, iids, mechanisms, vendors, labels:
//	               number of names, and each with its count
//	distinct       a sketch: its size and its octets, as package hyperloglog has them
//	each length:   a sketch, how much counts may miss, n, and n prefixes as above
//	sample         n, and n addresses as above, the counts being 1
//
// Kinds go by their names, so that a new one in package classify changes nothing.
const binaryVersion = 1

// AppendBinary appends a compact form of what was counted, from which
// [Counter.UnmarshalBinary] restores it. The form is stable: later versions of this
// package read it.
func (c *Counter) AppendBinary(b []byte) ([]byte, error) {
	was := b
	b = append(b, binaryVersion)
	for _, f := range []*family{&c.four, &c.six} {
		var err error
		if b, err = f.append(c, b); err != nil {
			return was, err
		}
	}
	return b, nil
}

// MarshalBinary is AppendBinary to a new slice.
func (c *Counter) MarshalBinary() ([]byte, error) { return c.AppendBinary(nil) }

func (f *family) append(c *Counter, b []byte) ([]byte, error) {
	b = binary.AppendUvarint(b, f.total)
	if f.sketch == nil {
		f.set.settle()
		b = binary.AppendUvarint(append(b, 0), uint64(f.set.n))
		w := entryWriter{skip: f.skip()}
		for e := range f.set.all(f.set.leaves) {
			b = w.append(b, e)
		}
		return b, nil
	}
	f.drain(c)
	k := f.sketch
	b = binary.AppendUvarint(append(b, 1), uint64(len(f.bits)))
	for _, bits := range f.bits {
		b = binary.AppendUvarint(b, uint64(bits))
	}
	b = k.tally.append(b)
	b, err := appendSketch(b, k.distinct)
	for i := range k.prefixes {
		p := &k.prefixes[i]
		if err == nil {
			b, err = appendSketch(b, p.distinct)
		}
		p.often.settle()
		b = binary.AppendUvarint(b, p.often.missed)
		b = appendEntries(b, p.often.held, f.skip())
	}
	k.sample.shrink()
	var sample []entry
	for _, s := range k.sample.held {
		sample = append(sample, entry{Uint128: s.Uint128, N: 1})
	}
	ip.SortKeyed(sample)
	return appendEntries(b, sample, f.skip()), err
}

// skip is how many octets of an address are not written.
func (f *family) skip() int {
	if f.is4 {
		return 12
	}
	return 0
}

func appendSketch(b []byte, k *hyperloglog.Sketch) ([]byte, error) {
	data, err := k.MarshalBinary()
	b = binary.AppendUvarint(b, uint64(len(data)))
	return append(b, data...), err
}

func appendEntries(b []byte, es []entry, skip int) []byte {
	b = binary.AppendUvarint(b, uint64(len(es)))
	w := entryWriter{skip: skip}
	for _, e := range es {
		b = w.append(b, e)
	}
	return b
}

// An entryWriter writes entries in order, each as what is new in it.
type entryWriter struct {
	skip   int
	before [16]byte
}

func (w *entryWriter) append(b []byte, e entry) []byte {
	a := e.Addr6().As16()
	same := w.skip
	for same < 15 && a[same] == w.before[same] {
		same++
	}
	w.before = a
	head := byte(same << 4)
	if e.N < 16 {
		return append(append(b, head|byte(e.N)), a[same:]...)
	}
	b = append(append(b, head), a[same:]...)
	return binary.AppendUvarint(b, e.N)
}

func (t *tally) append(b []byte) []byte {
	counts := func(all *[256]uint64, name func(uint8) string) {
		named := 0
		for _, n := range all {
			if n > 0 {
				named++
			}
		}
		b = binary.AppendUvarint(b, uint64(named))
		for k, n := range all {
			if n > 0 {
				b = appendNamed(b, name(uint8(k)), n)
			}
		}
	}
	counts(&t.types, typeName)
	counts(&t.scopes, scopeName)
	counts(&t.iids, iidName)
	counts(&t.mechanisms, mechanismName)
	for _, all := range []map[string]uint64{t.vendors, t.labels} {
		b = binary.AppendUvarint(b, uint64(len(all)))
		for _, r := range rows(all) {
			b = appendNamed(b, r.Name, r.Count)
		}
	}
	return b
}

func appendNamed(b []byte, name string, n uint64) []byte {
	b = append(binary.AppendUvarint(b, uint64(len(name))), name...)
	return binary.AppendUvarint(b, n)
}

func typeName(k uint8) string      { return classify.Type(k).String() }
func scopeName(k uint8) string     { return classify.Scope(k).String() }
func iidName(k uint8) string       { return eui64.Kind(k).String() }
func mechanismName(k uint8) string { return embed4.Mechanism(k).String() }

// UnmarshalBinary replaces what c has counted by what [Counter.AppendBinary] wrote. c
// was made by [New], with the same Options. After an error c is empty.
func (c *Counter) UnmarshalBinary(data []byte) error {
	r := reader{data: data}
	fresh := New(c.options)
	err := r.version()
	for _, f := range []*family{&fresh.four, &fresh.six} {
		if err == nil {
			err = f.read(&r)
		}
	}
	if err == nil && len(r.data) > 0 {
		err = fmt.Errorf("stats: %d octets too many", len(r.data))
	}
	if err != nil {
		fresh = New(c.options)
	}
	*c = *fresh
	return err
}

var errShort = errors.New("stats: data ends too early")

func (f *family) read(r *reader) error {
	f.total = r.number()
	method := r.octet()
	switch approximate := f.sketch != nil; {
	case r.short:
		return errShort
	case method > 1:
		return fmt.Errorf("stats: unknown method %d", method)
	case approximate != (method == 1):
		return errors.New("stats: exact and approximate counts do not mix")
	case !approximate:
		sum, err := r.entries(f.skip(), func(es []entry) { f.set.merge(es) })
		if err == nil && sum != f.total {
			err = fmt.Errorf("stats: counts add up to %d, not %d", sum, f.total)
		}
		return err
	}
	var bits []int
	for n := r.number(); n > 0 && len(bits) < 129; n-- {
		bits = append(bits, int(r.number()&0xff))
	}
	if !slices.Equal(bits, f.bits) {
		return fmt.Errorf("stats: prefix lengths %v, not %v", bits, f.bits)
	}
	k := f.sketch
	if err := k.tally.read(r); err != nil {
		return err
	}
	if err := r.sketch(k.distinct); err != nil {
		return err
	}
	for i := range k.prefixes {
		p := &k.prefixes[i]
		if err := r.sketch(p.distinct); err != nil {
			return err
		}
		p.often.missed = r.number()
		if _, err := r.entries(f.skip(), func(es []entry) { p.often.held = append(p.often.held, es...) }); err != nil {
			return err
		}
	}
	_, err := r.entries(f.skip(), func(es []entry) {
		for _, e := range es {
			k.sample.add(sampled{hash(e.Uint128), e.Uint128})
		}
	})
	return err
}

func (t *tally) read(r *reader) error {
	for _, part := range []struct {
		all  *[256]uint64
		name func(uint8) string
	}{{&t.types, typeName}, {&t.scopes, scopeName}, {&t.iids, iidName}, {&t.mechanisms, mechanismName}} {
		err := r.named(func(name string, n uint64) error {
			for k := range part.all {
				if part.name(uint8(k)) == name {
					part.all[k] = n
					return nil
				}
			}
			return fmt.Errorf("stats: unknown kind %q", name)
		})
		if err != nil {
			return err
		}
	}
	for _, all := range []map[string]uint64{t.vendors, t.labels} {
		err := r.named(func(name string, n uint64) error {
			all[name] = n
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// A reader reads from the front of data, and zeros once it is short.
type reader struct {
	data  []byte
	short bool
}

func (r *reader) version() error {
	switch v := r.octet(); {
	case r.short:
		return errShort
	case v != binaryVersion:
		return fmt.Errorf("stats: unknown version %d", v)
	}
	return nil
}

func (r *reader) octet() byte {
	b := r.octets(1)
	if b == nil {
		return 0
	}
	return b[0]
}

func (r *reader) octets(n uint64) []byte {
	if n > uint64(len(r.data)) {
		r.short, r.data = true, nil
		return nil
	}
	b := r.data[:n]
	r.data = r.data[n:]
	return b
}

func (r *reader) number() uint64 {
	v, n := binary.Uvarint(r.data)
	if n <= 0 {
		r.short, r.data = true, nil
		return 0
	}
	r.data = r.data[n:]
	return v
}

// named reads names and their counts.
func (r *reader) named(each func(name string, n uint64) error) error {
	for left := r.number(); left > 0; left-- {
		name := string(r.octets(r.number()))
		n := r.number()
		if r.short {
			return errShort
		}
		if err := each(name, n); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) sketch(k *hyperloglog.Sketch) error {
	data := r.octets(r.number())
	if r.short {
		return errShort
	}
	if err := k.UnmarshalBinary(data); err != nil {
		return fmt.Errorf("stats: %w", err)
	}
	return nil
}

// entries reads entries and passes them on in pieces. It returns the sum of their
// counts.
func (r *reader) entries(skip int, each func([]entry)) (sum uint64, err error) {
	var a [16]byte
	var last entry
	batch := make([]entry, 0, 1024)
	left := r.number()
	for i := uint64(0); i < left; i++ {
		head := r.octet()
		same := int(head >> 4)
		if same < skip && !r.short {
			return 0, fmt.Errorf("stats: an address of another family")
		}
		copy(a[same:], r.octets(uint64(16-same)))
		e := entry{Uint128: ip.FromAddr(netip.AddrFrom16(a)), N: uint64(head & 0xf)}
		if e.N == 0 {
			e.N = r.number()
		}
		if r.short {
			return 0, errShort
		}
		if e.N == 0 || i > 0 && !last.Less(e.Uint128) {
			return 0, errors.New("stats: addresses out of order")
		}
		last = e
		sum += e.N
		if batch = append(batch, e); len(batch) == cap(batch) {
			each(batch)
			if cap(batch) < pendingMin {
				batch = make([]entry, 0, 4*cap(batch))
			}
			batch = batch[:0]
		}
	}
	if r.short {
		return 0, errShort
	}
	each(batch)
	return sum, nil
}
