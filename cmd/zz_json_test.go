package cmd

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/classify"
)

func TestZJ(b *testing.T) {
	src, _ := os.ReadFile(os.Getenv("ZF"))
	src = src[:min(len(src), 1<<22)]
	dst := make([]byte, 0, 1<<20)
	measure := func(name string, f func(dst, src []byte) ([]byte, int)) {
		var ts []float64
		size := 0
		for range 6 {
			for s := src; len(s) > 64<<10; {
				part := s[:32<<10]
				part = part[:bytes.LastIndexByte(part, '\n')+1]
				lines := bytes.Count(part, []byte{'\n'})
				t0 := time.Now()
				out, n := f(dst, part)
				d := time.Since(t0)
				if n != len(part) {
					b.Fatal(name, n, len(part))
				}
				size = len(out) / lines
				ts = append(ts, float64(d.Nanoseconds())/float64(lines))
				s = s[n:]
			}
		}
		slices.Sort(ts)
		fmt.Printf("%-12s p5 %.1f  p25 %.1f  p50 %.1f ns/line %d bytes\n", name, ts[len(ts)/20], ts[len(ts)/4], ts[len(ts)/2], size)
	}
	measure("expand", addr.ExpandLines)
	measure("json", newClassifyJSON(classify.Options{}).lines)
}
