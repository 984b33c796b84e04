package grep

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"net/netip"
	"testing"

	"github.com/hextet/hextet/internal/files"
	"github.com/hextet/hextet/internal/find"
	"github.com/hextet/hextet/internal/ip"
)

// accessLog writes n lines of a web server's log of 177 bytes, half of them of IPv6
// clients in 2001:db8::/32.
func accessLog(n int) []byte {
	r := rand.New(rand.NewPCG(1, 0))
	var b bytes.Buffer
	for i := range n {
		var a netip.Addr
		if r.IntN(2) == 0 {
			a = ip.Addr6(0x20010db8<<32|uint64(r.Uint32()), r.Uint64()>>(r.IntN(2)*48))
		} else {
			a = ip.Addr4(r.Uint32())
		}
		start := b.Len()
		fmt.Fprintf(&b, "%v - - [20/Nov/2026:%02d:%02d:%02d +0000] \"GET /assets/%06x.css HTTP/1.1\" 200 %d \"https://www.example.com/\" \"Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0",
			a, i/3600%24, i/60%60, i%60, r.IntN(1<<24), r.IntN(100000))
		for b.Len() < start+175 {
			b.WriteByte(' ')
		}
		b.Truncate(start + 175)
		b.WriteString("\"\n")
	}
	return b.Bytes()
}

func benchmarkGrep(b *testing.B, o Options, patterns ...string) {
	text := accessLog(100_000)
	var c Criteria
	for _, p := range patterns {
		if err := c.Patterns.Add(p, ""); err != nil {
			b.Fatal(err)
		}
	}
	o.Max = -1
	q := NewQuery(c)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		in := bytes.NewReader(text)
		status, err := Run(Config{Options: o, Query: q, Stdin: in, Out: io.Discard, Workers: 1, Find: find.Options{}}, files.Named(nil, files.Options{}))
		if err != nil || status != 0 {
			b.Fatal(status, err)
		}
	}
}

func BenchmarkCount(b *testing.B) {
	benchmarkGrep(b, Options{Mode: Counts}, "2001:db8:1000::/36")
}

func BenchmarkLines(b *testing.B) {
	benchmarkGrep(b, Options{}, "2001:db8:1000::/36")
}

func BenchmarkMatches(b *testing.B) {
	benchmarkGrep(b, Options{Mode: Matches}, "2001:db8:1000::/36", "192.0.2.0/24")
}

func BenchmarkThousands(b *testing.B) {
	r := rand.New(rand.NewPCG(2, 0))
	patterns := []string{"2001:db8:1000::/36"}
	for range 200_000 {
		patterns = append(patterns, fmt.Sprintf("2001:db8:%x:%x::/64", r.IntN(1<<16), r.IntN(1<<16)))
	}
	benchmarkGrep(b, Options{Mode: Counts}, patterns...)
}

// BenchmarkLoad reads 200,000 patterns and makes their query.
func BenchmarkLoad(b *testing.B) {
	r := rand.New(rand.NewPCG(2, 0))
	var text bytes.Buffer
	for range 200_000 {
		fmt.Fprintf(&text, "2001:db8:%x:%x::/64 AS%d\n", r.IntN(1<<16), r.IntN(1<<16), r.IntN(100_000))
	}
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		var c Criteria
		if err := c.Patterns.Read(bytes.NewReader(text.Bytes())); err != nil {
			b.Fatal(err)
		}
		NewQuery(c)
	}
}
