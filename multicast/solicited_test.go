package multicast

import (
	"fmt"
	"net/netip"
	"testing"

	"github.com/hextet/hextet/internal/ip"
)

// linuxSolicited are groups and link addresses that appeared in ip maddr when
// Linux 6.18 was given the address, and the example of RFC 4291 section 2.7.1.
var linuxSolicited = []struct{ address, group, mac string }{
	{"fd00::abcd:ef01:2345", "ff02::1:ff01:2345", "33:33:ff:01:23:45"},
	{"2001:db8::1:0", "ff02::1:ff01:0", "33:33:ff:01:00:00"},
	{"2001:db8::ff00:0", "ff02::1:ff00:0", "33:33:ff:00:00:00"},
	{"2001:db8::100:0", "ff02::1:ff00:0", "33:33:ff:00:00:00"},
	{"2001:db8:1:2:3:4:5:6", "ff02::1:ff05:6", "33:33:ff:05:00:06"},
	{"fe80::1234:5678:9abc:def0", "ff02::1:ffbc:def0", "33:33:ff:bc:de:f0"},
	{"4037::01:800:200e:8c6c", "ff02::1:ff0e:8c6c", "33:33:ff:0e:8c:6c"},
	{"fe80::200:5eff:fe00:5301%eth0", "ff02::1:ff00:5301%eth0", "33:33:ff:00:53:01"},
}

func TestSolicitedNode(t *testing.T) {
	for _, tt := range linuxSolicited {
		a := netip.MustParseAddr(tt.address)
		g, err := SolicitedNode(a)
		if err != nil || g.String() != tt.group {
			t.Errorf("SolicitedNode(%s) = %v, %v, want %s", tt.address, g, err, tt.group)
			continue
		}
		if text, err := AppendSolicitedNode([]byte("x"), a); string(text) != "x"+tt.group || err != nil {
			t.Errorf("AppendSolicitedNode(%s) = %s, %v", tt.address, text, err)
		}
		if m, err := MAC(g); err != nil || m.String() != tt.mac {
			t.Errorf("MAC(%v) = %v, %v, want %s", g, m, err, tt.mac)
		}
		if !IsSolicitedNode(g) || !InSolicitedNode(g, a) || InSolicitedNode(g, a.Prev()) {
			t.Errorf("%v: membership of %v", g, a)
		}
	}
	for _, text := range []string{"192.0.2.1", "ff02::1", "::", "224.0.0.1"} {
		a := netip.MustParseAddr(text)
		if g, err := SolicitedNode(a); err == nil {
			t.Errorf("SolicitedNode(%s) = %v", text, g)
		}
		if b, err := AppendSolicitedNode(nil, a); err == nil || b != nil {
			t.Errorf("AppendSolicitedNode(%s) = %s, %v", text, b, err)
		}
		if InSolicitedNode(netip.MustParseAddr("ff02::1:ff00:1"), a) {
			t.Errorf("InSolicitedNode(%s)", text)
		}
	}
	if _, err := SolicitedNode(netip.Addr{}); err == nil {
		t.Error("SolicitedNode took the zero Addr")
	}
	for _, text := range []string{"ff02::1:fe00:1", "ff02::1:ff:0", "ff05::1:ff00:1", "ff02::1:1:ff00:1", "ff02:0:0:1::1:ff00:1", "192.0.2.1"} {
		if IsSolicitedNode(netip.MustParseAddr(text)) {
			t.Errorf("IsSolicitedNode(%s)", text)
		}
	}
}

// TestAppendSolicitedNode: the text of every group.
func TestAppendSolicitedNode(t *testing.T) {
	var b []byte
	for low := uint64(0); low < 1<<24; low += 1 + low&0xff<<4 {
		a := ip.Addr6(0x20010db8<<32, 1<<24|low)
		g, _ := SolicitedNode(a)
		if b, _ = AppendSolicitedNode(b[:0], a); string(b) != g.String() {
			t.Fatalf("%v: %s, want %v", a, b, g)
		}
	}
}

func TestNoAllocs(t *testing.T) {
	u, g := netip.MustParseAddr("2001:db8::1"), netip.MustParseAddr("ff7e:140:2001:db8::1")
	buf := make([]byte, 0, 128)
	for _, tt := range []struct {
		name string
		f    func()
	}{
		{"SolicitedNode", func() { SolicitedNode(u) }},
		{"Decode", func() {
			d, _ := Decode(g)
			buf = d.Group.AppendTo(buf[:0])
		}},
		{"Decode4", func() { Decode(netip.AddrFrom4([4]byte{224, 0, 0, 251})) }},
	} {
		if n := testing.AllocsPerRun(100, tt.f); n != 0 {
			t.Errorf("%s: %v allocations", tt.name, n)
		}
	}
}

func ExampleSolicitedNode() {
	g, err := SolicitedNode(netip.MustParseAddr("2001:db8::200:5eff:fe00:5301"))
	if err != nil {
		panic(err)
	}
	mac, err := MAC(g)
	fmt.Println(g, mac, err)
	// Output: ff02::1:ff00:5301 33:33:ff:00:53:01 <nil>
}
