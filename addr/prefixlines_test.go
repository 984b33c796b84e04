package addr

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
)

// checkPrefixLines holds PrefixLines against ParseItem, line by line.
func checkPrefixLines(t *testing.T, src []byte) {
	t.Helper()
	rest := src
	taken := PrefixLines(src, func(n Number, length int) {
		line, after, _ := bytes.Cut(rest, []byte{'\n'})
		rest = after
		it, err := ParseItem(strings.TrimSuffix(string(line), "\r"))
		want := it.Prefix()
		if err != nil || it.Zone != "" || want.Addr() != n.Addr() || want.Bits() != length {
			t.Errorf("%q in %q: got %v/%d, want %v, %v", line, src, n.Addr(), length, want, err)
		}
	})
	if taken != len(src)-len(rest) {
		t.Errorf("%q: took %d bytes, called for %d", src, taken, len(src)-len(rest))
	}
	// What it leaves is no plain line.
	line, _, whole := bytes.Cut(rest, []byte{'\n'})
	text := strings.TrimSuffix(string(line), "\r")
	if it, err := ParseItem(text); whole && err == nil && it.Zone == "" && text[0] != '[' && !strings.Contains(text, ".") {
		t.Errorf("%q: stopped before %q", src, line)
	}
}

func TestPrefixLines(t *testing.T) {
	lines := []string{
		"192.0.2.1", "192.0.2.0/24", "0.0.0.0/0", "255.255.255.255/32", "2001:db8::/32", "::/0", "::1/128", "2001:db8:1:2:3:4:5:6/64",
		"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128", "::ffff:192.0.2.1/96", "1:2:3:4:5:6:7::/112", "0000:0000:0000:0000:0000:ffff:255.255.255.255/128",
		"192.0.2.0/33", "192.0.2.0/024", "2001:db8::/129", "2001:db8::/", "2001:db8::/+1", "::/1000", "::/0 ", "fe80::1%eth0", "[::1]", "#", "", "x", "192.0.2.0/255.255.255.0", "::-::1", "1.2.3.4/3x",
	}
	r := rand.New(rand.NewPCG(3, 4))
	for range 20_000 {
		var b []byte
		for range r.IntN(6) {
			b = append(b, lines[r.IntN(len(lines))]...)
			b = append(b, []string{"\n", "\n", "\n", "\r\n", ""}[r.IntN(5)]...)
		}
		checkPrefixLines(t, b)
	}
	if n := testing.AllocsPerRun(100, func() { PrefixLines([]byte("2001:db8::/32\n192.0.2.0/24\n"), func(Number, int) {}) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzPrefixLines(f *testing.F) {
	f.Add([]byte("192.0.2.0/24\n2001:db8::/32\r\n::1\n"))
	f.Fuzz(func(t *testing.T, src []byte) { checkPrefixLines(t, src) })
}
