package embed4

import (
	"net/netip"

	"github.com/hextet/hextet/internal/ip"
)

// structural are the rules that do not depend on the IPv4 address.
const structural = rules(1<<ruleUOctetNotZero | 1<<ruleSuffixNotZero | 1<<ruleCoversWellKnown | 1<<ruleLocalUseGuess |
	1<<ruleTeredoReservedFlag | 1<<ruleTeredoOldPrefix)

// AppendPrefix appends what all addresses of p have in common: what [Extractor.Append]
// finds in the first one, as far as it is within the prefix length. 2002:c000:201::/48
// contains all of 192.0.2.1; 64:ff9b::c000:200/120 contains the first 24 bits, and Open
// in [Found] is 8. Addresses in identifiers and of MAP customers are found completely
// or not at all.
func (x *Extractor) AppendPrefix(dst []Found, p netip.Prefix) []Found {
	if !p.IsValid() || !p.Addr().Is6() {
		return dst
	}
	p = p.Masked()
	n := len(dst)
	dst = x.Append(dst, p.Addr())
	kept := dst[:n]
	for _, f := range dst[n:] {
		have := x.within(f, p)
		if have < 0 {
			continue
		}
		if have < 32 {
			f.Open = uint8(32 - have)
			f.Addr = ip.Addr4(ip.Uint32(f.Addr) & leading32(have))
			f.broken &= structural
		}
		kept = append(kept, f)
	}
	return kept
}

// within returns how many bits of the IPv4 address f, found in the first address of p,
// are within its prefix length; -1 if f is not common to p.
func (x *Extractor) within(f Found, p netip.Prefix) int {
	l := p.Bits()
	// after is the result if the last n bits of the IPv4 address begin at bit at.
	after := func(at, n int) int {
		if l < at {
			return -1
		}
		return 32 - n + min(l-at, n)
	}
	whole := func(at int) int {
		if l < at {
			return -1
		}
		return 32
	}
	switch f.Mechanism {
	case MechMapped, MechCompatible, MechTranslated, MechMulticast:
		return after(96, 32)
	case MechNAT64:
		pl := f.Prefix.Bits()
		switch {
		case f.Certainty == Likely || l < pl:
			if pl < 96 {
				return whole(pl + 40)
			}
			return whole(128)
		case pl == 96:
			return after(96, 32)
		case l <= 64:
			return l - pl
		}
		return 64 - pl + max(0, min(l-72, pl-32))
	case MechSixToFour:
		if f.Role == RoleRouter {
			return after(16, 32)
		}
	case MechTeredo:
		if f.Role == RoleServer {
			return after(32, 32)
		}
	case MechSixRD:
		for i := range x.sixRD {
			if d := &x.sixRD[i]; d.as == f.Prefix {
				return after(d.length, d.rest)
			}
		}
	case MechMAP:
		if r, ok := x.mapd.ByAddr6(p.Addr()); ok {
			return whole(r.IPv6.Bits() + r.EABits)
		}
	case MechEAM:
		if _, row, ok := x.eam.To4(p.Addr()); ok && row.IPv6.IsValid() {
			return after(row.IPv6.Bits(), 32-row.IPv4.Bits())
		}
	case MechIVI:
		return after(40, 32)
	}
	return whole(128)
}
