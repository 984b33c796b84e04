package classify

import (
	"net/netip"
	"strconv"
)

// AppendDetail appends to dst what there is to say about a in a short phrase for
// people, c being Classify(a). It does not allocate.
func (c Class) AppendDetail(dst []byte, a netip.Addr) []byte {
	if c.Family == 0 || c.seg == noSegment {
		return dst
	}
	hi, lo := halves(a)
	s := c.segment()
	switch c.Type {
	case GlobalUnicast:
		return s.appendAllocation(dst)
	case Multicast:
		return appendMulticast(dst, a, c.Scope)
	case IPv4Mapped:
		dst = appendIPv4(append(dst, "IPv4 "...), uint32(lo))
		dst = append(dst, ", "...)
		return append(dst, class4(lo<<32).Type.String()...)
	case IPv4Compatible, IPv4Translated, NAT64:
		dst = appendIPv4(append(dst, "IPv4 "...), uint32(lo))
	case Teredo:
		dst = appendIPv4(append(dst, "Teredo client "...), ^uint32(lo))
		dst = strconv.AppendUint(append(dst, " port "...), uint64(^uint16(lo>>32)), 10)
		dst = appendIPv4(append(dst, ", server "...), uint32(hi))
	case SixToFour:
		if s.typ.detail != "" {
			dst = append(dst, s.typ.detail...)
			break
		}
		dst = appendIPv4(append(dst, "6to4 of "...), uint32(hi>>16))
	case ORCHIDv2:
		dst = strconv.AppendUint(append(dst, "host identity hash, algorithm "...), hi>>32&0xf, 10)
	case UniqueLocal:
		if hi>>56&1 == 0 {
			return append(dst, "unique local, not locally assigned: undefined"...)
		}
		dst = appendHex(append(dst, "global ID "...), hi>>16&0xff_ffff_ffff, 10)
		dst = appendHex(append(dst, ", subnet "...), hi&0xffff, 4)
	case LinkLocal:
		if c.Family == 4 {
			return append(dst, s.typ.detail...)
		}
		if hi&(1<<54-1) != 0 {
			return append(dst, "link-local, outside fe80::/64"...)
		}
		return append(dst, "one link only"...)
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

// appendIPv4 appends dotted decimal; it is on the path of every mapped address.
func appendIPv4(dst []byte, v uint32) []byte {
	return addr4(v).AppendTo(dst)
}
