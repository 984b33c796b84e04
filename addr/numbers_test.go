package addr

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"
)

// NumberLines yields what ParseItem finds in lines that are an address alone.
func checkNumberLines(t *testing.T, src string) {
	t.Helper()
	at := 0
	for n, end := range NumberLines([]byte(src)) {
		a := n.Addr()
		line := strings.TrimSuffix(strings.TrimSuffix(src[at:end], "\n"), "\r")
		it, err := ParseItem(line)
		if err != nil || it != ItemOf(a) || n.Is4 != a.Is4() || src[end-1] != '\n' {
			t.Fatalf("NumberLines(%q) yields %v for %q (%v)", src, a, src[at:end], err)
		}
		at = end
	}
	if line, _, found := strings.Cut(src[at:], "\n"); found {
		line = strings.TrimSuffix(line, "\r")
		if it, err := ParseItem(line); err == nil && it.Bits < 0 && it.Zone == "" && line[0] != '[' {
			t.Fatalf("NumberLines(%q) stops before %q", src, line)
		}
	}
}

func TestNumberLines(t *testing.T) {
	for _, tt := range itemCases {
		for _, end := range []string{"", "\n", "\r\n", "\r", "\n\n", "\r\r\n", " \n", "\n::1\n", "\n" + strings.Repeat("f", 100) + "\n"} {
			checkNumberLines(t, tt.in+end)
		}
	}
	for _, tt := range itemFaults {
		checkNumberLines(t, tt.in+"\n")
		checkNumberLines(t, "::1\n"+tt.in+"\n"+strings.Repeat("::2\n", 30))
	}
	rnd := rand.New(rand.NewPCG(16, 4))
	var src strings.Builder
	for range 20000 {
		b := randomBytes(rnd)
		a := netip.AddrFrom16(b)
		if rnd.IntN(4) == 0 {
			a = netip.AddrFrom4([4]byte(b[:]))
		}
		switch rnd.IntN(3) {
		case 0:
			src.WriteString(strings.ToUpper(a.StringExpanded()))
		case 1:
			src.WriteString(a.String())
		case 2:
			src.Write(AppendCanonical(nil, ItemOf(a), Mixed(rnd.IntN(3))))
		}
		src.WriteString("\n")
	}
	checkNumberLines(t, src.String())
	n := 0
	for range NumberLines([]byte(src.String())) {
		n++
	}
	if n != 20000 {
		t.Errorf("%d lines, want 20000", n)
	}
	for a, end := range NumberLines([]byte("::1\n::2\n")) {
		if a.Addr() != netip.IPv6Loopback() || end != 4 {
			t.Errorf("%v, %d", a, end)
		}
		break
	}
}

// randomBytes has many zero groups, as addresses do.
func randomBytes(rnd *rand.Rand) (b [16]byte) {
	for i := range b {
		if rnd.IntN(3) > 0 {
			b[i] = byte(rnd.Uint32())
		}
	}
	return b
}

func TestMapQuads(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 2))
	maps := map[string]func(v uint32) (hi, lo uint64){
		"/96":       func(v uint32) (uint64, uint64) { return 0x20010db8_00640000, uint64(v) },
		"wellknown": func(v uint32) (uint64, uint64) { return 0x0064ff9b_00000000, uint64(v) },
		"mapped":    func(v uint32) (uint64, uint64) { return 0, 0xffff_00000000 | uint64(v) },
		"siit":      func(v uint32) (uint64, uint64) { return 0, 0xffff0000_00000000 | uint64(v) },
		"inverted":  func(v uint32) (uint64, uint64) { return 0, 0xffff_00000000 | uint64(^v) },
		"both": func(v uint32) (uint64, uint64) {
			return uint64(v&1) * 0x0064ff9b_00000000, uint64(^v&1)*0xffff_00000000 | uint64(v)
		},
		"top":  func(v uint32) (uint64, uint64) { return uint64(v) << 32, 0 },
		"6to4": func(v uint32) (uint64, uint64) { return 0x2002_0000_0000_0000 | uint64(v)<<16, 0 },
	}
	var src, crlf []byte
	var values []uint32
	for range 5000 {
		b := randomBytes(rnd)
		v4 := [4]byte(b[:4])
		values = append(values, uint32(b[0])<<24|uint32(b[1])<<16|uint32(b[2])<<8|uint32(b[3]))
		src = append(netip.AddrFrom4(v4).AppendTo(src), '\n')
		crlf = append(netip.AddrFrom4(v4).AppendTo(crlf), "\r\n"...)
	}
	for name, f := range maps {
		for _, length := range []int{-1, 48, 96, 128} {
			want := []byte("kept ")
			for _, v := range values {
				hi, lo := f(v)
				want = append(appendText(want, hi, lo, false, Item{Addr: netip.IPv6Unspecified(), Bits: length}, MixedAuto, false), '\n')
			}
			g := func(v uint32) (hi, lo uint64, ok bool) {
				hi, lo = f(v)
				return hi, lo, true
			}
			for _, text := range [][]byte{src, crlf} {
				got, n := MapQuads([]byte("kept "), text, length, g)
				if n != len(text) || !bytes.Equal(got, want) {
					t.Errorf("%s, length %d: %d of %d bytes", name, length, n, len(text))
				}
			}
		}
	}
	g := func(v uint32) (hi, lo uint64, ok bool) { return 0, uint64(v), v != 2 }
	for _, tt := range []struct {
		src string
		n   int
	}{
		{"0.0.0.1\n0.0.0.2\n", 8}, {"0.0.0.3", 0}, {"0.0.0.3\r", 0}, {"", 0}, {"\n", 0}, {"::1\n", 0}, {"0.0.0.3/32\n", 0}, {"0.0.0.3 \n", 0},
		{"0.0.0.03\n", 0}, {"0.0.0.256\n", 0}, {"0.0.0\n", 0}, {"0.0.0.3\n0.0.0.4\n\n", 16}, {"0.0.0.0.1\n", 0},
	} {
		if _, n := MapQuads(nil, []byte(tt.src), -1, g); n != tt.n {
			t.Errorf("MapQuads(%q) took %d bytes, want %d", tt.src, n, tt.n)
		}
	}
	buf := make([]byte, 0, len(src)*4)
	if n := testing.AllocsPerRun(10, func() { MapQuads(buf, src, -1, g) }); n > 0 {
		t.Errorf("MapQuads: %v allocations", n)
	}
	if n := testing.AllocsPerRun(10, func() {
		for range NumberLines(src) {
		}
	}); n > 0 {
		t.Errorf("NumberLines: %v allocations", n)
	}
}

// Every octet in every place is written as netip does.
func TestAppendQuad(t *testing.T) {
	for place := range 4 {
		for o := range 256 {
			b := [4]byte{7, 42, 0, 255}
			b[place] = byte(o)
			want := netip.AddrFrom4(b).String()
			if got := string(AppendQuad([]byte("x "), binary.BigEndian.Uint32(b[:]))); got != "x "+want {
				t.Errorf("AppendQuad gives %q, want %q", got, want)
			}
		}
	}
}
