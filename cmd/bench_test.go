package cmd

import (
	"bytes"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/hextet/hextet/internal/cli"
)

// BenchmarkCommand runs whole commands over a list of addresses in memory, or over the
// file that HEXTET_BENCH_INPUT names.
func BenchmarkCommand(b *testing.B) {
	input := []byte(strings.Repeat(strings.Join(zoo(), "\n")+"\n", 4))
	if path := os.Getenv("HEXTET_BENCH_INPUT"); path != "" {
		var err error
		if input, err = os.ReadFile(path); err != nil {
			b.Fatal(err)
		}
	}
	for _, c := range []string{
		"expand", "compress", "classify", "classify -j", "classify -o csv", "extract", "extract -j", "subnet info", "subnet info -j",
		"subnet sort", "multicast mac --solicited -j", "embed nat64 --force -j", "convert --to int", "convert --to arpa",
	} {
		b.Run(c, func(b *testing.B) {
			b.ReportAllocs()
			lines := 0
			for b.Loop() {
				s := cli.Streams{In: bytes.NewReader(input), Out: io.Discard, Err: io.Discard, Env: func(string) string { return "" }}
				Main(strings.Fields(c), s)
				lines += bytes.Count(input, []byte{'\n'})
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(lines), "ns/line")
		})
	}
}
