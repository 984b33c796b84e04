package eui64

import (
	"sync"

	"github.com/hextet/hextet/addr"
)

// Block is a range of MACs that IANA or IEEE reserved for a purpose.
type Block struct {
	First, Last MAC
	Use         string
	Reference   string
}

type block struct {
	first, last    uint64
	len            uint8
	use, reference string
}

// blocks is sorted by length and value, without overlaps: the assigned rows of IANA's
// block 00-00-5E ("Ethernet Numbers" as of 2026-08-18), the groups of IEEE 802.1Q that
// bridges do not forward, and the IPv6 groups on Ethernet.
var blocks = [...]block{
	{0x0000_5e00_0000, 0x0000_5e00_00ff, 6, "Reserved", "RFC 9542"},
	{0x0000_5e00_0100, 0x0000_5e00_01ff, 6, "VRRP (Virtual Router Redundancy Protocol)", "RFC 9568"},
	{0x0000_5e00_0200, 0x0000_5e00_02ff, 6, "VRRP IPv6 (Virtual Router Redundancy Protocol IPv6)", "RFC 9568"},
	{0x0000_5e00_5200, 0x0000_5e00_5200, 6, "PacketPWEthA", "RFC 6658"},
	{0x0000_5e00_5201, 0x0000_5e00_5201, 6, "PacketPWEthB", "RFC 6658"},
	{0x0000_5e00_5202, 0x0000_5e00_5202, 6, "BFD for VXLAN", "RFC 8971"},
	{0x0000_5e00_5213, 0x0000_5e00_5213, 6, "Proxy Mobile IPv6", "RFC 6543"},
	{0x0000_5e00_5300, 0x0000_5e00_53ff, 6, "Documentation", "RFC 9542"},
	{0x0000_5e90_0100, 0x0000_5e90_0100, 6, "TRILL OAM", "RFC 7455"},
	{0x0100_5e00_0000, 0x0100_5e7f_ffff, 6, "IPv4 Multicast", "RFC 1112"},
	{0x0100_5e80_0000, 0x0100_5e8f_ffff, 6, "MPLS Multicast", "RFC 5332"},
	{0x0100_5e90_0000, 0x0100_5e90_0000, 6, "MPLS-TP p2p", "RFC 7213"},
	{0x0100_5e90_0001, 0x0100_5e90_0001, 6, "Bidirectional Forwarding Detection (BFD) on Link Aggregation Group (LAG) Interfaces", "RFC 7130"},
	{0x0100_5e90_0002, 0x0100_5e90_0002, 6, "AllL1MI-ISs", "RFC 8202"},
	{0x0100_5e90_0003, 0x0100_5e90_0003, 6, "AllL2MI-ISs", "RFC 8202"},
	{0x0100_5e90_0100, 0x0100_5e90_0100, 6, "TRILL OAM", "RFC 7455"},
	{0x0100_5e90_1000, 0x0100_5e90_10ff, 6, "Documentation", "RFC 9542"},
	{0x0180_c200_0000, 0x0180_c200_000f, 6, "IEEE 802.1 link-constrained protocols (STP, LACP, LLDP)", "IEEE 802.1Q"},
	{0x3333_0000_0000, 0x3333_ffff_ffff, 6, "IPv6 Multicast", "RFC 2464 section 7"},
	{0x0000_5e00_0000_0000, 0x0000_5e0f_ffff_ffff, 8, "Reserved", "RFC 9542"},
	{0x0000_5e10_0000_0000, 0x0000_5e10_0000_00ff, 8, "Documentation", "RFC 9542"},
	{0x0000_5efd_0000_0000, 0x0000_5efd_ffff_ffff, 8, "Reserved", "RFC 9542"},
	{0x0000_5efe_0000_0000, 0x0000_5efe_ffff_ffff, 8, "IPv4 Addr Holders", "RFC 9542"},
	{0x0000_5eff_0000_0000, 0x0000_5eff_fdff_ffff, 8, "Reserved", "RFC 9542"},
	{0x0000_5eff_fe00_0000, 0x0000_5eff_feff_ffff, 8, "IANA EUI-48 Holders", "RFC 9542"},
	{0x0000_5eff_ff00_0000, 0x0000_5eff_ffff_ffff, 8, "Reserved", "RFC 9542"},
}

// Block returns the special-purpose block that contains m; ok is false if there is
// none.
func (m MAC) Block() (Block, bool) {
	i, ok := m.block()
	if !ok {
		return Block{}, false
	}
	b := &blocks[i]
	return Block{MAC{b.first, b.len}, MAC{b.last, b.len}, b.use, b.reference}, true
}

// block returns the index of the block of m.
func (m MAC) block() (int, bool) {
	lo, hi := 0, len(blocks)
	for lo < hi {
		mid := int(uint(lo+hi) / 2)
		if b := &blocks[mid]; b.len < m.len || b.len == m.len && b.last < m.bits {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo, lo < len(blocks) && blocks[lo].len == m.len && m.bits >= blocks[lo].first
}

const local = "locally administered, IEEE 802c quadrant: "

// localRemarks are the remarks on local addresses, by [Quadrant].
var localRemarks = [len(quadrantNames)]string{
	QuadrantAAI:      local + nameAAI,
	QuadrantReserved: local + nameReserved,
	QuadrantELI:      local + nameELI,
	QuadrantSAI:      local + nameSAI,
}

// blockRemarks returns the remarks on addresses in blocks.
var blockRemarks = sync.OnceValue(func() (list []addr.Remark) {
	for _, b := range blocks {
		list = append(list, addr.Remark{Text: "in a special-purpose block: " + b.use, Reference: b.reference})
	}
	return list
})

// AppendRemarks appends remarks on m from IEEE standards and RFCs: that it is
// unassigned, a group address, locally administered, in a special-purpose block, or
// that its interface identifier is reserved. It does not allocate if dst has room.
func (m MAC) AppendRemarks(dst []addr.Remark) []addr.Remark {
	switch {
	case !m.IsValid():
		return dst
	case m.IsZero():
		dst = append(dst, addr.Remark{Text: "all zeros: assigned to nobody, the address of loopback and of interfaces without one", Reference: "IEEE 802"})
	case m.IsBroadcast():
		dst = append(dst, addr.Remark{Text: "all ones: the broadcast address", Reference: "IEEE 802"})
	case m.IsGroup():
		dst = append(dst, addr.Remark{Text: "group (multicast) address: names no single interface", Reference: "IEEE 802"})
	case m.IsLocal():
		dst = append(dst, addr.Remark{Text: localRemarks[m.Quadrant()], Reference: "RFC 8948 section 1"})
	}
	if i, ok := m.block(); ok {
		dst = append(dst, blockRemarks()[i])
	}
	if id, err := FromMAC(m); err == nil && id.IsReserved() {
		dst = append(dst, addr.Remark{Text: "its interface identifier is in a reserved range", Reference: "RFC 5453"})
	}
	return dst
}
