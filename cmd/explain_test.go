package cmd_test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"os"
	"strings"
	"testing"
	"unicode/utf8"
)

// cardLines judges the text of explain: no line is wider than a terminal of 80
// columns, nothing drives it, no blanks stand at an end.
func cardLines(t *testing.T, out string) {
	t.Helper()
	for line := range strings.Lines(out) {
		line = strings.TrimSuffix(line, "\n")
		if n := utf8.RuneCountInString(line); n > 80 {
			t.Fatalf("%d columns: %q", n, line)
		}
		if strings.TrimRight(line, " ") != line {
			t.Fatalf("blanks at the end: %q", line)
		}
		if strings.ContainsFunc(line, func(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 }) {
			t.Fatalf("control character: %q", line)
		}
	}
}

// TestCardsOfAll explains random addresses, prefixes and MACs of every kind.
func TestCardsOfAll(t *testing.T) {
	t.Parallel()
	const seed = 20260802
	n := 20_000
	if testing.Short() {
		n = 2_000
	}
	r := rand.New(rand.NewPCG(seed, 2))
	heads := []uint64{
		0, 0xffff << 32, 0x0064ff9b << 32, 0x0064ff9b0001 << 16, 0x0100 << 48, 0x20010000 << 32, 0x2001 << 48,
		0x20010010 << 32, 0x20010020 << 32, 0x20010030 << 32, 0x20010db8 << 32, 0x2002 << 48, 0x3ffe << 48, 0x3fff << 48, 0x5f00 << 48,
		0xfc00 << 48, 0xfd00 << 48, 0xfe80 << 48, 0xfec0 << 48, 0xff02 << 48, 0xff3e << 48, 0xff7e << 48, 0x2600 << 48,
	}
	var in strings.Builder
	for i := range n {
		head := heads[i%len(heads)] | r.Uint64()>>(8+r.IntN(56))
		low := r.Uint64() >> r.IntN(64)
		var b [16]byte
		for k := range 8 {
			b[k], b[8+k] = byte(head>>(56-8*k)), byte(low>>(56-8*k))
		}
		a := netip.AddrFrom16(b)
		switch r.IntN(6) {
		case 0:
			fmt.Fprintf(&in, "%v/%d\n", a, r.IntN(129))
		case 1:
			fmt.Fprintln(&in, netip.AddrFrom4([4]byte(b[r.IntN(13):])))
		case 2:
			fmt.Fprintf(&in, "%v/%d\n", netip.AddrFrom4([4]byte(b[r.IntN(13):])), r.IntN(33))
		case 3:
			m := b[r.IntN(9):]
			fmt.Fprintf(&in, "%02x:%02x:%02x:%02x:%02x:%02x\n", m[0], m[1], m[2], m[3], m[4], m[5])
		case 4:
			if a.Is4In6() {
				break
			}
			fmt.Fprintf(&in, "%v%%eth%d\n", a, r.IntN(9))
		default:
			fmt.Fprintln(&in, a)
		}
	}
	items := strings.Count(in.String(), "\n")
	out, errs, status := hextet(t, in.String(), "explain")
	if status != 0 || errs != "" {
		t.Fatalf("seed %d: status %d, %.500s", seed, status, errs)
	}
	cardLines(t, out)
	records, errs, status := hextet(t, in.String(), "explain", "-j")
	if status != 0 || strings.Count(records, "\n") != items {
		t.Errorf("seed %d: %d records for %d items, status %d, %.500s", seed, strings.Count(records, "\n"), items, status, errs)
	}
}

// FuzzExplain: whatever is explained, the card holds its lines.
func FuzzExplain(f *testing.F) {
	for _, s := range []string{
		"2001:0:4136:e378:8000:63bf:3fff:fdd2", "fe80::200:5eff:fe00:5301%eth0", "fd12::/7", "10.1.2.3/21", "00:00:5e:00:53:01",
		"20010db8000000000000000000000001", "00-00-5e-00-53-0g", "fe80::1%ätherische-lange-zone-die-nicht-endet-und-noch-weiter-geht-als-man-denkt", "::/1", "ff7f::/126", "",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, item string) {
		if strings.ContainsAny(item, "\x00\n") || len(item) > 1000 {
			return
		}
		out, errs, status := hextet(t, item+"\x00", "-0", "explain")
		if status != 0 && status != 2 || status == 2 && errs == "" {
			t.Errorf("%q: status %d, %q", item, status, errs)
		}
		cardLines(t, strings.TrimSuffix(out, "\x00"))
	})
}

// BenchmarkExplain is what a card costs.
func BenchmarkExplain(b *testing.B) {
	in := strings.Repeat("2001:0:4136:e378:8000:63bf:3fff:fdd2\n", 1000)
	for b.Loop() {
		hextet(b, in, "explain")
	}
}

// TestPictures: the pictures in README are what explain draws, and no larger than
// promised.
func TestPictures(t *testing.T) {
	t.Parallel()
	for name, args := range map[string][]string{
		"teredo":     {"2001:0:4136:e378:8000:63bf:3fff:fdd2"},
		"link-local": {"fe80::200:5eff:fe00:5301"},
		"diff":       {"--diff", "2001:db8:1:2::53", "2001:db8:1:3::53"},
	} {
		path := "../docs/cards/" + name + ".svg"
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		args = append([]string{"explain", "-o", "svg"}, args...)
		got, errs, status := hextet(t, "", args...)
		if status != 0 || errs != "" {
			t.Fatalf("%v: status %d, %s", args, status, errs)
		}
		if got != string(want) {
			t.Errorf("%s is stale: hextet %s > %s", path, strings.Join(args, " "), path)
		}
		if len(got) > 20_000 {
			t.Errorf("%s has %d bytes", path, len(got))
		}
	}
}
