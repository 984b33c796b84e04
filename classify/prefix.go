package classify

import (
	"iter"
	"net/netip"
	"slices"

	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/multicast"
)

// noSegment marks the class of a block that spans several segments.
const noSegment = ^uint16(0)

// ClassifyPrefix returns the class of the block p; host bits are ignored. Type, Scope
// and Cast are Mixed, ScopeMixed and CastMixed if the block spans several. The class of
// a block that spans several segments of the tables has no Row and no Allocation; see
// [Record.DescribePrefix].
func ClassifyPrefix(p netip.Prefix) Class {
	if !p.IsValid() {
		return Class{}
	}
	if p.IsSingleIP() {
		return Classify(p.Addr())
	}
	c := Class{Family: 6, seg: noSegment}
	v6, v4 := layouts()
	l := v6
	if p.Addr().Is4() {
		c.Family, l = 4, v4
	}
	b := blockOf(p)
	lastHi, lastLo := b.last()
	first, last := l.find(b.hi, b.lo), l.find(lastHi, lastLo)
	if first == last {
		c.seg = uint16(first)
	}
	var t oneOf[Type]
	var scope oneOf[Scope]
	var cast oneOf[Cast]
	for i := first; i <= last; i++ {
		typ := l.segs[i].typ.typ
		t.add(typ)
		switch {
		case typ == Multicast:
			cast.add(CastMulticast)
			// The part of the block in this segment consists of whole ranges of one
			// scope, or is inside one.
			from, to := b.hi, lastHi
			if from < l.starts[i].hi {
				from = l.starts[i].hi
			}
			if end, _ := l.end(i); to > end {
				to = end
			}
			if c.Family == 6 {
				for n := from >> 48; n <= to>>48; n++ {
					scope.add(multicastScopes[n&0xf])
				}
				continue
			}
			scope.add(multicastScope4(uint32(from >> 32)))
			for _, edge := range multicastEdges4 {
				if e := uint64(edge) << 32; e > from && e <= to {
					scope.add(multicastScope4(edge))
				}
			}
		case typ == Broadcast:
			cast.add(CastBroadcast)
			scope.add(ScopeLinkLocal)
		case typ == IPv4Mapped || typ == IPv4Compatible || typ == IPv4Translated || typ == NAT64:
			cast.add(CastUnicast)
			bits := max(int(b.bits), 96) - 96
			var from uint32
			if b.bits > 96 {
				from = uint32(b.lo)
			}
			scope.add(ClassifyPrefix(netip.PrefixFrom(ip.Addr4(from), bits)).Scope)
		default:
			cast.add(CastUnicast)
			scope.add(unicastScope(typ))
		}
	}
	c.Type, c.Scope, c.Cast = t.or(Mixed), scope.or(ScopeMixed), cast.or(CastMixed)
	return c
}

// multicastEdges4 are the addresses at which the result of multicastScope4 changes.
var multicastEdges4 = [...]uint32{
	0xe000_0100, // 224.0.1.0
	0xef00_0000, // 239.0.0.0
	0xeffd_0000, // 239.253.0.0
}

// oneOf records whether all values are the same.
type oneOf[T comparable] struct {
	v    T
	seen bool
	more bool
}

func (o *oneOf[T]) add(v T) {
	if o.seen && o.v != v {
		o.more = true
	}
	if !o.seen {
		o.v, o.seen = v, true
	}
}

func (o *oneOf[T]) or(mixed T) T {
	if o.more {
		return mixed
	}
	return o.v
}

func blockOf(p netip.Prefix) block {
	bits := uint8(p.Bits())
	hi, lo := halves(p.Addr())
	m := ip.Mask(uint(bits))
	return block{hi & m.Hi, lo & m.Lo, bits}
}

// segmentsOf yields the segments that overlap a block, in order.
func (l *layout) segmentsOf(b block) iter.Seq[*segment] {
	return func(yield func(*segment) bool) {
		hi, lo := b.last()
		for i, last := l.find(b.hi, b.lo), l.find(hi, lo); i <= last; i++ {
			if !yield(&l.segs[i]) {
				return
			}
		}
	}
}

// AppendPrefixDetail appends a short description of the block p; c must be
// ClassifyPrefix(p). For a mixed block it lists the types in the order of their first
// addresses.
func (c Class) AppendPrefixDetail(dst []byte, p netip.Prefix) []byte {
	if c.Family == 0 || !p.IsValid() {
		return dst
	}
	if p.IsSingleIP() {
		return c.AppendDetail(dst, p.Addr())
	}
	b := blockOf(p)
	v6, v4 := layouts()
	l := v6
	if c.Family == 4 {
		l = v4
	}
	// The IPv4 address in the block, as far as the prefix contains it.
	inner := func(at int) []byte {
		n := max(0, min(32, int(b.bits)-at))
		q := v4Field(b, at)
		p := netip.PrefixFrom(ip.Addr4(q), n).Masked()
		dst = p.AppendTo(dst)
		if t := ClassifyPrefix(p).Type; t != Mixed {
			dst = append(append(dst, ", "...), t.String()...)
		}
		return dst
	}
	switch c.Type {
	case Mixed:
		return appendTypes(dst, l.segmentsOf(b))
	case GlobalUnicast:
		return appendHolders(dst, l.segmentsOf(b))
	case IPv4Mapped, IPv4Compatible, IPv4Translated, NAT64:
		dst = append(dst, "IPv4 "...)
		dst = inner(96)
	case SixToFour:
		dst = append(dst, "6to4 of "...)
		dst = inner(16)
	case Teredo:
		dst = append(dst, "Teredo, server "...)
		dst = inner(32)
	case UniqueLocal:
		switch {
		case b.bits >= 64:
			return c.segment().appendDetail(dst, b.hi, b.lo)
		case b.bits < 8:
			return append(dst, "unique local"...)
		case b.hi>>56&1 == 0:
			return append(dst, "unique local, not locally assigned: undefined"...)
		case b.bits < 48:
			return append(dst, "locally assigned unique local"...)
		}
		dst = ip.AppendDigits(append(dst, "global ID "...), b.hi>>16&0xff_ffff_ffff, 10)
	case LinkLocal:
		if c.Family == 6 && (b.hi&(1<<54-1) != 0 || b.bits < 64) {
			return append(dst, "link-local, only fe80::/64 is in use"...)
		}
		return c.segment().appendDetail(dst, b.hi, b.lo)
	case Multicast:
		if info, err := multicast.DecodePrefix(p.Masked()); err == nil && (info.Kind != multicast.KindMixed || info.Block != "") {
			return appendScope(append(appendGroup(dst, &info), ", "...), c.Scope)
		}
		return appendScope(dst, c.Scope)
	case SiteLocal:
		dst = append(dst, "site-local"...)
	case ORCHIDv2:
		dst = append(dst, "host identity hashes"...)
	default:
		dst = append(dst, l.widest(b).detail...)
	}
	if l.widest(b).deprecated {
		dst = append(dst, ", deprecated"...)
	}
	return dst
}

// widest returns the widest type row that overlaps a block of one type.
func (l *layout) widest(b block) *typed {
	var w *typed
	for s := range l.segmentsOf(b) {
		if w == nil || s.typ.bits < w.bits {
			w = s.typ
		}
	}
	return w
}

// v4Field returns the 32 bits from bit at; bit 0 is the most significant.
func v4Field(b block, at int) uint32 {
	if at >= 64 {
		return uint32(b.lo >> (96 - at))
	}
	return uint32(b.hi >> (32 - at))
}

func appendTypes(dst []byte, segs iter.Seq[*segment]) []byte {
	var seen uint64
	for s := range segs {
		if bit := uint64(1) << s.typ.typ; seen&bit == 0 {
			if seen != 0 {
				dst = append(dst, ", "...)
			}
			seen |= bit
			dst = append(dst, s.typ.typ.String()...)
		}
	}
	return dst
}

// appendHolders appends the allocations of the parts of a block.
func appendHolders(dst []byte, segs iter.Seq[*segment]) []byte {
	var one *segment
	several := false
	for s := range segs {
		if one == nil {
			one = s
		}
		several = several || s.allocated() != one.allocated() ||
			s.allocated() && (s.assigned.name != one.assigned.name || s.assigned.status != one.assigned.status)
	}
	if !several {
		return one.appendAllocation(dst)
	}
	dst = append(dst, "parts: "...)
	var names []string
	for s := range segs {
		name := "not allocated"
		if s.allocated() {
			name = holder(s.assigned.name)
		}
		if slices.Contains(names, name) {
			continue
		}
		if len(names) > 0 {
			dst = append(dst, ", "...)
		}
		names = append(names, name)
		dst = append(dst, name...)
	}
	return dst
}
