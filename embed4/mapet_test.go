package embed4

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/hextet/hextet/internal/ip"
)

func mapRule(ipv6, ipv4 string, ea int) MAPRule {
	return MAPRule{IPv6: netip.MustParsePrefix(ipv6), IPv4: netip.MustParsePrefix(ipv4), EABits: ea, Offset: DefaultPSIDOffset}
}

// RFC 7597 appendix A, examples 1 to 3, and RFC 7599's, whose erratum 5322
// corrects the PSID that it prints.
func TestMAPBorderRelay(t *testing.T) {
	r := mapRule("2001:db8::/40", "192.0.2.0/24", 16)
	r.Forward = true
	ce, err := r.ForIPv4(netip.MustParseAddr("192.0.2.18"), 1232)
	if err != nil {
		t.Fatal(err)
	}
	want := MAPCE{netip.MustParsePrefix("2001:db8:12:3400::/56"), netip.MustParsePrefix("192.0.2.18/32"), 0x34, 8, 6}
	if ce != want {
		t.Errorf("ForIPv4 = %+v, want %+v", ce, want)
	}
	const address = "2001:db8:12:3400:0:c000:212:34"
	if got := ce.Addr().String(); got != address {
		t.Errorf("Addr = %s, want %s", got, address)
	}
	if got, err := r.CE(want.Prefix); err != nil || got != want {
		t.Errorf("CE(%v) = %+v, %v; want %+v", want.Prefix, got, err, want)
	}
	if got, err := r.CE(netip.PrefixFrom(netip.MustParseAddr(address), 128)); err != nil || got != want {
		t.Errorf("CE(%v) = %+v, %v; want %+v", address, got, err, want)
	}

	e, err := NewMAPDomain([]MAPRule{r}, netip.MustParseAddr("2001:db8:ffff::1"), NAT64{})
	if err != nil {
		t.Fatal(err)
	}
	x, err := NewMAPDomain([]MAPRule{r}, netip.Addr{}, NAT64{netip.MustParsePrefix("2001:db8:ffff::/64")})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		d    *MAPDomain
		v4   string
		port uint16
		want string
	}{
		{"RFC 7597 A ex2, forwarding rule", e, "192.0.2.18", 1232, address},
		{"RFC 7597 A ex3, border relay", e, "1.2.3.4", 80, "2001:db8:ffff::1"},
		{"RFC 7599 A ex2, forwarding rule", x, "192.0.2.18", 1232, address},
		{"RFC 7599 A ex3, default mapping rule", x, "10.2.3.4", 80, "2001:db8:ffff:0:a:203:400:0"},
	} {
		if got, err := tt.d.Destination(netip.MustParseAddr(tt.v4), tt.port); err != nil || got.String() != tt.want {
			t.Errorf("%s: Destination(%s, %d) = %v, %v; want %s", tt.name, tt.v4, tt.port, got, err, tt.want)
		}
	}
}

// RFC 7597 appendix A, examples 4 and 5; RFC 7599's example 4 with erratum
// 5323 (the address is the rule's) and example 5 with erratum 5324 (PSID 0x34).
func TestMAPNoEABits(t *testing.T) {
	p := netip.MustParsePrefix("2001:db8:12:3400::/56")
	shared := mapRule("2001:db8:12:3400::/56", "192.0.2.18/32", 0)
	shared.PSID, shared.PSIDLen = 0x34, 8
	for _, tt := range []struct {
		name    string
		r       MAPRule
		v4      string
		address string
		ranges  int
	}{
		{"RFC 7597 A ex4", mapRule("2001:db8:12:3400::/56", "192.0.2.18/32", 0), "192.0.2.18/32", "2001:db8:12:3400:0:c000:212:0", 1},
		{"RFC 7599 A ex4", mapRule("2001:db8:12:3400::/56", "192.0.2.1/32", 0), "192.0.2.1/32", "2001:db8:12:3400:0:c000:201:0", 1},
		{"RFC 7597 A ex5", shared, "192.0.2.18/32", "2001:db8:12:3400:0:c000:212:34", 63},
	} {
		ce, err := tt.r.CE(p)
		if err != nil || ce.IPv4.String() != tt.v4 || ce.Addr().String() != tt.address {
			t.Errorf("%s: CE = %+v (%v), %v; want %s, %s", tt.name, ce, ce.Addr(), err, tt.v4, tt.address)
		}
		if _, n := ce.PortCount(); n != tt.ranges {
			t.Errorf("%s: %d port ranges, want %d", tt.name, n, tt.ranges)
		}
	}
	ce, _ := shared.CE(p)
	got := slices.Collect(ce.Ports())
	if len(got) != 63 || got[0] != (PortRange{1232, 1235}) || got[1] != (PortRange{2256, 2259}) ||
		got[61] != (PortRange{63696, 63699}) || got[62] != (PortRange{64720, 64723}) {
		t.Errorf("ports %v", got)
	}
}

// RFC 7597 appendix B.2: sharing ratio 256, PSID 0.
func TestMAPPorts(t *testing.T) {
	got := slices.Collect(MAPCE{PSID: 0, PSIDLen: 8, Offset: 6}.Ports())
	if len(got) != 63 || got[0] != (PortRange{1024, 1027}) || got[1] != (PortRange{2048, 2051}) ||
		got[61] != (PortRange{63488, 63491}) || got[62] != (PortRange{64512, 64515}) {
		t.Errorf("ports %v", got)
	}
	for range (MAPCE{PSIDLen: 8, Offset: 6}).Ports() {
		break // an iterator must stop when told
	}
}

// For every offset and PSID length, each port outside the excluded ones is one
// PSID's, and Ports, PortCount and HasPort agree.
func TestMAPPortSetsPartition(t *testing.T) {
	for offset := 0; offset <= 15; offset++ {
		for _, k := range []int{0, 1, 3, 8, 16 - offset} {
			if offset+k > 16 {
				continue
			}
			owner := make([]int, 1<<16)
			psids := 1 << k
			for psid := range psids {
				ce := MAPCE{PSID: uint16(psid), PSIDLen: k, Offset: offset}
				ports, ranges := ce.PortCount()
				for r := range ce.Ports() {
					ranges--
					for p := int(r.First); p <= int(r.Last); p++ {
						owner[p]++
						ports--
						if !ce.HasPort(uint16(p)) {
							t.Fatalf("offset %d, k %d, PSID %#x: HasPort(%d) is false", offset, k, psid, p)
						}
					}
				}
				if ports != 0 || ranges != 0 {
					t.Fatalf("offset %d, k %d, PSID %#x: PortCount is off by %d ports, %d ranges", offset, k, psid, ports, ranges)
				}
			}
			for p, n := range owner {
				want := 1
				if k > 0 && offset > 0 && p>>(16-offset) == 0 {
					want = 0
				}
				if n != want {
					t.Fatalf("offset %d, k %d: port %d has %d owners, want %d", offset, k, p, n, want)
				}
			}
		}
	}
}

// Both ways meet, under random valid rules.
func TestMAPRoundTrip(t *testing.T) {
	r := newRand(t)
	rules := 0
	for rules < 20000 {
		n6, n4 := r.IntN(97), r.IntN(33)
		m := MAPRule{
			IPv6: prefixOf(random128(r).And(ip.Mask(uint(n6))), n6), IPv4: netip.PrefixFrom(ip.Addr4(r.Uint32()), n4).Masked(),
			EABits: r.IntN(49), Offset: r.IntN(16),
		}
		if m.EABits == 32-n4 && r.IntN(2) == 0 {
			m.PSIDLen = r.IntN(17)
			m.PSID = uint16(r.Uint32() & (1<<m.PSIDLen - 1))
		}
		if m.Validate() != nil {
			continue
		}
		rules++
		u := ip.FromAddr(m.IPv6.Addr()).Or(random128(r).And(ip.Mask(uint(n6)).Not())).And(ip.Mask(uint(n6 + m.EABits)))
		ce, err := m.CE(prefixOf(u, n6+m.EABits))
		if err != nil {
			t.Fatalf("%+v: CE(%v): %v", m, prefixOf(u, n6+m.EABits), err)
		}
		if !m.IPv4.Contains(ce.IPv4.Addr()) || ce.IPv4 != ce.IPv4.Masked() || !ce.Prefix.Contains(ce.Addr()) {
			t.Fatalf("%+v: CE = %+v", m, ce)
		}
		for p := range ce.Ports() {
			back, err := m.ForIPv4(ce.IPv4.Addr(), p.Last)
			if err != nil || back != ce {
				t.Fatalf("%+v: ForIPv4(%v, %d) = %+v, %v; want %+v", m, ce.IPv4.Addr(), p.Last, back, err, ce)
			}
			break
		}
	}
}

func TestMAPRefuses(t *testing.T) {
	good := mapRule("2001:db8::/40", "192.0.2.0/24", 16)
	if err := good.Validate(); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*MAPRule){
		"no prefix":            func(r *MAPRule) { r.IPv6 = netip.Prefix{} },
		"wrong family":         func(r *MAPRule) { r.IPv4 = r.IPv6 },
		"EA bits below zero":   func(r *MAPRule) { r.EABits = -1 },
		"too many EA bits":     func(r *MAPRule) { r.EABits = 49 },
		"no room for EA bits":  func(r *MAPRule) { r.IPv6 = netip.MustParsePrefix("2001:db8::/120") },
		"offset too large":     func(r *MAPRule) { r.Offset = 16 },
		"offset and length":    func(r *MAPRule) { r.Offset = 9 },
		"PSID given twice":     func(r *MAPRule) { r.PSIDLen = 8 },
		"PSID for a prefix":    func(r *MAPRule) { r.EABits, r.PSIDLen = 4, 8 },
		"PSID too long":        func(r *MAPRule) { r.EABits, r.PSIDLen, r.PSID = 8, 4, 0x10 },
		"PSID length too long": func(r *MAPRule) { r.EABits, r.PSIDLen = 8, 17 },
	} {
		r := good
		change(&r)
		if r.Validate() == nil {
			t.Errorf("%s: %+v is valid", name, r)
		}
		if _, err := r.CE(netip.MustParsePrefix("2001:db8:12:3400::/56")); err == nil {
			t.Errorf("%s: CE works", name)
		}
	}
	for _, p := range []string{"2001:db8:12::/48", "2001:db8:8000::/32", "2001:dba::/56", "192.0.2.0/24"} {
		if ce, err := good.CE(netip.MustParsePrefix(p)); err == nil {
			t.Errorf("CE(%s) = %+v, want an error", p, ce)
		}
	}
	for _, tt := range []struct {
		v4   string
		port uint16
	}{{"192.0.2.18", 80}, {"192.0.3.18", 1232}, {"2001:db8::1", 1232}} {
		if ce, err := good.ForIPv4(netip.MustParseAddr(tt.v4), tt.port); err == nil {
			t.Errorf("ForIPv4(%s, %d) = %+v, want an error", tt.v4, tt.port, ce)
		}
	}
}
