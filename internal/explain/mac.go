package explain

import (
	"net/netip"
	"strconv"
	"strings"

	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/multicast"
)

// explainMAC collects the facts about a MAC.
func (f *Facts) explainMAC() {
	m := f.MAC
	h := &f.Hardware
	h.Vendor = f.vendor(m)
	h.Hypervisor, _ = classify.VMVendor(m)
	h.IPv4, _ = classify.VMIPv4(m)
	h.Randomized = classify.LikelyRandomized(m)
	f.Octets = m.AppendOctets(nil)
	f.router = vrrp(m)
	for form := eui64.Colon; form <= eui64.Bare; form++ {
		f.spell(form.String(), string(m.Append(nil, form)))
	}
	if id, err := eui64.FromMAC(m); err == nil {
		h.IID, h.HasIID = id, true
		link := netip.PrefixFrom(netip.AddrFrom16([16]byte{0: 0xfe, 1: 0x80}), 64)
		if a, err := eui64.Address(link, id); err == nil {
			h.LinkLocal = a
			f.Solicited, _ = multicast.SolicitedNode(a)
			f.Frames = macOf(f.Solicited)
		}
	} else if seq, err := multicast.IPv4Groups(m); err == nil {
		for g := range seq {
			h.IPv4Groups = append(h.IPv4Groups, g)
		}
	} else if g, err := multicast.IPv6Group(m); err == nil {
		h.IPv6Group = g
		if info, err := multicast.Decode(g); err == nil {
			h.GroupName = info.Name
			if info.Kind == multicast.KindSolicitedNode {
				h.GroupName = "solicited-node"
			}
		}
	}
	f.Parts = f.macParts()
	if f.alsoInt {
		f.warn("also reads as a decimal number, which --from int explains", "")
	}
	if a := f.alsoAddr; a.IsValid() {
		f.warn("also reads as the address "+addrText(a)+", which --from full explains", "")
	}
	for _, remark := range m.AppendRemarks(nil) {
		f.note(remark.Text, remark.Reference)
	}
	if h.Randomized {
		f.note("likely drawn at random for one network, as phones and laptops do: it may change", "RFC 9724")
	}
	switch {
	case f.router != nil:
		f.good("assigned to VRRP", vrrpRFC)
	case !m.IsGroup() && !m.IsLocal() && h.Vendor != "":
		f.good("universal address from a registered block", "IEEE")
	case !m.IsGroup() && !m.IsLocal() && !m.IsZero():
		f.note("its block is not in the built-in IEEE registry", "")
	}
}

// macParts returns the fields of a MAC.
//
//	| OUI 24 | NIC 24 |            bits 6 and 7: U/L and I/G
//	| OUI 24 | ff:fe | NIC 24 |    an EUI-64 made from a MAC-48
//	| 33:33 | group 32 |           RFC 2464 section 7
//	| 01:00:5e, 0 | group 23 |     RFC 1112 section 6.4
//	| 00:00:5e:00:02 | VRID 8 |    RFC 9568 section 7.3
func (f *Facts) macParts() (parts []classify.Part) {
	m := f.MAC
	end := m.Len() * 8
	at := 0
	text := m.String()
	take := func(n int, kind classify.PartKind, name, meaning string) *classify.Part {
		p := classify.Part{First: at, Last: at + n - 1, Kind: kind, Name: name, Meaning: meaning}
		if at%8 == 0 && n%8 == 0 {
			p.Value = text[at/8*3 : (at+n)/8*3-1]
		}
		at += n
		parts = append(parts, p)
		return &parts[len(parts)-1]
	}
	flags := func(p *classify.Part) {
		local := classify.Bit{At: 6, Name: "U/L", Set: m.IsLocal(), Meaning: "universally administered"}
		if m.IsLocal() {
			local.Meaning = "locally administered"
		}
		group := classify.Bit{At: 7, Name: "I/G", Set: m.IsGroup(), Meaning: "individual"}
		if m.IsGroup() {
			group.Meaning = "group"
		}
		p.Bits = []classify.Bit{local, group}
	}
	v := m.Uint64()
	switch {
	case m.IsBroadcast():
		flags(take(end, classify.PartGroup, "all ones", "broadcast"))
	case end == 48 && v>>32 == 0x3333:
		flags(take(16, classify.PartPrefix, "prefix", "IPv6 multicast"))
		if f.Hardware.GroupName == "solicited-node" {
			take(8, classify.PartMark, "marker", "solicited-node group")
			take(24, classify.PartHost, "low bits", "end of the unicast address")
			break
		}
		take(32, classify.PartGroup, "group", "last 32 bits of the IPv6 group")
	case end == 48 && v>>23 == 0x01005e<<1:
		p := take(25, classify.PartPrefix, "prefix", "IPv4 multicast")
		p.Value = text[:8]
		flags(p)
		p = take(23, classify.PartGroup, "group", "end of the IPv4 group")
		p.Value = strconv.Itoa(int(v>>16&0x7f)) + "." + strconv.Itoa(int(v>>8&0xff)) + "." + strconv.Itoa(int(v&0xff))
	case f.router != nil:
		flags(take(24, classify.PartOUI, "OUI", f.Hardware.Vendor))
		family := "VRRP for IPv4"
		if f.router.Family == 6 {
			family = "VRRP for IPv6"
		}
		take(16, classify.PartMark, "protocol", family)
		p := take(8, classify.PartNIC, "VRID", "number of the virtual router")
		p.Value = itoa(int(f.router.ID))
	case m.IsLocal():
		flags(take(8, classify.PartFlags, "first octet", localPhrase(m)))
		take(end-8, classify.PartNIC, "rest", "chosen locally")
	default:
		flags(take(24, classify.PartOUI, "OUI", f.Hardware.Vendor))
		if _, grown := m.MAC48(); end == 64 && grown {
			take(16, classify.PartMark, "ff:fe", "inserted into a MAC-48")
		}
		take(end-at, classify.PartNIC, "NIC", "chosen by the vendor")
	}
	return parts
}

func localPhrase(m eui64.MAC) string {
	if q := m.Quadrant(); q != eui64.QuadrantNone {
		return "local: " + q.String()
	}
	return "locally administered"
}

// MACDetail returns the headline of a MAC without the word for its length.
func (f *Facts) MACDetail() string {
	detail := f.macHeadline()[len("MAC-48"):]
	return strings.TrimPrefix(strings.TrimPrefix(detail, ", "), " of ")
}

// macHeadline says what a MAC is.
func (f *Facts) macHeadline() string {
	m, h := f.MAC, &f.Hardware
	s := "MAC-48"
	if m.Len() == 8 {
		s = "EUI-64"
	}
	switch {
	case m.IsBroadcast():
		return s + ", broadcast"
	case f.router != nil:
		return s + " of " + f.router.String()
	case h.GroupName == "solicited-node":
		return s + ", solicited-node group " + h.IPv6Group.String()
	case h.IPv6Group.IsValid() && h.GroupName != "":
		return s + ", IPv6 multicast group " + h.IPv6Group.String() + ", " + h.GroupName
	case h.IPv6Group.IsValid():
		return s + ", IPv6 multicast groups that end in " + lastDigits(f.Octets, 32)
	case len(h.IPv4Groups) > 0:
		return s + ", " + itoa(len(h.IPv4Groups)) + " IPv4 multicast groups, " + h.IPv4Groups[0].String() + " the first"
	case m.IsGroup():
		return s + ", group address"
	case m.IsLocal():
		s += ", locally administered"
		if h.Randomized {
			s += ", likely randomized"
		}
	case m.IsZero():
		return s + ", all zeros: no address"
	case h.Vendor != "":
		s += " of " + h.Vendor
	default:
		s += " of an unknown vendor"
	}
	if h.Hypervisor != "" && h.Hypervisor != h.Vendor {
		s += ", " + h.Hypervisor + " virtual machine"
	}
	return s
}
