package embed4

import (
	"cmp"
	"fmt"
	"iter"
	"net/netip"
	"slices"
	"sync"

	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/ip"
)

// Sites are the prefixes and tables of known networks, which cannot be recognized from
// an address.
type Sites struct {
	NAT64 []NAT64
	SixRD []SixRD
	IVI   []IVI

	Multicast []Multicast64

	MAP *MAPDomain // nil for none
	EAM *EAMTable  // nil for none
}

// Extractor finds IPv4 addresses embedded in IPv6 addresses. It is safe for concurrent
// use. The zero value and nil have no sites.
type Extractor struct {
	nat64 []siteNAT64
	sixRD []siteSixRD
	ivi   []netip.Prefix
	group []Multicast64
	mapd  *MAPDomain
	eam   *EAMTable
	sites bool
}

type siteNAT64 struct {
	prefix, mask ip.Uint128
	as           netip.Prefix
	length       int
}

type siteSixRD struct {
	prefix, mask ip.Uint128
	as           netip.Prefix
	length, rest int    // of the prefix, and the IPv4 bits after the common ones
	common       uint32 // IPv4 bits
}

// NewExtractor returns an Extractor for the sites s. The error is that of the first
// invalid site.
func NewExtractor(s Sites) (*Extractor, error) {
	x := &Extractor{mapd: s.MAP, eam: s.EAM}
	for _, n := range s.NAT64 {
		if err := n.Validate(); err != nil {
			return nil, fmt.Errorf("%v: %w", n.Prefix, err)
		}
		p := n.Prefix.Masked()
		if n := (NAT64{p}); n == WellKnown() {
			continue // found anyway
		}
		m := ip.Mask(uint(p.Bits()))
		x.nat64 = append(x.nat64, siteNAT64{ip.FromAddr(p.Addr()), m, p, p.Bits()})
	}
	for _, d := range s.SixRD {
		if err := d.Validate(); err != nil {
			return nil, fmt.Errorf("%v: %w", d.Prefix, err)
		}
		p, n := d.Prefix.Masked(), d.Prefix.Bits()
		q, common := d.common()
		x.sixRD = append(x.sixRD, siteSixRD{ip.FromAddr(p.Addr()), ip.Mask(uint(n)), p, n, 32 - q, common})
	}
	for _, i := range s.IVI {
		if err := i.Validate(); err != nil {
			return nil, fmt.Errorf("%v: %w", i.Prefix, err)
		}
		x.ivi = append(x.ivi, i.Prefix.Masked())
	}
	for _, m := range s.Multicast {
		if err := m.Validate(); err != nil {
			return nil, fmt.Errorf("%v: %w", m.Prefix, err)
		}
		x.group = append(x.group, Multicast64{m.Prefix.Masked()})
	}
	// The longest matching prefix applies, so it comes first.
	slices.SortStableFunc(x.nat64, func(a, b siteNAT64) int { return cmp.Compare(b.length, a.length) })
	slices.SortStableFunc(x.sixRD, func(a, b siteSixRD) int { return cmp.Compare(b.length, a.length) })
	x.sites = len(x.nat64)+len(x.sixRD)+len(x.ivi)+len(x.group) > 0 || x.mapd != nil || x.eam != nil
	return x, nil
}

// Extract yields every IPv4 address embedded in a, certain ones before likely ones,
// then from left to right. Of several site prefixes of a mechanism the longest applies.
// x may be nil. An IPv4 address has none.
func Extract(a netip.Addr, x *Extractor) iter.Seq[Found] {
	return func(yield func(Found) bool) {
		var buf [4]Found
		for _, f := range x.Append(buf[:0], a) {
			if !yield(f) {
				return
			}
		}
	}
}

// Append appends what [Extract] yields. It does not allocate if dst has room; 4
// elements are enough unless many sites overlap. The results have no zones.
func (x *Extractor) Append(dst []Found, a netip.Addr) []Found {
	if !a.Is6() {
		return dst
	}
	u := ip.FromAddr(a)
	// low: the last 64 bits are accounted for and are not an interface identifier.
	low := false
	if top := u.Hi >> 48; top == 0x2001 || top == 0x2002 || top == 0x3ffe || top < 0x2000 {
		dst, low = appendAssigned(dst, u)
	}
	if x != nil && x.sites {
		n := len(dst)
		dst = x.appendSites(dst, u)
		for _, f := range dst[n:] {
			low = low || f.Mechanism != MechSixRD
		}
		if len(dst) == n && u.Hi>>16 == localUseHi>>16 {
			dst = appendLocalUse(dst, u)
		}
	} else if u.Hi>>16 == localUseHi>>16 {
		dst = appendLocalUse(dst, u)
	}
	// Addresses that begin with 000 need no 64-bit identifier (RFC 4291
	// section 2.5.1) and groups (ff00::/8) have none.
	if low || u.Hi>>61 == 0 || u.Hi>>56 == 0xff {
		return dst
	}
	return appendIdentifier(dst, u)
}

// The prefixes of the mechanisms that have one, made on first use.
var (
	prefixOnce sync.Once

	mappedPrefix, translatedPrefix, compatiblePrefix, wellKnownPrefix, sixToFourPrefix, teredoPrefix, oldTeredoPrefix netip.Prefix
)

func makePrefixes() {
	mappedPrefix = prefixOf(ip.Uint128{Hi: 0, Lo: mappedLo}, 96)
	translatedPrefix = prefixOf(ip.Uint128{Hi: 0, Lo: translatedLo}, 96)
	compatiblePrefix = prefixOf(ip.Uint128{}, 96)
	wellKnownPrefix = prefixOf(ip.Uint128{Hi: wellKnownHi, Lo: 0}, 96)
	sixToFourPrefix = prefixOf(ip.Uint128{Hi: sixToFourHi, Lo: 0}, 16)
	teredoPrefix = prefixOf(ip.Uint128{Hi: teredoTop << 32, Lo: 0}, 32)
	oldTeredoPrefix = prefixOf(ip.Uint128{Hi: oldTeredoTop << 32, Lo: 0}, 32)
}

// appendAssigned appends the addresses below a prefix that IANA or an RFC assigns to a
// mechanism.
func appendAssigned(dst []Found, u ip.Uint128) (_ []Found, low bool) {
	prefixOnce.Do(makePrefixes)
	switch top := u.Hi >> 32; {
	case u.Hi == 0:
		f := Found{Role: RoleAddress, Certainty: Certain}
		v := uint32(u.Lo)
		c := classOf(v)
		verdict := Verdict{class: c}
		switch u.Lo >> 32 {
		case mappedLo >> 32:
			f.Mechanism, f.Prefix = MechMapped, mappedPrefix
			verdict.wantUnicast()
		case translatedLo >> 32:
			f.Mechanism, f.Prefix = MechTranslated, translatedPrefix
			verdict.wantUnicast()
		case 0:
			if v <= 1 { // :: and ::1
				return dst, true
			}
			f.Mechanism, f.Prefix = MechCompatible, compatiblePrefix
			if !c.unique() && c != documentation && c != documentation1 {
				verdict.should.add(ruleCompatibleNotGlobal)
			}
			verdict.common()
		default:
			return dst, true
		}
		f.Addr, f.broken = ip.Addr4(v), verdict.should
		return append(dst, f), true
	case u.Hi == wellKnownHi:
		if u.Lo>>32 != 0 {
			return dst, true
		}
		v := uint32(u.Lo)
		verdict := Verdict{class: classOf(v)}
		verdict.wellKnown()
		return append(dst, Found{
			Mechanism: MechNAT64, Role: RoleAddress, Certainty: Certain, Addr: ip.Addr4(v),
			Prefix: wellKnownPrefix, broken: verdict.must | verdict.should,
		}), true
	case top>>16 == 0x2002:
		v := uint32(u.Hi >> 16)
		verdict := Verdict{class: classOf(v)}
		verdict.sixToFour()
		return append(dst, Found{
			Mechanism: MechSixToFour, Role: RoleRouter, Certainty: Certain, Addr: ip.Addr4(v),
			Prefix: sixToFourPrefix, broken: verdict.must | verdict.should,
		}), false
	case top == teredoTop || top == oldTeredoTop:
		return appendTeredo(dst, u), true
	case top >= 0x20010010 && top < 0x20010040:
		// ORCHID (RFC 4843, RFC 7343) and DRIP (RFC 9374) are hashes to the end.
		return dst, true
	}
	return dst, false
}

func appendTeredo(dst []Found, u ip.Uint128) []Found {
	f := Found{
		Mechanism: MechTeredo, Role: RoleServer, Certainty: Certain, Addr: ip.Addr4(uint32(u.Hi)),
		HasFlags: true, Flags: TeredoFlags(u.Lo >> 48), Prefix: teredoPrefix,
	}
	server := Verdict{class: classOf(uint32(u.Hi))}
	server.wantGlobal(ruleTeredoServerNotGlobal)
	f.broken = server.must | server.should
	var both rules
	if f.Flags&(TeredoReserved|TeredoUniversal|TeredoGroup) != 0 {
		both.add(ruleTeredoReservedFlag)
	}
	if u.Hi>>32 == oldTeredoTop {
		both.add(ruleTeredoOldPrefix)
		f.Prefix = oldTeredoPrefix
	}
	f.broken |= both
	dst = append(dst, f)

	f.Role, f.Addr = RoleClient, ip.Addr4(^uint32(u.Lo))
	f.HasPort, f.Port = true, ^uint16(u.Lo>>32)
	client := Verdict{class: classOf(^uint32(u.Lo))}
	client.wantGlobal(ruleTeredoClientNotGlobal)
	f.broken = client.must | client.should | both
	return append(dst, f)
}

func (x *Extractor) appendSites(dst []Found, u ip.Uint128) []Found {
	a := u.Addr6()
	for i := range x.nat64 {
		s := &x.nat64[i]
		if u.And(s.mask) != s.prefix || s.length < 96 && u.Lo>>56 != 0 {
			continue
		}
		f := Found{Mechanism: MechNAT64, Role: RoleAddress, Certainty: Certain, Addr: ip.Addr4(take(u, s.length)), Prefix: s.as}
		v := Verdict{class: classOf(take(u, s.length))}
		v.wantUnicast()
		if u.Lo>>56 != 0 {
			v.should.add(ruleUOctetNotZero)
		}
		if suffix(u, s.length) != 0 {
			v.should.add(ruleSuffixNotZero)
		}
		f.broken = v.should
		dst = append(dst, f)
		break // by longest match
	}
	for i := range x.sixRD {
		d := &x.sixRD[i]
		if u.And(d.mask) != d.prefix {
			continue
		}
		v4 := d.common | uint32(u.Field(uint(d.length), uint(d.rest)))
		v := Verdict{class: classOf(v4)}
		v.wantHost()
		dst = append(dst, Found{
			Mechanism: MechSixRD, Role: RoleRouter, Certainty: Certain, Addr: ip.Addr4(v4),
			Prefix: d.as, broken: v.must | v.should,
		})
		break
	}
	if x.mapd != nil {
		if r, ok := x.mapd.ByAddr6(a); ok {
			if ce, err := r.CE(netip.PrefixFrom(a, 128)); err == nil && ce.IPv4.Bits() == 32 {
				f := Found{Mechanism: MechMAP, Role: RoleRouter, Certainty: Certain, Addr: ce.IPv4.Addr(), Prefix: r.IPv6.Masked()}
				if ce.Addr() != a {
					f.broken.add(ruleIdentifierDiffers)
				}
				dst = append(dst, f)
			}
		}
	}
	if x.eam != nil {
		if v4, row, ok := x.eam.To4(a); ok {
			dst = append(dst, Found{Mechanism: MechEAM, Role: RoleAddress, Certainty: Certain, Addr: v4, Prefix: row.IPv6})
		}
	}
	for _, m := range x.group {
		if v4, ok := m.Decode(a); ok {
			dst = append(dst, Found{Mechanism: MechMulticast, Role: RoleAddress, Certainty: Certain, Addr: v4, Prefix: m.Prefix})
		}
	}
	for _, p := range x.ivi {
		if u.Lo<<8 != 0 { // not an IVI address
			break
		}
		if v4, ok := (IVI{p}).Decode(a); ok {
			v := Verdict{class: classOf(ip.Uint32(v4))}
			v.wantUnicast()
			dst = append(dst, Found{
				Mechanism: MechIVI, Role: RoleAddress, Certainty: Certain, Addr: v4,
				Prefix: p, broken: v.should,
			})
		}
	}
	return dst
}

// appendLocalUse guesses the address in 64:ff9b:1::/48. A translator may use that
// prefix or any longer one in it. The shortest prefix that gives the address of a host,
// and zeros everywhere RFC 6052 requires them, is the likely one: a longer one would
// also read the end of that IPv4 address as an address, but the reverse is rare.
func appendLocalUse(dst []Found, u ip.Uint128) []Found {
	if u.Lo>>56 != 0 {
		return dst
	}
	for _, pl := range [...]int{48, 56, 64, 96} {
		v := take(u, pl)
		if suffix(u, pl) != 0 || !plausible(v) {
			continue
		}
		f := Found{Mechanism: MechNAT64, Role: RoleAddress, Certainty: Likely, Addr: ip.Addr4(v), Prefix: prefixOf(u.And(ip.Mask(uint(pl))), pl)}
		f.broken.add(ruleLocalUseGuess)
		return append(dst, f)
	}
	return dst
}

// plausible reports whether v can be the address of a host.
func plausible(v uint32) bool {
	first := v >> 24
	return first-1 < 223 && first != 127
}

// appendIdentifier appends the address that package eui64 finds in the interface
// identifier. Most identifiers are rejected without it.
func appendIdentifier(dst []Found, u ip.Uint128) []Found {
	switch mark := u.Lo >> 32; {
	case mark&^isatapUniversal == isatapMark:
	case mark == 0 && u.Lo>>24 != 0:
	case mark != 0 && u.Lo&0xfc00_fc00_fc00_fc00 == 0: // four groups of decimal octets
	default:
		return dst
	}
	id, ok := eui64.AnalyzeAddr(u.Addr6())
	if !ok || !id.IPv4.IsValid() {
		return dst
	}
	v := ip.Uint32(id.IPv4)
	f := Found{
		Mechanism: MechEmbedded, Role: RoleHost, Certainty: Likely, Addr: id.IPv4,
		Prefix: prefixOf(ip.Uint128{Hi: u.Hi, Lo: 0}, 64),
	}
	switch {
	case id.Kind == eui64.KindISATAP:
		f.Mechanism = MechISATAP
		if u.Hi == linkLocalHi { // nothing else uses fe80::5efe:0:0/96 and fe80::200:5efe:0:0/96
			f.Certainty = Certain
		}
		verdict := Verdict{class: classOf(v)}
		verdict.wantHost()
		switch unique, set := verdict.class.unique(), u.Lo>>32 != isatapMark; {
		case set && !unique:
			verdict.should.add(ruleUniversalBitSet)
		case !set && unique:
			verdict.should.add(ruleUniversalBitClear)
		}
		f.broken = verdict.must | verdict.should
	case u.Lo>>32 != 0: // decimal
	case u.Hi == linkLocalHi:
		f.Mechanism = MechSixOverFour
	case u.Hi>>48 == 0x2002 && v == uint32(u.Hi>>16): // as Windows does
		f.Mechanism, f.Prefix = MechSixToFour, sixToFourPrefix
	}
	return append(dst, f)
}

// linkLocalHi is fe80::/64, the only link-local prefix in use (RFC 4291 section
// 2.5.6).
const linkLocalHi = 0xfe80 << 48
