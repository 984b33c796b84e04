package hextet

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"
	"reflect"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/subnet"
)

func init() {
	beam.RegisterCoder(reflect.TypeFor[Item](), encodeItem, decodeItem)
	beam.RegisterCoder(reflect.TypeFor[Prefix](), encodePrefix, decodePrefix)
	register.Function1x1(itemText)
}

// An Item is an address, a prefix or, with [ParseOptions.Ranges], a range, as it was
// written: with its zone, prefix length and host bits.
//
// Encoded, an IPv6 address takes 17 bytes and an IPv4 address 5; a prefix takes one
// more byte and a range another address. Non-canonical text, zone and place are added
// as needed.
type Item struct {
	subnet.Item

	// Place is where an item was found in text; the zero Place if the item is a whole
	// line.
	Place Place

	spelling string // the text, "" if canonical
}

// A Place is where an item is in its line.
type Place struct {
	Line       int64 // counted from 1; 0 if unknown, see [Block]
	Start, End int   // in bytes, counted from 0; End is exclusive
}

// ItemOf returns a as an Item with canonical text.
func ItemOf(a netip.Addr) Item { return Item{Item: subnet.Item{Item: addr.ItemOf(a)}} }

// ItemOfPrefix returns p as an Item with canonical text.
func ItemOfPrefix(p netip.Prefix) Item { return Item{Item: subnet.Item{Item: addr.ItemOfPrefix(p)}} }

// Text returns the item as it was written.
func (it Item) Text() string {
	if it.spelling != "" {
		return it.spelling
	}
	return it.Item.String()
}

// ItemRecords takes a PCollection<Item> and returns a PCollection<string> of the items in
// canonical form.
func ItemRecords(s beam.Scope, items beam.PCollection) beam.PCollection {
	return beam.ParDo(s.Scope("hextet.ItemRecords"), itemText, items)
}

func itemText(it Item) string { return it.Item.String() }

// written returns the item with the text it was parsed from.
func (it Item) written(text []byte) Item {
	var room [128]byte
	if string(it.Item.AppendTo(room[:0])) != string(text) {
		it.spelling = string(text)
	}
	return it
}

// The first octet of the binary form is a bitmask of what follows.
const (
	has6      = 1 << iota // the address has 16 octets, not 4
	hasLength             // an octet
	hasLast               // the last address of a range
	hasZone               // its size as an unsigned varint, then the zone
	hasText               // the same for the text
	hasPlace              // line, start and size as unsigned varints
	itemFlags = 1<<iota - 1
)

var errItem = errors.New("hextet: not the binary form of an item")

// appendItem appends the binary form of an item.
func appendItem(b []byte, it Item) ([]byte, error) {
	if !it.Addr.IsValid() {
		return b, errors.New("hextet: the zero Item has no binary form")
	}
	at := len(b)
	b = append(b, 0)
	b = appendAddr(b, it.Addr)
	if it.Addr.Is6() {
		b[at] |= has6
	}
	if it.IsPrefix() {
		b[at] |= hasLength
		b = append(b, byte(it.Bits()))
	}
	if it.Last.IsValid() {
		b[at] |= hasLast
		b = appendAddr(b, it.Last)
	}
	if it.Zone != "" {
		b[at] |= hasZone
		b = appendString(b, it.Zone)
	}
	if it.spelling != "" {
		b[at] |= hasText
		b = appendString(b, it.spelling)
	}
	if it.Place != (Place{}) {
		b[at] |= hasPlace
		b = binary.AppendUvarint(b, uint64(it.Place.Line))
		b = binary.AppendUvarint(b, uint64(it.Place.Start))
		b = binary.AppendUvarint(b, uint64(it.Place.End-it.Place.Start))
	}
	return b, nil
}

func appendAddr(b []byte, a netip.Addr) []byte {
	if a.Is4() {
		four := a.As4()
		return append(b, four[:]...)
	}
	six := a.As16()
	return append(b, six[:]...)
}

func appendString(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// readItem reads from r what appendItem appended.
func readItem(r *reader) (it Item, err error) {
	flags := r.octet()
	size := 4
	if flags&has6 != 0 {
		size = 16
	}
	it.Addr = r.addr(size)
	if flags&hasLength != 0 {
		n := int(r.octet())
		if n > 8*size {
			r.fail()
		}
		it.Item.Item = it.WithBits(n)
	}
	if flags&hasLast != 0 {
		it.Last = r.addr(size)
	}
	if flags&hasZone != 0 {
		it.Zone = r.text()
	}
	if flags&hasText != 0 {
		it.spelling = r.text()
	}
	if flags&hasPlace != 0 {
		it.Place.Line = int64(r.number())
		it.Place.Start = int(r.number())
		it.Place.End = it.Place.Start + int(r.number())
	}
	if flags > itemFlags {
		r.fail()
	}
	return it, r.err
}

func encodeItem(it Item) ([]byte, error) { return appendItem(make([]byte, 0, 18), it) }

func decodeItem(data []byte) (Item, error) {
	r := reader{data: data}
	it, err := readItem(&r)
	return it, r.end(err)
}

// A Prefix is a netip.Prefix that Beam can encode and group by, in 17 bytes or 5.
type Prefix struct{ netip.Prefix }

// encodePrefix writes the prefix length before the address, with all bits flipped for
// IPv4: 0 to 128 is IPv6, 223 to 255 is IPv4.
func encodePrefix(p Prefix) ([]byte, error) {
	if !p.IsValid() {
		return nil, fmt.Errorf("hextet: %v has no binary form", p.Prefix)
	}
	length := byte(p.Bits())
	if p.Addr().Is4() {
		length = ^length
	}
	return appendAddr(append(make([]byte, 0, 17), length), p.Addr()), nil
}

func decodePrefix(data []byte) (Prefix, error) {
	r := reader{data: data}
	p := r.prefix()
	return p, r.end(nil)
}

// A reader decodes binary forms. After an error it returns zeros.
type reader struct {
	data []byte
	err  error
}

func (r *reader) fail() { r.data, r.err = nil, errItem }

func (r *reader) octets(n uint64) []byte {
	if n > uint64(len(r.data)) {
		r.fail()
		return nil
	}
	b := r.data[:n]
	r.data = r.data[n:]
	return b
}

func (r *reader) octet() byte {
	if b := r.octets(1); b != nil {
		return b[0]
	}
	return 0
}

func (r *reader) number() uint64 { return varint(r, binary.Uvarint) }

func (r *reader) signed() int64 { return varint(r, binary.Varint) }

func varint[N int64 | uint64](r *reader, read func([]byte) (N, int)) N {
	n, size := read(r.data)
	if size <= 0 {
		r.fail()
		return 0
	}
	r.data = r.data[size:]
	return n
}

func (r *reader) text() string { return string(r.octets(r.number())) }

func (r *reader) addr(size int) netip.Addr {
	a, _ := netip.AddrFromSlice(r.octets(uint64(size)))
	return a
}

func (r *reader) prefix() Prefix {
	length, size := r.octet(), 16
	if length > 128 {
		length, size = ^length, 4
	}
	p := netip.PrefixFrom(r.addr(size), int(length))
	if !p.IsValid() {
		r.fail()
	}
	return Prefix{p}
}

// end returns err, or an error if there are bytes left over.
func (r *reader) end(err error) error {
	switch {
	case err != nil:
		return err
	case r.err != nil:
		return r.err
	case len(r.data) > 0:
		return errItem
	}
	return nil
}
