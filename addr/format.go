package addr

import (
	"net/netip"

	"github.com/hextet/hextet/internal/ip"
)

// AppendCanonical appends the RFC 5952 text of it, with its zone and its
// prefix length: lower case, no leading zeros, "::" for the longest run of two
// or more zero groups and the leftmost of equals, and a dotted quad where m
// says so. An IPv4 address is dotted decimal whatever m is. The zero Item
// appends nothing. It does not allocate if dst has room.
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

// AppendFull appends it as eight groups of four lower-case digits, with its
// zone and its prefix length; an IPv4 address as dotted decimal. The zero Item
// appends nothing.
func AppendFull(dst []byte, it Item) []byte {
	if !it.Addr.IsValid() {
		return dst
	}
	hi, lo := ip.Halves(it.Addr)
	return appendRest(ip.AppendFull(dst, hi, lo, it.Addr.Is4(), -1), it)
}

// appendRest appends the zone and the length of it.
func appendRest(dst []byte, it Item) []byte {
	if it.Zone != "" {
		dst = append(append(dst, '%'), it.Zone...)
	}
	return appendLength(dst, it.Bits())
}

// AppendAddr appends the RFC 5952 text of a with its zone, as
// [AppendCanonical] with [MixedAuto]; nothing for the zero Addr.
func AppendAddr(dst []byte, a netip.Addr) []byte {
	if a.Is4() {
		return ip.AppendAddr(dst, 0, uint64(ip.Uint32(a)), true, -1, ip.QuadAuto)
	}
	return AppendCanonical(dst, ItemOf(a), MixedAuto)
}

// AppendPrefix appends the RFC 5952 text of p with its length, host bits kept;
// nothing for an invalid prefix.
func AppendPrefix(dst []byte, p netip.Prefix) []byte {
	if !p.IsValid() {
		return dst
	}
	return AppendCanonical(dst, ItemOfPrefix(p), MixedAuto)
}
