package embed4

import (
	"cmp"
	"fmt"
	"iter"
	"net/netip"
	"slices"
	"sync"
)

// Sites are the prefixes and tables of networks one knows. Nothing in an
// address tells that its prefix is one of these.
type Sites struct {
	NAT64 []NAT64
	SixRD []SixRD
	IVI   []IVI

	Multicast []Multicast64

	MAP *MAPDomain // nil for none
	EAM *EAMTable  // nil for none
}

// Extractor finds IPv4 addresses inside IPv6 addresses. It is not changed by
// its use, so many goroutines may share one. The zero value knows no sites.
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
	prefix, mask uint128
	as           netip.Prefix
	length       int
}

type siteSixRD struct {
	prefix, mask uint128
	as           netip.Prefix
	length, rest int    // of the prefix, and the IPv4 bits after the common ones
	common       uint32 // IPv4 bits
}

// NewExtractor returns an Extractor that knows s. The error is the first
// invalid site's.
func NewExtractor(s Sites) (*Extractor, error) {
	x := &Extractor{mapd: s.MAP, eam: s.EAM}
	for _, n := range s.NAT64 {
		if err := n.Valid(); err != nil {
			return nil, fmt.Errorf("%v: %w", n.Prefix, err)
		}
		p := n.Prefix.Masked()
		if n := (NAT64{p}); n == WellKnown() {
			continue // found anyway
		}
		m := leading(p.Bits())
		x.nat64 = append(x.nat64, siteNAT64{bits128(p.Addr()), m, p, p.Bits()})
	}
	for _, d := range s.SixRD {
		if err := d.Valid(); err != nil {
			return nil, fmt.Errorf("%v: %w", d.Prefix, err)
		}
		p, n := d.Prefix.Masked(), d.Prefix.Bits()
		q, common := d.common()
		x.sixRD = append(x.sixRD, siteSixRD{bits128(p.Addr()), leading(n), p, n, 32 - q, common})
	}
	for _, i := range s.IVI {
		if err := i.Valid(); err != nil {
			return nil, fmt.Errorf("%v: %w", i.Prefix, err)
		}
		x.ivi = append(x.ivi, i.Prefix.Masked())
	}
	for _, m := range s.Multicast {
		if err := m.Valid(); err != nil {
			return nil, fmt.Errorf("%v: %w", m.Prefix, err)
		}
		x.group = append(x.group, Multicast64{m.Prefix.Masked()})
	}
	// The longest prefix says most about an address, so it speaks first.
	slices.SortStableFunc(x.nat64, func(a, b siteNAT64) int { return cmp.Compare(b.length, a.length) })
	slices.SortStableFunc(x.sixRD, func(a, b siteSixRD) int { return cmp.Compare(b.length, a.length) })
	x.sites = len(x.nat64)+len(x.sixRD)+len(x.ivi)+len(x.group) > 0 || x.mapd != nil || x.eam != nil
	return x, nil
}

// Extract yields every IPv4 address inside a, the certain ones before the
// likely ones and the leftmost first. Of several site prefixes of a mechanism
// the longest counts. x may be nil: no sites. An IPv4 address holds none.
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

// Append appends what [Extract] yields to dst. It does not allocate where dst
// has room, which 4 places give for all but addresses in many sites. Zones are
// no part of the answer.
func (x *Extractor) Append(dst []Found, a netip.Addr) []Found {
	if !a.Is6() {
		return dst
	}
	return x.append(dst, bits128(a))
}

// AppendNumber is Append for the IPv6 address with the halves hi and lo.
func (x *Extractor) AppendNumber(dst []Found, hi, lo uint64) []Found {
	return x.append(dst, uint128{hi, lo})
}

func (x *Extractor) append(dst []Found, u uint128) []Found {
	// low: the last 64 bits are explained and are no interface identifier.
	low := false
	if top := u.hi >> 48; top == 0x2001 || top == 0x2002 || top == 0x3ffe || top < 0x2000 {
		dst, low = appendAssigned(dst, u)
	}
	if x != nil && x.sites {
		n := len(dst)
		dst = x.appendSites(dst, u)
		for _, f := range dst[n:] {
			low = low || f.Mechanism != MechSixRD
		}
		if len(dst) == n && u.hi>>16 == localUseHi>>16 {
			dst = appendLocalUse(dst, u)
		}
	} else if u.hi>>16 == localUseHi>>16 {
		dst = appendLocalUse(dst, u)
	}
	// Addresses that begin with 000 need no 64-bit identifier (RFC 4291
	// section 2.5.1) and groups (ff00::/8) have none.
	if low || u.hi>>61 == 0 || u.hi>>56 == 0xff {
		return dst
	}
	return appendIdentifier(dst, u)
}

// The prefixes of those mechanisms that have one, made on first use.
var (
	prefixOnce sync.Once

	mappedPrefix, translatedPrefix, compatiblePrefix, wellKnownPrefix, sixToFourPrefix, teredoPrefix, oldTeredoPrefix netip.Prefix
)

func makePrefixes() {
	mappedPrefix = uint128{0, mappedLo}.prefix(96)
	translatedPrefix = uint128{0, translatedLo}.prefix(96)
	compatiblePrefix = uint128{}.prefix(96)
	wellKnownPrefix = uint128{wellKnownHi, 0}.prefix(96)
	sixToFourPrefix = uint128{sixToFourHi, 0}.prefix(16)
	teredoPrefix = uint128{teredoTop << 32, 0}.prefix(32)
	oldTeredoPrefix = uint128{oldTeredoTop << 32, 0}.prefix(32)
}

// appendAssigned appends what stands below a prefix that IANA or an RFC gives
// to a mechanism.
func appendAssigned(dst []Found, u uint128) (_ []Found, low bool) {
	prefixOnce.Do(makePrefixes)
	switch top := u.hi >> 32; {
	case u.hi == 0:
		f := Found{Role: RoleAddress, Certainty: Certain}
		v := uint32(u.lo)
		c := classOf(v)
		verdict := Verdict{class: c}
		switch u.lo >> 32 {
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
				verdict.Should.add(CompatibleNotGlobal)
			}
			verdict.common()
		default:
			return dst, true
		}
		f.Addr, f.Remarks = addr4(v), verdict.Should
		return append(dst, f), true
	case u.hi == wellKnownHi:
		if u.lo>>32 != 0 {
			return dst, true
		}
		v := uint32(u.lo)
		verdict := Verdict{class: classOf(v)}
		verdict.wellKnown()
		return append(dst, Found{
			Mechanism: MechNAT64, Role: RoleAddress, Certainty: Certain, Addr: addr4(v),
			Prefix: wellKnownPrefix, Remarks: verdict.Must | verdict.Should,
		}), true
	case top>>16 == 0x2002:
		v := uint32(u.hi >> 16)
		verdict := Verdict{class: classOf(v)}
		verdict.sixToFour()
		return append(dst, Found{
			Mechanism: MechSixToFour, Role: RoleRouter, Certainty: Certain, Addr: addr4(v),
			Prefix: sixToFourPrefix, Remarks: verdict.Must | verdict.Should,
		}), false
	case top == teredoTop || top == oldTeredoTop:
		return appendTeredo(dst, u), true
	case top >= 0x20010010 && top < 0x20010040:
		// ORCHID (RFC 4843, RFC 7343) and DRIP (RFC 9374) are hashes all through.
		return dst, true
	}
	return dst, false
}

func appendTeredo(dst []Found, u uint128) []Found {
	f := Found{
		Mechanism: MechTeredo, Role: RoleServer, Certainty: Certain, Addr: addr4(uint32(u.hi)),
		HasFlags: true, Flags: TeredoFlags(u.lo >> 48), Prefix: teredoPrefix,
	}
	server := Verdict{class: classOf(uint32(u.hi))}
	server.wantGlobal(TeredoServerNotGlobal)
	f.Remarks = server.Must | server.Should
	var both Remarks
	if f.Flags&(TeredoReserved|TeredoUniversal|TeredoGroup) != 0 {
		both.add(TeredoReservedFlag)
	}
	if u.hi>>32 == oldTeredoTop {
		both.add(TeredoOldPrefix)
		f.Prefix = oldTeredoPrefix
	}
	f.Remarks |= both
	dst = append(dst, f)

	f.Role, f.Addr = RoleClient, addr4(^uint32(u.lo))
	f.HasPort, f.Port = true, ^uint16(u.lo>>32)
	client := Verdict{class: classOf(^uint32(u.lo))}
	client.wantGlobal(TeredoClientNotGlobal)
	f.Remarks = client.Must | client.Should | both
	return append(dst, f)
}

func (x *Extractor) appendSites(dst []Found, u uint128) []Found {
	a := u.addr()
	for i := range x.nat64 {
		s := &x.nat64[i]
		if u.and(s.mask) != s.prefix || s.length < 96 && u.lo>>56 != 0 {
			continue
		}
		f := Found{Mechanism: MechNAT64, Role: RoleAddress, Certainty: Certain, Addr: addr4(u.take(s.length)), Prefix: s.as}
		v := Verdict{class: classOf(u.take(s.length))}
		v.wantUnicast()
		if u.lo>>56 != 0 {
			v.Should.add(UOctetNotZero)
		}
		if u.suffix(s.length) != 0 {
			v.Should.add(SuffixNotZero)
		}
		f.Remarks = v.Should
		dst = append(dst, f)
		break // as a router does, the longest prefix takes it
	}
	for i := range x.sixRD {
		d := &x.sixRD[i]
		if u.and(d.mask) != d.prefix {
			continue
		}
		v4 := d.common | uint32(u.field(d.length, d.rest))
		v := Verdict{class: classOf(v4)}
		v.wantHost()
		dst = append(dst, Found{
			Mechanism: MechSixRD, Role: RoleRouter, Certainty: Certain, Addr: addr4(v4),
			Prefix: d.as, Remarks: v.Must | v.Should,
		})
		break
	}
	if x.mapd != nil {
		if r, ok := x.mapd.ByAddr6(a); ok {
			if ce, err := r.CE(netip.PrefixFrom(a, 128)); err == nil && ce.IPv4.Bits() == 32 {
				f := Found{Mechanism: MechMAP, Role: RoleRouter, Certainty: Certain, Addr: ce.IPv4.Addr(), Prefix: r.IPv6.Masked()}
				if ce.Addr() != a {
					f.Remarks.add(IdentifierDiffers)
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
		if u.lo<<8 != 0 { // no IVI address, whatever the prefix
			break
		}
		if v4, ok := (IVI{p}).Decode(a); ok {
			v := Verdict{class: classOf(uint32Of(v4))}
			v.wantUnicast()
			dst = append(dst, Found{
				Mechanism: MechIVI, Role: RoleAddress, Certainty: Certain, Addr: v4,
				Prefix: p, Remarks: v.Should,
			})
		}
	}
	return dst
}

// appendLocalUse guesses at an address of 64:ff9b:1::/48, whose translators may
// use it whole or any longer prefix in it. The shortest prefix that gives a
// host's address and zeros everywhere RFC 6052 wants zeros is the likely one: a
// longer one always fits the tail of its IPv4 address, but hardly ever the other
// way about.
func appendLocalUse(dst []Found, u uint128) []Found {
	if u.lo>>56 != 0 {
		return dst
	}
	for _, pl := range [...]int{48, 56, 64, 96} {
		v := u.take(pl)
		if u.suffix(pl) != 0 || !plausible(v) {
			continue
		}
		f := Found{Mechanism: MechNAT64, Role: RoleAddress, Certainty: Likely, Addr: addr4(v), Prefix: u.and(leading(pl)).prefix(pl)}
		f.Remarks.add(LocalUseGuess)
		return append(dst, f)
	}
	return dst
}

// plausible reports whether v could be a host's address on some network.
func plausible(v uint32) bool {
	first := v >> 24
	return first-1 < 223 && first != 127
}

// appendIdentifier appends what the last 64 bits show by themselves.
func appendIdentifier(dst []Found, u uint128) []Found {
	switch mark := u.lo >> 32; {
	case mark&^isatapUniversal == isatapMark:
		v := uint32(u.lo)
		f := Found{Mechanism: MechISATAP, Role: RoleHost, Certainty: Certain, Addr: addr4(v), Prefix: uint128{u.hi, 0}.prefix(64)}
		verdict := Verdict{class: classOf(v)}
		verdict.wantHost()
		switch unique, set := verdict.class.unique(), mark != isatapMark; {
		case set && !unique:
			verdict.Should.add(UniversalBitSet)
		case !set && unique:
			verdict.Should.add(UniversalBitClear)
		}
		f.Remarks = verdict.Must | verdict.Should
		return append(dst, f)
	case mark == 0:
		if v := uint32(u.lo); plausible(v) {
			return append(dst, Found{Mechanism: MechSixOverFour, Role: RoleHost, Certainty: Likely, Addr: addr4(v), Prefix: uint128{u.hi, 0}.prefix(64)})
		}
	case u.lo&0xfc00_fc00_fc00_fc00 == 0:
		if v, ok := decimal(u.lo); ok && plausible(v) {
			return append(dst, Found{Mechanism: MechDecimal, Role: RoleHost, Certainty: Likely, Addr: addr4(v), Prefix: uint128{u.hi, 0}.prefix(64)})
		}
	}
	return dst
}
