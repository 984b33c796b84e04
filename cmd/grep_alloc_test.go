package cmd

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/hextet/hextet/internal/cli"
)

// TestGrepNoAllocsPerLine is TestNoAllocsPerLine for grep.
func TestGrepNoAllocsPerLine(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector allocates")
	}
	const line = "2001:db8::1 - - [20/Nov/2026:10:15:30 +0000] fe80::200:5eff:fe00:5301%eth0 192.0.2.1:80 x\nnothing\n"
	for _, args := range []string{
		"2001:db8::1", "-c 2001:db8::/32", "-o 192.0.2.0/24", "-n -H -v ::1", "--any -j", "-A 1 ::1",
		"--type link-local", "--scope global", "--iid eui64", "--embeds 192.0.2.0/24 -v", "--any -j --fields line,type,scope,iid.mac",
	} {
		allocs := func(times int) float64 {
			text := []byte(strings.Repeat(line, times))
			return testing.AllocsPerRun(1, func() {
				Main(append([]string{"grep"}, strings.Fields(args)...), cli.Streams{
					In: bytes.NewReader(text), Out: io.Discard, Err: io.Discard, Env: func(string) string { return "" },
				})
			})
		}
		if few, many := allocs(100), allocs(2100); many-few > 80 {
			t.Errorf("%s: %v allocations for 200 lines, %v for 4200", args, few, many)
		}
	}
}
