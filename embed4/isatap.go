package embed4

import (
	"net/netip"

	"github.com/hextet/hextet/internal/ip"
)

// ISATAP is an interface of an ISATAP link below an IPv6 prefix of up to 64
// bits (RFC 5214 section 6.1):
//
//	0                              64       80      96              127
//	|prefix                        |000000ug|5efe   |v4             |
//
// Bits 64 to 79 are 0200 with the u bit, which says that the IPv4 address is
// globally unique, and 0000 without.
type ISATAP struct {
	Prefix    netip.Prefix // bits after its length are ignored; longer than /64 and the identifier loses
	Universal Universal
}

// Universal says how the u bit of an ISATAP identifier is set.
type Universal uint8

const (
	// UniversalByAddress sets u where the IANA registry calls the IPv4 address
	// globally reachable, as RFC 5214 section 6.1 asks. Systems have older and
	// shorter lists: the Linux kernel sets u for 100.64.0.1 and 198.51.100.1.
	UniversalByAddress Universal = iota
	UniversalAlways              // u = 1
	UniversalNever               // u = 0
)

const (
	isatapMark      = 0x00005efe
	isatapUniversal = 0x02000000
)

func underIID(p netip.Prefix, iid uint64) (netip.Addr, error) {
	p, err := unicastPrefix(p)
	if err != nil {
		return netip.Addr{}, err
	}
	m := ip.Mask(uint(p.Bits()))
	return ip.FromAddr(p.Addr()).And(m).Or(ip.Uint128{Hi: 0, Lo: iid}.And(m.Not())).Addr6(), nil
}

func (i ISATAP) iid(v uint32) uint64 {
	mark := uint64(isatapMark)
	if i.Universal == UniversalAlways || i.Universal == UniversalByAddress && classOf(v).unique() {
		mark |= isatapUniversal
	}
	return mark<<32 | uint64(v)
}

// Encode returns the ISATAP address of v4. It does not allocate.
func (i ISATAP) Encode(v4 netip.Addr) (netip.Addr, error) {
	if !v4.Is4() {
		return netip.Addr{}, errNotIPv4
	}
	return underIID(i.Prefix, i.iid(ip.Uint32(v4)))
}

// EncodePrefix returns an error unless v4 is one address, whose /128 it returns.
func (i ISATAP) EncodePrefix(v4 netip.Prefix) (netip.Prefix, error) {
	return hostPrefix(v4, i.Encode)
}

// DecodeISATAP takes the address of an ISATAP interface apart: its /64, whether
// the u bit is set (never UniversalByAddress), and its IPv4 address.
func DecodeISATAP(a netip.Addr) (i ISATAP, v4 netip.Addr, ok bool) {
	if !a.Is6() {
		return i, v4, false
	}
	u := ip.FromAddr(a)
	p, err := unicastPrefix(prefixOf(ip.Uint128{Hi: u.Hi, Lo: 0}, 64))
	if err != nil || u.Lo>>32&^isatapUniversal != isatapMark {
		return i, v4, false
	}
	i = ISATAP{p, UniversalNever}
	if u.Lo>>32&isatapUniversal != 0 {
		i.Universal = UniversalAlways
	}
	return i, ip.Addr4(uint32(u.Lo)), true
}

// Check tells what stands against v4 on an ISATAP link: it must be a host's
// address, private ones are fine (RFC 5214 section 6.1), and a u bit that says
// otherwise than the address brings a warning.
func (i ISATAP) Check(v4 netip.Prefix) Verdict {
	v := verdictFor(v4)
	v.wantHost()
	switch {
	case i.Universal == UniversalAlways && !v.class.unique():
		v.should.add(ruleUniversalBitSet)
	case i.Universal == UniversalNever && v.class.unique():
		v.should.add(ruleUniversalBitClear)
	}
	if i.Prefix.Bits() > 64 {
		v.should.add(ruleNotIIDLength)
	}
	return v
}
