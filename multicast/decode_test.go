package multicast

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"testing"

	"github.com/hextet/hextet/internal/ip"
)

func TestDecode(t *testing.T) {
	for _, tt := range []struct {
		source, in   string
		kind         Kind
		scope        Scope
		flags        string
		group        string
		name, former string
		prefix, rp   string
		class        Class
	}{
		{"RFC 4291 section 2.7", "ff01::101", KindWellKnown, InterfaceLocal, "none", "0x101", "Network Time Protocol (NTP)", "NTP servers", "", "", ClassPermanentAddress},
		{"RFC 4291 section 2.7", "ff02::101", KindWellKnown, LinkLocal, "none", "0x101", "Network Time Protocol (NTP)", "NTP servers", "", "", ClassPermanentAddress},
		{"RFC 4291 section 2.7", "ff0e::101", KindWellKnown, Global, "none", "0x101", "Network Time Protocol (NTP)", "NTP servers", "", "", ClassPermanentAddress},
		{"RFC 4291 section 2.7", "ff15::101", KindTransient, SiteLocal, "T", "0x101", "", "", "", "", ClassUnknown},
		{"all nodes", "ff02::1", KindWellKnown, LinkLocal, "none", "0x1", "All Nodes Address", "All Nodes Addresses", "", "", ClassPermanentAddress},
		{"zone", "ff02::1%eth0", KindWellKnown, LinkLocal, "none", "0x1", "All Nodes Address", "All Nodes Addresses", "", "", ClassPermanentAddress},
		{"all nodes has no site-local form", "ff05::1", KindWellKnown, SiteLocal, "none", "0x1", "", "", "", "", ClassPermanentAddress},
		{"unassigned", "ff02::3", KindWellKnown, LinkLocal, "none", "0x3", "", "", "", "", ClassPermanentAddress},
		{"mDNS", "ff02::fb", KindWellKnown, LinkLocal, "none", "0xfb", "mDNSv6", "", "", "", ClassPermanentAddress},
		{"mDNS, any scope", "ff0e::fb", KindWellKnown, Global, "none", "0xfb", "mDNSv6", "", "", "", ClassPermanentAddress},
		{"CoAP, unassigned scope", "ff09::fd", KindWellKnown, 9, "none", "0xfd", "All CoAP Nodes", "", "", "", ClassPermanentAddress},
		{"range", "ff02::16f", KindWellKnown, LinkLocal, "none", "0x16f", "NMEA OneNet", "", "", "", ClassPermanentAddress},
		{"last of a /118", "ff05::1:13ff", KindWellKnown, SiteLocal, "none", "0x113ff", "Service Location, Version 2", "", "", "", ClassPermanentAddress},
		{"behind a /118", "ff05::1:1400", KindWellKnown, SiteLocal, "none", "0x11400", "", "", "", "", ClassPermanentAddress},
		{"RFC 6676 documentation", "ff0e::db8:8000:1", KindWellKnown, Global, "none", "0xdb880000001", "Documentation Addresses", "", "", "", ClassMADCAP},
		{"solicited-node", "ff02::1:ff28:9c5a", KindSolicitedNode, LinkLocal, "none", "0x289c5a", "Solicited-Node Address", "", "", "", ClassSolicitedNode},
		{"node information", "ff02::2:ff28:9c5a", KindNodeInformation, LinkLocal, "none", "0x289c5a", "Node Information Queries", "", "", "", ClassSolicitedNode},
		{"112 bits", "ff1e:1:2:3:4:5:6:7", KindTransient, Global, "T", "0x1000200030004000500060007", "", "", "", "", ClassUnknown},
		{"RFC 3307 section 4.2", "ff3e:20:2001:db8::4040:4040", KindUnicastPrefixBased, Global, "PT", "0x40404040", "", "", "2001:db8::/32", "", ClassPermanentGroupID},
		{"RFC 3306 section 7", "ff35:30:3ffe:ffff:1::1", KindUnicastPrefixBased, SiteLocal, "PT", "0x1", "", "", "3ffe:ffff:1::/48", "", ClassUnknown},
		{"plen 64", "ff3e:40:2001:db8:1:2:8000:1", KindUnicastPrefixBased, Global, "PT", "0x80000001", "", "", "2001:db8:1:2::/64", "", ClassMADCAP},
		{"RFC 3956 section 5.2", "ff75:120:2001:db8::1", KindEmbeddedRP, SiteLocal, "RPT", "0x1", "", "", "2001:db8::/32", "2001:db8::1", ClassUnknown},
		{"RFC 3956 section 5.3", "ff7e:f20:2001:db8:dead::1", KindEmbeddedRP, Global, "RPT", "0x1", "", "", "2001:db8::/32", "2001:db8::f", ClassUnknown},
		{"RFC 3956 section 5.4", "ff7e:130:2001:db8:beef::1", KindEmbeddedRP, Global, "RPT", "0x1", "", "", "2001:db8:beef::/48", "2001:db8:beef::1", ClassUnknown},
		{"SSM", "ff3e::8000:1", KindSourceSpecific, Global, "PT", "0x80000001", "", "", "", "", ClassMADCAP},
		{"link-scoped", "ff32:ff:200:5eff:fe00:5301:fd00:1", KindLinkScoped, LinkLocal, "PT", "0xfd000001", "", "", "", "", ClassPrivate},
	} {
		d, err := Decode(netip.MustParseAddr(tt.in))
		if err != nil {
			t.Errorf("%s: Decode(%s): %v", tt.source, tt.in, err)
			continue
		}
		prefix, rp := "", ""
		if d.Prefix.IsValid() {
			prefix = d.Prefix.String()
		}
		if d.RP.IsValid() {
			rp = d.RP.String()
		}
		if d.Kind != tt.kind || d.Scope != tt.scope || d.Flags.String() != tt.flags || d.Group.String() != tt.group || d.Name != tt.name || d.FormerName != tt.former || prefix != tt.prefix || rp != tt.rp || d.Class != tt.class || d.Warnings != 0 {
			t.Errorf("%s: Decode(%s) = %+v, group %v, class %v, want %+v", tt.source, tt.in, d, d.Group, d.Class, tt)
		}
	}
	for _, text := range []string{"2001:db8::1", "::", "192.0.2.1", "::ffff:224.0.0.1"} {
		if d, err := Decode(netip.MustParseAddr(text)); err != ErrNotMulticast {
			t.Errorf("Decode(%s) = %+v, %v", text, d, err)
		}
	}
	d, err := Decode(netip.MustParseAddr("ff32:ff:200:5eff:fe00:5301:fd00:1"))
	if err != nil || d.IID != 0x0200_5eff_fe00_5301 {
		t.Errorf("link-scoped: %v, %v", d.IID, err)
	}
}

// TestNames has the names of RFC 4291 section 2.7.1 and RFC 2375 section 2:
// each is the registry's name today or the former one.
func TestNames(t *testing.T) {
	for _, tt := range []struct{ in, name string }{
		{"FF02:0:0:0:0:0:0:5", "OSPFIGP"},
		{"FF02:0:0:0:0:0:0:6", "OSPFIGP Designated Routers"},
		{"FF02:0:0:0:0:0:0:9", "RIP Routers"},
		{"FF02:0:0:0:0:0:0:A", "EIGRP Routers"},
		{"FF02:0:0:0:0:0:0:D", "All PIM Routers"},
		{"FF02:0:0:0:0:0:1:2", "All-dhcp-agents"},
		{"FF05:0:0:0:0:0:1:3", "All-dhcp-servers"},
		{"FF05:0:0:0:0:0:1:4", "All-dhcp-relays"},
		{"FF01:0:0:0:0:0:0:1", "All Nodes Addresses"},
		{"FF02:0:0:0:0:0:0:1", "All Nodes Addresses"},
		{"FF01:0:0:0:0:0:0:2", "All Routers Addresses"},
		{"FF02:0:0:0:0:0:0:2", "All Routers Addresses"},
		{"FF05:0:0:0:0:0:0:2", "All Routers Addresses"},
	} {
		d, err := Decode(netip.MustParseAddr(tt.in))
		if err != nil || d.Name != tt.name && d.FormerName != tt.name {
			t.Errorf("Decode(%s): %q, formerly %q, %v, want %q", tt.in, d.Name, d.FormerName, err, tt.name)
		}
	}
	// Group 0 of every scope, the reserved ones too.
	for s := range Scope(16) {
		a := netip.AddrFrom16([16]byte{0xff, byte(s)})
		d, err := Decode(a)
		if err != nil || d.Name != "Reserved Multicast Address" || d.FormerName != "Reserved Multicast Addresses" || d.Class != ClassReserved {
			t.Errorf("Decode(%v) = %+v, %v", a, d, err)
		}
	}
	if d, _ := Decode(netip.MustParseAddr("ff0f::fb")); d.Name != "" {
		t.Errorf("ff0f::fb is %q in a scope that is reserved", d.Name)
	}
	if d, _ := Decode(netip.MustParseAddr("ff82::1")); d.Name != "" {
		t.Errorf("ff82::1 is %q with flag X", d.Name)
	}
}

func TestWarnings(t *testing.T) {
	for _, tt := range []struct {
		in   string
		kind Kind
		want []warning
	}{
		{"ff00::1", KindWellKnown, []warning{warnScopeReserved}},
		{"ff1f::1", KindTransient, []warning{warnScopeReserved}},
		{"ff82::1", KindWellKnown, []warning{warnFlagX}},
		{"ff9e::1", KindTransient, []warning{warnFlagX}},
		{"ff2e:20:2001:db8::1", KindReserved, []warning{warnPWithoutT}},
		{"ff4e::1", KindReserved, []warning{warnRWithoutP, warnRWithoutT}},
		{"ff5e::1", KindReserved, []warning{warnRWithoutP}},
		{"ff6e::1", KindReserved, []warning{warnPWithoutT, warnRWithoutT}},
		{"ff3e:41:2001:db8::1", KindReserved, []warning{warnPlen}},
		{"ff3e:fe:2001:db8::1", KindReserved, []warning{warnPlen}},
		{"ff3e:120:2001:db8::1", KindUnicastPrefixBased, []warning{warnReservedBits}},
		{"ff3e:1020:2001:db8::1", KindUnicastPrefixBased, []warning{warnFlags2}},
		{"ff3e:20:2001:db8:1::1", KindUnicastPrefixBased, []warning{warnPrefixBits}},
		{"ff3e:40:ff0e::1", KindUnicastPrefixBased, []warning{warnPrefixMulticast}},
		{"ff35:40:fe80::1", KindUnicastPrefixBased, []warning{warnPrefixScope}},
		{"ff32:40:fe80::1", KindUnicastPrefixBased, nil},
		{"ff38:30:fec0:0:1::1", KindUnicastPrefixBased, []warning{warnPrefixScope}},
		{"ff35:30:fec0:0:1::1", KindUnicastPrefixBased, nil},
		{"ff3e:30:fd12:3456:789a::1", KindUnicastPrefixBased, nil}, // unique-local is global, RFC 4193 section 3.3
		{"ff7e:20:2001:db8::1", KindEmbeddedRP, []warning{warnRIIDZero}},
		{"ff7e:141:2001:db8::1", KindEmbeddedRP, []warning{warnPlen}},
		{"ff7e:100:2001:db8::1", KindEmbeddedRP, []warning{warnPlenZero}},
		{"ff7e:140:fe80::1", KindEmbeddedRP, []warning{warnRPForbidden}},
		{"ff7e:140:ff0e::1", KindEmbeddedRP, []warning{warnRPForbidden}},
		{"ff7e:140:0:1:2:3:0:1", KindEmbeddedRP, []warning{warnRPForbidden}},
		{"ffff:140:2001:db8::1", KindEmbeddedRP, []warning{warnScopeReserved, warnFlagX}},
		{"ff3e:0:1::8000:1", KindSourceSpecific, []warning{warnSSMPrefix}},
		{"ff3e::1", KindSourceSpecific, []warning{warnSSMGroup}},
		{"ff3e::3fff:ffff", KindSourceSpecific, []warning{warnSSMGroup}},
		{"ff3e::4000:0", KindSourceSpecific, []warning{warnSSMReserved}},
		{"ff3e::4000:1", KindSourceSpecific, nil},
		{"ffbe::8000:1", KindSourceSpecific, []warning{warnFlagX}},
		{"ff35:ff:200:5eff:fe00:5301:8000:1", KindLinkScoped, []warning{warnLinkScopedScope}},
		{"ff32:1ff:200:5eff:fe00:5301:8000:1", KindLinkScoped, []warning{warnReservedBits}},
	} {
		d, err := Decode(netip.MustParseAddr(tt.in))
		var want Warnings
		for _, w := range tt.want {
			want.add(w, true)
		}
		if err != nil || d.Kind != tt.kind || d.Warnings != want {
			t.Errorf("Decode(%s): %v, warnings", tt.in, d.Kind)
			for w := range d.Warnings.All() {
				t.Errorf("\t%v", w)
			}
			t.Errorf("want %v, %v", tt.kind, tt.want)
		}
		if d.RP.IsValid() && d.Warnings.has(warnRPForbidden) {
			t.Errorf("Decode(%s): forbidden rendezvous point %v", tt.in, d.RP)
		}
	}
	for w := range numWarnings {
		if warnings[w].Text == "" || warnings[w].Reference == "" {
			t.Errorf("warning %d has no words", w)
		}
	}
}

func TestDecode4(t *testing.T) {
	for _, tt := range []struct {
		in    string
		kind  Kind
		scope Scope
		block string
		name  string
		ref   string
	}{
		{"224.0.0.0", KindWellKnown, LinkLocal, "Local Network Control Block", "Base Address (Reserved)", "RFC 1112"},
		{"224.0.0.1", KindWellKnown, LinkLocal, "Local Network Control Block", "All Systems on this Subnet", "RFC 1112"},
		{"224.0.0.3", KindWellKnown, LinkLocal, "Local Network Control Block", "", ""},
		{"224.0.0.18", KindWellKnown, LinkLocal, "Local Network Control Block", "VRRP", "RFC 3768; RFC 9568"},
		{"224.0.0.251", KindWellKnown, LinkLocal, "Local Network Control Block", "mDNS", "RFC 6762"},
		{"224.0.1.1", KindWellKnown, Global, "Internetwork Control Block", "NTP Network Time Protocol", "RFC 5905"},
		{"224.0.2.1", KindWellKnown, Global, "AD-HOC Block I", `"rwho" Group (BSD) (unofficial)`, ""},
		{"224.0.12.135", KindWellKnown, Global, "AD-HOC Block I", "AsiaNext", ""},
		{"224.0.12.140", KindWellKnown, Global, "AD-HOC Block I", "", ""},
		{"224.0.12.200", KindWellKnown, Global, "AD-HOC Block I", "Deribit", ""},
		{"224.1.0.0", KindReserved, Global, "Reserved", "", ""},
		{"224.1.0.38", KindWellKnown, Global, "Reserved", "dantz", ""},
		{"224.2.127.254", KindTransient, Global, "SDP/SAP Block", "SAPv1 Announcements", ""},
		{"224.4.255.255", KindWellKnown, Global, "AD-HOC Block II", "", ""},
		{"224.5.0.0", KindReserved, Global, "Reserved", "", ""},
		{"224.252.0.1", KindTransient, Global, "DIS Transient Groups", "", ""},
		{"231.255.255.255", KindReserved, Global, "Reserved", "", ""},
		{"232.0.0.1", KindSourceSpecific, Global, "Source-Specific Multicast Block", "Reserved for IANA allocation", "RFC 4607"},
		{"232.1.2.3", KindSourceSpecific, Global, "Source-Specific Multicast Block", "Reserved for local host allocation", "RFC 4607"},
		{"233.251.255.255", KindGLOP, Global, "GLOP Block", "", ""},
		{"233.252.0.1", KindWellKnown, Global, "AD-HOC Block III", "MCAST-TEST-NET", "RFC 5771; RFC 6676"},
		{"234.192.0.2", KindUnicastPrefixBased, Global, "Unicast-Prefix-based IPv4 Multicast Addresses", "", ""},
		{"238.1.1.1", KindReserved, Global, "Scoped Multicast Ranges", "", ""},
		{"239.1.2.3", KindAdminScoped, OrganizationLocal, "Scoped Multicast Ranges", "Organization-Local Scope", "RFC 2365"},
		{"239.192.0.1", KindAdminScoped, OrganizationLocal, "Scoped Multicast Ranges", "Organization-Local Scope", "RFC 2365"},
		{"239.195.255.254", KindAdminScoped, OrganizationLocal, "Scoped Multicast Ranges", "MADCAP Protocol", "RFC 2730"},
		{"239.255.0.1", KindAdminScoped, RealmLocal, "Scoped Multicast Ranges", "Local Scope", "RFC 2365"},
		{"239.255.255.250", KindAdminScoped, RealmLocal, "Scoped Multicast Ranges", "SSDP", ""}, // 255 - 5
		{"239.255.255.255", KindAdminScoped, RealmLocal, "Scoped Multicast Ranges", "SAP Session Announcement Protocol", ""},
	} {
		d, err := Decode(netip.MustParseAddr(tt.in))
		if err != nil || d.Kind != tt.kind || d.Scope != tt.scope || d.Block != tt.block || d.Name != tt.name || d.Reference != tt.ref {
			t.Errorf("Decode(%s) = %+v, %v, want %+v", tt.in, d, err, tt)
		}
	}
	d, _ := Decode(netip.MustParseAddr("233.21.95.7")) // AS 5471 = 0x155f
	if d.AS != 5471 || d.Group.String() != "0x7" {
		t.Errorf("GLOP: AS %d, group %v", d.AS, d.Group)
	}
	d, _ = Decode(netip.MustParseAddr("234.198.51.100"))
	if d.Prefix.String() != "198.51.100.0/24" {
		t.Errorf("RFC 6034: %v", d.Prefix)
	}
}

// TestTables checks the order of every table and that the blocks of IPv4
// leave no gap.
func TestTables(t *testing.T) {
	for name, rows := range map[string][]group6{"interface": groupsInterface[:], "link": groupsLink[:], "site": groupsSite[:], "any": groupsAny[:]} {
		for i, g := range rows {
			if g.first > g.last || i > 0 && rows[i-1].last >= g.first || g.name == "" {
				t.Errorf("%s: row %d, %q, is out of order", name, i, g.name)
			}
		}
	}
	for i, g := range groups4 {
		if g.first > g.last || i > 0 && groups4[i-1].last >= g.first || g.name == "" {
			t.Errorf("groups4: row %d, %q, is out of order", i, g.name)
		}
		for _, v := range []uint32{g.first, g.last} {
			if d := decode4(ip.Addr4(v)); d.Name != g.name {
				t.Errorf("Decode(%v): %q, want %q", ip.Addr4(v), d.Name, g.name)
			}
		}
	}
	next := uint32(0xe000_0000)
	for _, b := range blocks4 {
		if b.first != next || b.last < b.first {
			t.Errorf("block %s begins at %v, want %v", b.name, ip.Addr4(b.first), ip.Addr4(next))
		}
		next = b.last + 1
	}
	if next != 0xf000_0000 {
		t.Errorf("blocks end before %v", ip.Addr4(next))
	}
	next = 1
	for c := ClassPermanentAddress; c <= ClassSolicitedNode; c++ {
		first, last := c.Range()
		if first != next || ClassOf(first) != c || ClassOf(last) != c {
			t.Errorf("class %v: %#x to %#x", c, first, last)
		}
		next = last + 1
	}
	if next != 0 || ClassOf(0) != ClassReserved || Class(99).String() != "unknown" {
		t.Error("classes do not cover 32 bits")
	}
}

func TestClass(t *testing.T) {
	for _, tt := range []struct {
		source string
		group  uint32
		name   string
	}{
		{"RFC 3307 section 4.2", 0x4040_4040, "permanent group ID"},
		{"RFC 10028", 0x8000_0000, "MADCAP"},
		{"RFC 10028", 0x9000_0000, "unassigned dynamic group ID"},
		{"RFC 10028", 0xf000_0000, "host-allocated SSM group ID"},
		{"RFC 10028", 0xfd12_3456, "private use"},
		{"RFC 10028", 0xfe00_0000, "experimental use"},
		{"RFC 4291 section 2.7.1", 0xff00_0001, "solicited-node"},
	} {
		c := ClassOf(tt.group)
		if c.String() != tt.name {
			t.Errorf("%s: ClassOf(%#x) = %v, want %s", tt.source, tt.group, c, tt.name)
		}
	}
}

func TestScope(t *testing.T) {
	for s := range Scope(16) {
		if !s.isNamed() {
			if got, err := ParseScope(s.String()); err == nil {
				t.Errorf("ParseScope(%q) = %d", s, got)
			}
		} else if got, err := ParseScope(s.String()); err != nil || got != s {
			t.Errorf("ParseScope(%q) = %d, %v", s, got, err)
		}
		for _, text := range []string{fmt.Sprintf("%d", s), fmt.Sprintf("%#x", uint8(s))} {
			if got, err := ParseScope(text); err != nil || got != s {
				t.Errorf("ParseScope(%q) = %d, %v", text, got, err)
			}
		}
	}
	if got, err := ParseScope("e"); err != nil || got != Global {
		t.Errorf("ParseScope(e) = %v, %v", got, err)
	}
	for _, text := range []string{"", "16", "0x10", "-1", "+1", "01", "0x", "0x+1", "g", "Global", "1 ", "0b1", "999"} {
		if got, err := ParseScope(text); err == nil {
			t.Errorf("ParseScope(%q) = %v", text, got)
		}
	}
	if Scope(200).String() != "reserved" || Scope(200).isNamed() {
		t.Error("Scope(200)")
	}
}

func TestKindWords(t *testing.T) {
	seen := map[string]bool{}
	for k := KindUnknown; k <= KindReserved; k++ {
		if seen[k.String()] || k.String() == "" {
			t.Errorf("kind %d is %q", k, k)
		}
		seen[k.String()] = true
	}
	if Kind(99).String() != "unknown" {
		t.Error("Kind(99)")
	}
	for _, tt := range []struct {
		f    Flags
		want string
	}{{0, "none"}, {FlagT, "T"}, {FlagP | FlagT, "PT"}, {15, "XRPT"}} {
		if tt.f.String() != tt.want {
			t.Errorf("Flags(%d) = %s, want %s", tt.f, tt.f, tt.want)
		}
	}
}

// FuzzDecode checks that whatever Decode reads and finds nothing wrong with
// the encoder of that kind makes again.
func FuzzDecode(f *testing.F) {
	for _, s := range []string{"ff02::1", "ff3e:20:2001:db8::1", "ff7e:120:2001:db8::1", "ff32:ff:200:5eff:fe00:5301:fd00:1", "ff3e::8000:1", "ff02::1:ff00:1"} {
		a := netip.MustParseAddr(s).As16()
		f.Add(a[:])
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) != 16 {
			return
		}
		b[0] = 0xff
		checkRoundTrip(t, netip.AddrFrom16([16]byte(b)))
	})
}

func checkRoundTrip(t *testing.T, a netip.Addr) {
	t.Helper()
	d, err := Decode(a)
	if err != nil {
		t.Fatalf("Decode(%v): %v", a, err)
	}
	if d.Kind == KindUnknown || d.Class != ClassUnknown && d.Class != ClassOf(d.Group.Uint32()|uint32(d.Addr.As16()[12])<<24) ||
		d.Class == ClassUnknown != (d.Flags&FlagT != 0 && (d.Group.Uint32()>>30 == 0 && d.Group.Uint32() != 0 || d.Group.Uint32()>>30 == 1 && d.Flags&FlagP == 0)) {
		t.Fatalf("Decode(%v) = %+v", a, d)
	}
	if d.Warnings != 0 {
		return
	}
	var back netip.Addr
	switch d.Kind {
	case KindUnicastPrefixBased:
		back, err = FromPrefix(d.Prefix, d.Scope, d.Group.Uint32())
	case KindEmbeddedRP:
		back, err = FromRP(d.RP, d.Prefix.Bits(), d.Scope, d.Group.Uint32())
		// Bits beyond the prefix length number groups; FromRP makes them zero.
		masked := netip.PrefixFrom(a, 32+d.Prefix.Bits()).Masked().Addr().As16()
		group := a.As16()
		copy(masked[12:], group[12:])
		a = netip.AddrFrom16(masked)
	case KindSourceSpecific:
		back, err = SourceSpecific(d.Scope, d.Group.Uint32())
	case KindLinkScoped:
		back, err = LinkScoped(d.IID, d.Scope, d.Group.Uint32())
	default:
		return
	}
	if err != nil || back != a {
		t.Fatalf("Decode(%v) = %+v, made again: %v, %v", a, d, back, err)
	}
}

// TestDecodeRandom is FuzzDecode on addresses that are likely to be right.
func TestDecodeRandom(t *testing.T) {
	r := rand.New(rand.NewPCG(3306, 3956))
	for range 50000 {
		var b [16]byte
		for i := range b {
			b[i] = byte(r.Uint32())
		}
		b[0], b[1] = 0xff, [...]byte{0x00, 0x10, 0x30, 0x70}[r.IntN(4)]|byte(1+r.IntN(14))
		b[2] &= 0x0f
		if b[1]>>4 == 3 {
			b[2] = 0
		}
		b[3] = [...]byte{0, 0xff, byte(1 + r.IntN(64)), 64}[r.IntN(4)]
		checkRoundTrip(t, netip.AddrFrom16(b))
	}
}

func ExampleDecode() {
	for _, text := range []string{"ff02::1:2", "ff7e:140:2001:db8::8000:1", "ff2e::1", "239.255.255.250"} {
		d, err := Decode(netip.MustParseAddr(text))
		if err != nil {
			panic(err)
		}
		fmt.Printf("%s %v %v %v %v %q\n", text, d.Kind, d.Scope, d.Flags, d.Group, d.Name)
		if d.RP.IsValid() {
			fmt.Println("  rendezvous point", d.RP)
		}
		for w := range d.Warnings.All() {
			fmt.Printf("  %v\n", w)
		}
	}
	// Output:
	// ff02::1:2 well-known link-local none 0x10002 "All_DHCP_Relay_Agents_and_Servers"
	// ff7e:140:2001:db8::8000:1 embedded-rp global RPT 0x80000001 ""
	//   rendezvous point 2001:db8::1
	// ff2e::1 reserved global P 0x1 ""
	//   flag P needs flag T (RFC 3306 section 4)
	// 239.255.255.250 admin-scoped realm-local none 0xfffa "SSDP"
}

func BenchmarkDecode(b *testing.B) {
	a := netip.MustParseAddr("ff02::1:2")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Decode(a); err != nil {
			b.Fatal(err)
		}
	}
}
