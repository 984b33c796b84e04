package subnet

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"

	"go4.org/netipx"

	"github.com/hextet/hextet/internal/ip"
)

// linesOf is what AppendLines should write, block by block.
func linesOf(b Blocks) string {
	var out []byte
	for p := range b.All() {
		out = append(b.AppendBlock(out, p), '\n')
	}
	return string(out)
}

func TestLines(t *testing.T) {
	cases := []struct {
		in     string
		length int // -1: addresses
	}{
		{"2001:db8::/48", 64},
		{"2001:db8::/32", 49},
		{"2001:db8::/32", 52},
		{"2001:db8:0:1::/48", 63},
		{"::/0", 16},
		{"::/0", 9},
		{"::/0", 0},
		{"::/12", 28},
		{"64:ff00::/24", 40},
		{"64:ff9b::/64", 81},
		{"64:ff9b::/80", 97},
		{"64:ff9b::/90", 104},
		{"64:ff9b::/96", 112},
		{"::/64", 80},
		{"::/64", 79},
		{"::/80", 96},
		{"::ffff:0:0/80", 97},
		{"::ffff:0:0/96", 112},
		{"::fffe:0:0/93", 108},
		{"2001:db8::/112", -1},
		{"2001:db8:0:0:1::/110", -1},
		{"::/111", -1},
		{"::ffff:192.0.2.0/116", -1},
		{"64:ff9b::192.0.2.0/116", -1},
		{"ffff:ffff:ffff:ffff:ffff:ffff:ffff:0/112", -1},
		{"2001:0:0:1::/96", 112},
		{"2001:0:0:0:1:0:0:0/96", 107},
		{"0.0.0.0/0", 0},
		{"0.0.0.0/0", 8},
		{"0.0.0.0/0", 15},
		{"192.0.2.0/24", 32},
		{"198.51.0.0/16", 25},
		{"10.0.0.0/16", -1},
		{"255.255.255.0/24", -1},
		{"2001:db8::1-2001:db8::1:ffff", -1},
		{"192.0.2.7-192.0.3.9", -1},
		{"2001:db8::1-2001:db8::1", -1},
	}
	for _, c := range cases {
		it, err := Parse(c.in)
		if err != nil {
			t.Fatal(err)
		}
		b := Addresses(it.Range())
		if c.length >= 0 {
			if b, err = Split(it.Range(), c.length); err != nil {
				t.Fatal(err)
			}
		}
		checkLines(t, fmt.Sprintf("%s to %d", c.in, c.length), b)
	}
	for n := range uint64(70) {
		b, err := SplitInto(netip.MustParsePrefix("2001:db8:fff0::/44"), n+1)
		if err != nil {
			t.Fatal(err)
		}
		checkLines(t, fmt.Sprintf("into %d", n+1), b)
	}
	checkLines(t, "nothing", Blocks{})
}

func checkLines(t *testing.T, name string, b Blocks) {
	t.Helper()
	want := linesOf(b)
	for _, size := range []int{0, maxLine, 100, 4096, 1 << 16} {
		var got strings.Builder
		buf := make([]byte, 0, size)
		for rest := b; !rest.Count().IsZero(); {
			buf, rest = rest.AppendLines(buf[:0], '\n')
			if len(buf) == 0 {
				t.Fatalf("%s: AppendLines gave nothing and is not done", name)
			}
			got.Write(buf)
		}
		if got.String() != want {
			g, w := strings.Split(got.String(), "\n"), strings.Split(want, "\n")
			for i := range w {
				if i >= len(g) || g[i] != w[i] {
					t.Fatalf("%s: line %d is not %q (room for %d bytes): %q", name, i, w[i], size, g[i:min(i+3, len(g))])
				}
			}
			t.Fatalf("%s: %d lines, want %d", name, len(g), len(w))
		}
		if more, rest := (Blocks{}).AppendLines(buf[:0], '\n'); len(more) != 0 || rest != (Blocks{}) {
			t.Fatalf("%s: AppendLines of nothing gave %q", name, more)
		}
	}
}

func TestLinesRandom(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 400 {
		length := 1 + rng.IntN(128)
		from := max(0, length-1-rng.IntN(11))
		a := ip.Uint128{Hi: rng.Uint64(), Lo: rng.Uint64()}
		// Zero groups make it interesting.
		for g := range uint(8) {
			if rng.IntN(3) > 0 {
				a = a.AndNot(ip.Uint128{Lo: 0xffff}.Lsh(16 * g))
			}
		}
		r := netipx.RangeOfPrefix(toPrefix(a, width6, from))
		b, err := Split(r, length)
		if err != nil {
			t.Fatal(err)
		}
		checkLines(t, fmt.Sprintf("%v to %d", r, length), b)
	}
}

func TestLinesNoAllocs(t *testing.T) {
	b, _ := Split(mustRange("2001:db8::/32"), 64)
	buf := make([]byte, 0, 4096)
	if n := testing.AllocsPerRun(1000, func() { buf, b = b.AppendLines(buf[:0], '\n') }); n != 0 {
		t.Errorf("AppendLines allocates %v times", n)
	}
}

func benchLines(b *testing.B, blocks Blocks) {
	b.ReportAllocs()
	b.Run("Lines", func(b *testing.B) {
		buf := make([]byte, 0, 1<<16)
		rest := blocks
		for b.Loop() {
			n := 0
			for n < 1<<16 {
				if rest.Count().IsZero() {
					rest = blocks
				}
				before := rest.base
				buf, rest = rest.AppendLines(buf[:0], '\n')
				n += int(rest.base.Sub(before).Rsh(uint(blocks.width - blocks.bits)).Lo)
				io.Discard.Write(buf)
			}
		}
	})
	b.Run("Std", func(b *testing.B) {
		w := bufio.NewWriter(io.Discard)
		free := blocks.width - blocks.bits
		step := ip.Uint128{Lo: 1}.Lsh(uint(free))
		a := blocks.base
		for b.Loop() {
			for range 1 << 16 {
				w.WriteString(toPrefix(a, blocks.width, int(blocks.bits)).String())
				w.WriteByte('\n')
				a = a.Add(step)
			}
		}
	})
}

// Each operation is 65536 lines.
func BenchmarkLinesIPv6(b *testing.B) {
	s, _ := Split(mustRange("2001:db8::/40"), 64)
	benchLines(b, s)
}

func BenchmarkLinesIPv4(b *testing.B) {
	benchLines(b, Addresses(mustRange("10.0.0.0/8")))
}
