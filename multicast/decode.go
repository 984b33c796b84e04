package multicast

import (
	"net/netip"

	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/ip"
)

// Info has the parts of a multicast address. Fields that do not apply are zero.
type Info struct {
	Addr  netip.Addr // as given, with its zone; the first group of a block
	Bits  int        // the length of a block; that of the address for one group
	Kind  Kind
	Scope Scope   // for IPv4 groups the equivalent by RFC 2365 section 8
	Flags Flags   // IPv6
	Group GroupID // IPv6: the group ID; IPv4: the bits of the block that number groups

	Name       string // the registered name: "All Nodes Address"
	FormerName string // the name in RFC 4291 or RFC 2375 if it differs: "All Nodes Addresses"
	Reference  string // the document that registers the name: "RFC 4291"
	Block      string // IPv4: the title of the block in IANA's registry

	Class  Class        // IPv6: the class of the last 32 bits; unknown if a transient group has a permanent ID
	Prefix netip.Prefix // unicast-prefix-based, embedded-rp: the prefix of the owner
	RP     netip.Addr   // embedded-rp: the rendezvous point, if it is valid
	RIID   uint8        // embedded-rp: the last four bits of RP
	IID    eui64.IID    // link-scoped: the interface identifier of the owner
	AS     uint32       // glop: the autonomous system number

	Warnings Warnings
}

// IsBlock reports whether d is a block of groups rather than one.
func (d *Info) IsBlock() bool { return d.Bits < d.Addr.BitLen() }

// Decode returns the parts of the multicast address a. The error is [ErrNotMulticast].
// It does not allocate.
func Decode(a netip.Addr) (Info, error) {
	switch {
	case !a.IsMulticast() || a.Is4In6():
		return Info{}, ErrNotMulticast
	case a.Is4():
		return decode4(a), nil
	}
	return decode6(a), nil
}

// decode6 follows the layouts of RFC 4291 section 2.7, RFC 7371 section 2, RFC
// 3306 section 4, RFC 3956 section 3 and RFC 4489 section 3:
//
//	|   8    |  4 |  4 |  4 |  4 |   8  |          64           |   32   |
//	|11111111|XRPT|scop|                   group ID                      |  P=0
//	|11111111|XRPT|scop| ff2|rsvd| plen |        prefix         |group ID|  P=1
//	|11111111|XRPT|scop| ff2|RIID| plen |        prefix         |group ID|  R=1
//	|11111111|0011|scop|    0    | 0xff |  interface identifier |group ID|
//
// The flags are tested one by one; X may be 0 or 1.
func decode6(a netip.Addr) Info {
	b := a.As16()
	hi, lo := ip.Halves(a)
	d := Info{Addr: a, Bits: 128, Flags: Flags(b[1] >> 4), Scope: Scope(b[1] & 15)}
	d.Class = ClassOf(uint32(lo))
	if d.Flags&FlagT != 0 && (d.Class == ClassPermanentAddress || d.Class == ClassPermanentGroupID && d.Flags&FlagP == 0) {
		d.Class = ClassUnknown // a transient group has no permanent ID
	}
	w := &d.Warnings
	w.add(warnScopeReserved, d.Scope.isReserved())
	w.add(warnFlagX, d.Flags&FlagX != 0)

	r, p, t := d.Flags&FlagR != 0, d.Flags&FlagP != 0, d.Flags&FlagT != 0
	if r || p {
		w.add(warnPWithoutT, p && !t)
		w.add(warnRWithoutP, r && !p)
		w.add(warnRWithoutT, r && !t)
	}
	if !p || !t { // a group ID of 112 bits
		d.Group = GroupID{hi & (1<<48 - 1), lo}
		switch {
		case r || p:
			d.Kind = KindReserved
		case t:
			d.Kind = KindTransient
		default:
			d.wellKnown(hi, lo)
		}
		return d
	}

	d.Group = GroupID{0, lo & (1<<32 - 1)}
	w.add(warnFlags2, b[2]>>4 != 0)
	plen := int(b[3])
	field := hi<<32 | lo>>32 // the 64 bits of the prefix
	if plen <= 64 {
		d.Prefix = netip.PrefixFrom(ip.Addr6(keep(field, plen), 0), plen)
	}
	switch {
	case r:
		d.Kind = KindEmbeddedRP
		d.RIID = b[2] & 15
		w.add(warnRIIDZero, d.RIID == 0)
		w.add(warnPlen, plen > 64)
		w.add(warnPlenZero, plen == 0)
		if plen == 0 {
			d.Prefix = netip.Prefix{}
		}
		if d.RIID != 0 && d.Prefix.IsValid() {
			// Bits beyond the prefix length number the groups of the owner (RFC 3956
			// section 4): they are not part of the rendezvous point.
			rp := ip.Addr6(keep(field, plen), uint64(d.RIID))
			if forbiddenRP(rp) {
				w.add(warnRPForbidden, true)
			} else {
				d.RP = rp
			}
		}
	case plen == 0xff:
		d.Kind = KindLinkScoped
		d.IID = eui64.IID(field)
		w.add(warnReservedBits, b[2]&15 != 0)
		w.add(warnLinkScopedScope, d.Scope > LinkLocal)
	case plen == 0:
		d.Kind = KindSourceSpecific
		d.Prefix = netip.Prefix{}
		w.add(warnReservedBits, b[2]&15 != 0)
		w.add(warnSSMPrefix, field != 0)
		w.add(warnSSMGroup, uint32(lo) < ssmFirst)
		w.add(warnSSMReserved, uint32(lo) == ssmFirst)
	case plen > 64:
		d.Kind = KindReserved
		w.add(warnPlen, true)
	default:
		d.Kind = KindUnicastPrefixBased
		w.add(warnReservedBits, b[2]&15 != 0)
		w.add(warnPrefixBits, keep(field, plen) != field)
		w.add(warnPrefixMulticast, keep(field, plen)>>56 == 0xff)
		w.add(warnPrefixScope, tooWide(d.Prefix, d.Scope))
	}
	return d
}

// ssmFirst is the first group ID of source-specific addresses (RFC 4607 section 1),
// which is reserved.
const ssmFirst = 0x4000_0000

// keep clears all but the first n bits of v.
func keep(v uint64, n int) uint64 { return v >> (64 - n) << (64 - n) }

// tooWide reports whether the scope s of a group is wider than that of its prefix (RFC
// 3306 section 4).
func tooWide(p netip.Prefix, s Scope) bool {
	hi, _ := ip.Halves(p.Addr())
	switch {
	case p.Bits() >= 10 && hi>>54 == 0xfe80>>6:
		return s > LinkLocal
	case p.Bits() >= 10 && hi>>54 == 0xfec0>>6: // site-local, RFC 3879
		return s > SiteLocal
	}
	return false
}

// forbiddenRP reports whether RFC 3956 section 4 excludes rp.
func forbiddenRP(rp netip.Addr) bool {
	hi, _ := ip.Halves(rp)
	return hi>>54 == 0xfe80>>6 || hi>>48 == 0 || hi>>56 == 0xff
}

// wellKnown sets the kind and names of a permanent address.
func (d *Info) wellKnown(hi, lo uint64) {
	d.Kind = KindWellKnown
	if d.Flags != 0 || hi&(1<<48-1) != 0 {
		return
	}
	if d.Kind = wellKnownKind(d.Scope, lo); d.Kind != KindWellKnown {
		d.Group = GroupID{0, lo & 0xff_ffff}
	}
	g := lookup6(d.Scope, lo)
	if g == nil {
		return
	}
	d.Name, d.Reference = g.name, g.reference
	d.FormerName = formerName(d.Scope, lo)
}

// wellKnownKind returns the kind of the permanent group lo in the scope s.
func wellKnownKind(s Scope, lo uint64) Kind {
	switch {
	case s == LinkLocal && lo>>24 == 0x1_ff:
		return KindSolicitedNode
	case s == LinkLocal && lo>>24 == 0x2_ff:
		return KindNodeInformation
	}
	return KindWellKnown
}

// lookup6 returns the row of the registry for the group lo in the scope s.
func lookup6(s Scope, lo uint64) *group6 {
	var own []group6
	switch s {
	case InterfaceLocal:
		own = groupsInterface[:]
	case LinkLocal:
		own = groupsLink[:]
	case SiteLocal:
		own = groupsSite[:]
	}
	if g := search6(own, lo); g != nil {
		return g
	}
	if s.isReserved() && lo != 0 {
		return nil // not a scope of the variable-scope rows
	}
	return search6(groupsAny[:], lo)
}

func search6(rows []group6, lo uint64) *group6 {
	i, n := 0, len(rows)
	for i < n {
		if m := int(uint(i+n) / 2); rows[m].last < lo {
			i = m + 1
		} else {
			n = m
		}
	}
	if i == len(rows) || lo < rows[i].first {
		return nil
	}
	return &rows[i]
}

// formerName returns the name in RFC 4291 sections 2.7 and 2.7.1 or RFC 2375, if the
// registry has changed it.
func formerName(s Scope, lo uint64) string {
	switch {
	case lo == 0:
		return "Reserved Multicast Addresses"
	case lo == 1:
		return "All Nodes Addresses"
	case lo == 2:
		return "All Routers Addresses"
	case lo == 0x101:
		return "NTP servers"
	case s == LinkLocal && lo == 0x1_0002:
		return "All-dhcp-agents"
	case s == SiteLocal && lo == 0x1_0003:
		return "All-dhcp-servers"
	case s == SiteLocal && lo == 0x1_0004:
		return "All-dhcp-relays"
	}
	return ""
}
