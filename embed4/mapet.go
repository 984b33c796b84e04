package embed4

import (
	"fmt"
	"iter"
	"net/netip"

	"github.com/hextet/hextet/internal/ip"
)

// DefaultPSIDOffset is the default PSID offset of a rule (RFC 7597 section 5.1): 6
// bits, which excludes the ports 0 to 1023.
const DefaultPSIDOffset = 6

// MAPRule is a mapping rule of MAP-E (RFC 7597) or MAP-T (RFC 7599). It maps an IPv6
// prefix to an IPv4 prefix: the first of the EABits bits after the IPv6 prefix are
// those after the IPv4 prefix, and the rest is the PSID, which distinguishes the
// customers that share an IPv4 address.
//
//	|<- IPv6 ->|<------ EABits ------>|
//	|rule      |v4 suffix |PSID       |subnet |interface identifier |
//	|<----- end-user prefix --------->|
//
// The address of the customer has the identifier (RFC 7597 section 6)
//
//	64      80                      112     127
//	|0      |v4                     |PSID   |
//
// and the ports of the customer are those whose bits after the first Offset are the
// PSID; these first bits are not all zero (RFC 7597 section 5.1):
//
//	0        Offset      Offset+k          15
//	|A > 0   |PSID       |M, contiguous    |
type MAPRule struct {
	IPv6    netip.Prefix
	IPv4    netip.Prefix
	EABits  int    // 0 to 48
	Offset  int    // a, 0 to 15; see DefaultPSIDOffset
	PSIDLen int    // k if the EA bits do not include the PSID, which is assigned separately
	PSID    uint16 // with PSIDLen
	Forward bool   // a forwarding rule (FMR): customers send to its addresses directly
}

// shared returns the number of PSID bits.
func (r MAPRule) shared() int {
	if k := r.EABits - (32 - r.IPv4.Bits()); k > 0 {
		return k
	}
	return r.PSIDLen
}

// Shared reports whether customers of the rule share IPv4 addresses and are
// distinguished by ports.
func (r MAPRule) Shared() bool { return r.shared() > 0 }

// Validate returns an error if the rule is inconsistent.
func (r MAPRule) Validate() error {
	if err := checkSitePrefix(r.IPv6); err != nil {
		return err
	}
	if err := checkPrefix4(r.IPv4); err != nil {
		return err
	}
	suffix := 32 - r.IPv4.Bits()
	switch {
	case r.EABits < 0 || r.EABits > 48:
		return fmt.Errorf("%d EA bits: must be 0 to 48 (RFC 7597 section 5.2)", r.EABits)
	case r.IPv6.Bits()+r.EABits > 128:
		return fmt.Errorf("rule prefix and EA bits make %d bits: must be 128 at most", r.IPv6.Bits()+r.EABits)
	case r.Offset < 0 || r.Offset > 15:
		return fmt.Errorf("PSID offset %d: must be 0 to 15 (RFC 7598 section 4.5)", r.Offset)
	case r.PSIDLen < 0 || r.PSIDLen > 16:
		return fmt.Errorf("PSID length %d: must be 0 to 16 (RFC 7598 section 4.5)", r.PSIDLen)
	case r.PSIDLen > 0 && r.EABits < suffix:
		return fmt.Errorf("a PSID needs a full IPv4 address, and %d EA bits give a prefix (RFC 7597 section 5.2)", r.EABits)
	case r.PSIDLen > 0 && r.EABits > suffix:
		return fmt.Errorf("the EA bits include the PSID, so it cannot be assigned separately (RFC 7597 section 5.2)")
	case uint32(r.PSID)>>r.PSIDLen != 0:
		return fmt.Errorf("PSID %#x is longer than %d bits", r.PSID, r.PSIDLen)
	case r.shared() > 0 && r.Offset+r.shared() > 16:
		return fmt.Errorf("PSID offset %d and length %d: must be 16 at most together (RFC 7597 section 5.1)", r.Offset, r.shared())
	}
	return nil
}

// MAPCE is a MAP customer (customer edge router): the meaning of an end-user prefix
// under a rule.
type MAPCE struct {
	Prefix  netip.Prefix // the end-user IPv6 prefix
	IPv4    netip.Prefix // the address, as a /32, or the assigned prefix
	PSID    uint16       // of PSIDLen bits
	PSIDLen int          // 0: the address is not shared
	Offset  int          // PSID offset
}

// CE returns the customer whose prefix is or contains p, which may be as long as /128.
// It fails if p is not below the prefix of the rule or is too short for the EA bits.
func (r MAPRule) CE(p netip.Prefix) (MAPCE, error) {
	if err := r.Validate(); err != nil {
		return MAPCE{}, err
	}
	if err := checkPrefix6(p); err != nil {
		return MAPCE{}, err
	}
	n := r.IPv6.Bits()
	u, m := ip.FromAddr(p.Addr()), ip.Mask(uint(n))
	if p.Bits() < n || u.And(m) != ip.FromAddr(r.IPv6.Addr()).And(m) {
		return MAPCE{}, fmt.Errorf("not in the rule's prefix %v", r.IPv6.Masked())
	}
	if p.Bits() < n+r.EABits {
		return MAPCE{}, fmt.Errorf("an end-user prefix of this rule has %d bits", n+r.EABits)
	}
	ea := u.Field(uint(n), uint(r.EABits))
	v := ip.Uint32(r.IPv4.Addr()) & leading32(r.IPv4.Bits())
	ce := MAPCE{Prefix: prefixOf(u.And(ip.Mask(uint(n+r.EABits))), n+r.EABits), Offset: r.Offset, PSIDLen: r.shared(), PSID: r.PSID}
	suffix := 32 - r.IPv4.Bits()
	if k := r.EABits - suffix; k > 0 {
		ce.PSID = uint16(ea & (1<<k - 1))
		ce.IPv4 = netip.PrefixFrom(ip.Addr4(v|uint32(ea>>k)), 32)
	} else {
		ce.IPv4 = netip.PrefixFrom(ip.Addr4(v|uint32(ea<<-k)), r.IPv4.Bits()+r.EABits)
	}
	return ce, nil
}

// ForIPv4 returns the customer with the address v4 and, if it is shared, port. It fails
// if v4 is outside the rule or no customer has the port.
func (r MAPRule) ForIPv4(v4 netip.Addr, port uint16) (MAPCE, error) {
	if err := r.Validate(); err != nil {
		return MAPCE{}, err
	}
	if !v4.Is4() {
		return MAPCE{}, errNotIPv4
	}
	if !r.IPv4.Contains(v4) {
		return MAPCE{}, fmt.Errorf("not in the rule's prefix %v", r.IPv4.Masked())
	}
	suffix := 32 - r.IPv4.Bits()
	ea := uint64(ip.Uint32(v4) &^ leading32(r.IPv4.Bits()))
	if k := r.EABits - suffix; k > 0 {
		ea = ea<<k | uint64(psidOf(port, r.Offset, k))
	} else {
		ea >>= -k
	}
	n := r.IPv6.Bits()
	u := ip.FromAddr(r.IPv6.Addr()).And(ip.Mask(uint(n))).WithField(uint(n), uint(r.EABits), ea)
	ce, err := r.CE(prefixOf(u, n+r.EABits))
	if err != nil {
		return MAPCE{}, err
	}
	if !ce.HasPort(port) {
		if r.Offset > 0 && port>>(16-r.Offset) == 0 {
			return MAPCE{}, fmt.Errorf("port %d belongs to no customer: PSID offset %d excludes the ports below %d (RFC 7597 section 5.1)", port, r.Offset, 1<<(16-r.Offset))
		}
		return MAPCE{}, fmt.Errorf("port %d is not in the rule's port set with PSID %#x (RFC 7597 section 5.1)", port, ce.PSID)
	}
	return ce, nil
}

// psidOf returns the k bits of port after the first offset.
func psidOf(port uint16, offset, k int) uint16 { return port << offset >> (16 - k) }

// Addr returns the MAP address of the customer (RFC 7597 section 6): the end-user
// prefix, zeros to bit 64, and the identifier with the IPv4 address, or the first of
// its prefix, and the PSID. A prefix longer than 64 bits overwrites the first bits of
// the identifier.
func (ce MAPCE) Addr() netip.Addr {
	if !ce.Prefix.IsValid() || !ce.IPv4.IsValid() {
		return netip.Addr{}
	}
	iid := uint64(ip.Uint32(ce.IPv4.Addr())) << 16
	if ce.PSIDLen > 0 {
		iid |= uint64(ce.PSID)
	}
	m := ip.Mask(uint(ce.Prefix.Bits()))
	return ip.FromAddr(ce.Prefix.Addr()).And(m).Or(ip.Uint128{Hi: 0, Lo: iid}.And(m.Not())).Addr6()
}

// PortRange is an inclusive range of ports.
type PortRange struct{ First, Last uint16 }

// Ports yields the port ranges of the customer in order: 2^Offset - 1 of them, one if
// Offset is 0 or the address is not shared. Offset 0 and PSID 0 include the well-known
// ports; see RFC 7597 appendix B.
func (ce MAPCE) Ports() iter.Seq[PortRange] {
	return func(yield func(PortRange) bool) {
		if ce.PSIDLen == 0 {
			yield(PortRange{0, 0xffff})
			return
		}
		m := 16 - ce.Offset - ce.PSIDLen
		from := 0
		if ce.Offset > 0 {
			from = 1
		}
		for a := from; a < 1<<ce.Offset; a++ {
			first := a<<(16-ce.Offset) | int(ce.PSID)<<m
			if !yield(PortRange{uint16(first), uint16(first + 1<<m - 1)}) {
				return
			}
		}
	}
}

// PortCount returns the number of ports and of ranges.
func (ce MAPCE) PortCount() (ports, ranges int) {
	if ce.PSIDLen == 0 {
		return 1 << 16, 1
	}
	ranges = 1
	if ce.Offset > 0 {
		ranges = 1<<ce.Offset - 1
	}
	return ranges << (16 - ce.Offset - ce.PSIDLen), ranges
}

// HasPort reports whether port belongs to the customer.
func (ce MAPCE) HasPort(port uint16) bool {
	if ce.PSIDLen == 0 {
		return true
	}
	if ce.Offset > 0 && port>>(16-ce.Offset) == 0 {
		return false
	}
	return psidOf(port, ce.Offset, ce.PSIDLen) == ce.PSID
}
