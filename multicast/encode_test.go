package multicast

import (
	"fmt"
	"net/netip"
	"testing"
)

func pfx(s string) netip.Prefix { return netip.MustParsePrefix(s) }

func mustAddr(s string) netip.Addr { return netip.MustParseAddr(s) }

func TestFromPrefix(t *testing.T) {
	for _, tt := range []struct {
		source, prefix string
		scope          Scope
		group          uint32
		want           string
	}{
		{"RFC 3306 section 7", "3ffe:ffff:1::/48", SiteLocal, 0, "ff35:30:3ffe:ffff:1::"},
		{"RFC 3306 section 7", "3ffe:ffff:1::/48", Global, 0x1234, "ff3e:30:3ffe:ffff:1::1234"},
		{"shortest", "8000::/1", Global, 1, "ff3e:1:8000::1"},
		{"longest", "2001:db8:1:2::/64", 0xd, 0xfd00_0001, "ff3d:40:2001:db8:1:2:fd00:1"},
		{"bits beyond the length", "2001:db8:ffff::1/32", Global, 1, "ff3e:20:2001:db8::1"},
		{"link-local", "fe80::/64", LinkLocal, 1, "ff32:40:fe80::1"},
	} {
		if a, err := FromPrefix(pfx(tt.prefix), tt.scope, tt.group); err != nil || a.String() != tt.want {
			t.Errorf("%s: FromPrefix(%s, %v, %#x) = %v, %v, want %s", tt.source, tt.prefix, tt.scope, tt.group, a, err, tt.want)
		}
	}
	// RFC 3306 section 7 for every scope: FF3x:0030:3FFE:FFFF:0001::/96.
	for x := Scope(1); x < 15; x++ {
		want := mustAddr(fmt.Sprintf("ff3%x:30:3ffe:ffff:1::", uint8(x)))
		if a, err := FromPrefix(pfx("3ffe:ffff:1::/48"), x, 0); err != nil || a != want {
			t.Errorf("FromPrefix(3ffe:ffff:1::/48, %v, 0) = %v, %v, want %v", x, a, err, want)
		}
	}
	for _, tt := range []struct {
		prefix netip.Prefix
		scope  Scope
	}{
		{netip.Prefix{}, Global},
		{pfx("::/0"), Global}, // would be source-specific
		{pfx("2001:db8::/65"), Global},
		{pfx("192.0.2.0/24"), Global},
		{pfx("ff02::/16"), Global},
		{pfx("fe80::/64"), SiteLocal},
		{pfx("2001:db8::/32"), 0},
		{pfx("2001:db8::/32"), 15},
		{pfx("2001:db8::/32"), 16},
	} {
		if a, err := FromPrefix(tt.prefix, tt.scope, 1); err == nil {
			t.Errorf("FromPrefix(%v, %d) = %v, want an error", tt.prefix, tt.scope, a)
		}
	}
}

// TestFromRPAll has the group prefix of RFC 3956 section 5.2, FF7x:y20:2001:DB8::/64, for
// every scope x and RIID y.
func TestFromRPAll(t *testing.T) {
	for x := Scope(1); x < 15; x++ {
		for y := 1; y < 16; y++ {
			rp := mustAddr(fmt.Sprintf("2001:db8::%x", y))
			want := mustAddr(fmt.Sprintf("ff7%x:%x20:2001:db8::", uint8(x), y))
			a, err := FromRP(rp, 32, x, 0)
			if err != nil || a != want {
				t.Fatalf("FromRP(%v, 32, %v, 0) = %v, %v, want %v", rp, x, a, err, want)
			}
			d, err := Decode(a)
			if err != nil || d.RP != rp || d.Prefix != pfx("2001:db8::/32") || d.Scope != x || int(d.RIID) != y {
				t.Fatalf("Decode(%v) = %+v, %v", a, d, err)
			}
			if !pfx("ff70::/12").Contains(a) {
				t.Fatalf("%v is not in ff70::/12", a)
			}
		}
	}
}

func TestFromRP(t *testing.T) {
	for _, tt := range []struct {
		rp    string
		plen  int
		group uint32
		want  string
	}{
		{"2001:db8:beef::1", 48, 1, "ff7e:130:2001:db8:beef::1"},
		{"2001:db8:beef:feed::7", 64, 0xffff_ffff, "ff7e:740:2001:db8:beef:feed:ffff:ffff"},
		{"2001:db8::1", 33, 0, "ff7e:121:2001:db8::"},
		{"1::1", 16, 0, "ff7e:110:1::"}, // just outside ::/16
	} {
		if a, err := FromRP(mustAddr(tt.rp), tt.plen, Global, tt.group); err != nil || a != mustAddr(tt.want) {
			t.Errorf("FromRP(%s, %d) = %v, %v, want %s", tt.rp, tt.plen, a, err, tt.want)
		}
	}
	for _, tt := range []struct {
		name, rp string
		plen     int
		scope    Scope
	}{
		{"RFC 3956 section 4: link-local", "fe80::1", 64, Global},
		{"RFC 3956 section 4: ::/16", "0:1::1", 64, Global},
		{"RFC 3956 section 4: loopback", "::1", 64, Global},
		{"RFC 3956 section 4: multicast", "ff0e::1", 64, Global},
		{"IPv4", "192.0.2.1", 24, Global},
		{"IPv4-mapped", "::ffff:192.0.2.1", 64, Global},
		{"RIID 0", "2001:db8::10", 64, Global},
		{"more than a RIID", "2001:db8::11", 64, Global},
		{"bits beyond the prefix", "2001:db8:1::1", 32, Global},
		{"prefix too short", "2001:db8::1", 0, Global},
		{"prefix too long", "2001:db8::1", 65, Global},
		{"scope", "2001:db8::1", 32, 0},
		{"scope", "2001:db8::1", 32, 15},
	} {
		if a, err := FromRP(mustAddr(tt.rp), tt.plen, tt.scope, 1); err == nil {
			t.Errorf("%s: FromRP(%s, %d, %v) = %v, want an error", tt.name, tt.rp, tt.plen, tt.scope, a)
		}
	}
}

// TestRanges has RFC 3306 section 6, FF3x::/32, RFC 7371 section 4.1.2,
// ffbx::/32, and RFC 7371 section 3, ff70::/12 and fff0::/12.
func TestRanges(t *testing.T) {
	for s := range Scope(16) {
		want := [2]netip.Prefix{pfx(fmt.Sprintf("ff3%x::/32", uint8(s))), pfx(fmt.Sprintf("ffb%x::/32", uint8(s)))}
		if got := SourceSpecificPrefixes(s); got != want {
			t.Errorf("SourceSpecificPrefixes(%d) = %v, want %v", s, got, want)
		}
	}
}

func TestSourceSpecific(t *testing.T) {
	for _, tt := range []struct {
		scope Scope
		group uint32
		want  string
	}{
		{Global, 0x8000_0001, "ff3e::8000:1"},
		{LinkLocal, 0x4000_0001, "ff32::4000:1"},
		{Global, 0xffff_ffff, "ff3e::ffff:ffff"},
	} {
		a, err := SourceSpecific(tt.scope, tt.group)
		if err != nil || a != mustAddr(tt.want) || !SourceSpecificPrefixes(tt.scope)[0].Contains(a) {
			t.Errorf("SourceSpecific(%v, %#x) = %v, %v, want %s", tt.scope, tt.group, a, err, tt.want)
		}
	}
	for _, group := range []uint32{0, 1, 0x3fff_ffff, 0x4000_0000} {
		if a, err := SourceSpecific(Global, group); err == nil {
			t.Errorf("SourceSpecific(global, %#x) = %v", group, a)
		}
	}
	if a, err := SourceSpecific(0, 0x8000_0000); err == nil {
		t.Errorf("SourceSpecific(0) = %v", a)
	}
}

func TestLinkScoped(t *testing.T) {
	a, err := LinkScoped(0x0200_5eff_fe00_5301, LinkLocal, 0xfd00_0001)
	if err != nil || a != mustAddr("ff32:ff:200:5eff:fe00:5301:fd00:1") {
		t.Errorf("LinkScoped = %v, %v", a, err)
	}
	if a, err := LinkScoped(1, InterfaceLocal, 1); err != nil || a != mustAddr("ff31:ff::1:0:1") {
		t.Errorf("LinkScoped = %v, %v", a, err)
	}
	for _, s := range []Scope{0, RealmLocal, SiteLocal, Global} {
		if a, err := LinkScoped(1, s, 1); err == nil {
			t.Errorf("LinkScoped(%v) = %v", s, a)
		}
	}
}

// TestGLOPAll walks every 16-bit AS number.
func TestGLOPAll(t *testing.T) {
	for as := range uint32(1<<16 + 1) {
		p, err := GLOP(as)
		if as == 0 || as >= 64512 {
			if err == nil {
				t.Fatalf("GLOP(%d) = %v", as, p)
			}
			continue
		}
		if err != nil || p.Bits() != 24 {
			t.Fatalf("GLOP(%d) = %v, %v", as, p, err)
		}
		if d, err := Decode(p.Addr()); err != nil || d.AS != as || d.Kind != KindGLOP {
			t.Fatalf("Decode(%v) = %+v, %v", p.Addr(), d, err)
		}
	}
	// The example of RFC 3180 section 2.
	if p, err := GLOP(5662); err != nil || p != pfx("233.22.30.0/24") {
		t.Errorf("GLOP(5662) = %v, %v", p, err)
	}
}

func TestFromIPv4Prefix(t *testing.T) {
	for _, tt := range []struct {
		prefix string
		group  uint32
		want   string
	}{
		{"198.51.100.0/24", 0, "234.198.51.100"},
		{"203.0.0.0/16", 0x71, "234.203.0.113"},
		{"192.0.0.0/8", 0xffff, "234.192.255.255"},
		{"192.0.2.1/20", 0xf, "234.192.0.15"},
	} {
		if a, err := FromIPv4Prefix(pfx(tt.prefix), tt.group); err != nil || a != mustAddr(tt.want) {
			t.Errorf("FromIPv4Prefix(%s, %#x) = %v, %v, want %s", tt.prefix, tt.group, a, err, tt.want)
		}
	}
	for _, tt := range []struct {
		prefix string
		group  uint32
	}{{"198.51.100.0/24", 1}, {"198.51.0.0/16", 256}, {"198.51.100.0/25", 0}, {"0.0.0.0/0", 1}, {"224.0.0.0/4", 1}, {"2001:db8::/32", 1}} {
		if a, err := FromIPv4Prefix(pfx(tt.prefix), tt.group); err == nil {
			t.Errorf("FromIPv4Prefix(%s, %#x) = %v", tt.prefix, tt.group, a)
		}
	}
	if _, err := FromIPv4Prefix(netip.Prefix{}, 0); err == nil {
		t.Error("FromIPv4Prefix took the zero Prefix")
	}
}

func TestMGID(t *testing.T) {
	for _, tt := range []struct {
		source, group string
		pkey          uint16
		want          string
	}{
		{"RFC 4391 section 4", "224.0.0.2", 0x8000, "ff12:401b:8000::2"},
		{"RFC 4391 section 4", "ff02::2", 0x8000, "ff12:601b:8000::2"},
		{"broadcast", "255.255.255.255", 0xffff, "ff12:401b:ffff::ffff:ffff"},
		{"28 bits", "239.255.255.250", 0xffff, "ff12:401b:ffff::fff:fffa"},
		{"80 bits", "ff02:1:2:3:4:5:6:7", 0xffff, "ff12:601b:ffff:3:4:5:6:7"},
		{"solicited-node", "ff02::1:ff28:cf2a", 0xffff, "ff12:601b:ffff::1:ff28:cf2a"},
		{"limited membership", "ff02::1", 0x0001, "ff12:601b:8001::1"},
	} {
		if a, err := MGID(mustAddr(tt.group), tt.pkey, LinkLocal); err != nil || a != mustAddr(tt.want) {
			t.Errorf("%s: MGID(%s, %#x) = %v, %v, want %s", tt.source, tt.group, tt.pkey, a, err, tt.want)
		}
	}
	for _, text := range []string{"192.0.2.1", "2001:db8::1", "::ffff:224.0.0.1"} {
		if a, err := MGID(mustAddr(text), 0xffff, LinkLocal); err != ErrNotMulticast {
			t.Errorf("MGID(%s) = %v, %v", text, a, err)
		}
	}
	if a, err := MGID(mustAddr("ff02::1"), 0xffff, 0); err == nil {
		t.Errorf("MGID with scope 0 = %v", a)
	}
}

func ExampleFromPrefix() {
	fmt.Println(FromPrefix(netip.MustParsePrefix("2001:db8:1::/48"), OrganizationLocal, 0xfd000001))
	// Output: ff38:30:2001:db8:1:0:fd00:1 <nil>
}

func ExampleFromRP() {
	fmt.Println(FromRP(netip.MustParseAddr("2001:db8:beef:feed::7"), 64, Global, 0x1234))
	// Output: ff7e:740:2001:db8:beef:feed:0:1234 <nil>
}
