package classify

import (
	"net/netip"
	"strconv"

	"github.com/hextet/hextet/embed4"
	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/ip"
)

// AppendDetail appends a short description of a; c must be Classify(a). It does not
// allocate.
func (c Class) AppendDetail(dst []byte, a netip.Addr) []byte {
	if c.Family == 0 || c.seg == noSegment {
		return dst
	}
	hi, lo := halves(a)
	dst = c.segment().appendDetail(dst, hi, lo)
	if c.Family == 6 && shows(lo) {
		dst = appendIdentifier(dst, a)
	}
	return dst
}

// AppendTypeDetail is AppendDetail without the interface identifier.
func (c Class) AppendTypeDetail(dst []byte, a netip.Addr) []byte {
	if c.Family == 0 || c.seg == noSegment {
		return dst
	}
	hi, lo := halves(a)
	return c.segment().appendDetail(dst, hi, lo)
}

// appendDetail appends the description of an address in s by its type.
func (s *segment) appendDetail(dst []byte, hi, lo uint64) []byte {
	switch s.typ.typ {
	case GlobalUnicast:
		return s.appendAllocation(dst)
	case Multicast:
		if s.class.Family == 4 {
			v := uint32(hi >> 32)
			return appendMulticast(dst, ip.Addr4(v), multicastScope4(v))
		}
		return appendMulticast6(dst, hi, lo)
	case IPv4Mapped, IPv4Compatible, IPv4Translated, NAT64:
		dst = appendInner(append(dst, "IPv4 "...), uint32(lo))
	case Teredo:
		dst = ip.AppendQuad(append(dst, "Teredo client "...), ^uint32(lo))
		dst = strconv.AppendUint(append(dst, " port "...), uint64(^uint16(lo>>32)), 10)
		dst = appendInnerType(dst, ^uint32(lo))
		dst = appendInner(append(dst, ", server "...), uint32(hi))
	case SixToFour:
		if s.typ.detail != "" {
			dst = append(dst, s.typ.detail...)
			break
		}
		dst = appendInner(append(dst, "6to4 of "...), uint32(hi>>16))
	case ORCHIDv2:
		dst = strconv.AppendUint(append(dst, "host identity hash, algorithm "...), hi>>32&0xf, 10)
	case UniqueLocal:
		if hi>>56&1 == 0 {
			return append(dst, "unique local, not locally assigned: undefined"...)
		}
		dst = ip.AppendDigits(append(dst, "global ID "...), hi>>16&0xff_ffff_ffff, 10)
		dst = ip.AppendDigits(append(dst, ", subnet "...), hi&0xffff, 4)
	case SiteLocal:
		dst = ip.AppendDigits(append(dst, "subnet "...), hi&(1<<54-1), 14)
	default:
		dst = append(dst, s.typ.detail...)
	}
	if s.typ.deprecated {
		dst = append(dst, ", deprecated"...)
	}
	return dst
}

// appendInner appends an embedded IPv4 address and its type, the same for every
// mechanism: "10.0.0.1, private".
func appendInner(dst []byte, v uint32) []byte {
	return appendInnerType(ip.AppendQuad(dst, v), v)
}

func appendInnerType(dst []byte, v uint32) []byte {
	return append(append(dst, ", "...), class4(uint64(v)<<32).Type.String()...)
}

// shows reports whether appendIdentifier may have something to append for an
// identifier, which is rare.
func shows(lo uint64) bool {
	switch top := lo >> 32; {
	case top == 0: // an IPv4 address or a port
		return lo>>16 != 0 || eui64.IID(lo).Kind() == eui64.KindEmbeddedPort
	case top&^0x0200_0000 == 0x5efe: // ISATAP
		return true
	case top == 0xff: // a short address
		return lo>>16 == 0xff_fe00
	case top == 0x0200_5eff: // VRRP
		return lo>>16 == 0x0200_5eff_fe00
	}
	return lo&0xfc00_fc00_fc00_fc00 == 0 // four decimal octets
}

// appendIdentifier appends the IPv4 address, port, short address or virtual router in
// the interface identifier of a.
func appendIdentifier(dst []byte, a netip.Addr) []byte {
	id, ok := eui64.AnalyzeAddr(a)
	if !ok {
		return dst
	}
	switch id.Kind {
	case eui64.KindISATAP:
		return appendInner(append(dst, ", ISATAP of "...), ip.Uint32(id.IPv4))
	case eui64.KindEmbeddedIPv4:
		var buf [4]embed4.Found
		for _, f := range (*embed4.Extractor)(nil).Append(buf[:0], a) {
			switch {
			case f.Role != embed4.RoleHost:
				continue
			case f.Mechanism == embed4.MechSixToFour:
				return append(dst, ", likely the router itself"...)
			case f.Mechanism == embed4.MechSixOverFour:
				dst = append(dst, ", likely 6over4 of "...)
			default:
				dst = append(dst, ", likely IPv4 "...)
			}
			return appendInner(dst, ip.Uint32(f.Addr))
		}
	case eui64.KindEmbeddedPort:
		return strconv.AppendUint(append(dst, ", likely port "...), uint64(id.Port), 10)
	case eui64.KindShortAddress:
		return ip.AppendDigits(append(dst, ", short address "...), uint64(id.Short), 4)
	case eui64.KindEUI64:
		if v, ok := id.MAC.VRRP(); ok {
			return v.AppendTo(append(dst, ", "...))
		}
	}
	return dst
}

// DetailVaries reports whether the description of an address with the last 64 bits id
// can differ from that of others with the same [Class.Key].
func (c Class) DetailVaries(id eui64.IID) bool {
	switch c.Type {
	case IPv4Mapped, IPv4Compatible, IPv4Translated, NAT64, Teredo, SixToFour, ORCHIDv2, UniqueLocal, SiteLocal, Multicast:
		return true
	}
	return c.Family == 6 && shows(uint64(id))
}

// appendAllocation appends the allocation of the block.
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
