package classify

import (
	"net/netip"

	"github.com/hextet/hextet/internal/ip"
)

// A Class is the classification of an address or a block. It is comparable. The zero
// Class is that of the invalid address.
type Class struct {
	Type   Type
	Scope  Scope
	Cast   Cast
	Family uint8 // 4 or 6; 0 for an invalid address
	seg    uint16
}

// Classify returns the class of a. An IPv4-mapped address is an IPv6 address with the
// scope of the embedded IPv4 address (RFC 6724 section 3.2), and so are the other forms
// that consist of a fixed /96 and an IPv4 address. The zone is ignored. Classify does
// not allocate after its first use.
func Classify(a netip.Addr) Class {
	if a.Is4() {
		return class4(uint64(ip.Uint32(a)) << 32)
	}
	if !a.IsValid() {
		return Class{}
	}
	return class6(ip.Halves(a))
}

// class6 returns the class of the IPv6 address with the halves hi and lo.
func class6(hi, lo uint64) Class {
	layOnce.Do(layOut)
	c := layout6.segs[layout6.find(hi, lo)].class
	switch c.Type {
	case Multicast:
		c.Scope = multicastScopes[hi>>48&0xf]
	case IPv4Mapped, IPv4Compatible, IPv4Translated, NAT64:
		c.Scope = class4(lo << 32).Scope
	}
	return c
}

// class4 returns the class of the IPv4 address in the top 32 bits of hi.
func class4(hi uint64) Class {
	layOnce.Do(layOut)
	c := layout4.segs[layout4.find(hi, 0)].class
	if c.Type == Multicast {
		c.Scope = multicastScope4(uint32(hi >> 32))
	}
	return c
}

// segment returns the segment of the tables for c, which is not zero.
func (c Class) segment() *segment {
	v6, v4 := layouts()
	if c.Family == 4 {
		return &v4.segs[c.seg]
	}
	return &v6.segs[c.seg]
}

// Deprecated reports whether this kind of address is deprecated: IPv4-compatible and
// site-local addresses, the first ORCHIDs, NSAP-mapped addresses, the 6bone, the 6to4
// relay anycast addresses. It is false for a block that spans several segments of the
// tables.
func (c Class) Deprecated() bool {
	return c.Family != 0 && c.seg != noSegment && c.segment().typ.deprecated
}

// Row returns the most specific row of the special-purpose registry for addresses of
// this class; ok is false if there is none, and for a block that spans several segments
// of the tables.
func (c Class) Row() (r Row, ok bool) {
	if c.Family == 0 || c.seg == noSegment {
		return Row{}, false
	}
	s := c.segment().special
	if s == nil {
		return Row{}, false
	}
	return s.row(c.Family == 4), true
}

// An Allocation is a block that IANA allocated to a regional registry or, before there
// were any, to an organization.
type Allocation struct {
	Prefix   netip.Prefix
	Registry string // "RIPE NCC"; for a legacy block its administrator or holder
	Date     string // YYYY-MM or YYYY-MM-DD
	Legacy   bool   // allocated before there were regional registries
}

// Allocation returns the allocation that contains the addresses; ok is false for
// reserved, unallocated and special-purpose space, and for a block with several
// allocations.
func (c Class) Allocation() (al Allocation, ok bool) {
	if c.Family == 0 || c.seg == noSegment {
		return Allocation{}, false
	}
	s := c.segment()
	if !s.allocated() {
		return Allocation{}, false
	}
	return Allocation{
		Prefix:   s.assigned.prefix(c.Family == 4),
		Registry: holder(s.assigned.name),
		Date:     s.assigned.date,
		Legacy:   s.assigned.status == "LEGACY",
	}, true
}

// allocated reports whether the block of the segment is allocated. A block that is also
// a row of the special-purpose registry is not.
func (s *segment) allocated() bool {
	a := s.assigned
	return a != nil && a.name != "IANA" && (a.status == "ALLOCATED" || a.status == "LEGACY") &&
		(s.special == nil || s.special.block != a.block)
}

// GloballyReachable reports whether addresses of this class are reachable beyond an
// administrative domain (RFC 8190), by IANA's special-purpose registry: True for
// ordinary unicast addresses, which have no row, NotApplicable for groups, for rows
// that say so, and for a block that spans several segments of the tables.
func (c Class) GloballyReachable() Flag {
	if row, ok := c.Row(); ok {
		return row.GloballyReachable
	}
	if c.Type == GlobalUnicast && c.seg != noSegment {
		return True
	}
	return NotApplicable
}

// Policy returns the row of the RFC 6724 policy table for addresses of this class; the
// zero Policy for a block that spans several segments of the tables.
func (c Class) Policy() Policy {
	if c.Family == 0 || c.seg == noSegment {
		return Policy{}
	}
	return RFC6724.row(int(c.segment().policy))
}

// Key returns a number, 0 to MaxKey-1, that is the same for classes with the same Type,
// Deprecated, Row, Allocation and Policy, so that bulk callers can cache by it. ok is
// false for the zero Class and for a block that spans several segments of the tables.
func (c Class) Key() (key int, ok bool) {
	if c.Family == 0 || c.seg == noSegment {
		return 0, false
	}
	if c.Family == 4 {
		return int(c.seg) + key4, true
	}
	return int(c.seg), true
}

// key4 is added to the keys of IPv4 classes. It exceeds the number of IPv6 segments.
const key4 = 512

// MaxKey is greater than any [Class.Key].
const MaxKey = 2 * key4

const administered = "Administered by "

// holder strips the words before the name of a registry in IANA's legacy rows.
func holder(name string) string {
	if len(name) > len(administered) && name[:len(administered)] == administered {
		return name[len(administered):]
	}
	return name
}
