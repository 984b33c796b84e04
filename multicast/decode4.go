package multicast

import (
	"net/netip"

	"github.com/hextet/hextet/internal/ip"
)

// block4 is a block of IANA's registry of IPv4 multicast addresses.
type block4 struct {
	first, last uint32
	name        string
	kind        Kind
	scope       Scope
	groupBits   uint8 // the number of low bits that number the groups
}

// blocks4 covers 224.0.0.0/4 without gaps. By RFC 2365 section 8 the IPv6 scope of
// 224.0.0/24 is 2, of 239.255/16 3, of 239.192/14 8, and of the rest up to 238 14; its
// sections 6.1.1 and 6.2.1 reserve the blocks adjacent to the two scoped ones for their
// expansion.
var blocks4 = [...]block4{
	{0xe000_0000, 0xe000_00ff, "Local Network Control Block", KindWellKnown, LinkLocal, 8},
	{0xe000_0100, 0xe000_01ff, "Internetwork Control Block", KindWellKnown, Global, 8},
	{0xe000_0200, 0xe000_ffff, "AD-HOC Block I", KindWellKnown, Global, 16},
	{0xe001_0000, 0xe001_ffff, "Reserved", KindReserved, Global, 16},
	{0xe002_0000, 0xe002_ffff, "SDP/SAP Block", KindTransient, Global, 16},
	{0xe003_0000, 0xe004_ffff, "AD-HOC Block II", KindWellKnown, Global, 24},
	{0xe005_0000, 0xe0fb_ffff, "Reserved", KindReserved, Global, 24},
	{0xe0fc_0000, 0xe0ff_ffff, "DIS Transient Groups", KindTransient, Global, 18},
	{0xe100_0000, 0xe7ff_ffff, "Reserved", KindReserved, Global, 28},
	{0xe800_0000, 0xe8ff_ffff, "Source-Specific Multicast Block", KindSourceSpecific, Global, 24},
	{0xe900_0000, 0xe9fb_ffff, "GLOP Block", KindGLOP, Global, 8},
	{0xe9fc_0000, 0xe9ff_ffff, "AD-HOC Block III", KindWellKnown, Global, 18},
	{0xea00_0000, 0xeaff_ffff, "Unicast-Prefix-based IPv4 Multicast Addresses", KindUnicastPrefixBased, Global, 0},
	{0xeb00_0000, 0xeeff_ffff, "Scoped Multicast Ranges", KindReserved, Global, 28},
	{0xef00_0000, 0xeffc_ffff, "Scoped Multicast Ranges", KindAdminScoped, OrganizationLocal, 24},
	{0xeffd_0000, 0xefff_ffff, "Scoped Multicast Ranges", KindAdminScoped, RealmLocal, 16},
}

// decode4 looks up the block and the name of an IPv4 group.
func decode4(a netip.Addr) Info {
	v := ip.Uint32(a)
	i := 0
	for blocks4[i].last < v {
		i++
	}
	b := &blocks4[i]
	d := Info{Addr: a, Bits: 32, Kind: b.kind, Scope: b.scope, Block: b.name}
	d.Group.lo = uint64(v) & (1<<b.groupBits - 1)
	switch b.kind {
	case KindGLOP:
		//	|   233  |   16-bit AS number  |  group |     RFC 3180 section 2
		d.AS = v >> 8 & 0xffff
	case KindUnicastPrefixBased:
		//	|   234  |  prefix, up to 24 bits  |  group ID  |  RFC 6034 section 3
		// The length of the prefix is unknown; it is at most /24.
		d.Prefix = netip.PrefixFrom(ip.Addr4(v<<8), 24)
		d.Group.lo = uint64(v & 0xff)
	case KindAdminScoped:
		d.scoped4(v)
	}
	if g := search4(v); g != nil {
		d.Name, d.Reference = g.name, g.reference
		if b.kind == KindReserved {
			d.Kind = KindWellKnown // a few groups are assigned in a reserved block
		}
	}
	return d
}

func search4(v uint32) *group4 {
	i, n := 0, len(groups4)
	for i < n {
		if m := int(uint(i+n) / 2); groups4[m].last < v {
			i = m + 1
		} else {
			n = m
		}
	}
	if i == len(groups4) || v < groups4[i].first {
		return nil
	}
	return &groups4[i]
}

// scoped4 names the groups of the two scoped regions of RFC 2365, 239.255/16
// and 239.192/14: the last 256 addresses of each are assigned relative to its
// end (section 9).
func (d *Info) scoped4(v uint32) {
	d.Name, d.Reference = "Organization-Local Scope", "RFC 2365"
	if d.Scope == RealmLocal {
		d.Name = "Local Scope"
	}
	if v>>8 != 0xefff_ff && v>>8 != 0xefc3_ff {
		return
	}
	for _, r := range relative4 {
		if ^uint8(v) == r.offset {
			d.Name, d.Reference = r.name, r.reference
			return
		}
	}
}
