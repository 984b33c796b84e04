package multicast

import (
	"encoding/binary"
	"errors"
	"math/bits"
	"net/netip"
)

// SolicitedNode returns the solicited-node group of a unicast or anycast IPv6
// address (RFC 4291 section 2.7.1): its last 24 bits behind a fixed prefix.
//
//	|              ff02:0:0:0:0:1:ff00::/104              |  24 bits  |
//
// A zone is kept, since the group is on that link. IPv4, multicast and the
// unspecified address are errors. It does not allocate.
func SolicitedNode(a netip.Addr) (netip.Addr, error) {
	low, err := solicitedLow(a)
	if err != nil {
		return netip.Addr{}, err
	}
	g := fromWords(solicitedHi, solicitedLo|low)
	if z := a.Zone(); z != "" {
		g = g.WithZone(z)
	}
	return g, nil
}

// The group ff02::1:ff00:0, which the last 24 bits of an address go into.
const (
	solicitedHi = 0xff02 << 48
	solicitedLo = 0x1_ff00_0000
)

// solicitedLow returns the last 24 bits of an address that has a solicited-node
// group.
func solicitedLow(a netip.Addr) (uint64, error) {
	switch {
	case !a.IsValid():
		return 0, errNoAddr
	case a.Is4():
		return 0, errSolicited4
	case a.IsMulticast():
		return 0, errSolicitedMulticast
	case a.IsUnspecified():
		return 0, errSolicitedUnspecified
	}
	_, lo := words(a)
	return lo & 0xff_ffff, nil
}

var (
	errNoAddr               = errors.New("no address")
	errSolicited4           = errors.New("an IPv4 address has no solicited-node group (RFC 4291 section 2.7.1)")
	errSolicitedMulticast   = errors.New("a multicast address has no solicited-node group (RFC 4291 section 2.7.1)")
	errSolicitedUnspecified = errors.New("the unspecified address has no solicited-node group (RFC 4291 section 2.7.1)")
)

// IsSolicitedNode reports whether g is in ff02::1:ff00:0/104.
func IsSolicitedNode(g netip.Addr) bool {
	if !g.Is6() {
		return false
	}
	hi, lo := words(g)
	return hi == solicitedHi && lo&^0xff_ffff == solicitedLo
}

// InSolicitedNode reports whether an interface with the address a must join
// the solicited-node group g. Zones do not matter.
func InSolicitedNode(g, a netip.Addr) bool {
	low, err := solicitedLow(a)
	if err != nil || !g.Is6() {
		return false
	}
	hi, lo := words(g)
	return hi == solicitedHi && lo == solicitedLo|low
}

// AppendSolicitedNode appends the text of [SolicitedNode] to dst,
// "ff02::1:ff00:5301", without making the address first. On an error it returns
// dst as it was. It does not allocate when dst has room.
func AppendSolicitedNode(dst []byte, a netip.Addr) ([]byte, error) {
	low, err := solicitedLow(a)
	if err != nil {
		return dst, err
	}
	var text [24]byte
	copy(text[:], "ff02::1:ffxx:")
	binary.LittleEndian.PutUint16(text[10:], uint16(hexDigits(uint16(low>>16))>>16))
	zeros := bits.LeadingZeros16(uint16(low)|1) / 4
	binary.LittleEndian.PutUint32(text[13:], hexDigits(uint16(low))>>(8*zeros))
	dst = append(dst, text[:17-zeros]...)
	if z := a.Zone(); z != "" {
		dst = append(append(dst, '%'), z...)
	}
	return dst, nil
}

// hexDigits returns the four digits of v, the first in the low byte.
func hexDigits(v uint16) uint32 {
	x := uint32(bits.ReverseBytes16(v))
	x = x&0xff | x&0xff00<<8
	x = x>>4&0x000f_000f | x&0x000f_000f<<8
	return x + 0x3030_3030 + (x+0x0606_0606)>>4&0x0101_0101*('a'-'0'-10)
}

const lowerHex = "0123456789abcdef"

// appendHex appends v in hexadecimal without leading zeros.
func appendHex(dst []byte, v uint64) []byte {
	for i := (bits.Len64(v|1) - 1) &^ 3; i >= 0; i -= 4 {
		dst = append(dst, lowerHex[v>>i&15])
	}
	return dst
}

// words returns the two halves of an IPv6 address.
func words(a netip.Addr) (hi, lo uint64) {
	b := a.As16()
	return binary.BigEndian.Uint64(b[:8]), binary.BigEndian.Uint64(b[8:])
}

func be(b []byte) (v uint64) {
	for _, c := range b {
		v = v<<8 | uint64(c)
	}
	return v
}

// fromWords is the inverse of words.
func fromWords(hi, lo uint64) netip.Addr {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], hi)
	binary.BigEndian.PutUint64(b[8:], lo)
	return netip.AddrFrom16(b)
}
