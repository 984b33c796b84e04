package classify

import (
	"net/netip"
	"strconv"

	"github.com/hextet/hextet/internal/ip"
)

// AppendDetail appends to dst what there is to say about a in a short phrase for
// people, c being Classify(a). It does not allocate.
func (c Class) AppendDetail(dst []byte, a netip.Addr) []byte {
	if c.Family == 0 || c.seg == noSegment {
		return dst
	}
	hi, lo := halves(a)
	return c.segment().appendDetail(dst, hi, lo)
}

// appendDetail is AppendDetail for an address in s.
func (s *segment) appendDetail(dst []byte, hi, lo uint64) []byte {
	switch s.typ.typ {
	case GlobalUnicast:
		return s.appendAllocation(dst)
	case Multicast:
		if s.class.Family == 4 {
			v := uint32(hi >> 32)
			return appendMulticast(dst, addr4(v), multicastScope4(v))
		}
		return appendMulticast6(dst, hi, lo)
	case IPv4Mapped:
		dst = ip.AppendQuad(append(dst, "IPv4 "...), uint32(lo))
		dst = append(dst, ", "...)
		return append(dst, class4(lo<<32).Type.String()...)
	case IPv4Compatible, IPv4Translated, NAT64:
		dst = ip.AppendQuad(append(dst, "IPv4 "...), uint32(lo))
	case Teredo:
		dst = ip.AppendQuad(append(dst, "Teredo client "...), ^uint32(lo))
		dst = strconv.AppendUint(append(dst, " port "...), uint64(^uint16(lo>>32)), 10)
		dst = ip.AppendQuad(append(dst, ", server "...), uint32(hi))
	case SixToFour:
		if s.typ.detail != "" {
			dst = append(dst, s.typ.detail...)
			break
		}
		dst = ip.AppendQuad(append(dst, "6to4 of "...), uint32(hi>>16))
	case ORCHIDv2:
		dst = strconv.AppendUint(append(dst, "host identity hash, algorithm "...), hi>>32&0xf, 10)
	case UniqueLocal:
		if hi>>56&1 == 0 {
			return append(dst, "unique local, not locally assigned: undefined"...)
		}
		dst = appendHex(append(dst, "global ID "...), hi>>16&0xff_ffff_ffff, 10)
		dst = appendHex(append(dst, ", subnet "...), hi&0xffff, 4)
	case SiteLocal:
		dst = appendHex(append(dst, "subnet "...), hi&(1<<54-1), 14)
	default:
		dst = append(dst, s.typ.detail...)
	}
	if s.typ.deprecated {
		dst = append(dst, ", deprecated"...)
	}
	return dst
}

// DetailVaries reports whether the detail is another for other addresses of the same
// [Class.Key].
func (c Class) DetailVaries() bool {
	switch c.Type {
	case IPv4Mapped, IPv4Compatible, IPv4Translated, NAT64, Teredo, SixToFour, ORCHIDv2, UniqueLocal, SiteLocal, Multicast:
		return true
	}
	return false
}

// appendAllocation says who was given the block.
func (s *segment) appendAllocation(dst []byte) []byte {
	switch {
	case !s.allocated():
		return append(dst, "not allocated"...)
	case s.assigned.status == "LEGACY":
		if name := holder(s.assigned.name); len(name) != len(s.assigned.name) {
			return append(append(dst, "legacy block, administered by "...), name...)
		}
		return append(append(dst, "legacy block of "...), s.assigned.name...)
	}
	return append(append(dst, "allocated to "...), s.assigned.name...)
}
