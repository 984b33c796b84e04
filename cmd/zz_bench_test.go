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

var sink int

func TestZZ(b *testing.T) {
	src, _ := os.ReadFile(os.Getenv("ZF"))
	src = src[:min(len(src),1<<22)]
	t := new(classifyText)
	dst := make([]byte, 0, 1<<20)
	measure := func(name string, f func(dst, src []byte) ([]byte, int)) {
		var ts []float64
		for range 12 {
			for s := src; len(s) > 64<<10; {
				part := s[:32<<10]
				part = part[:bytes.LastIndexByte(part, '\n')+1]
				lines := bytes.Count(part, []byte{'\n'})
				t0 := time.Now()
				_, n := f(dst, part)
				d := time.Since(t0)
				if n != len(part) {
					b.Fatal(name, n, len(part))
				}
				ts = append(ts, float64(d.Nanoseconds())/float64(lines))
				s = s[n:]
			}
		}
		slices.Sort(ts)
		fmt.Printf("%-12s p5 %.1f  p25 %.1f  p50 %.1f ns/line\n", name, ts[len(ts)/20], ts[len(ts)/4], ts[len(ts)/2])
	}
	for range 1 {
		measure("expand", addr.ExpandLines)
		measure("compress", func(dst, src []byte) ([]byte, int) { return addr.CompressLines(dst, src, addr.MixedAuto) })
		measure("canonical", func(dst, src []byte) ([]byte, int) {
			done := 0
			for done < len(src) {
				out, l, n := addr.CanonicalLine(dst, src[done:], addr.MixedAuto)
				done += n
				dst = out
				sink += l.Bits
			}
			return dst, done
		})
		measure("key", func(dst, src []byte) ([]byte, int) {
			done := 0
			for done < len(src) {
				out, l, n := addr.CanonicalLine(dst, src[done:], addr.MixedAuto)
				done += n
				dst = out
				sink += keyOf(l)
			}
			return dst, done
		})
		measure("key+tail", func(dst, src []byte) ([]byte, int) {
			done := 0
			for done < len(src) {
				out, l, n := addr.CanonicalLine(dst, src[done:], addr.MixedAuto)
				done += n
				key := keyOf(l)
				tail := t.tails[key].Load()
				if tail == nil {
					tail = t.learn(key, l)
				}
				out = slices.Grow(out, tailRoom)
				*(*[tailRoom]byte)(out[len(out):][:tailRoom]) = tail.text
				dst = out[:len(out)+tail.n]
			}
			return dst, done
		})
		measure("all", t.lines)
	}
	_ = classify.MaxKey
}
