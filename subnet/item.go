package subnet

import (
	"errors"
	"net/netip"
	"strings"

	"go4.org/netipx"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/ip"
)

// Item is an address, a prefix or a range as it was written. It is comparable; the zero
// Item is none of them. The parts of an address or prefix are in the embedded
// [addr.Item]; the method Range returns the addresses that the Item stands for.
type Item struct {
	addr.Item
	Last netip.Addr // of a range, whose first address is Addr; else the zero Addr
}

// IsRange reports whether it was written as FIRST-LAST.
func (it Item) IsRange() bool { return it.Last.IsValid() }

// IsAddr reports whether it was written as an address.
func (it Item) IsAddr() bool { return it.Addr.IsValid() && !it.IsPrefix() && !it.IsRange() }

// Range returns the addresses that it stands for: for a prefix its whole block,
// ignoring host bits. It is invalid for the zero Item.
func (it Item) Range() netipx.IPRange { return it.extent().toRange() }

// Block returns the addresses that it stands for as one prefix, host bits masked off.
// ok is false for a range that is not exactly one prefix.
func (it Item) Block() (p netip.Prefix, ok bool) { return it.extent().prefix() }

func (it Item) extent() extent {
	n, w := fromAddr(it.Addr)
	if it.IsRange() {
		last, lw := fromAddr(it.Last)
		if w != lw || last.Less(n) {
			return extent{}
		}
		return extent{span{n, last}, w}
	}
	bits := it.Bits()
	if bits < 0 {
		return extent{span{n, n}, w}
	}
	host := ip.Ones(uint(int(w) - bits))
	return extent{span{n.AndNot(host), n.Or(host)}, w}
}

// AppendTo appends it in canonical form (RFC 5952) to dst, as the address, prefix or
// range that it was written as, with host bits and zone. The zero Item appends nothing.
func (it Item) AppendTo(dst []byte) []byte {
	if it.IsRange() {
		return AppendRange(dst, netipx.IPRangeFrom(it.Addr, it.Last))
	}
	return addr.AppendCanonical(dst, it.Item, addr.MixedAuto)
}

// String returns what AppendTo appends.
func (it Item) String() string {
	var b [96]byte
	return string(it.AppendTo(b[:0]))
}

// Parse parses an address, a prefix or a range:
//
//	2001:db8::1  2001:db8::/32  192.0.2.0/24       as [addr.ParseItem] takes them
//	192.0.2.0/255.255.255.0                        IPv4 with a netmask
//	192.0.2.0/0.0.0.255                            IPv4 with a wildcard mask
//	2001:db8::-2001:db8::ff                        first and last of one family
//
// A prefix may have host bits, and any address may have a zone, except those of a
// range. The error is an [*addr.Error], also for a range whose ends are reversed or of
// two families.
func Parse(s string) (Item, error) {
	if dash := strings.IndexByte(s, '-'); dash >= 0 {
		zone := strings.IndexByte(s[:dash], '%')
		switch last := strings.LastIndexByte(s, '-'); {
		case zone < 0:
			r, err := addr.ParseRange(s)
			return Item{Item: addr.Item{Addr: r.From()}, Last: r.To()}, err
		case strings.IndexByte(s[last:], ':') > 0: // else the hyphen is the zone's
			return Item{}, &addr.Error{Input: s, Offset: zone, Reason: "a range cannot have a zone"}
		}
	}
	// A mask has at least seven bytes.
	if slash := strings.IndexByte(s, '/'); slash >= 0 && len(s)-slash > 7 && strings.IndexByte(s[slash:], '.') > 0 {
		return parseMasked(s, slash)
	}
	it, err := addr.ParseItem(s)
	return Item{Item: it}, err
}

// parseMasked parses s, which has an address, a slash at i and a mask.
func parseMasked(s string, i int) (Item, error) {
	it, err := addr.ParseItem(s[:i])
	if err != nil {
		return Item{}, within(err, s, 0)
	}
	if !it.Addr.Is4() {
		return Item{}, &addr.Error{Input: s, Offset: i + 1, Reason: "a mask can only follow an IPv4 address"}
	}
	mask, err := addr.ParseItem(s[i+1:])
	if err != nil {
		return Item{}, within(err, s, i+1)
	}
	if mask.IsPrefix() {
		return Item{}, &addr.Error{Input: s, Offset: strings.LastIndexByte(s, '/'), Reason: "unexpected character '/'"}
	}
	n, _, ok := MaskLength(mask.Addr)
	if !ok {
		return Item{}, &addr.Error{Input: s, Offset: i + 1, Reason: "mask is neither a netmask nor a wildcard mask"}
	}
	return Item{Item: it.WithBits(n)}, nil
}

// within turns the error about a part of s, which starts at byte at, into one
// about s.
func within(err error, s string, at int) error {
	var e *addr.Error
	if !errors.As(err, &e) {
		return err
	}
	off := e.Offset
	if off >= 0 {
		off += at
	}
	return &addr.Error{Input: s, Offset: off, Reason: e.Reason}
}
