package classify

import (
	"math/rand/v2"
	"net/netip"
	"testing"

	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/multicast"
)

var classTests = []struct {
	in     string
	typ    Type
	scope  Scope
	cast   Cast
	detail string
}{
	{"::", Unspecified, ScopeNone, CastUnicast, "no address yet"},
	{"::1", Loopback, ScopeLinkLocal, CastUnicast, "this node itself"}, // RFC 4291 section 2.2
	{"::1%lo", Loopback, ScopeLinkLocal, CastUnicast, "this node itself"},
	{"::2", IPv4Compatible, ScopeGlobal, CastUnicast, "IPv4 0.0.0.2, this-network, deprecated"},
	{"::1.2.3.4", IPv4Compatible, ScopeGlobal, CastUnicast, "IPv4 1.2.3.4, global-unicast, deprecated"},
	{"::ffff:10.1.1.1", IPv4Mapped, ScopeGlobal, CastUnicast, "IPv4 10.1.1.1, private"},
	{"::ffff:127.0.0.1", IPv4Mapped, ScopeLinkLocal, CastUnicast, "IPv4 127.0.0.1, loopback"}, // RFC 6724 section 3.2
	{"::ffff:0:192.0.2.1", IPv4Translated, ScopeGlobal, CastUnicast, "IPv4 192.0.2.1, documentation"},
	{"::ffff:8.8.8.8", IPv4Mapped, ScopeGlobal, CastUnicast, "IPv4 8.8.8.8, global-unicast"},
	{"::10.1.1.1", IPv4Compatible, ScopeGlobal, CastUnicast, "IPv4 10.1.1.1, private, deprecated"},
	{"64:ff9b::7f00:1", NAT64, ScopeLinkLocal, CastUnicast, "IPv4 127.0.0.1, loopback"},
	{"64:ff9b::10.0.0.1", NAT64, ScopeGlobal, CastUnicast, "IPv4 10.0.0.1, private"},
	{"2002:a00:1::1", SixToFour, ScopeGlobal, CastUnicast, "6to4 of 10.0.0.1, private"},
	{"2002:c000:251::c000:251", SixToFour, ScopeGlobal, CastUnicast, "6to4 of 192.0.2.81, documentation, likely the router itself"},
	{"2002:c000:251::c000:252", SixToFour, ScopeGlobal, CastUnicast, "6to4 of 192.0.2.81, documentation, likely IPv4 192.0.2.82, documentation"},
	{"2600:1f18::abcd:ef01", GlobalUnicast, ScopeGlobal, CastUnicast, "allocated to ARIN, likely IPv4 171.205.239.1, global-unicast"},
	{"2001:db8::192:0:2:1", Documentation, ScopeGlobal, CastUnicast, "documentation, likely IPv4 192.0.2.1, documentation"},
	{"2001:db8::c0de:cafe", Documentation, ScopeGlobal, CastUnicast, "documentation"},
	{"2001:db8::443", Documentation, ScopeGlobal, CastUnicast, "documentation, likely port 443"},
	{"2001:db8::1:50", Documentation, ScopeGlobal, CastUnicast, "documentation, likely port 80"},
	{"2001:db8::5efe:192.0.2.1", Documentation, ScopeGlobal, CastUnicast, "documentation, ISATAP of 192.0.2.1, documentation"},
	{"fe80::5efe:10.0.0.1", LinkLocal, ScopeLinkLocal, CastUnicast, "one link only, ISATAP of 10.0.0.1, private"},
	{"fe80::a01:203", LinkLocal, ScopeLinkLocal, CastUnicast, "one link only, likely 6over4 of 10.1.2.3, private"},
	{"fe80::ff:fe00:1234", LinkLocal, ScopeLinkLocal, CastUnicast, "one link only, short address 1234"},
	{"fe80::200:5eff:fe00:203", LinkLocal, ScopeLinkLocal, CastUnicast, "one link only, VRRP virtual router 3 for IPv6"},
	{"fe80::200:5eff:fe00:5301", LinkLocal, ScopeLinkLocal, CastUnicast, "one link only"},
	{"fec0::443", SiteLocal, ScopeSiteLocal, CastUnicast, "subnet 00000000000000, deprecated, likely port 443"},
	{"::1:0:0:0", Reserved, ScopeGlobal, CastUnicast, "reserved by IETF"},
	{"64:ff9b::192.0.2.33", NAT64, ScopeGlobal, CastUnicast, "IPv4 192.0.2.33, documentation"},
	{"64:ff9b::1:0:0", Reserved, ScopeGlobal, CastUnicast, "reserved by IETF"},
	{"64:ff9b:1:fffe::1", NAT64Local, ScopeGlobal, CastUnicast, "local-use NAT64 prefix"},
	{"100::1", DiscardOnly, ScopeGlobal, CastUnicast, "routers drop what is sent here"},
	{"100:0:0:1::1", Dummy, ScopeGlobal, CastUnicast, "dummy prefix"},
	{"100:0:0:2::", Reserved, ScopeGlobal, CastUnicast, "reserved by IETF"},
	{"200::1", Reserved, ScopeGlobal, CastUnicast, "formerly OSI NSAP-mapped, deprecated"},
	{"2001:0:4136:e378:8000:63bf:3fff:fdd2", Teredo, ScopeGlobal, CastUnicast,
		"Teredo client 192.0.2.45 port 40000, documentation, server 65.54.227.120, global-unicast"},
	{"2001:1::1", PortControlAnycast, ScopeGlobal, CastUnicast, "Port Control Protocol anycast"},
	{"2001:1::2", TURNAnycast, ScopeGlobal, CastUnicast, "TURN server anycast"},
	{"2001:1::3", DNSSDAnycast, ScopeGlobal, CastUnicast, "DNS-SD service registration anycast"},
	{"2001:1::4", IETFProtocol, ScopeGlobal, CastUnicast, "IETF protocol assignments"},
	{"2001:2::1", Benchmarking, ScopeGlobal, CastUnicast, "benchmarking"},
	{"2001:2:1::", IETFProtocol, ScopeGlobal, CastUnicast, "IETF protocol assignments"},
	{"2001:3::1", AMT, ScopeGlobal, CastUnicast, "automatic multicast tunneling"},
	{"2001:4:112::1", AS112, ScopeGlobal, CastUnicast, "AS112 anycast sink for reverse DNS"},
	{"2001:10::1", ORCHID, ScopeGlobal, CastUnicast, "host identity hash, first form, deprecated"},
	{"2001:21::1", ORCHIDv2, ScopeGlobal, CastUnicast, "host identity hash, algorithm 1"},
	{"2001:30::1", DroneID, ScopeGlobal, CastUnicast, "drone remote ID entity tag"},
	{"2001:40::1", IETFProtocol, ScopeGlobal, CastUnicast, "IETF protocol assignments"},
	{"2001:db8::1", Documentation, ScopeGlobal, CastUnicast, "documentation"},
	{"2001:db9::1", GlobalUnicast, ScopeGlobal, CastUnicast, "allocated to APNIC"},
	{"2002:c000:201::1", SixToFour, ScopeGlobal, CastUnicast, "6to4 of 192.0.2.1, documentation"},
	{"2002:c058:6301::", SixToFour, ScopeGlobal, CastUnicast, "6to4 relay anycast 192.88.99.1, deprecated"},
	{"2003::1", GlobalUnicast, ScopeGlobal, CastUnicast, "allocated to RIPE NCC"},
	{"2003:4000::1", GlobalUnicast, ScopeGlobal, CastUnicast, "not allocated"},
	{"2620:4f:8000::1", AS112, ScopeGlobal, CastUnicast, "AS112 sink for reverse DNS"},
	{"2620:4f:8001::1", GlobalUnicast, ScopeGlobal, CastUnicast, "allocated to ARIN"},
	{"2d00::1", GlobalUnicast, ScopeGlobal, CastUnicast, "not allocated"},
	{"3ffe::1", SixBone, ScopeGlobal, CastUnicast, "6bone, returned in 2006, deprecated"},
	{"3ffe:831f::1", SixBone, ScopeGlobal, CastUnicast, "6bone, Teredo before 2006, deprecated"},
	{"3fff:fff:ffff::1", Documentation, ScopeGlobal, CastUnicast, "documentation"},
	{"3fff:1000::", GlobalUnicast, ScopeGlobal, CastUnicast, "not allocated"},
	{"4000::1", Reserved, ScopeGlobal, CastUnicast, "reserved by IETF"},
	{"5f00::1", SRv6SID, ScopeGlobal, CastUnicast, "segment identifier"},
	{"5f01::1", SixBone, ScopeGlobal, CastUnicast, "first 6bone, returned, deprecated"},
	{"fc00::1", UniqueLocal, ScopeGlobal, CastUnicast, "unique local, not locally assigned: undefined"},
	{"fd12:3456:789a:1::1", UniqueLocal, ScopeGlobal, CastUnicast, "global ID 123456789a, subnet 0001"}, // scope: RFC 4193 section 3.3
	{"fe00::1", Reserved, ScopeGlobal, CastUnicast, "reserved by IETF"},
	{"fe80::1", LinkLocal, ScopeLinkLocal, CastUnicast, "one link only"},
	{"fe80::1%eth0", LinkLocal, ScopeLinkLocal, CastUnicast, "one link only"},
	{"fe80:0:0:1::1", LinkLocal, ScopeLinkLocal, CastUnicast, "link-local, outside fe80::/64"},
	{"fec0:0:0:1::1", SiteLocal, ScopeSiteLocal, CastUnicast, "subnet 00000000000001, deprecated"},
	{"ff01::101", Multicast, ScopeInterfaceLocal, CastMulticast, "Network Time Protocol (NTP), interface-local scope"}, // RFC 4291 section 2.2
	{"ff02::1", Multicast, ScopeLinkLocal, CastMulticast, "All Nodes Address, link-local scope"},
	{"ff02::1:ff28:9c5a", Multicast, ScopeLinkLocal, CastMulticast, "solicited-node of ...289c5a, link-local scope"},
	{"ff7e:140:2001:db8:beef:feed::1", Multicast, ScopeGlobal, CastMulticast, "rendezvous point 2001:db8:beef:feed::1, global scope"},
	{"ff3e:20:2001:db8::1", Multicast, ScopeGlobal, CastMulticast, "group of 2001:db8::/32, global scope"},
	{"ff00::1", Multicast, ScopeReserved, CastMulticast, "well-known, reserved scope"},
	{"ff16::1", Multicast, ScopeUnassigned, CastMulticast, "transient, unassigned scope"},
	{"ff03::fb", Multicast, ScopeRealmLocal, CastMulticast, "mDNSv6, realm-local scope"},
	{"ff14::1", Multicast, ScopeAdminLocal, CastMulticast, "transient, admin-local scope"},
	{"ff18::1", Multicast, ScopeOrganizationLocal, CastMulticast, "transient, organization-local scope"},

	{"0.0.0.0", Unspecified, ScopeNone, CastUnicast, "this host on this network"},
	{"0.1.2.3", ThisNetwork, ScopeGlobal, CastUnicast, "this network"},
	{"10.1.2.3", Private, ScopeGlobal, CastUnicast, "private, 10.0.0.0/8"}, // RFC 6724 section 3.2
	{"172.31.255.255", Private, ScopeGlobal, CastUnicast, "private, 172.16.0.0/12"},
	{"172.32.0.0", GlobalUnicast, ScopeGlobal, CastUnicast, "legacy block, administered by ARIN"},
	{"192.168.1.1", Private, ScopeGlobal, CastUnicast, "private, 192.168.0.0/16"},
	{"100.64.0.1", Shared, ScopeGlobal, CastUnicast, "shared by carrier-grade NAT"},
	{"127.0.0.1", Loopback, ScopeLinkLocal, CastUnicast, "this host itself"},                 // RFC 6724 section 3.2
	{"127.255.255.255", Loopback, ScopeLinkLocal, CastUnicast, "this host itself"},           // likewise
	{"169.254.1.1", LinkLocal, ScopeLinkLocal, CastUnicast, "self-assigned on one link"},     // likewise
	{"169.254.255.255", LinkLocal, ScopeLinkLocal, CastUnicast, "self-assigned on one link"}, // likewise
	{"192.0.0.1", ServiceContinuity, ScopeGlobal, CastUnicast, "IPv4 service continuity, DS-Lite and 464XLAT"},
	{"192.0.0.8", Dummy, ScopeGlobal, CastUnicast, "dummy address"},
	{"192.0.0.9", PortControlAnycast, ScopeGlobal, CastUnicast, "Port Control Protocol anycast"},
	{"192.0.0.10", TURNAnycast, ScopeGlobal, CastUnicast, "TURN server anycast"},
	{"192.0.0.11", IETFProtocol, ScopeGlobal, CastUnicast, "IETF protocol assignments"},
	{"192.0.0.170", NAT64Discovery, ScopeGlobal, CastUnicast, "answer for ipv4only.arpa"},
	{"192.0.0.171", NAT64Discovery, ScopeGlobal, CastUnicast, "answer for ipv4only.arpa"},
	{"192.0.2.1", Documentation, ScopeGlobal, CastUnicast, "documentation, TEST-NET-1"},
	{"192.31.196.1", AS112, ScopeGlobal, CastUnicast, "AS112 anycast sink for reverse DNS"},
	{"192.52.193.1", AMT, ScopeGlobal, CastUnicast, "automatic multicast tunneling"},
	{"192.88.99.1", SixToFourRelay, ScopeGlobal, CastUnicast, "6to4 relay anycast, deprecated"},
	{"192.88.99.2", SixToFourRelay, ScopeGlobal, CastUnicast, "6a44 relay anycast"},
	{"192.175.48.1", AS112, ScopeGlobal, CastUnicast, "AS112 sink for reverse DNS"},
	{"198.19.255.255", Benchmarking, ScopeGlobal, CastUnicast, "benchmarking"},
	{"198.51.100.1", Documentation, ScopeGlobal, CastUnicast, "documentation, TEST-NET-2"},
	{"203.0.113.1", Documentation, ScopeGlobal, CastUnicast, "documentation, TEST-NET-3"},
	{"17.0.0.1", GlobalUnicast, ScopeGlobal, CastUnicast, "legacy block of Apple Computer Inc."},
	{"1.1.1.1", GlobalUnicast, ScopeGlobal, CastUnicast, "allocated to APNIC"},
	{"224.0.0.1", Multicast, ScopeLinkLocal, CastMulticast, "All Systems on this Subnet, link-local scope"},
	{"224.0.1.1", Multicast, ScopeGlobal, CastMulticast, "NTP Network Time Protocol, global scope"},
	{"233.252.0.1", Multicast, ScopeGlobal, CastMulticast, "MCAST-TEST-NET, global scope"},
	{"239.255.0.1", Multicast, ScopeRealmLocal, CastMulticast, "Local Scope, realm-local scope"},
	{"239.192.0.1", Multicast, ScopeOrganizationLocal, CastMulticast, "Organization-Local Scope, organization-local scope"},
	{"240.0.0.1", Reserved, ScopeGlobal, CastUnicast, "reserved for future use"},
	{"255.255.255.255", Broadcast, ScopeLinkLocal, CastBroadcast, "every host on this link"},
}

func TestClassify(t *testing.T) {
	t.Parallel()
	seen := map[Type]bool{}
	for _, tt := range classTests {
		a := netip.MustParseAddr(tt.in)
		c := Classify(a)
		seen[c.Type] = true
		if c.Type != tt.typ || c.Scope != tt.scope || c.Cast != tt.cast {
			t.Errorf("Classify(%s) = %v %v %v, want %v %v %v", tt.in, c.Type, c.Scope, c.Cast, tt.typ, tt.scope, tt.cast)
		}
		if got := string(c.AppendDetail(nil, a)); got != tt.detail {
			t.Errorf("AppendDetail(%s) = %q, want %q", tt.in, got, tt.detail)
		}
		if want := 6; a.Is4() {
			want = 4
		} else if int(c.Family) != want {
			t.Errorf("Classify(%s).Family = %d", tt.in, c.Family)
		}
	}
	for typ := Unspecified; typ < Mixed; typ++ {
		if !seen[typ] {
			t.Errorf("no address of type %v among the tests", typ)
		}
	}
	if got := Classify(netip.Addr{}); got != (Class{}) {
		t.Errorf("Classify(zero) = %v, want the zero Class", got)
	}
	if got := (Class{}).AppendDetail([]byte("x"), netip.Addr{}); string(got) != "x" {
		t.Errorf("AppendDetail of the zero Class = %q", got)
	}
}

// randomAddrs yields addresses that are random in the bits that no table knows and
// near the boundaries of the tables half of the time.
func randomAddrs(n int, yield func(netip.Addr)) {
	r := rand.New(rand.NewPCG(3, 1))
	v6, v4 := layouts()
	for i := range n {
		l, is4 := v6, i%4 == 3
		if is4 {
			l = v4
		}
		hi, lo := r.Uint64(), r.Uint64()
		if i%2 == 1 {
			s := l.starts[r.IntN(len(l.starts))]
			// Somewhere behind a boundary, mostly close, now and then before it.
			hi, lo = s.hi, s.lo
			switch r.IntN(4) {
			case 0:
				lo += r.Uint64()
			case 1:
				hi += r.Uint64() >> (16 + r.IntN(48))
				lo = r.Uint64()
			case 2:
				if lo--; lo == ^uint64(0) {
					hi--
				}
			}
		}
		if is4 {
			yield(ip.Addr4(uint32(hi >> 32)))
		} else {
			yield(ip.Addr6(hi, lo))
		}
	}
}

// oracle is a look-up by going through the tables.
func oracle(a netip.Addr) (typ *typed, sp *special, as *assignment) {
	hi, lo := halves(a)
	types, specials, spaces := types6[:], special6[:], [][]assignment{space6[:], assigned6[:]}
	if a.Is4() {
		types, specials, spaces = types4[:], special4[:], [][]assignment{space4[:]}
	}
	for i := range types {
		if b := &types[i]; b.contains(hi, lo) && (typ == nil || b.bits >= typ.bits) {
			typ = b
		}
	}
	for i := range specials {
		if b := &specials[i]; b.contains(hi, lo) && (sp == nil || b.bits >= sp.bits) {
			sp = b
		}
	}
	for _, s := range spaces {
		for i := range s {
			if b := &s[i]; b.contains(hi, lo) && (as == nil || b.bits >= as.bits) {
				as = b
			}
		}
	}
	return typ, sp, as
}

func TestClassifyOracle(t *testing.T) {
	t.Parallel()
	randomAddrs(200_000, func(a netip.Addr) {
		typ, sp, as := oracle(a)
		c := Classify(a)
		if s := c.segment(); s.typ != typ || s.special != sp || s.assigned != as {
			t.Fatalf("Classify(%v) is in %v, want %v", a, *s.typ, *typ)
		}
		if c.Type == Multicast {
			info, err := multicast.Decode(a)
			if err != nil || info.Scope.String() != c.Scope.String() {
				t.Fatalf("Classify(%v).Scope = %v, multicast.Decode says %v, %v", a, c.Scope, info.Scope, err)
			}
		}
	})
}

// TestNetipAgrees holds the predicates of net/netip against the classes of a million
// addresses. Where they differ, a row of the registries says why.
func TestNetipAgrees(t *testing.T) {
	t.Parallel()
	n := 1_000_000
	if testing.Short() {
		n = 50_000
	}
	check := func(a netip.Addr, what string, ours, theirs bool) {
		if ours != theirs {
			t.Fatalf("%v: %s is %v here and %v in netip", a, what, ours, theirs)
		}
	}
	randomAddrs(n, func(a netip.Addr) {
		c := Classify(a)
		u := a
		if a.Is4In6() {
			// netip looks through ::ffff:0:0/96, whose own registry row makes it a
			// type of its own: compare what is inside.
			if c.Type != IPv4Mapped {
				t.Fatalf("%v is %v", a, c.Type)
			}
			u = a.Unmap()
			c = Classify(u)
		}
		multi := c.Type == Multicast
		check(u, "unspecified", c.Type == Unspecified, u.IsUnspecified())
		check(u, "loopback", c.Type == Loopback, u.IsLoopback())
		check(u, "private", c.Type == Private || c.Type == UniqueLocal, u.IsPrivate())
		check(u, "link-local unicast", c.Type == LinkLocal, u.IsLinkLocalUnicast())
		check(u, "multicast", multi, u.IsMulticast())
		check(u, "link-local multicast", multi && c.Scope == ScopeLinkLocal, u.IsLinkLocalMulticast())
		check(u, "interface-local multicast", multi && c.Scope == ScopeInterfaceLocal, u.IsInterfaceLocalMulticast())
		// netip's global unicast is everything else, private addresses included
		// (its doc: "returns true even for private address space"); 255.255.255.255/32
		// is the Limited Broadcast row.
		check(u, "global unicast", c.Cast == CastUnicast && c.Type != Unspecified &&
			c.Type != Loopback && c.Type != LinkLocal, u.IsGlobalUnicast())
	})
}

func TestClassifyAllocs(t *testing.T) {
	var buf [200]byte
	for _, tt := range classTests {
		a := netip.MustParseAddr(tt.in)
		if n := testing.AllocsPerRun(50, func() { Classify(a).AppendDetail(buf[:0], a) }); n != 0 {
			t.Errorf("%s: %v allocations", tt.in, n)
		}
	}
}

func FuzzClassify(f *testing.F) {
	for _, tt := range classTests {
		f.Add(netip.MustParseAddr(tt.in).AsSlice(), 64)
	}
	f.Fuzz(func(t *testing.T, b []byte, bits int) {
		a, ok := netip.AddrFromSlice(b)
		if !ok {
			return
		}
		c := Classify(a)
		if c.Type == TypeUnknown || c.Type >= Mixed || c.Family == 0 {
			t.Fatalf("Classify(%v) = %v", a, c)
		}
		typ, _, _ := oracle(a)
		if typ.typ != c.Type {
			t.Fatalf("Classify(%v) = %v, want %v", a, c.Type, typ.typ)
		}
		c.AppendDetail(nil, a)
		Warnings(a)
		checkAnatomy(t, a.BitLen(), Anatomy(a, Options{}))
		var r Record
		r.Describe(a, Options{})
		if p, err := a.Prefix(bits); err == nil {
			r.DescribePrefix(p, Options{})
			pc := ClassifyPrefix(p)
			pc.AppendPrefixDetail(nil, p)
			if pc.Type != Mixed && pc.Type != c.Type {
				t.Fatalf("%v is %v and its %v %v", p, pc.Type, a, c.Type)
			}
			checkAnatomy(t, a.BitLen(), AnatomyPrefix(p))
		}
	})
}

func BenchmarkClassify(b *testing.B) {
	for _, s := range []string{"2001:db8::1", "2a00:1450:4001::1", "fe80::1", "192.0.2.1", "8.8.8.8", "ff02::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2"} {
		a := netip.MustParseAddr(s)
		b.Run(s, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Classify(a)
			}
		})
		b.Run("detail-"+s, func(b *testing.B) {
			b.ReportAllocs()
			var buf [100]byte
			for b.Loop() {
				Classify(a).AppendDetail(buf[:0], a)
			}
		})
	}
}

// BenchmarkClassifyStd asks net/netip what it knows.
func BenchmarkClassifyStd(b *testing.B) {
	a := netip.MustParseAddr("2a00:1450:4001::1")
	for b.Loop() {
		_ = a.IsUnspecified() || a.IsLoopback() || a.IsPrivate() || a.IsLinkLocalUnicast() ||
			a.IsMulticast() || a.IsGlobalUnicast()
	}
}

func BenchmarkLayOut(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		layOut()
	}
}
