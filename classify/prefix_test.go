package classify

import (
	"math/rand/v2"
	"net/netip"
	"testing"

	"github.com/hextet/hextet/internal/ip"
)

var prefixTests = []struct {
	in     string
	typ    Type
	scope  Scope
	cast   Cast
	detail string
}{
	{"::/128", Unspecified, ScopeNone, CastUnicast, "no address yet"},      // RFC 4291 section 2.4
	{"::1/128", Loopback, ScopeLinkLocal, CastUnicast, "this node itself"}, // RFC 4291 section 2.4
	{"ff00::/8", Multicast, ScopeMixed, CastMulticast, "several scopes"},   // RFC 4291 section 2.4
	{"fe80::/10", LinkLocal, ScopeLinkLocal, CastUnicast, "link-local, only fe80::/64 is in use"},
	{"fe80::/64", LinkLocal, ScopeLinkLocal, CastUnicast, "one link only"},
	{"ff02::/16", Multicast, ScopeLinkLocal, CastMulticast, "link-local scope"},
	{"ff12::/15", Multicast, ScopeMixed, CastMulticast, "transient, several scopes"},
	{"ff3e::/32", Multicast, ScopeGlobal, CastMulticast, "source-specific, global scope"},
	{"ff02::1:ff00:0/104", Multicast, ScopeLinkLocal, CastMulticast, "solicited-node, link-local scope"},
	{"ff02::2:ff00:0/104", Multicast, ScopeLinkLocal, CastMulticast, "Node Information Queries, link-local scope"},
	{"ff70::/12", Multicast, ScopeMixed, CastMulticast, "embedded-rp, several scopes"},
	{"fd12:3456:789a:1:0:5efe::/96", UniqueLocal, ScopeGlobal, CastUnicast, "global ID 123456789a, subnet 0001"},
	{"64:ff9b::7f00:0/104", NAT64, ScopeLinkLocal, CastUnicast, "IPv4 127.0.0.0/8, loopback"},
	{"2001::/23", Mixed, ScopeGlobal, CastUnicast, "teredo, ietf-protocol, port-control-anycast, turn-anycast, " +
		"dns-sd-anycast, benchmarking, amt, as112, orchid, orchid-v2, drone-id"},
	{"2001:1::/126", Mixed, ScopeGlobal, CastUnicast, "ietf-protocol, port-control-anycast, turn-anycast, dns-sd-anycast"},
	{"2001:1::4/126", IETFProtocol, ScopeGlobal, CastUnicast, "IETF protocol assignments"},
	{"2001:0:4136:e378::/64", Teredo, ScopeGlobal, CastUnicast, "Teredo, server 65.54.227.120/32, global-unicast"},
	{"2001:db8::/32", Documentation, ScopeGlobal, CastUnicast, "documentation"},
	{"2001:db8::/31", Mixed, ScopeGlobal, CastUnicast, "documentation, global-unicast"},
	{"2002::/16", SixToFour, ScopeGlobal, CastUnicast, "6to4 of 0.0.0.0/0"},
	{"2002:c000:200::/40", SixToFour, ScopeGlobal, CastUnicast, "6to4 of 192.0.2.0/24, documentation"},
	{"2002:c000:201::/48", SixToFour, ScopeGlobal, CastUnicast, "6to4 of 192.0.2.1/32, documentation"},
	{"2a00::/11", GlobalUnicast, ScopeGlobal, CastUnicast, "allocated to RIPE NCC"},
	{"2400::/11", GlobalUnicast, ScopeGlobal, CastUnicast, "allocated to APNIC"},
	{"2800::/6", GlobalUnicast, ScopeGlobal, CastUnicast, "parts: LACNIC, not allocated, RIPE NCC"},
	{"::ffff:0:0/96", IPv4Mapped, ScopeMixed, CastUnicast, "IPv4 0.0.0.0/0"},
	{"::ffff:10.0.0.0/104", IPv4Mapped, ScopeGlobal, CastUnicast, "IPv4 10.0.0.0/8, private"},
	{"fc00::/7", UniqueLocal, ScopeGlobal, CastUnicast, "unique local"},
	{"fd00::/8", UniqueLocal, ScopeGlobal, CastUnicast, "locally assigned unique local"},
	{"fd12:3456:789a::/48", UniqueLocal, ScopeGlobal, CastUnicast, "global ID 123456789a"},
	{"fd12:3456:789a:1::/64", UniqueLocal, ScopeGlobal, CastUnicast, "global ID 123456789a, subnet 0001"},
	{"fec0::/10", SiteLocal, ScopeSiteLocal, CastUnicast, "site-local, deprecated"},
	{"3ffe::/16", SixBone, ScopeGlobal, CastUnicast, "6bone, returned in 2006, deprecated"},
	{"10.0.0.0/8", Private, ScopeGlobal, CastUnicast, "private, 10.0.0.0/8"},
	{"0.0.0.0/8", Mixed, ScopeMixed, CastUnicast, "unspecified, this-network"},
	{"192.0.0.0/24", Mixed, ScopeGlobal, CastUnicast, "service-continuity, dummy, port-control-anycast, turn-anycast, ietf-protocol, nat64-discovery"},
	{"192.88.99.0/24", SixToFourRelay, ScopeGlobal, CastUnicast, "6to4 relay anycast, deprecated"},
	{"240.0.0.0/4", Mixed, ScopeMixed, CastMixed, "reserved, broadcast"},
	{"224.0.0.0/24", Multicast, ScopeLinkLocal, CastMulticast, "Local Network Control Block, link-local scope"},
	{"224.0.0.0/4", Multicast, ScopeMixed, CastMulticast, "several scopes"},
	{"233.0.0.0/8", Multicast, ScopeGlobal, CastMulticast, "GLOP Block, AD-HOC Block III, global scope"},
	{"8.8.8.0/24", GlobalUnicast, ScopeGlobal, CastUnicast, "legacy block, administered by ARIN"},
}

func TestClassifyPrefix(t *testing.T) {
	t.Parallel()
	for _, tt := range prefixTests {
		p := netip.MustParsePrefix(tt.in)
		c := ClassifyPrefix(p)
		if c.Type != tt.typ || c.Scope != tt.scope || c.Cast != tt.cast {
			t.Errorf("ClassifyPrefix(%s) = %v %v %v, want %v %v %v", tt.in, c.Type, c.Scope, c.Cast, tt.typ, tt.scope, tt.cast)
		}
		if got := string(c.AppendPrefixDetail(nil, p)); got != tt.detail {
			t.Errorf("AppendPrefixDetail(%s) = %q, want %q", tt.in, got, tt.detail)
		}
	}
	if got := ClassifyPrefix(netip.Prefix{}); got != (Class{}) {
		t.Errorf("ClassifyPrefix(zero) = %v", got)
	}
}

// TestClassifyPrefixOracle compares a block with all of its boundary addresses: the
// first, the last, and those beside every table boundary inside.
func TestClassifyPrefixOracle(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 2))
	v6, v4 := layouts()
	mapped := netip.MustParsePrefix("::ffff:0:0/96")
	randomAddrs(2000, func(a netip.Addr) {
		l := v6
		if a.Is4() {
			l = v4
		}
		p, _ := a.Prefix(r.IntN(a.BitLen() + 1))
		got := ClassifyPrefix(p)
		var typ oneOf[Type]
		var scope oneOf[Scope]
		var cast oneOf[Cast]
		see := func(hi, lo uint64) {
			x := ip.Addr6(hi, lo)
			if a.Is4() {
				x = ip.Addr4(uint32(hi >> 32))
			}
			if p.Contains(x) {
				c := Classify(x)
				typ.add(c.Type)
				scope.add(c.Scope)
				cast.add(c.Cast)
			}
		}
		b := blockOf(p)
		see(b.hi, b.lo)
		see(b.last())
		for _, s := range l.starts {
			see(s.hi, s.lo)
		}
		for n := range uint64(256) { // multicast scopes
			see(0xff00<<48|n<<48, 0)
			see(0xe000_0000<<32|n<<40, 0)
			see(0xef00_0000<<32|n<<48, 0)
		}
		for _, s := range v4.starts { // scopes of mapped addresses
			if !p.Overlaps(mapped) {
				break
			}
			see(0, 0xffff_0000_0000|s.hi>>32)
			for n := range uint64(256) {
				see(0, 0xffff_ef00_0000|n<<16)
				see(0, 0xffff_e000_0000|n<<8)
			}
		}
		if got.Type != typ.or(Mixed) || got.Scope != scope.or(ScopeMixed) || got.Cast != cast.or(CastMixed) {
			t.Fatalf("ClassifyPrefix(%v) = %v %v %v, want %v %v %v", p, got.Type, got.Scope, got.Cast,
				typ.or(Mixed), scope.or(ScopeMixed), cast.or(CastMixed))
		}
	})
}
