package multicast

import (
	"errors"
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
	b, err := solicitedNode(a)
	if err != nil {
		return netip.Addr{}, err
	}
	g := netip.AddrFrom16(b)
	if z := a.Zone(); z != "" {
		g = g.WithZone(z)
	}
	return g, nil
}

func solicitedNode(a netip.Addr) (b [16]byte, err error) {
	switch {
	case !a.IsValid():
		return b, errNoAddr
	case a.Is4():
		return b, errSolicited4
	case a.IsMulticast():
		return b, errSolicitedMulticast
	case a.IsUnspecified():
		return b, errSolicitedUnspecified
	}
	from := a.As16()
	b = [16]byte{0xff, 0x02, 11: 0x01, 12: 0xff, 13: from[13], 14: from[14], 15: from[15]}
	return b, nil
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
	return hi == 0xff02<<48 && lo>>24 == 0x1_ff
}

// InSolicitedNode reports whether an interface with the address a must join
// the solicited-node group g. Zones do not matter.
func InSolicitedNode(g, a netip.Addr) bool {
	b, err := solicitedNode(a)
	return err == nil && g.Is6() && g.As16() == b
}

// AppendSolicitedNode appends the text of [SolicitedNode] to dst,
// "ff02::1:ff00:5301", without making the address first. On an error it returns
// dst as it was. It does not allocate when dst has room.
func AppendSolicitedNode(dst []byte, a netip.Addr) ([]byte, error) {
	b, err := solicitedNode(a)
	if err != nil {
		return dst, err
	}
	dst = append(dst, "ff02::1:ff"...)
	dst = append(dst, lowerHex[b[13]>>4], lowerHex[b[13]&15], ':')
	dst = appendHex(dst, uint64(b[14])<<8|uint64(b[15]))
	if z := a.Zone(); z != "" {
		dst = append(append(dst, '%'), z...)
	}
	return dst, nil
}

const lowerHex = "0123456789abcdef"

// appendHex appends v in hexadecimal without leading zeros.
func appendHex(dst []byte, v uint64) []byte {
	i := 60
	for i > 0 && v>>i == 0 {
		i -= 4
	}
	for ; i >= 0; i -= 4 {
		dst = append(dst, lowerHex[v>>i&15])
	}
	return dst
}

// words returns the two halves of an IPv6 address.
func words(a netip.Addr) (hi, lo uint64) {
	b := a.As16()
	return be(b[:8]), be(b[8:])
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
	for i := range 8 {
		b[i] = byte(hi >> (56 - 8*i))
		b[8+i] = byte(lo >> (56 - 8*i))
	}
	return netip.AddrFrom16(b)
}
