package multicast

import (
	"encoding/hex"
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"github.com/hextet/hextet/eui64"
)

func TestMAC(t *testing.T) {
	for _, tt := range []struct{ source, group, mac string }{
		// Seen in ip maddr of Linux 6.18 after joining the group.
		{"Linux", "ff05::1:3", "33:33:00:01:00:03"},
		{"Linux", "ff75:140:2001:db8::1:2345", "33:33:00:01:23:45"},
		{"Linux", "ff02::1:2", "33:33:00:01:00:02"},
		{"Linux", "ff08::80:ff00:1", "33:33:ff:00:00:01"},
		{"Linux", "ff05::2", "33:33:00:00:00:02"},
		{"Linux", "ff02::fb", "33:33:00:00:00:fb"},
		{"RFC 3307 section 4.3", "ff02::9", "33:33:00:00:00:09"},
		{"RFC 3307 section 4.3", "ff32::8000:9", "33:33:80:00:00:09"},
		{"no group at all", "ff02::", "33:33:00:00:00:00"},
		{"zone", "ff02::1%eth0", "33:33:00:00:00:01"},
		{"RFC 1112 section 6.4", "224.0.0.1", "01:00:5e:00:00:01"},
		{"the bit that is lost", "224.128.0.1", "01:00:5e:00:00:01"},
		{"the last", "239.255.255.255", "01:00:5e:7f:ff:ff"},
	} {
		g := netip.MustParseAddr(tt.group)
		if m, err := MAC(g); err != nil || m.String() != tt.mac {
			t.Errorf("%s: MAC(%s) = %v, %v, want %s", tt.source, tt.group, m, err, tt.mac)
		}
	}
	for _, text := range []string{"2001:db8::1", "::", "192.0.2.1", "255.255.255.255", "::ffff:224.0.0.1"} {
		if m, err := MAC(netip.MustParseAddr(text)); err != ErrNotMulticast {
			t.Errorf("MAC(%s) = %v, %v", text, m, err)
		}
	}
	if _, err := MAC(netip.Addr{}); err != ErrNotMulticast {
		t.Errorf("MAC of the zero Addr: %v", err)
	}
}

func TestIPv4Groups(t *testing.T) {
	for _, text := range []string{"224.0.0.251", "239.255.255.255", "233.252.0.1"} {
		a := netip.MustParseAddr(text)
		m, err := MAC(a)
		if err != nil {
			t.Fatal(err)
		}
		seq, err := IPv4Groups(m)
		if err != nil {
			t.Fatal(err)
		}
		n, own := 0, false
		var last netip.Addr
		for g := range seq {
			if got, err := MAC(g); err != nil || got != m || last.IsValid() && !last.Less(g) {
				t.Errorf("%v: group %v has the MAC %v, %v", m, g, got, err)
			}
			n, own, last = n+1, own || g == a, g
		}
		if n != 32 || !own {
			t.Errorf("%v: %d groups, %v among them: %v", m, n, a, own)
		}
	}
	for _, text := range []string{"01:00:5e:80:00:00", "00:00:5e:00:00:01", "33:33:00:00:00:01", "00:00:01:00:5e:00:00:01"} {
		if _, err := IPv4Groups(eui64.MustParseMAC(text)); err == nil {
			t.Errorf("IPv4Groups(%s) succeeded", text)
		}
	}
	if _, err := IPv4Groups(eui64.MAC{}); err == nil {
		t.Error("IPv4Groups took the zero MAC")
	}
}

func TestIPv6Group(t *testing.T) {
	for _, tt := range []struct{ mac, want string }{
		{"33:33:00:00:00:fb", "ff02::fb"},
		{"33:33:00:01:00:02", "ff02::1:2"},
		{"33:33:ff:00:53:01", "ff02::1:ff00:5301"},
		{"33:33:80:00:00:01", "ff02::8000:1"},
		{"33:33:00:00:00:00", "ff02::"},
	} {
		m := eui64.MustParseMAC(tt.mac)
		g, err := IPv6Group(m)
		if err != nil || g.String() != tt.want {
			t.Errorf("IPv6Group(%s) = %v, %v, want %s", tt.mac, g, err, tt.want)
		}
		if back, err := MAC(g); err != nil || back != m {
			t.Errorf("MAC(%v) = %v, %v, want %v", g, back, err, m)
		}
	}
	for _, text := range []string{"33:34:00:00:00:01", "01:00:5e:00:00:01", "00:00:33:33:00:00:00:01"} {
		if g, err := IPv6Group(eui64.MustParseMAC(text)); err == nil {
			t.Errorf("IPv6Group(%s) = %v", text, g)
		}
	}
}

func TestShortAddress(t *testing.T) {
	for _, tt := range []struct {
		source, group string
		want          uint16
	}{
		{"all nodes", "ff02::1", 0x8001},
		{"5 bits of octet 15, all of octet 16", "ff02::1:ffff:ffff", 0x9fff},
		{"bits 0 to 2 of octet 15 are lost", "ff05::e0fb", 0x80fb},
		{"bit 3 of octet 15 is the first", "ff02::1000", 0x9000},
		{"octet 14 is lost", "ff02::1:ff01:53ab", 0x93ab},
		{"zone", "ff02::2%wpan0", 0x8002},
	} {
		if a, err := ShortAddress(netip.MustParseAddr(tt.group)); err != nil || a != tt.want {
			t.Errorf("%s: ShortAddress(%s) = %#x, %v, want %#x", tt.source, tt.group, a, err, tt.want)
		}
	}
	for _, text := range []string{"2001:db8::1", "192.0.2.1", "::ffff:224.0.0.1"} {
		if a, err := ShortAddress(netip.MustParseAddr(text)); err != ErrNotMulticast {
			t.Errorf("ShortAddress(%s) = %#x, %v", text, a, err)
		}
	}
	if a, err := ShortAddress(netip.MustParseAddr("224.0.0.1")); err == nil || err == ErrNotMulticast {
		t.Errorf("ShortAddress(224.0.0.1) = %#x, %v", a, err)
	}
}

func TestInfiniBandAddress(t *testing.T) {
	for _, tt := range []struct {
		source, group string
		pkey          uint16
		scope         Scope
		want          string
	}{
		{"RFC 4391 section 4", "224.0.0.2", 0x8000, LinkLocal, "00ffffff ff12401b8000000000000000 00000002"},
		{"RFC 4391 section 4", "ff02::2", 0x8000, LinkLocal, "00ffffff ff12601b8000000000000000 00000002"},
		{"the scope of the partition, not of the group", "ff0e::101", 0xffff, SiteLocal, "00ffffff ff15601bffff000000000000 00000101"},
		{"solicited-node", "ff02::1:ff28:cf2a", 0xffff, LinkLocal, "00ffffff ff12601bffff000000000001 ff28cf2a"},
	} {
		want := strings.ReplaceAll(tt.want, " ", "")
		b, err := InfiniBandAddress(netip.MustParseAddr(tt.group), tt.pkey, tt.scope)
		if err != nil || hex.EncodeToString(b[:]) != want {
			t.Errorf("%s: InfiniBandAddress(%s, %#x, %v) = %x, %v, want %s", tt.source, tt.group, tt.pkey, tt.scope, b, err, want)
		}
	}
	if b, err := InfiniBandAddress(netip.MustParseAddr("192.0.2.1"), 0xffff, LinkLocal); err != ErrNotMulticast {
		t.Errorf("InfiniBandAddress(192.0.2.1) = %x, %v", b, err)
	}
}

func ExampleIPv4Groups() {
	groups, err := IPv4Groups(eui64.MustParseMAC("01:00:5e:00:00:fb"))
	if err != nil {
		panic(err)
	}
	n := 0
	for g := range groups {
		if n++; n <= 3 {
			fmt.Println(g)
		}
	}
	fmt.Println(n)
	// Output:
	// 224.0.0.251
	// 224.128.0.251
	// 225.0.0.251
	// 32
}
