package classify

import (
	"net/netip"

	"github.com/hextet/hextet/internal/ip"
)

// A block is a prefix in a form that needs no initialization at start-up: the halves of
// its first address, and its length. IPv4 addresses are in the top 32 bits of hi, so
// that both families use the same search.
type block struct {
	hi, lo uint64
	bits   uint8
}

func (b block) contains(hi, lo uint64) bool {
	m := ip.Mask(uint(b.bits))
	return hi&m.Hi == b.hi && lo&m.Lo == b.lo
}

// last returns the last address; for IPv4 its low 96 bits are ones.
func (b block) last() (hi, lo uint64) {
	m := ip.Mask(uint(b.bits))
	return b.hi | ^m.Hi, b.lo | ^m.Lo
}

// prefix returns the block as a netip.Prefix of the family.
func (b block) prefix(v4 bool) netip.Prefix {
	if v4 {
		return netip.PrefixFrom(ip.Addr4(uint32(b.hi>>32)), int(b.bits))
	}
	return netip.PrefixFrom(ip.Addr6(b.hi, b.lo), int(b.bits))
}

// halves returns the address as in the tables; see block.
func halves(a netip.Addr) (hi, lo uint64) {
	if a.Is4() {
		return uint64(ip.Uint32(a)) << 32, 0
	}
	return ip.Halves(a)
}

func less(ahi, alo, bhi, blo uint64) bool {
	return ahi < bhi || ahi == bhi && alo < blo
}
