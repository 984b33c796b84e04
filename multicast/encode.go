package multicast

import (
	"errors"
	"net/netip"
	"strconv"

	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/ip"
)

// FromPrefix returns the group with the given ID that the owner of the unicast prefix p
// can use without registration (RFC 3306 section 4):
//
//	|   8    | 4  | 4  |    8   |  8   |     64 bits     |  32 bits |
//	|11111111|0011|scop|00000000| plen | network prefix  | group ID |
//
// p is an IPv6 prefix of 1 to 64 bits; host bits are cleared. The scope s is 1 to 14
// and not wider than that of p. Dynamic group IDs are 0x80000000 and up (RFC 3307
// section 4.3), which is not enforced.
func FromPrefix(p netip.Prefix, s Scope, group uint32) (netip.Addr, error) {
	if err := checkPrefix(p, 64); err != nil {
		return netip.Addr{}, err
	}
	if err := checkScope(s); err != nil {
		return netip.Addr{}, err
	}
	if tooWide(p, s) {
		return netip.Addr{}, errors.New("scope " + s.String() + " is wider than that of the prefix (RFC 3306 section 4)")
	}
	hi, _ := ip.Halves(p.Addr())
	return assemble(FlagP|FlagT, s, 0, uint8(p.Bits()), keep(hi, p.Bits()), group), nil
}

// checkPrefix returns an error unless p is a unicast IPv6 prefix of 1 to
// longest bits.
func checkPrefix(p netip.Prefix, longest int) error {
	switch {
	case !p.IsValid():
		return errors.New("no prefix")
	case p.Addr().Is4():
		return errors.New("not an IPv6 prefix")
	case p.Bits() == 0 || p.Bits() > longest:
		return errors.New("prefix length " + strconv.Itoa(p.Bits()) + ", expected 1 to " + strconv.Itoa(longest) + " (RFC 3306 section 4)")
	case p.Masked().Addr().IsMulticast():
		return errors.New("not a unicast prefix (RFC 3306 section 4)")
	}
	return nil
}

func checkScope(s Scope) error {
	if s.isReserved() {
		return errors.New("scope " + strconv.Itoa(int(s)) + " is reserved (RFC 4291 section 2.7)")
	}
	return nil
}

// assemble puts the fields of an address with P=1 together.
func assemble(f Flags, s Scope, riid, plen uint8, field uint64, group uint32) netip.Addr {
	hi := 0xff<<56 | uint64(f)<<52 | uint64(s)<<48 | uint64(riid)<<40 | uint64(plen)<<32 | field>>32
	return ip.Addr6(hi, field<<32|uint64(group))
}

// FromRP returns the group with the given ID and the rendezvous point rp (RFC 3956
// section 3):
//
//	|   8    |  4 |  4 |  4 |  4 |  8   |     64 bits     |  32 bits |
//	|11111111|0111|scop|0000|RIID| plen | network prefix  | group ID |
//
// plen, 1 to 64, is the length of the prefix of rp. The last four bits of rp are its
// RIID, 1 to 15, and all bits between must be zero, because the group does not contain
// them. If plen does not matter, use 64. Link-local and multicast addresses and ::/16
// cannot be rendezvous points (section 4).
func FromRP(rp netip.Addr, plen int, s Scope, group uint32) (netip.Addr, error) {
	if !rp.Is6() || rp.Is4In6() {
		return netip.Addr{}, errors.New("a rendezvous point is an IPv6 address (RFC 3956 section 3)")
	}
	if err := checkScope(s); err != nil {
		return netip.Addr{}, err
	}
	hi, lo := ip.Halves(rp)
	switch {
	case plen < 1 || plen > 64:
		return netip.Addr{}, errors.New("prefix length " + strconv.Itoa(plen) + ", expected 1 to 64 (RFC 3956 section 3)")
	case forbiddenRP(rp):
		return netip.Addr{}, errors.New("not a rendezvous point: in fe80::/10, ::/16 or ff00::/8 (RFC 3956 section 4)")
	case lo&15 == 0:
		return netip.Addr{}, errors.New("the last four bits of the rendezvous point are 0, which is reserved (RFC 3956)")
	case lo>>4 != 0 || keep(hi, plen) != hi:
		return netip.Addr{}, errors.New("the rendezvous point has bits set between its prefix of " + strconv.Itoa(plen) + " bits and the last four, which a group cannot contain (RFC 3956 section 3)")
	}
	return assemble(FlagR|FlagP|FlagT, s, uint8(lo&15), uint8(plen), hi, group), nil
}

// SourceSpecific returns the source-specific group ff3x::GROUP of scope s (RFC 4607
// section 1). Group IDs up to 0x40000000 are invalid or reserved; those below
// 0x80000000 are assigned by IANA, the others allocated by hosts.
func SourceSpecific(s Scope, group uint32) (netip.Addr, error) {
	if err := checkScope(s); err != nil {
		return netip.Addr{}, err
	}
	if group <= ssmFirst {
		return netip.Addr{}, errors.New("group ID 0x" + strconv.FormatUint(uint64(group), 16) + ", expected 0x40000001 or more (RFC 4607 section 1)")
	}
	return assemble(FlagP|FlagT, s, 0, 0, 0, group), nil
}

// SourceSpecificPrefixes returns the two prefixes of source-specific IPv6
// groups of scope s: ff3x::/32 (RFC 4607 section 1) and, with flag X, ffbx::/32
// (RFC 7371 section 4.1.2). Addresses in use are in the first /96 of each.
func SourceSpecificPrefixes(s Scope) [2]netip.Prefix {
	x := uint64(s&15) << 48
	return [2]netip.Prefix{
		netip.PrefixFrom(ip.Addr6(0xff30<<48|x, 0), 32),
		netip.PrefixFrom(ip.Addr6(0xffb0<<48|x, 0), 32),
	}
}

// LinkScoped returns the group with the given ID that the interface with the identifier
// id can use on its link without registration (RFC 4489 section 3):
//
//	|   8    | 4  | 4  |    8   |    8   |        64 bits       |  32 bits |
//	|11111111|0011|scop|00000000|11111111| interface identifier | group ID |
//
// s is interface-local or link-local.
func LinkScoped(id eui64.IID, s Scope, group uint32) (netip.Addr, error) {
	if s != InterfaceLocal && s != LinkLocal {
		return netip.Addr{}, errors.New("scope " + s.String() + ", expected link-local or interface-local (RFC 4489 section 3)")
	}
	return assemble(FlagP|FlagT, s, 0, 0xff, uint64(id), group), nil
}

// GLOP returns the 256 IPv4 groups of the autonomous system as, a /24 in 233.0.0.0/8
// (RFC 3180 section 2). Numbers from 64512 have none, because their part of the block
// is now AD-HOC Block III (RFC 5771); neither do 0 and numbers of more than 16 bits;
// for the latter see [FromIPv4Prefix].
func GLOP(as uint32) (netip.Prefix, error) {
	switch {
	case as == 0:
		return netip.Prefix{}, errors.New("AS 0 is reserved (RFC 7607)")
	case as > 0xffff:
		return netip.Prefix{}, errors.New("AS " + strconv.FormatUint(uint64(as), 10) + " has no GLOP groups: they need a 16-bit AS number (RFC 3180 section 2)")
	case as >= 64512:
		return netip.Prefix{}, errors.New("AS " + strconv.FormatUint(uint64(as), 10) + " has no GLOP groups: 233.252.0.0/14 is AD-HOC Block III (RFC 5771)")
	}
	return netip.PrefixFrom(ip.Addr4(233<<24|as<<8), 24), nil
}

// FromIPv4Prefix returns the group with the given ID that the owner of the IPv4 prefix
// p can use (RFC 6034 section 3): 234, the prefix of 1 to 24 bits, and the group ID in
// the remaining bits.
func FromIPv4Prefix(p netip.Prefix, group uint32) (netip.Addr, error) {
	switch {
	case !p.IsValid() || !p.Addr().Is4():
		return netip.Addr{}, errors.New("not an IPv4 prefix")
	case p.Bits() < 1 || p.Bits() > 24:
		return netip.Addr{}, errors.New("prefix length " + strconv.Itoa(p.Bits()) + ", expected 1 to 24 (RFC 6034 section 3)")
	case p.Addr().IsMulticast():
		return netip.Addr{}, errors.New("not a unicast prefix (RFC 6034 section 3)")
	case group>>(24-p.Bits()) != 0:
		return netip.Addr{}, errors.New("the group ID needs more than the " + strconv.Itoa(24-p.Bits()) + " bits that a prefix of " + strconv.Itoa(p.Bits()) + " leaves (RFC 6034 section 3)")
	}
	return ip.Addr4(234<<24 | ip.Uint32(p.Masked().Addr())>>8 | group), nil
}

// MGID returns the InfiniBand multicast group that IPoIB uses for the IP group g, which
// is IPv4, the IPv4 broadcast address, or IPv6 (RFC 4391 section 4):
//
//	|   8    |  4 |  4 |    16     |   16   |          80 bits            |
//	|11111111|0001|scop| 401B/601B | P_Key  | low 28 or 80 bits of g      |
//
// pkey is the key of the partition; its high bit, full membership, is always set, as in
// Linux. s is the scope of the partition, usually link-local.
func MGID(g netip.Addr, pkey uint16, s Scope) (netip.Addr, error) {
	if err := checkScope(s); err != nil {
		return netip.Addr{}, err
	}
	hi := 0xff10<<48 | uint64(s)<<48 | uint64(pkey|0x8000)<<16
	switch {
	case g.Is4() && (g.IsMulticast() || g == ip.Addr4(0xffff_ffff)):
		v := uint64(ip.Uint32(g))
		if g.IsMulticast() {
			v &= 1<<28 - 1
		}
		return ip.Addr6(hi|0x401b<<32, v), nil
	case g.Is6() && g.IsMulticast() && !g.Is4In6():
		ghi, glo := ip.Halves(g)
		return ip.Addr6(hi|0x601b<<32|ghi&0xffff, glo), nil
	}
	return netip.Addr{}, ErrNotMulticast
}
