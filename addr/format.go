package addr

import (
	"net/netip"
	"strconv"

	"github.com/hextet/hextet/internal/ip"
)

// Mixed says when the last 32 bits of an IPv6 address are written as a dotted
// quad (RFC 4291 section 2.2 form 3, RFC 5952 section 5).
type Mixed uint8

const (
	// MixedAuto writes the quad in the well-known prefixes that always contain an IPv4
	// address, for which RFC 5952 section 5 recommends it: ::ffff:0:0/96 (RFC 4291),
	// ::ffff:0:0:0/96 (RFC 2765) and 64:ff9b::/96 (RFC 6052). The deprecated ::/96
	// stays hexadecimal, because it contains ::1 and ::. So does a prefix of at most 96
	// bits whose last 32 bits are zero, such as 64:ff9b::/96 itself.
	MixedAuto Mixed = iota
	// MixedAlways writes it in every IPv6 address.
	MixedAlways
	// MixedNever writes eight groups only.
	MixedNever
)

var mixedNames = [...]string{MixedAuto: "auto", MixedAlways: "always", MixedNever: "never"}

// String returns auto, always or never.
func (m Mixed) String() string {
	if int(m) < len(mixedNames) {
		return mixedNames[m]
	}
	return "unknown"
}

// MarshalText returns what String returns.
func (m Mixed) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText accepts the words that String returns.
func (m *Mixed) UnmarshalText(text []byte) (err error) {
	*m, err = ParseMixed(string(text))
	return err
}

// ParseMixed is the inverse of [Mixed.String].
func ParseMixed(s string) (Mixed, error) {
	for m, name := range mixedNames {
		if s == name {
			return Mixed(m), nil
		}
	}
	return 0, &Error{Input: s, Offset: -1, Reason: "neither auto, always nor never"}
}

// AppendCanonical appends the RFC 5952 text of it, with its zone and prefix length:
// lower case, no leading zeros, "::" for the longest run of two or more zero groups
// (the leftmost if several are equally long), and a dotted quad if m says so. An IPv4
// address is dotted decimal regardless of m. The zero Item appends nothing. It does not
// allocate if dst has room.
func AppendCanonical(dst []byte, it Item, m Mixed) []byte {
	if !it.Addr.IsValid() {
		return dst
	}
	hi, lo := ip.Halves(it.Addr)
	if it.Zone == "" {
		return ip.AppendAddr(dst, hi, lo, it.Addr.Is4(), it.Bits(), ip.Quad(m))
	}
	quad := ip.QuadNever
	if ip.Quad(m).Writes(hi, lo, it.Bits()) {
		quad = ip.QuadAlways
	}
	return appendRest(ip.AppendAddr(dst, hi, lo, it.Addr.Is4(), -1, quad), it)
}

// AppendFull appends it as eight groups of four lower-case digits, with its zone and
// prefix length; an IPv4 address as dotted decimal. The zero Item appends nothing.
func AppendFull(dst []byte, it Item) []byte {
	if !it.Addr.IsValid() {
		return dst
	}
	hi, lo := ip.Halves(it.Addr)
	return appendRest(ip.AppendFull(dst, hi, lo, it.Addr.Is4(), -1), it)
}

// appendUnpadded appends it as eight groups without leading zeros.
func appendUnpadded(dst []byte, it Item) []byte {
	if it.Addr.Is4() {
		return AppendCanonical(dst, it, MixedNever)
	}
	b := it.Addr.As16()
	for i := 0; i < 16; i += 2 {
		if i > 0 {
			dst = append(dst, ':')
		}
		dst = strconv.AppendUint(dst, uint64(b[i])<<8|uint64(b[i+1]), 16)
	}
	return appendRest(dst, it)
}

// appendUpper appends RFC 5952 text in upper case, except for the zone.
func appendUpper(dst []byte, it Item) []byte {
	n := len(dst)
	dst = AppendCanonical(dst, Item{Addr: it.Addr, length: it.length}, MixedAuto)
	for i, c := range dst[n:] {
		if c >= 'a' {
			dst[n+i] = c - 'a' + 'A'
		}
	}
	if it.Zone == "" {
		return dst
	}
	// The length comes after the zone.
	dst = dst[:n+len(dst[n:])-len(appendLength(nil, it.Bits()))]
	return appendRest(dst, it)
}

// appendRest appends the zone and the length of it.
func appendRest(dst []byte, it Item) []byte {
	if it.Zone != "" {
		dst = append(append(dst, '%'), it.Zone...)
	}
	return appendLength(dst, it.Bits())
}

// AppendAddr appends the RFC 5952 text of a with its zone, as [AppendCanonical] does
// with [MixedAuto]; nothing for the zero Addr.
func AppendAddr(dst []byte, a netip.Addr) []byte {
	if !a.IsValid() {
		return dst
	}
	hi, lo := ip.Halves(a)
	dst = ip.AppendAddr(dst, hi, lo, a.Is4(), -1, ip.QuadAuto)
	if zone := a.Zone(); zone != "" {
		dst = append(append(dst, '%'), zone...)
	}
	return dst
}

// AppendPrefix appends the RFC 5952 text of p with its length, keeping host bits;
// nothing for an invalid prefix.
func AppendPrefix(dst []byte, p netip.Prefix) []byte {
	if !p.IsValid() {
		return dst
	}
	hi, lo := ip.Halves(p.Addr())
	return ip.AppendAddr(dst, hi, lo, p.Addr().Is4(), p.Bits(), ip.QuadAuto)
}
