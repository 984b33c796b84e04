package classify

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
)

// checkAnatomy holds parts to the law: every bit once, in order.
func checkAnatomy(t *testing.T, bits int, parts []Part) {
	t.Helper()
	at := 0
	for _, p := range parts {
		if p.First != at || p.Last < p.First || p.Name == "" || p.Kind == PartUnknown && p.Name != "undefined" {
			t.Fatalf("part %+v does not begin at bit %d", p, at)
		}
		for _, b := range p.Bits {
			if b.At < p.First || b.At > p.Last {
				t.Fatalf("bit %+v is outside of %+v", b, p)
			}
		}
		at = p.Last + 1
	}
	if at != bits {
		t.Fatalf("parts end at bit %d of %d: %+v", at, bits, parts)
	}
}

func line(parts []Part) string {
	var b strings.Builder
	for i, p := range parts {
		if i > 0 {
			b.WriteString(" | ")
		}
		fmt.Fprintf(&b, "%d %s %s", p.Last-p.First+1, p.Name, p.Value)
	}
	return b.String()
}

var anatomyTests = []struct{ in, want string }{
	{"2001:0:4136:e378:8000:63bf:3fff:fdd2",
		"32 prefix 2001::/32 | 32 server 65.54.227.120 | 16 flags 8000 | 16 port 40000 | 32 client 192.0.2.45"},
	{"2002:c000:201:7::1", "16 prefix 2002::/16 | 32 router 192.0.2.1 | 16 subnet 0007 | 64 IID 0000000000000001"},
	{"fd12:3456:789a:1:200:5eff:fe00:5301",
		"7 prefix fc00::/7 | 1 L 1 | 40 global ID 123456789a | 16 subnet 0001 | 24 OUI 00:00:5e | 16 ff:fe ff:fe | 24 NIC 00:53:01"},
	{"fe80::5efe:c000:201", "10 prefix fe80::/10 | 54 zero 00000000000000 | 32 ISATAP 00005efe | 32 IPv4 192.0.2.1"},
	{"64:ff9b::192.0.2.33", "96 prefix 64:ff9b::/96 | 32 IPv4 192.0.2.33"},
	{"::ffff:192.0.2.1", "96 prefix ::ffff:0:0/96 | 32 IPv4 192.0.2.1"},
	{"2001:21:1234::5", "28 prefix 2001:20::/28 | 4 OGA ID 1 | 96 hash 123400000000000000000005"},
	{"2001:3f:fe00:1::5", "28 prefix 2001:30::/28 | 14 RAA 16376 | 14 HDA 0 | 8 suite 1 | 64 hash 0000000000000005"},
	{"5f00:1:2::3", "16 prefix 5f00::/16 | 112 SID 0001000200000000000000000003"},
	{"2a00:1450:4001:81b::200e", "12 prefix 2a00::/12 | 52 network 014504001081b | 64 IID 000000000000200e"},
	{"3fff:fff:1:2::", "20 prefix 3fff::/20 | 44 subnet fff00010002 | 64 IID 0000000000000000"},
	{"2001:db8::fdff:ffff:ffff:fffe", "32 prefix 2001:db8::/32 | 32 subnet 00000000 | 57 anycast fdff:ffff:ffff:ff80/57 | 7 anycast ID 126"},
	{"ff02::1:ff28:9c5a", "8 prefix ff00::/8 | 4 flags 0 | 4 scope 2 | 88 solicited-node 00000000000000000001ff | 24 low bits 289c5a"},
	{"ff7e:140:2001:db8:beef:feed::1",
		"8 prefix ff00::/8 | 4 flags 7 | 4 scope e | 4 ff2 0 | 4 RIID 1 | 8 plen 64 | 64 prefix 2001:db8:beef:feed::/64 | 32 group 00000001"},
	{"ff3e::4000:1", "8 prefix ff00::/8 | 4 flags 3 | 4 scope e | 4 ff2 0 | 4 reserved 0 | 8 plen 0 | 64 prefix 0000000000000000 | 32 group 40000001"},
	{"ff02::101", "8 prefix ff00::/8 | 4 flags 0 | 4 scope 2 | 112 group 0x101"},
	{"4000::", "3 prefix 4000::/3 | 125 undefined 00000000000000000000000000000000"},
	{"192.0.2.45", "24 prefix 192.0.2.0/24 | 8 host 45"},
	{"10.1.2.3", "8 prefix 10.0.0.0/8 | 24 host 1.2.3"},
	{"100.65.2.3", "10 prefix 100.64.0.0/10 | 22 host 1.2.3"},
	{"8.8.4.4", "8 block 8 | 24 network and host 8.4.4"},
	{"233.251.240.7", "8 prefix 233.0.0.0/8 | 16 AS 64496 | 8 group 7"},
	{"255.255.255.255", "32 prefix 255.255.255.255/32"},
}

func TestAnatomy(t *testing.T) {
	t.Parallel()
	for _, tt := range anatomyTests {
		a := netip.MustParseAddr(tt.in)
		got := Anatomy(a, Options{})
		if s := line(got); s != tt.want {
			t.Errorf("Anatomy(%s) =\n%s, want\n%s", tt.in, s, tt.want)
		}
		checkAnatomy(t, a.BitLen(), got)
	}
	if got := Anatomy(netip.Addr{}, Options{}); got != nil {
		t.Errorf("Anatomy(zero) = %v, want nil", got)
	}
}

func TestAnatomyCoversAll(t *testing.T) {
	t.Parallel()
	i := 0
	randomAddrs(20_000, func(a netip.Addr) {
		checkAnatomy(t, a.BitLen(), Anatomy(a, Options{}))
		i++
		p, _ := a.Prefix(i % (a.BitLen() + 1))
		checkAnatomy(t, a.BitLen(), AnatomyPrefix(p))
	})
	for _, tt := range classTests {
		a := netip.MustParseAddr(tt.in)
		checkAnatomy(t, a.BitLen(), Anatomy(a, Options{}))
	}
}

func TestAnatomyBits(t *testing.T) {
	t.Parallel()
	parts := Anatomy(netip.MustParseAddr("fe80::5054:ff:fe12:3456"), Options{})
	var u Bit
	for _, p := range parts {
		for _, b := range p.Bits {
			if b.Name == "u" {
				u = b
			}
		}
	}
	// 52:54:00 is a local MAC, so u is clear.
	if u.At != 70 || u.Set || u.Meaning != "local, inverted" {
		t.Errorf("u bit is %+v", u)
	}
}

func TestAnatomyPrefix(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ in, want string }{
		{"fd12:3456:789a::/48", "7 prefix fc00::/7 | 1 L 1 | 40 global ID 123456789a | 80 free "},
		{"2001:db8::/32", "32 prefix 2001:db8::/32 | 96 free "},
		{"2001:db8:1200::/40", "32 prefix 2001:db8::/32 | 8 subnet 12 | 88 free "},
		{"2000::/3", "3 prefix 2000::/3 | 125 free "},
		{"192.0.2.128/25", "24 prefix 192.0.2.0/24 | 1 subnet 128 | 7 free "},
		{"::/0", "128 free "},
	} {
		if s := line(AnatomyPrefix(netip.MustParsePrefix(tt.in))); s != tt.want {
			t.Errorf("AnatomyPrefix(%s) =\n%s, want\n%s", tt.in, s, tt.want)
		}
	}
}
