package subnet

import (
	"net"
	"net/netip"
	"testing"
)

func TestMasks(t *testing.T) {
	for n := range 33 {
		p := netip.PrefixFrom(netip.MustParseAddr("192.0.2.1"), n)
		m, w := Mask(p), Wildcard(p)
		if want := net.IP(net.CIDRMask(n, 32)).String(); m.String() != want {
			t.Errorf("Mask(%d) = %v, want %v", n, m, want)
		}
		if got, wild, ok := MaskLength(m); got != n || wild || !ok {
			t.Errorf("MaskLength(%v) = %d, %v, %v", m, got, wild, ok)
		}
		if n == 0 || n == 32 {
			continue // both ways: netmasks
		}
		if got, wild, ok := MaskLength(w); got != n || !wild || !ok {
			t.Errorf("MaskLength(%v) = %d, %v, %v", w, got, wild, ok)
		}
	}
	if Mask(netip.Prefix{}).IsValid() || Wildcard(netip.Prefix{}).IsValid() {
		t.Error("the invalid prefix has a mask")
	}
	for n := range 129 {
		p := netip.PrefixFrom(netip.MustParseAddr("2001:db8::1"), n)
		if want, _ := netip.AddrFromSlice(net.CIDRMask(n, 128)); Mask(p) != want {
			t.Errorf("Mask(%v) = %v, want %v", p, Mask(p), want)
		}
	}
	// All masks of two octets, against the standard library.
	for v := range 1 << 16 {
		a := netip.AddrFrom4([4]byte{255, byte(v >> 8), byte(v), 0})
		want, _ := net.IPMask(a.AsSlice()).Size()
		got, _, ok := MaskLength(a)
		if ok != (want > 0) || ok && got != want {
			t.Fatalf("MaskLength(%v) = %d, %v; want %d", a, got, ok, want)
		}
	}
	for _, s := range []string{"::", "ffff::", "0.255.0.255", "1.0.0.0", "0.0.0.2"} {
		if n, _, ok := MaskLength(netip.MustParseAddr(s)); ok {
			t.Errorf("MaskLength(%s) = %d", s, n)
		}
	}
}
