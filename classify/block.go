package classify

import (
	"encoding/binary"
	"net/netip"
)

// A block is a prefix in the form that tables can hold without any work at start:
// its first address as two uint64, most significant half first, and its length.
// IPv4 sits in the top 32 bits of hi, so one search serves both families.
type block struct {
	hi, lo uint64
	bits   uint8
}

// mask returns the ones of a prefix length, 0 to 128.
func mask(bits uint8) (hi, lo uint64) {
	if bits <= 64 {
		return ^(^uint64(0) >> bits), 0
	}
	return ^uint64(0), ^(^uint64(0) >> (bits - 64))
}

func (b block) contains(hi, lo uint64) bool {
	mh, ml := mask(b.bits)
	return hi&mh == b.hi && lo&ml == b.lo
}

// last returns the last address; for IPv4 its low 96 bits are ones.
func (b block) last() (hi, lo uint64) {
	mh, ml := mask(b.bits)
	return b.hi | ^mh, b.lo | ^ml
}

// prefix returns the block as a netip.Prefix of the family.
func (b block) prefix(v4 bool) netip.Prefix {
	if v4 {
		var a [4]byte
		binary.BigEndian.PutUint32(a[:], uint32(b.hi>>32))
		return netip.PrefixFrom(netip.AddrFrom4(a), int(b.bits))
	}
	return netip.PrefixFrom(addr6(b.hi, b.lo), int(b.bits))
}

// halves returns the address as the tables number it; see block.
func halves(a netip.Addr) (hi, lo uint64) {
	if a.Is4() {
		b := a.As4()
		return uint64(binary.BigEndian.Uint32(b[:])) << 32, 0
	}
	return halves6(a)
}

// halves6 is halves for IPv6; the zero Addr gives zeros. AppendBinary costs half of
// what As16 does, which copies the octets in one piece right after writing them in
// two (BenchmarkHalves). A zone comes behind them.
func halves6(a netip.Addr) (hi, lo uint64) {
	var buf [48]byte
	b, _ := a.AppendBinary(buf[:0])
	if len(b) < 16 {
		return 0, 0
	}
	return binary.BigEndian.Uint64(b[:8]), binary.BigEndian.Uint64(b[8:16])
}

func addr6(hi, lo uint64) netip.Addr {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], hi)
	binary.BigEndian.PutUint64(b[8:], lo)
	return netip.AddrFrom16(b)
}

func addr4(v uint32) netip.Addr {
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], v)
	return netip.AddrFrom4(b)
}

func less(ahi, alo, bhi, blo uint64) bool {
	return ahi < bhi || ahi == bhi && alo < blo
}
