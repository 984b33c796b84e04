package embed4

import (
	"encoding/binary"
	"net/netip"
)

// uint128 is an IPv6 address as a number. Bit 0 is the leftmost, as RFCs count:
// bits 0..63 are hi, most significant first, and bits 64..127 are lo.
type uint128 struct{ hi, lo uint64 }

func bits128(a netip.Addr) uint128 {
	b := a.As16()
	return uint128{binary.BigEndian.Uint64(b[:8]), binary.BigEndian.Uint64(b[8:])}
}

func (u uint128) addr() netip.Addr {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], u.hi)
	binary.BigEndian.PutUint64(b[8:], u.lo)
	return netip.AddrFrom16(b)
}

// leading is n ones followed by zeros, n in 0..128. Go's shifts give 0 for 64
// and more, which is what both halves want.
func leading(n int) uint128 {
	if n <= 64 {
		return uint128{^uint64(0) << (64 - n), 0}
	}
	return uint128{^uint64(0), ^uint64(0) << (128 - n)}
}

func (u uint128) and(m uint128) uint128 { return uint128{u.hi & m.hi, u.lo & m.lo} }
func (u uint128) or(m uint128) uint128  { return uint128{u.hi | m.hi, u.lo | m.lo} }
func (u uint128) not() uint128          { return uint128{^u.hi, ^u.lo} }

func (u uint128) lsr(n int) uint128 {
	if n >= 64 {
		return uint128{0, u.hi >> (n - 64)}
	}
	return uint128{u.hi >> n, u.lo>>n | u.hi<<(64-n)}
}

func (u uint128) shl(n int) uint128 {
	if n >= 64 {
		return uint128{u.lo << (n - 64), 0}
	}
	return uint128{u.hi<<n | u.lo>>(64-n), u.lo << n}
}

// field returns the n bits (0..64) that start at bit at.
func (u uint128) field(at, n int) uint64 { return u.shl(at).hi >> (64 - n) }

// with returns u with the n low bits (0..64) of v written at bit at, where u
// holds zeros.
func (u uint128) with(at, n int, v uint64) uint128 {
	return u.or(uint128{v << (64 - n), 0}.lsr(at))
}

// uint32Of returns the IPv4 address a as a number; a must be IPv4.
func uint32Of(a netip.Addr) uint32 {
	b := a.As4()
	return binary.BigEndian.Uint32(b[:])
}

func addr4(v uint32) netip.Addr {
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], v)
	return netip.AddrFrom4(b)
}

// leading32 is n ones followed by zeros, n in 0..32.
func leading32(n int) uint32 { return ^uint32(0) << (32 - n) }

// constError is an error that is a constant, so that none is made at start-up.
type constError string

func (e constError) Error() string { return string(e) }

const (
	errNotIPv4       constError = "not an IPv4 address"
	errNotIPv6       constError = "not an IPv6 address"
	errNotIPv4Prefix constError = "not an IPv4 prefix"
	errNotIPv6Prefix constError = "not an IPv6 prefix"
)
