package ip_test

import (
	"os"
	"testing"

	"github.com/hextet/hextet/internal/ip"
)

// BenchmarkMixed reads and writes the addresses of the file that HEXTET_BENCH_INPUT
// names, which are too many for the processor to learn by heart.
func BenchmarkMixed(b *testing.B) {
	lines, err := os.ReadFile(os.Getenv("HEXTET_BENCH_INPUT"))
	if err != nil {
		b.Skip("HEXTET_BENCH_INPUT is not a file of addresses")
	}
	for _, bench := range []struct {
		name  string
		write func(it *ip.Item, dst []byte) []byte
	}{
		{"scan", func(_ *ip.Item, dst []byte) []byte { return dst }},
		{"full", (*ip.Item).AppendFull},
		{"canonical", func(it *ip.Item, dst []byte) []byte { return it.AppendCanonical(dst, ip.QuadAuto) }},
	} {
		b.Run(bench.name, func(b *testing.B) {
			var it ip.Item
			out := make([]byte, 0, 1<<12)
			n := 0
			for b.Loop() {
				for rest := lines; len(rest) > 0; n++ {
					size := it.ScanLine(rest)
					if size == 0 {
						b.Fatalf("%.40q", rest)
					}
					rest = rest[size:]
					out = bench.write(&it, out[:0])
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(n), "ns/line")
		})
	}
}
