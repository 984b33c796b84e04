package multicast

import (
	"fmt"
	"net/netip"
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
