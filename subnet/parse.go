package subnet

import (
	"errors"
	"net/netip"
	"strings"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/ip"
)

// Item is a text as it was given: an address, a prefix or a range.
type Item struct {
	Range            // the addresses meant; host bits and zone play no part
	Addr  netip.Addr // the address written, host bits kept, no zone; of a range the first
	Zone  string     // of an address or prefix, else empty; it aliases the text parsed
	Bits  int        // the length written; -1 for an address, -2 for a range
}

const (
	bitsAddr  = -1
	bitsRange = -2
)

// IsAddr reports whether it was written as an address.
func (it Item) IsAddr() bool { return it.Bits == bitsAddr }

// IsRange reports whether it was written as FIRST-LAST.
func (it Item) IsRange() bool { return it.Bits == bitsRange }

// AppendTo appends it in canonical form (RFC 5952) to dst, still as the address,
// prefix or range that it was; host bits and zone are kept. The zero Item
// appends nothing.
func (it Item) AppendTo(dst []byte) []byte {
	switch {
	case !it.IsValid():
		return dst
	case it.IsRange():
		return it.Range.AppendTo(dst)
	}
	return addr.AppendCanonical(dst, addr.Item{Addr: it.Addr, Zone: it.Zone, Bits: it.Bits}, addr.MixedAuto)
}

// String returns what AppendTo appends.
func (it Item) String() string {
	var b [96]byte
	return string(it.AppendTo(b[:0]))
}

// Parse reads an address, a prefix or a range:
//
//	2001:db8::1  2001:db8::/32  192.0.2.0/24       as [addr.ParseItem] reads them
//	192.0.2.0/255.255.255.0                        IPv4 with a netmask
//	192.0.2.0/0.0.0.255                            IPv4 with a wildcard mask
//	2001:db8::-2001:db8::ff                        first and last of one family
//
// A prefix may have host bits: Item.Range is the masked block, Item.Addr what was
// written. A zone may follow any address but those of a range. The error is
// an [*addr.Error]; a range with its ends reversed or of two families is one.
func Parse(s string) (Item, error) {
	if dash := strings.IndexByte(s, '-'); dash >= 0 {
		zone := strings.IndexByte(s[:dash], '%')
		switch last := strings.LastIndexByte(s, '-'); {
		case zone < 0:
			return parseRange(s)
		case strings.IndexByte(s[last:], ':') > 0: // else the hyphen is the zone's
			return Item{}, &addr.Error{Input: s, Offset: zone, Reason: "a range cannot have a zone"}
		}
	}
	// Behind the slash of a mask there are seven bytes or more.
	if slash := strings.IndexByte(s, '/'); slash >= 0 && len(s)-slash > 7 && strings.IndexByte(s[slash:], '.') > 0 {
		return parseMasked(s, slash)
	}
	return parseOne(s)
}

func parseOne(s string) (Item, error) {
	a, err := addr.ParseItem(s)
	if err != nil {
		return Item{}, err
	}
	n, w := fromAddr(a.Addr)
	if a.Bits < 0 {
		return Item{Range{n, n, w}, a.Addr, a.Zone, bitsAddr}, nil
	}
	host := ip.Ones(uint(int(w) - a.Bits))
	return Item{Range{n.AndNot(host), n.Or(host), w}, a.Addr, a.Zone, a.Bits}, nil
}

// parseMasked reads s, which has an address, a slash at i and a mask.
func parseMasked(s string, i int) (Item, error) {
	it, err := parseOne(s[:i])
	if err != nil {
		return Item{}, within(err, s, 0)
	}
	if !it.Is4() {
		return Item{}, &addr.Error{Input: s, Offset: i + 1, Reason: "a mask goes with an IPv4 address only"}
	}
	mask, err := parseOne(s[i+1:])
	if err != nil {
		return Item{}, within(err, s, i+1)
	}
	if !mask.IsAddr() {
		return Item{}, &addr.Error{Input: s, Offset: strings.LastIndexByte(s, '/'), Reason: "unexpected character '/'"}
	}
	n, _, ok := MaskLength(mask.Addr)
	if !ok {
		return Item{}, &addr.Error{Input: s, Offset: i + 1, Reason: "mask is neither a netmask nor a wildcard mask"}
	}
	it.Bits = n
	it.Range = RangeOf(netip.PrefixFrom(it.Addr, n))
	return it, nil
}

func parseRange(s string) (Item, error) {
	first, last, err := addr.ParseRange(s)
	if err != nil {
		return Item{}, err
	}
	a, w := fromAddr(first)
	b, _ := fromAddr(last)
	return Item{Range{a, b, w}, first, "", bitsRange}, nil
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

// ParsePrefix reads a prefix in any form that [Parse] takes: an address is its
// host prefix (/32 or /128), a range has to be exactly one prefix, and host bits
// are masked off. The error is an [*addr.Error].
func ParsePrefix(s string) (netip.Prefix, error) {
	it, err := Parse(s)
	if err != nil {
		return netip.Prefix{}, err
	}
	if it.Zone != "" {
		return netip.Prefix{}, &addr.Error{Input: s, Offset: strings.IndexByte(s, '%'), Reason: "a prefix cannot have a zone"}
	}
	p, ok := it.Prefix()
	if !ok {
		return netip.Prefix{}, &addr.Error{Input: s, Offset: -1, Reason: "the range is not one prefix"}
	}
	return p, nil
}
