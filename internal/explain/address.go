package explain

import (
	"encoding/hex"
	"net/netip"
	"slices"
	"strings"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/embed4"
	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/multicast"
)

// explainAddr collects the facts about an address.
func (f *Facts) explainAddr() {
	it := f.Item
	a := it.NetipAddr()
	r := &f.Record
	f.Octets = it.Addr.AsSlice()
	f.Parts = classify.Anatomy(it.Addr, f.options)
	f.Chain = reversed(classify.Chain(it.Addr))
	if it.IsPrefix() && it.Bits() < it.Addr.BitLen() {
		f.Block = describe(it)
		if it.Addr.Is4() {
			f.nameHost(it.Prefix().Masked())
		}
	}
	f.Warnings = classify.Warnings(a)
	if f.alsoMAC.IsValid() {
		f.warn("also reads as the MAC "+f.alsoMAC.String()+", which --from mac explains", "")
	}
	if s, err := multicast.SolicitedNode(a); err == nil && r.Class.Cast == classify.CastUnicast &&
		r.Class.Type != classify.Loopback && r.Class.Type != classify.IPv4Mapped {
		f.Solicited = s
		f.Frames = macOf(s)
	} else if r.HasMulticast {
		f.Frames = macOf(it.Addr)
	}
	if r.HasIID {
		f.router = vrrp(r.IID.MAC)
	}
	f.Zones = zonesOf(netip.PrefixFrom(it.Addr, it.Addr.BitLen()))
	it = it.WithBits(-1)
	f.write(it)
	if it.Addr.Is4() {
		if m, err := (embed4.Mapped{}).Encode(it.Addr); err == nil {
			f.spell("mapped", addrText(m))
		}
	}
	f.historic()
	f.judgeAddr()
}

// write sets the other spellings of it, which must not have a prefix length.
func (f *Facts) write(it addr.Item) {
	canonical := it.String()
	for _, form := range Forms() {
		b, err := addr.AppendForm(nil, it, form)
		if err != nil {
			continue
		}
		if form == addr.FormKAME && it.Zone == "" {
			continue // no zone to embed
		}
		if form != addr.FormFull && string(b) == canonical {
			continue
		}
		f.spell(form.String(), string(b))
	}
}

// judgeAddr adds the positive verdicts and notes.
func (f *Facts) judgeAddr() {
	r := &f.Record
	hi, lo := ip.Halves(f.Item.Addr)
	warned := func(rfc string) bool {
		return slices.ContainsFunc(f.Warnings, func(w addr.Remark) bool { return strings.Contains(w.Reference, rfc) })
	}
	switch r.Class.Type {
	case classify.UniqueLocal:
		if hi>>56&1 == 1 && !warned("RFC 4193") {
			f.good("global ID looks random, as it should be", "RFC 4193 section 3.2.1")
		}
	case classify.LinkLocal:
		if r.Class.Family == 6 && hi&(1<<54-1) == 0 {
			f.good("bits 10 to 63 are zero, as they must be", "RFC 4291 section 2.5.6")
		}
	case classify.NAT64:
		if !warned("RFC 6052") && inner(r) == classify.GlobalUnicast {
			f.good("the IPv4 address is global, as this prefix requires", "RFC 6052 section 3.1")
		}
	case classify.NAT64Local:
		f.note("a NAT64 prefix for use within one network", "RFC 8215")
	case classify.SixToFour:
		if !warned("RFC 3056") && inner(r) == classify.GlobalUnicast {
			f.good("the IPv4 address is global, as 6to4 requires", "RFC 3056 section 2")
		}
	case classify.Teredo:
		if lo>>48&0x4300 == 0 && lo != 0 {
			f.good("reserved flag bits are zero", "RFC 4380 section 4")
		}
	case classify.Multicast:
		if m := &r.Multicast; r.HasMulticast && m.Name != "" && r.Class.Family == 6 {
			f.good("registered group", joined("IANA", m.Reference))
		} else if r.HasMulticast && r.Class.Family == 6 && m.Warnings == 0 && m.Prefix.IsValid() && m.Prefix.Bits() > 0 {
			f.good("flags, prefix and scope agree", "RFC 3306 section 4")
		}
	}
	if r.HasIID && r.IID.Kind == eui64.KindISATAP && !warned("RFC 5214") {
		f.good("the u bit agrees with the IPv4 address", "RFC 5214 section 6.1")
	}
	if f.router != nil {
		f.note(f.router.String()+": whichever router is active answers", vrrpRFC)
	}
	f.inUse()
	f.checkText()
}

// inner returns the type of the first embedded IPv4 address.
func inner(r *classify.Record) classify.Type {
	if len(r.IPv4) == 0 {
		return classify.TypeUnknown
	}
	return classify.Classify(r.IPv4[0].Addr).Type
}

// vrrp returns the virtual router of a MAC, or nil if it is not one of those.
func vrrp(m eui64.MAC) *eui64.VRRP {
	if v, ok := m.VRRP(); ok && m.Len() == 6 {
		return &v
	}
	return nil
}

// vrrpRFC defines the MACs of virtual routers.
const vrrpRFC = "RFC 9568 section 7.3"

// noun returns the noun for an address of a class; "" if the detail of the class
// contains it.
func noun(c classify.Class) string {
	switch c.Type {
	case classify.Unspecified:
		return "unspecified address"
	case classify.Loopback:
		return "loopback address"
	case classify.IPv4Mapped:
		return "IPv4-mapped address"
	case classify.IPv4Compatible:
		return "IPv4-compatible address"
	case classify.IPv4Translated:
		return "IPv4-translated address (SIIT)"
	case classify.NAT64, classify.NAT64Local:
		return "NAT64 address"
	case classify.DiscardOnly:
		return "discard-only address"
	case classify.UniqueLocal:
		return "unique local address (ULA)"
	case classify.LinkLocal:
		return "link-local address"
	case classify.SiteLocal:
		return "site-local address"
	case classify.Multicast:
		return "multicast group"
	case classify.GlobalUnicast:
		if c.Family == 4 {
			return "public address"
		}
		return "global unicast address"
	case classify.Broadcast:
		return "limited broadcast"
	case classify.Shared:
		return "shared address (CGN)"
	case classify.Private:
		return "private address"
	case classify.Documentation:
		return "documentation address"
	}
	return ""
}

// addrHeadline says what an address is.
func (f *Facts) addrHeadline() string {
	r := &f.Record
	c := r.Class
	detail := string(c.AppendTypeDetail(nil, f.Item.Addr))
	s := noun(c)
	switch c.Type {
	case classify.Teredo:
		flags := ""
		if len(r.IPv4) > 0 && r.IPv4[0].HasFlags {
			if _, lo := ip.Halves(f.Item.Addr); lo>>63 == 1 {
				flags = " behind a cone NAT"
			}
		}
		server, client := r.IPv4[0], r.IPv4[1]
		s = "Teredo client " + client.Addr.String() + " port " + itoa(int(client.Port)) + flags + ", server " + server.Addr.String()
	case classify.SixToFour:
		s = detail
		if strings.HasPrefix(detail, "6to4 of ") {
			s = "6to4 address in the site of router " + r.IPv4[0].Addr.String()
			if typ := innerType(r); typ != "" {
				s += " (" + typ + ")"
			}
		}
	case classify.IPv4Mapped, classify.IPv4Compatible, classify.IPv4Translated, classify.NAT64:
		s += " of " + r.IPv4[0].Addr.String()
		if typ := innerType(r); typ != "" {
			s += " (" + typ + ")"
		}
		if r.Deprecated {
			s += ", deprecated"
		}
	case classify.NAT64Local:
		s = "local-use NAT64 address"
	case classify.SiteLocal:
		s += ", deprecated"
	case classify.Benchmarking:
		s = "benchmarking address"
	case classify.LinkLocal:
		if c.Family == 4 {
			s = joined(s, detail)
			break
		}
		if hi, _ := ip.Halves(f.Item.Addr); hi&(1<<54-1) != 0 {
			s += " outside fe80::/64"
		}
	case classify.Documentation:
		s += strings.TrimPrefix(detail, "documentation")
	case classify.Private:
		s += strings.Replace(strings.TrimPrefix(detail, "private"), ", ", " in ", 1)
	case classify.DiscardOnly:
		s = joined(s, detail)
	case classify.Multicast:
		s = f.groupHeadline()
	default:
		detail = strings.TrimPrefix(detail, "unique local, ")
		if s == "" {
			s = detail
		} else {
			s = joined(s, detail)
		}
	}
	if r.HasIID {
		if phrase := f.iidPhrase(); strings.HasPrefix(phrase, "of ") {
			s += " " + phrase
		} else {
			s = joined(s, phrase)
		}
	}
	if f.Form != addr.FormCanonical && f.Form != addr.FormFull && f.Form != addr.FormMixed {
		s += ", read from " + formPhrase(f.Form)
	}
	return capital(s)
}

// innerType is inner in words; "" for a global address.
func innerType(r *classify.Record) string {
	t := inner(r)
	if t == classify.TypeUnknown || t == classify.GlobalUnicast {
		return ""
	}
	return typeWords(t)
}

// iidPhrase returns what the interface identifier adds to the headline.
func (f *Facts) iidPhrase() string {
	id := f.Record.IID
	if f.router != nil {
		return "of " + f.router.String()
	}
	switch id.Kind {
	case eui64.KindShortAddress:
		return "short address " + string(ip.AppendDigits(nil, uint64(id.Short), 4)) + " of a low-power link"
	case eui64.KindEUI64:
		return "made from MAC " + id.MAC.String()
	case eui64.KindISATAP:
		return "ISATAP of " + id.IPv4.String()
	case eui64.KindEmbeddedPort:
		return "likely of the service on port " + itoa(int(id.Port))
	case eui64.KindEmbeddedIPv4:
		if r := &f.Record; r.Class.Type == classify.SixToFour && r.IPv4[0].Addr == id.IPv4 {
			return "likely of the router itself"
		}
		return "likely of the host " + id.IPv4.String()
	case eui64.KindSubnetRouterAnycast:
		return "subnet-router anycast"
	case eui64.KindReservedAnycast:
		if row, ok := id.Value.Anycast(); ok && id.Value&0x7f != 0 {
			return "reserved anycast: " + row.Name
		}
		return "reserved anycast"
	}
	return ""
}

// groupHeadline says what a multicast group is.
func (f *Facts) groupHeadline() string {
	m := &f.Record.Multicast
	scope := strings.TrimSuffix(string(f.Record.Class.Scope.String()), "-local")
	if scope == f.Record.Class.Scope.String() {
		scope += " scope"
	} else {
		scope += "-local scope"
	}
	switch {
	case m.Kind == multicast.KindSolicitedNode:
		return "solicited-node group of addresses that end in " + lastDigits(f.Octets, 24) + ", " + scope
	case m.Kind == multicast.KindNodeInformation:
		return "node-information group of host names with hash " + lastDigits(f.Octets, 24) + ", " + scope
	case m.Kind == multicast.KindAdminScoped:
		return "administratively scoped multicast group, " + scope
	case m.Kind == multicast.KindSourceSpecific:
		return "source-specific multicast group, " + scope
	case m.Name != "":
		return "multicast group " + m.Name + ", " + scope
	case m.RP.IsValid():
		return "multicast group with rendezvous point " + addrText(m.RP) + ", " + scope
	case m.Kind == multicast.KindLinkScoped:
		return "multicast group of identifier " + m.IID.String() + ", " + scope
	case m.Prefix.IsValid() && m.Prefix.Bits() > 0:
		return "multicast group of " + prefixText(m.Prefix) + ", " + scope
	case m.AS != 0:
		return "multicast group of AS " + itoa(int(m.AS)) + " (GLOP), " + scope
	case m.Kind == multicast.KindTransient && f.Record.Class.Family == 6:
		return "transient multicast group, " + scope
	case m.Block != "":
		return "multicast group, " + m.Block + ", " + scope
	case m.Kind == multicast.KindWellKnown:
		return "multicast group, well-known but not registered, " + scope
	}
	return "multicast group, " + m.Kind.String() + ", " + scope
}

// lastDigits returns the last n bits, a multiple of 8, as written in an IPv6 address: 00:5301.
func lastDigits(octets []byte, n int) string {
	var b []byte
	for i := len(octets) - n/8; i < len(octets); i++ {
		if len(b) > 0 && i%2 == 0 {
			b = append(b, ':')
		}
		b = hex.AppendEncode(b, octets[i:i+1])
	}
	return string(b)
}

func formPhrase(f addr.Form) string {
	switch f {
	case addr.FormHex:
		return "hexadecimal"
	case addr.FormInt:
		return "a decimal number"
	case addr.FormBin:
		return "binary digits"
	case addr.FormBase85:
		return "base 85"
	case addr.FormArpa, addr.FormIP6Int, addr.FormBitString:
		return "a reverse DNS name"
	case addr.FormBytes:
		return "bytes"
	case addr.FormURL:
		return "a URL or brackets"
	case addr.FormUNC:
		return "a UNC name"
	case addr.FormKAME:
		return "KAME's form"
	}
	return f.String()
}

func spaced(s string) string { return strings.ReplaceAll(s, "-", " ") }

// typeWords returns the words for the type of an IPv4 address.
func typeWords(t classify.Type) string {
	switch t {
	case classify.GlobalUnicast:
		return "public"
	case classify.Shared:
		return "shared, carrier-grade NAT"
	case classify.LinkLocal, classify.ThisNetwork:
		return t.String()
	}
	return spaced(t.String())
}
