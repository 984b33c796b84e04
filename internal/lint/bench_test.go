package lint

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"
)

// accessList is an access list of n lines, all of them right or all of them wrong.
func accessList(n int, wrong bool) []byte {
	r := rand.New(rand.NewPCG(1, 2))
	b := []byte("ipv6 access-list IN\n")
	for range n {
		format := " permit tcp 2a00:%x:%x::/48 any eq 443\n"
		if wrong {
			format = " permit tcp 2A00:%x:%x::5/48 any eq 443\n"
		}
		b = fmt.Appendf(b, format, r.IntN(0xf000)+1, r.IntN(0xf000)+1)
	}
	return b
}

func BenchmarkCheck(b *testing.B) {
	program := bytes.Repeat([]byte("\tif err := f(x, y); err != nil { // std::vector<a::b>, 12:34:56\n"), 10_000)
	for _, bm := range []struct {
		name, file string
		text       []byte
		findings   int
	}{
		{"right", "acl.conf", accessList(10_000, false), 0},
		{"wrong", "acl.conf", accessList(10_000, true), 20_000},
		{"program", "x.go", program, 0},
	} {
		b.Run(bm.name, func(b *testing.B) {
			c := NewChecker(NewConfig())
			b.SetBytes(int64(len(bm.text)))
			b.ReportAllocs()
			for b.Loop() {
				n := 0
				c.Check(Text{Name: bm.file, Bytes: bm.text}, func(*Finding) { n++ })
				if n != bm.findings {
					b.Fatalf("%d findings, want %d", n, bm.findings)
				}
			}
		})
	}
}
