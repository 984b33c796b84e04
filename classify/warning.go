package classify

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/embed4"
	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/multicast"
)

// Warnings returns the warnings about a, the most serious first: deprecated kinds of
// address, addresses that must not be on the wire or in one direction, unsuitable
// embedded IPv4 addresses, contradictory bits, meaningless zones.
func Warnings(a netip.Addr) []addr.Remark {
	c := Classify(a)
	if c.Family == 0 {
		return nil
	}
	var ws []addr.Remark
	add := func(text, rfc string) { ws = append(ws, addr.Remark{Text: text, Reference: rfc}) }
	s := c.segment()
	hi, lo := halves(a)

	var embedded []addr.Remark
	for f := range embed4.Extract(a, nil) { // none for an IPv4 address
		for w := range f.Warnings() {
			if !slices.Contains(embedded, w) {
				embedded = append(embedded, w)
			}
		}
	}
	if s.typ.deprecated {
		add(deprecation(c, hi))
		if c.Type == IPv4Compatible {
			add("never a source or destination on the wire", "RFC 5156 section 2.3")
		}
	} else if c.Type == IPv4Translated {
		add("the IPv4-translated form is obsolete: translators use RFC 6052 prefixes", "RFC 2765; RFC 7915")
	}
	if s.special != nil {
		if text := reach(s.special.flags); text != "" {
			add(text, citation(s.special.rfc))
		}
	}
	switch c.Type {
	case IPv4Mapped:
		if t := class4(lo << 32).Type; t != GlobalUnicast {
			add(fmt.Sprintf("the IPv4 address inside is %s: filters must look inside", t), "RFC 4942 section 2.2")
		}
	case LinkLocal:
		if c.Family == 4 {
			break
		}
		switch rest := hi & (1<<54 - 1); {
		case rest == 0:
		case rest>>32 != 0 && rest&(1<<32-1) == 0 && hi>>48 == 0xfe80:
			add(fmt.Sprintf("looks like interface index %d embedded by a KAME kernel: internal form", rest>>32),
				"RFC 4291 section 2.5.6")
		default:
			add("bits 10 to 63 of a link-local address must be zero", "RFC 4291 section 2.5.6")
		}
	case UniqueLocal:
		if hi>>56&1 == 0 {
			add("bit L is 0, which is not defined", "RFC 4193 section 3.1")
		} else if why := globalIDPattern(hi >> 16 & 0xff_ffff_ffff); why != "" {
			add("global ID is "+why+": may clash with another site's", "RFC 4193 section 3.2.1")
		}
	case NAT64Local:
		if lo>>56 != 0 {
			add("bits 64 to 71 must be zero", "RFC 6052 section 2.2")
		}
	case Multicast:
		if c.Family == 6 && (c.Scope == ScopeInterfaceLocal || c.Scope == ScopeLinkLocal) &&
			hi>>32&0xffff != 0 && hi>>48&0xf0 == 0 && hi&(1<<32-1) == 0 {
			add(fmt.Sprintf("looks like interface index %d embedded by a KAME kernel: internal form", hi>>32&0xffff),
				"RFC 4291 section 2.7")
		}
		if info, err := multicast.Decode(a); err == nil {
			for w := range info.Warnings.All() {
				ws = append(ws, w)
			}
		}
		add("never a source address", multicastRFC(c.Family))
	}
	ws = append(ws, embedded...)
	if id, ok := eui64.InAddr(a); ok && id != 0 {
		if row, ok := id.Reserved(); ok {
			name := strings.TrimPrefix(row.Name, "Reserved IPv6 Interface Identifiers corresponding to the ")
			add("reserved interface identifier: "+name, "RFC 5453")
		}
	}
	if a.Zone() != "" && c.Scope == ScopeGlobal {
		add("a zone has no meaning on an address of global scope", "RFC 4007 section 5")
	}
	return ws
}

func multicastRFC(family uint8) string {
	if family == 4 {
		return "RFC 1122 section 3.2.1.3"
	}
	return "RFC 4291 section 2.7"
}

// deprecation returns the warning for an address of a deprecated kind.
func deprecation(c Class, hi uint64) (text, rfc string) {
	switch c.Type {
	case IPv4Compatible:
		return "IPv4-compatible addresses are deprecated", "RFC 4291 section 2.5.5.1"
	case SiteLocal:
		return "site-local addresses are deprecated, use unique local ones", "RFC 3879; RFC 4193"
	case ORCHID:
		return "the first ORCHID prefix was returned in 2014", "RFC 4843; RFC 7343"
	case SixBone:
		if hi>>56 == 0x5f {
			return "the first 6bone prefix was returned", "RFC 1897; RFC 5156 section 2.9"
		}
		return "the 6bone prefix was returned in 2006", "RFC 3701"
	case SixToFour, SixToFourRelay:
		return "the 6to4 relay anycast addresses are deprecated", "RFC 7526"
	}
	return "OSI NSAP-mapped addresses are deprecated", "RFC 4048"
}

// reach returns the warning for the source and destination flags of a registry row; ""
// if both are allowed. That routers do not forward is covered by the scope.
func reach(f flags) string {
	source, destination := f[0], f[1]
	switch {
	case source == False && destination == False:
		return "never a source or destination on the wire"
	case source == False:
		return "never a source address"
	case destination == False:
		return "never a destination address"
	}
	return ""
}

// citation returns the references of a registry row in the format of this package.
func citation(rfc []string) string {
	s := strings.Join(rfc, "; ")
	s = strings.ReplaceAll(s, "RFC", "RFC ")
	return strings.ReplaceAll(s, ", Section ", " section ")
}
