package ip

import (
	"encoding/binary"
	"net/netip"
	"unsafe"
)

// Halves returns the two halves of an address; an IPv4 address is the low 32 bits of
// lo. The invalid address is 0.
//
// AppendBinary takes half the time of As16, which copies the octets as one piece right
// after it has written them as two (BenchmarkHalves). It appends the zone after the
// octets.
func Halves(a netip.Addr) (hi, lo uint64) {
	var buf [48]byte
	switch b, _ := a.AppendBinary(buf[:0]); {
	case len(b) >= 16:
		return binary.BigEndian.Uint64(b[:8]), binary.BigEndian.Uint64(b[8:16])
	case len(b) == 4:
		return 0, uint64(binary.BigEndian.Uint32(b))
	}
	return 0, 0
}

// AddrOf is the inverse of [Halves].
func AddrOf(hi, lo uint64, is4 bool) netip.Addr {
	if is4 {
		return Addr4(uint32(lo))
	}
	return Addr6(hi, lo)
}

// Addr4 returns the IPv4 address of the number v.
func Addr4(v uint32) netip.Addr {
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], v)
	return netip.AddrFrom4(b)
}

// Addr6 returns the IPv6 address of the halves hi and lo.
func Addr6(hi, lo uint64) netip.Addr {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], hi)
	binary.BigEndian.PutUint64(b[8:], lo)
	return netip.AddrFrom16(b)
}

// Uint32 returns the number of an IPv4 address.
func Uint32(a netip.Addr) uint32 {
	b := a.As4()
	return binary.BigEndian.Uint32(b[:])
}

// Alias returns b as a string without copying it: the string changes when b does.
func Alias(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }
