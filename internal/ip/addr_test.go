package ip_test

import (
	"encoding/binary"
	"net/netip"
	"testing"

	"github.com/hextet/hextet/internal/ip"
)

func TestHalves(t *testing.T) {
	for _, s := range []string{"::", "::1", "2001:db8:1:2:3:4:5:6", "fe80::1%eth0", "fe80::1%a-zone-that-is-longer-than-any-buffer-for-it", "::ffff:192.0.2.1"} {
		a := netip.MustParseAddr(s)
		b := a.As16()
		if hi, lo := ip.Halves(a); hi != binary.BigEndian.Uint64(b[:8]) || lo != binary.BigEndian.Uint64(b[8:]) {
			t.Errorf("Halves(%s) = %x, %x", s, hi, lo)
		}
	}
	if hi, lo := ip.Halves(netip.MustParseAddr("192.0.2.1")); hi != 0 || lo != 0xc000_0201 {
		t.Errorf("Halves(192.0.2.1) = %x, %x", hi, lo)
	}
	if hi, lo := ip.Halves(netip.Addr{}); hi|lo != 0 {
		t.Errorf("Halves of the zero Addr = %x, %x", hi, lo)
	}
}

func BenchmarkHalves(b *testing.B) {
	a := netip.MustParseAddr("2001:db8::1")
	b.Run("AppendBinary", func(b *testing.B) {
		for b.Loop() {
			ip.Halves(a)
		}
	})
	b.Run("As16", func(b *testing.B) {
		for b.Loop() {
			x := a.As16()
			_, _ = binary.BigEndian.Uint64(x[:8]), binary.BigEndian.Uint64(x[8:])
		}
	})
}
