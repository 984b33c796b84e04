package multicast

import (
	"net/netip"
	"strings"

	"github.com/hextet/hextet/internal/ip"
)

// DecodePrefix returns what all groups of the block p have in common: flags and scope,
// if the prefix includes them, the kind (ff3e::/32 is source-specific,
// ff02::1:ff00:0/104 solicited-node, ff70::/12 embedded-rp), the prefix and the
// rendezvous point, if the prefix includes all their bits, and for IPv4 the blocks of
// IANA's registry. What differs is zero, [KindMixed] or [MixedScope]. A prefix that is
// not multicast is [ErrNotMulticast]; one of full length is decoded as by [Decode].
// Host bits are ignored.
func DecodePrefix(p netip.Prefix) (Info, error) {
	p = p.Masked()
	a := p.Addr()
	switch {
	case !p.IsValid() || !a.IsMulticast() || a.Is4In6():
		return Info{}, ErrNotMulticast
	case p.IsSingleIP():
		return Decode(a)
	case a.Is4() && p.Bits() >= 4:
		return block4Of(p), nil
	case a.Is6() && p.Bits() >= 8:
		return block6Of(p), nil
	}
	return Info{}, ErrNotMulticast
}

// block6Of follows the layouts of [decode6] up to the length of p.
func block6Of(p netip.Prefix) Info {
	n := p.Bits()
	first := decode6(p.Addr())
	hi, lo := ip.Halves(p.Addr())
	d := Info{Addr: p.Addr(), Bits: n, Kind: KindMixed, Scope: MixedScope}
	if n < 12 {
		return d
	}
	d.Flags = first.Flags
	d.Warnings = first.Warnings & flagWarnings
	if n >= 16 {
		d.Scope = first.Scope
		d.Warnings |= first.Warnings & (1 << warnScopeReserved)
	}
	r, pt := d.Flags&FlagR != 0, d.Flags&(FlagP|FlagT) == FlagP|FlagT
	plen := int(hi >> 32 & 0xff)
	switch {
	case pt && r:
		d.Kind = KindEmbeddedRP
		if n >= 24 {
			d.RIID = first.RIID
		}
		if n >= 32 && n >= 32+plen {
			d.Prefix, d.RP = first.Prefix, first.RP
		}
	case pt && n >= 32:
		d.Kind = first.Kind
		switch {
		case d.Kind == KindLinkScoped && n >= 96:
			d.IID = first.IID
		case d.Kind == KindUnicastPrefixBased && n >= 32+plen:
			d.Prefix = first.Prefix
		}
	case pt: // p ends within the prefix length, which decides
	case d.Flags&(FlagR|FlagP) != 0:
		d.Kind = KindReserved
	case d.Flags&FlagT != 0:
		d.Kind = KindTransient
	case n >= 104:
		d.Kind = first.Kind
		last := lo | (1<<(128-n) - 1)
		if g := lookup6(d.Scope, lo); g != nil && g.first <= lo && last <= g.last && hi&(1<<48-1) == 0 && d.Flags == 0 {
			d.Name, d.Reference = g.name, g.reference
		}
	case !hasOwnKind(p):
		d.Kind = KindWellKnown
	}
	return d
}

// flagWarnings are the warnings about the flags alone.
const flagWarnings Warnings = 1<<warnFlagX | 1<<warnPWithoutT | 1<<warnRWithoutP | 1<<warnRWithoutT

// hasOwnKind reports whether p, shorter than /104, contains solicited-node or node
// information groups among others.
func hasOwnKind(p netip.Prefix) bool {
	for _, lo := range [...]uint64{0x1_ff00_0000, 0x2_ff00_0000} {
		if p.Contains(ip.Addr6(0xff02<<48, lo)) {
			return true
		}
	}
	return false
}

// block4Of looks up the blocks of IANA's registry that overlap p.
func block4Of(p netip.Prefix) Info {
	v := ip.Uint32(p.Addr())
	last := v | (1<<(32-p.Bits()) - 1)
	d := Info{Addr: p.Addr(), Bits: p.Bits()}
	var names []string
	for i := range blocks4 {
		b := &blocks4[i]
		if b.last < v || b.first > last {
			continue
		}
		if len(names) == 0 {
			d.Kind, d.Scope = b.kind, b.scope
		} else {
			if d.Kind != b.kind {
				d.Kind = KindMixed
			}
			if d.Scope != b.scope {
				d.Scope = MixedScope
			}
		}
		if len(names) == 0 || names[len(names)-1] != b.name {
			names = append(names, b.name)
		}
	}
	if len(names) <= maxBlockNames {
		d.Block = strings.Join(names, ", ")
	}
	if d.Kind == KindGLOP && p.Bits() >= 24 {
		d.AS = v >> 8 & 0xffff
	}
	if g := search4(v); g != nil && last <= g.last {
		d.Name, d.Reference = g.name, g.reference
	} else if d.Kind == KindAdminScoped {
		d.scoped4(v)
		if e := (Info{Scope: d.Scope}); len(names) > 0 {
			if e.scoped4(last); e.Name != d.Name {
				d.Name, d.Reference = "", ""
			}
		}
	}
	return d
}

// maxBlockNames is the limit on blocks that are named; 224.0.0.0/4 has too many.
const maxBlockNames = 3
