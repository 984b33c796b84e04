package addr

import (
	"net/netip"
	"strings"

	"github.com/hextet/hextet/internal/ip"
)

// An Item is an address as it was written: with its host bits and, if it has them, its
// zone and prefix length. It is comparable. The zero Item is not an address; Item{Addr:
// a} is the address a without a prefix length.
type Item struct {
	// Addr is the address, without a zone. An IPv4-mapped IPv6 address
	// stays an IPv6 address.
	Addr netip.Addr
	// Zone is the RFC 4007 zone, empty when there is none. It aliases the
	// text that was parsed.
	Zone string

	length uint8 // the prefix length plus 1, 0 without one
}

// ItemOf returns a as an Item without a prefix length. The zone of a, if any, becomes
// the zone of the Item.
func ItemOf(a netip.Addr) Item {
	return Item{Addr: a.WithZone(""), Zone: a.Zone()}
}

// ItemOfPrefix returns p as an Item.
func ItemOfPrefix(p netip.Prefix) Item {
	return Item{Addr: p.Addr()}.WithBits(p.Bits())
}

// Bits returns the prefix length, or -1 if there is none.
func (it Item) Bits() int { return int(it.length) - 1 }

// WithBits returns it with another prefix length, or without one if bits is negative or
// greater than the length of the address.
func (it Item) WithBits(bits int) Item {
	if bits > it.Addr.BitLen() {
		bits = -1
	}
	it.length = uint8(max(bits, -1) + 1)
	return it
}

// IsPrefix reports whether it has a prefix length.
func (it Item) IsPrefix() bool { return it.length > 0 }

// Prefix returns the address and the prefix length, with host bits but without the
// zone. For an Item without a length it returns the prefix of that one address; for the
// zero Item, the invalid prefix.
func (it Item) Prefix() netip.Prefix {
	bits := it.Bits()
	if bits < 0 {
		bits = it.Addr.BitLen()
	}
	return netip.PrefixFrom(it.Addr, bits)
}

// NetipAddr returns the address with its zone, without the prefix length. It allocates
// if the program has not seen the zone before.
func (it Item) NetipAddr() netip.Addr {
	if it.Zone == "" {
		return it.Addr
	}
	return it.Addr.WithZone(it.Zone)
}

// AppendTo appends the RFC 5952 text of it, as [AppendCanonical] does with
// [MixedAuto].
func (it Item) AppendTo(dst []byte) []byte { return AppendCanonical(dst, it, MixedAuto) }

// String returns the RFC 5952 text of it, and "invalid Item" for the zero Item.
func (it Item) String() string {
	if !it.Addr.IsValid() {
		return "invalid Item"
	}
	var b [ip.TextRoom]byte
	return string(it.AppendTo(b[:0]))
}

// ParseItem parses an address or a prefix:
//
//	2001:db8::1          2001:db8::/32        192.0.2.1      192.0.2.0/24
//	fe80::1%eth0         fe80::1%eth0/64      fe80::%2/64
//	[2001:db8::1]        [fe80::1%eth0]
//
// IPv6 text is as in RFC 4291 section 2.2, in either case. IPv4 text is dotted decimal:
// four parts without leading zeros. The length is decimal, without a sign or leading
// zeros. Zones (RFC 4007 section 11) are accepted on any IPv6 address; they are
// printable text without spaces, "/" and "%".
//
// Brackets enclose an address, with or without its zone (RFC 3986 section 3.2.2, RFC
// 5952 section 6); neither [2001:db8::/32] nor [2001:db8::]/32 is a prefix (RFC 4038
// section 5.1). In brackets, a zone that is longer than "25" but begins with it is
// refused, since [fe80::1%25eth0] may be the URL form of zone eth0 (RFC 6874):
// [ParseAs] with [FormURL] reads that.
//
// It does not allocate unless it fails.
func ParseItem(s string) (Item, error) {
	it, f, at, have := parseItem(s)
	if f != noFault {
		return Item{}, faultError(s, f, at, have)
	}
	return it, nil
}

func parseItem(s string) (it Item, f fault, at, have int) {
	if len(s) > 0 && s[0] == '[' {
		return parseBracketed(s)
	}
	r := scanAddr(s, 0)
	if r.fault != noFault {
		return it, r.fault, r.end, r.have
	}
	it = Item{Addr: r.addr()}
	i := r.end
	if i < len(s) && s[i] == '%' {
		if r.is4 {
			return it, faultZone4, i, 0
		}
		end, f := scanZone(s, i+1, '/')
		if f != noFault {
			return it, f, end, 0
		}
		it.Zone = s[i+1 : end]
		i = end
	}
	if i == len(s) {
		return it, noFault, 0, 0
	}
	if s[i] != '/' {
		return it, faultChar, i, 0
	}
	limit := 128
	if r.is4 {
		limit = 32
	}
	bits, at, f := scanLength(s, i+1, limit)
	it.length = uint8(bits + 1)
	return it, f, at, 0
}

func parseBracketed(s string) (it Item, f fault, at, have int) {
	r := scanAddr(s, 1)
	if r.fault == faultEmpty {
		r.fault = faultBracketOpen
	}
	if r.fault != noFault {
		return it, r.fault, r.end, r.have
	}
	if r.is4 {
		return it, faultBracket4, 0, 0
	}
	it = Item{Addr: r.addr()}
	i := r.end
	if i < len(s) && s[i] == '%' {
		end, f := scanZone(s, i+1, ']')
		if f != noFault {
			return it, f, end, 0
		}
		it.Zone = s[i+1 : end]
		if len(it.Zone) > 2 && it.Zone[:2] == "25" {
			return it, faultZoneEscape, i, 0
		}
		i = end
	}
	switch {
	case i == len(s):
		return it, faultBracketOpen, 0, 0
	case s[i] == '/':
		return it, faultBracketPre, i, 0
	case s[i] != ']':
		return it, faultChar, i, 0
	}
	i++
	switch {
	case i == len(s):
		return it, noFault, 0, 0
	case s[i] == '/':
		return it, faultBracketPre, i, 0
	}
	return it, faultBracketTail, i, 0
}

// addr returns the address that was read.
func (r *scanned) addr() netip.Addr { return ip.AddrOf(r.hi, r.lo, r.is4) }

// ParseAddr parses an address of either family, without brackets or prefix
// length. A zone is kept in the result. It accepts what [netip.ParseAddr]
// accepts, except for zones that [ParseItem] would refuse.
func ParseAddr(s string) (netip.Addr, error) {
	it, err := parseBare(s)
	if err != nil {
		return netip.Addr{}, err
	}
	if it.IsPrefix() {
		return netip.Addr{}, faultError(s, faultLenRefused, strings.LastIndexByte(s, '/'), 0)
	}
	return it.NetipAddr(), nil
}

// ParsePrefix parses an address with a prefix length, keeping host bits, as
// [netip.ParsePrefix] does. A zone is refused: a netip.Prefix has none.
func ParsePrefix(s string) (netip.Prefix, error) {
	it, err := parseBare(s)
	if err != nil {
		return netip.Prefix{}, err
	}
	if it.Zone != "" {
		return netip.Prefix{}, faultError(s, faultZonePrefix, strings.IndexByte(s, '%'), 0)
	}
	if !it.IsPrefix() {
		return netip.Prefix{}, faultError(s, faultLenWanted, -1, 0)
	}
	return it.Prefix(), nil
}

// parseBare is ParseItem without brackets.
func parseBare(s string) (Item, error) {
	if len(s) > 0 && s[0] == '[' {
		return Item{}, faultError(s, faultChar, 0, 0)
	}
	return ParseItem(s)
}
