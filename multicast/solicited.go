package multicast

import (
	"errors"
	"math/bits"
	"net/netip"

	"github.com/hextet/hextet/internal/ip"
)

// SolicitedNode returns the solicited-node group of a unicast or anycast IPv6 address
// (RFC 4291 section 2.7.1): its last 24 bits after a fixed prefix.
//
//	|              ff02:0:0:0:0:1:ff00::/104              |  24 bits  |
//
// The zone is kept, because the group is on that link. IPv4, multicast and the
// unspecified address are errors. It does not allocate.
func SolicitedNode(a netip.Addr) (netip.Addr, error) {
	low, err := solicitedLow(a)
	if err != nil {
		return netip.Addr{}, err
	}
	g := ip.Addr6(solicitedHi, solicitedLo|low)
	if z := a.Zone(); z != "" {
		g = g.WithZone(z)
	}
	return g, nil
}

// AppendSolicitedNode appends the RFC 5952 text of the group that [SolicitedNode]
// returns, which takes less time than making the group and its text.
func AppendSolicitedNode(dst []byte, a netip.Addr) ([]byte, error) {
	low, err := solicitedLow(a)
	if err != nil {
		return dst, err
	}
	dst = ip.AppendDigits(append(dst, "ff02::1:ff"...), low>>16, 2)
	dst = appendHex(append(dst, ':'), low&0xffff)
	if z := a.Zone(); z != "" {
		dst = append(append(dst, '%'), z...)
	}
	return dst, nil
}

// The group ff02::1:ff00:0, without the last 24 bits.
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
	_, lo := ip.Halves(a)
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
	hi, lo := ip.Halves(g)
	return hi == solicitedHi && lo&^0xff_ffff == solicitedLo
}

// InSolicitedNode reports whether an interface with the address a joins the
// solicited-node group g. Zones are ignored.
func InSolicitedNode(g, a netip.Addr) bool {
	low, err := solicitedLow(a)
	if err != nil || !g.Is6() {
		return false
	}
	hi, lo := ip.Halves(g)
	return hi == solicitedHi && lo == solicitedLo|low
}

// appendHex appends v in hexadecimal without leading zeros.
func appendHex(dst []byte, v uint64) []byte {
	return ip.AppendDigits(dst, v, (bits.Len64(v|1)+3)/4)
}
