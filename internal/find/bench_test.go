package find

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"regexp"
	"testing"

	"github.com/hextet/hextet/internal/ip"
)

// accessLog writes n lines of a web server's log of about 177 bytes, half of
// them of IPv6 clients.
func accessLog(n int) []byte {
	r := rand.New(rand.NewPCG(1, 0))
	var b bytes.Buffer
	for i := range n {
		var a netip.Addr
		if r.IntN(2) == 0 {
			a = ip.Addr6(0x20010db8<<32|uint64(r.Uint32()), r.Uint64())
		} else {
			a = ip.Addr4(r.Uint32())
		}
		fmt.Fprintf(&b, "%v - - [20/Nov/2026:%02d:%02d:%02d +0000] \"GET /assets/%06x.css HTTP/1.1\" 200 %d \"https://www.example.com/\" \"Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/128.0\"\n",
			a, i/3600%24, i/60%60, i%60, r.IntN(1<<24), r.IntN(100000))
	}
	return b.Bytes()
}

func benchmarkLog(b *testing.B, text []byte, o Options) {
	f := New(o)
	var it Find
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		for at := 0; f.Next(text, at, &it); at = it.End {
		}
	}
}

func BenchmarkAccessLog(b *testing.B)      { benchmarkLog(b, accessLog(10000), Options{}) }
func BenchmarkAccessLogOnly6(b *testing.B) { benchmarkLog(b, accessLog(10000), Options{Family: Only6}) }
func BenchmarkAccessLogForms(b *testing.B) {
	benchmarkLog(b, accessLog(10000), Options{Forms: AllForms})
}

// BenchmarkProse is text without anything like an address.
func BenchmarkProse(b *testing.B) {
	benchmarkLog(b, bytes.Repeat([]byte("The quick brown fox, said 12 times: jumps over the lazy dog. And again, in 3.5 seconds.\n"), 10000), Options{})
}

// BenchmarkAccessLogStd is what a regular expression of the standard library
// takes to find most of it.
func BenchmarkAccessLogStd(b *testing.B) {
	text := accessLog(1000)
	re := regexp.MustCompile(`\b(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{0,4}\b|\b(?:[0-9]{1,3}\.){3}[0-9]{1,3}\b`)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		for at := 0; ; {
			loc := re.FindIndex(text[at:])
			if loc == nil {
				break
			}
			at += loc[1]
		}
	}
}
