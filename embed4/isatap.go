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
// Bits 64 to 79 are 0200 with the u bit, which means that the IPv4 address is globally
// unique, and 0000 without it.
type ISATAP struct {
	Prefix    netip.Prefix // host bits are ignored; a prefix longer than /64 overwrites the identifier
	Universal Universal
}

// Universal is how the u bit of an ISATAP identifier is set.
type Universal uint8

const (
	// UniversalByAddress sets u if the IPv4 address is globally reachable by IANA's
	// registry, as RFC 5214 section 6.1 requires. Operating systems have older and
	// shorter lists: the Linux kernel sets u for 100.64.0.1 and 198.51.100.1.
	UniversalByAddress Universal = iota
	UniversalAlways              // u = 1
	UniversalNever               // u = 0
)

var universalNames = [...]string{"by-address", "always", "never"}

// String returns the word for u.
func (u Universal) String() string { return ip.Word(universalNames[:], u) }

// MarshalText returns what String returns.
func (u Universal) MarshalText() ([]byte, error) { return []byte(u.String()), nil }

// UnmarshalText accepts the words that String returns.
func (u *Universal) UnmarshalText(text []byte) error {
	return ip.UnmarshalWord(u, universalNames[:], "rule for the u bit", text)
}

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

// EncodePrefix returns a /128 if v4 is a /32, otherwise an error.
func (i ISATAP) EncodePrefix(v4 netip.Prefix) (netip.Prefix, error) {
	return hostPrefix(v4, i.Encode)
}

// DecodeISATAP returns the parts of an ISATAP address: its /64 and u bit (never
// UniversalByAddress), and its IPv4 address.
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

// Check forbids addresses that no host can have; private ones are allowed (RFC 5214
// section 6.1). It warns if the u bit contradicts the address.
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
