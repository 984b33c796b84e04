package eui64

import (
	"math/rand/v2"
	"net/netip"
	"testing"
)

// TestAppender holds the Appender against netip's text of Address, for every
// pattern of zero groups in prefix and identifier.
func TestAppender(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 64))
	var buf []byte
	group := func(zero bool) uint64 {
		if zero {
			return 0
		}
		return 1 + r.Uint64N(0xffff)>>(4*r.UintN(4))
	}
	for pattern := range 256 {
		for range 100 {
			var g [8]uint64
			for i := range g {
				g[i] = group(pattern>>i&1 != 0)
			}
			if g[0]>>8 == 0xff {
				g[0] = 0x2001
			}
			hi := g[0]<<48 | g[1]<<32 | g[2]<<16 | g[3]
			id := IID(g[4]<<48 | g[5]<<32 | g[6]<<16 | g[7])
			p := netip.PrefixFrom(netip.AddrFrom16(upperHalf(hi)), 64)
			want, err := Address(p, id)
			if err != nil {
				t.Fatal(err)
			}
			w, err := NewAppender(p)
			if err != nil {
				t.Fatal(err)
			}
			// netip knows no mixed notation but that of mapped addresses.
			if hi == 0 || hi == 0x64_ff9b<<32 {
				continue
			}
			if buf = w.Append(buf[:0], id); string(buf) != want.String() {
				t.Fatalf("Append(%v, %v) = %s, want %v", p, id, buf, want)
			}
		}
	}
	for i := range 1 << 16 {
		if d := hexDigits(uint16(i)); d != uint32(lowerHex[i>>12])|uint32(lowerHex[i>>8&15])<<8|uint32(lowerHex[i>>4&15])<<16|uint32(lowerHex[i&15])<<24 {
			t.Fatalf("hexDigits(%#x) = %#x", i, d)
		}
	}
}

// upperHalf returns the octets of an address whose upper half is hi.
func upperHalf(hi uint64) (b [16]byte) {
	for i := range 8 {
		b[i] = byte(hi >> (56 - 8*i))
	}
	return b
}

func TestAppenderMixed(t *testing.T) {
	for _, tt := range []struct {
		prefix string
		id     IID
		want   string
	}{
		{"::/64", 0x0000_ffff_c000_0201, "::ffff:192.0.2.1"},
		{"::/64", 0xffff_0000_c000_0201, "::ffff:0:192.0.2.1"},
		{"64:ff9b::/64", 0xc000_0201, "64:ff9b::192.0.2.1"},
		{"2001:db8::/48", 0x0000_00ff_fe00_5301, "2001:db8::ff:fe00:5301"},
		{"2001:db8:1:2::/64", 0x0000_00ff_fe00_5301, "2001:db8:1:2:0:ff:fe00:5301"},
		{"fe80::/10", 0x0200_5eff_fe00_0000, "fe80::200:5eff:fe00:0"},
		{"2001:db8::ffff:1/48", 1, "2001:db8::1"},
	} {
		w, err := NewAppender(netip.MustParsePrefix(tt.prefix))
		if err != nil {
			t.Fatal(err)
		}
		if got := string(w.Append([]byte("x"), tt.id)); got != "x"+tt.want {
			t.Errorf("%s, %v: %s, want %s", tt.prefix, tt.id, got, tt.want)
		}
	}
	for _, p := range []string{"2001:db8::/65", "ff02::/16", "192.0.2.0/24"} {
		if w, err := NewAppender(netip.MustParsePrefix(p)); err == nil {
			t.Errorf("NewAppender(%s) = %v", p, w)
		}
	}
	w, _ := NewAppender(netip.MustParsePrefix("2001:db8::/64"))
	buf := make([]byte, 0, 64)
	if n := testing.AllocsPerRun(100, func() { buf = w.Append(w.Append(buf[:0], 0x0200_5eff_fe00_5301), 1) }); n != 0 {
		t.Errorf("Append: %v allocations", n)
	}
}

func BenchmarkAppender(b *testing.B) {
	w, _ := NewAppender(netip.MustParsePrefix("2001:db8::/64"))
	buf := make([]byte, 0, 64)
	b.ReportAllocs()
	for b.Loop() {
		buf = w.Append(buf[:0], 0x0200_5eff_fe00_5301)
	}
}

func BenchmarkAppenderStd(b *testing.B) {
	p := netip.MustParsePrefix("2001:db8::/64")
	buf := make([]byte, 0, 64)
	b.ReportAllocs()
	for b.Loop() {
		a, _ := Address(p, 0x0200_5eff_fe00_5301)
		buf = a.AppendTo(buf[:0])
	}
}
