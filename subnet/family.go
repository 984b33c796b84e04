package subnet

import (
	"net/netip"

	"go4.org/netipx"

	"github.com/hextet/hextet/internal/ip"
)

// The widths of the two families. They are stored with numbers to distinguish the
// families.
const (
	width4 = 32
	width6 = 128
)

// fromAddr returns a's number and its family's width; the zone is dropped, an
// invalid address has width 0.
func fromAddr(a netip.Addr) (ip.Uint128, uint8) {
	return ip.FromAddr(a), uint8(a.BitLen())
}

// toAddr is the inverse of fromAddr. A width of 128 always gives an IPv6
// address, in ::ffff:0:0/96 too.
func toAddr(n ip.Uint128, width uint8) netip.Addr {
	if width == width4 {
		return ip.Addr4(uint32(n.Lo))
	}
	return n.Addr6()
}

// toPrefix returns the prefix of that length; the free bits of n must be zero.
func toPrefix(n ip.Uint128, width uint8, length int) netip.Prefix {
	return netip.PrefixFrom(toAddr(n, width), length)
}

func familyName(width uint8) string {
	if width == width4 {
		return "IPv4"
	}
	return "IPv6"
}

// span is a range of addresses; its family is known from context.
type span struct {
	first, last ip.Uint128
}

// extent is a netipx.IPRange as numbers. The zero extent is invalid.
type extent struct {
	span
	width uint8 // of the family: 32, 128, or 0 when invalid
}

// extentOf returns r as numbers, the zero extent if r is invalid.
func extentOf(r netipx.IPRange) extent {
	a, w := fromAddr(r.From())
	b, wb := fromAddr(r.To())
	if w != wb || b.Less(a) {
		return extent{}
	}
	return extent{span{a, b}, w}
}

// extentOfPrefix returns the addresses of p, ignoring host bits.
func extentOfPrefix(p netip.Prefix) extent {
	if !p.IsValid() {
		return extent{}
	}
	a, w := fromAddr(p.Addr())
	host := ip.Ones(uint(int(w) - p.Bits()))
	return extent{span{a.AndNot(host), a.Or(host)}, w}
}

func (s span) toRange(width uint8) netipx.IPRange {
	return netipx.IPRangeFrom(toAddr(s.first, width), toAddr(s.last, width))
}

func (e extent) isValid() bool { return e.width != 0 }

func (e extent) toRange() netipx.IPRange {
	if e.width == 0 {
		return netipx.IPRange{}
	}
	return e.span.toRange(e.width)
}

func (e extent) count() Count {
	if e.width == 0 {
		return Count{}
	}
	return countOf(e.last.Sub(e.first))
}

// prefix returns e as a prefix; ok is false if it is not exactly one.
func (e extent) prefix() (p netip.Prefix, ok bool) {
	n := e.last.Xor(e.first)
	if e.width == 0 || !n.And(n.Inc()).IsZero() || !e.first.And(n).IsZero() {
		return netip.Prefix{}, false
	}
	return toPrefix(e.first, e.width, int(e.width)-n.BitLen()), true
}

func (e extent) cover() netip.Prefix {
	if e.width == 0 {
		return netip.Prefix{}
	}
	n := e.first.Xor(e.last).BitLen()
	return toPrefix(e.first.AndNot(ip.Ones(uint(n))), e.width, int(e.width)-n)
}

func (e extent) contains(o extent) bool {
	return e.width == o.width && e.width != 0 && !o.first.Less(e.first) && !e.last.Less(o.last)
}

func (e extent) overlaps(o extent) bool {
	return e.width == o.width && e.width != 0 && !o.last.Less(e.first) && !e.last.Less(o.first)
}

// compare is [Compare].
func (e extent) compare(o extent) int {
	if e.width != o.width {
		return int(e.width) - int(o.width)
	}
	if c := e.first.Compare(o.first); c != 0 {
		return c
	}
	return o.last.Compare(e.last)
}
