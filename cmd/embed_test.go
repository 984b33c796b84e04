package cmd_test

import (
	"encoding/binary"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"

	"github.com/hextet/hextet/embed4"
	"github.com/hextet/hextet/eui64"
)

// ipv4Lines are n addresses, many of them in ranges that have rules.
func ipv4Lines(n int) string {
	rnd := rand.New(rand.NewPCG(6052, 4380))
	firsts := []byte{0, 10, 100, 127, 169, 172, 192, 198, 203, 224, 255}
	var b []byte
	for range n {
		var v [4]byte
		binary.BigEndian.PutUint32(v[:], rnd.Uint32())
		switch rnd.IntN(4) {
		case 0:
			v[0] = firsts[rnd.IntN(len(firsts))]
		case 1:
			v[rnd.IntN(4)] = 0
		case 2:
			v[rnd.IntN(4)] = 255
		}
		b = append(netip.AddrFrom4(v).AppendTo(b), '\n')
	}
	return string(b)
}

// TestEmbedPaths: a file of lines, NUL-terminated items and records go different
// ways through the program, and to the same place.
func TestEmbedPaths(t *testing.T) {
	in := ipv4Lines(20000)
	for _, command := range []string{
		"embed mapped", "embed compatible", "embed siit", "embed nat64", "embed nat64 --force", "embed nat64 --nat64-prefix 2001:db8::/32",
		"embed nat64 --nat64-prefix 2001:db8:100::/40", "embed nat64 --nat64-prefix 2001:db8:1::/48", "embed nat64 --nat64-prefix 2001:db8:1::/56",
		"embed nat64 --nat64-prefix 2001:db8:1::/64", "embed nat64 --nat64-prefix 2001:db8:1::/96", "embed nat64 --nat64-prefix 64:ff9b:1:fffe::/96",
		"embed 6to4", "embed 6to4 --force", "embed 6to4 --subnet 5 --iid ::1", "embed 6rd --prefix 2001:db8::/32",
		"embed 6rd --prefix 2001:db8::/31 --ipv4-prefix 192.0.0.0/3", "embed teredo --server 8.8.8.8 --port 9 --flags cone",
		"embed isatap", "embed isatap --universal --force", "embed 6over4 --prefix 2001:db8:1:2::/64", "embed ivi --prefix 2001:db8::/32",
		"extract",
	} {
		args := append(strings.Fields(command), "-q")
		src := in
		if command == "extract" {
			for _, m := range []string{"mapped", "6to4 --force", "teredo --server 8.8.8.8 --port 9 --force", "nat64 --force", "isatap --force", "6over4 --force"} {
				more, _, _ := hextet(t, in[:len(in)/8], append(strings.Fields("embed "+m), "-q")...)
				src += more
			}
		}
		want, _, status := hextet(t, src, args...)
		if want == "" {
			t.Errorf("%s: no output, status %d", command, status)
		}
		got, _, s := hextet(t, strings.ReplaceAll(src, "\n", "\x00"), append(args, "-0")...)
		if got = strings.ReplaceAll(got, "\x00", "\n"); got != want || s != status {
			t.Errorf("%s -0: %d bytes, status %d; want %d bytes, status %d", command, len(got), s, len(want), status)
		}
		fields := "output"
		if command == "extract" {
			fields = "address,mechanism,role"
		}
		got, _, s = hextet(t, src, append(args, "--fields", fields)...)
		if got != want || s != status {
			t.Errorf("%s --fields: %d bytes, status %d; want %d bytes, status %d", command, len(got), s, len(want), status)
		}
		got, _, s = hextet(t, strings.ReplaceAll(src, "\n", "\r\n"), args...)
		if got != want || s != status {
			t.Errorf("%s with CR: %d bytes, status %d; want %d bytes, status %d", command, len(got), s, len(want), status)
		}
	}
}

// TestEmbedExtract: what embed makes of any address, extract gives back first.
func TestEmbedExtract(t *testing.T) {
	in := ipv4Lines(20000)
	// In these forms the rest is a word of its own, or no host's address.
	odd := func(mechanism string, v4 netip.Addr) bool {
		switch mechanism {
		case "compatible":
			return v4.Compare(netip.AddrFrom4([4]byte{0, 0, 0, 1})) <= 0
		case "6over4": // it may be no host's address, a port, or spell words
			a, _ := embed4.SixOverFour{Prefix: netip.MustParsePrefix("fe80::/64")}.Encode(v4)
			id, _ := eui64.AnalyzeAddr(a)
			return id.Kind != eui64.KindEmbeddedIPv4
		}
		return false
	}
	for _, tt := range []struct{ embed, extract, role string }{
		{"mapped", "", "address"}, {"compatible", "", "address"}, {"siit", "", "address"}, {"nat64", "", "address"},
		{"nat64 --nat64-prefix 2001:db8::/32", "--nat64-prefix 2001:db8::/32", "address"},
		{"nat64 --nat64-prefix 2001:db8:1::/48", "--nat64-prefix 2001:db8:1::/48", "address"},
		{"nat64 --nat64-prefix 2001:db8:100::/40", "--nat64-prefix 2001:db8:100::/40", "address"},
		{"nat64 --nat64-prefix 2001:db8:1::/56", "--nat64-prefix 2001:db8:1::/56", "address"},
		{"nat64 --nat64-prefix 2001:db8:1::/64", "--nat64-prefix 2001:db8:1::/64", "address"},
		{"nat64 --nat64-prefix 2001:db8:1::/96", "--nat64-prefix 2001:db8:1::/96", "address"},
		{"6to4", "", "router"}, {"6to4 --subnet 77 --iid ::1", "", "router"},
		{"6rd --prefix 2001:db8::/30", "--6rd 2001:db8::/30", "router"},
		{"teredo --server 8.8.8.8 --port 53", "", "client"}, {"isatap", "", "host"}, {"isatap --local --prefix 3fff::/64", "--likely", "host"},
		{"6over4", "--likely", "host"}, {"ivi --prefix 2001:db8::/32", "--ivi 2001:db8::/32", "address"},
	} {
		there, _, _ := hextet(t, in, append(strings.Fields("embed "+tt.embed), "--force")...)
		back, _, _ := hextet(t, there, append(strings.Fields("extract --fields address,role "+tt.extract), "-q")...)
		var got []string
		for line := range strings.Lines(back) {
			if a, role, _ := strings.Cut(strings.TrimSpace(line), "\t"); role == tt.role {
				got = append(got, a)
			}
		}
		i := 0
		for line := range strings.Lines(in) {
			line = strings.TrimSpace(line)
			if odd(strings.Fields(tt.embed)[0], netip.MustParseAddr(line)) {
				continue
			}
			if i >= len(got) || got[i] != line {
				t.Errorf("%s: %s is not there at place %d", tt.embed, line, i)
				break
			}
			i++
		}
	}
}
