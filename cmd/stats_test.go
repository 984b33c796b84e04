package cmd_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hextet/hextet/cmd"
	"github.com/hextet/hextet/internal/cli"
)

// A terminal is what a program has written so far, for others to look at while it runs.
type terminal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (t *terminal) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.Write(b)
}

func (t *terminal) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.String()
}

// TestStatsLive: while a pipe goes on the picture is drawn on the alternate screen; at
// the end it is drawn once more where it stays, with the messages that had to wait.
func TestStatsLive(t *testing.T) {
	for _, by := range []string{"", "--by=64"} {
		in, pipe := io.Pipe()
		var out, errs terminal
		done := make(chan int)
		args := []string{"stats", "--live", "--color=never"}
		if by != "" {
			args = append(args, by)
		}
		go func() {
			done <- cmd.Main(args, cli.Streams{
				In: in, Out: &out, Err: &errs, OutTerminal: true, ErrTerminal: true,
				Env: func(name string) string { return map[string]string{"LANG": "C.UTF-8"}[name] },
			})
		}()
		io.WriteString(pipe, "2001:db8::1\n2001:db8::2\nx\n2001:db8:0:1::1\n")
		for deadline := time.Now().Add(time.Minute); !strings.Contains(out.String(), "3 addresses"); {
			if time.Now().After(deadline) {
				t.Fatalf("%s: no picture came: %q", by, out.String())
			}
			time.Sleep(10 * time.Millisecond)
		}
		if errs.String() != "" {
			t.Errorf("%s: a message in the middle of the picture: %q", by, errs.String())
		}
		pipe.Close()
		status := <-done
		text := out.String()
		live, after, ok := strings.Cut(text, "\x1b[?25h\x1b[?1049l")
		if !ok || !strings.HasPrefix(live, "\x1b[?1049h\x1b[?25l\x1b[H") {
			t.Fatalf("%s: not on the alternate screen, or not back from it: %q", by, text)
		}
		if !strings.Contains(live, "2001:db8::/64") || !strings.Contains(live, " a second") || strings.Contains(after, "\x1b") {
			t.Errorf("%s: %q", by, text)
		}
		want := "3 addresses, 3 distinct\n"
		if by != "" {
			want = "PREFIX             COUNT  DISTINCT  SHARE\n2001:db8::/64      2      2         0.666667\n"
		}
		if !strings.HasPrefix(after, want) {
			t.Errorf("%s: what stays is %q, want %q", by, after, want)
		}
		if status != 2 || errs.String() != "hextet: line 3: \"x\": "+strings.SplitN(errs.String(), ": ", 4)[3] {
			t.Errorf("%s: status %d, messages %q", by, status, errs.String())
		}
	}
}

// TestStatsParallel: many goroutines count as one does.
func TestStatsParallel(t *testing.T) {
	var list strings.Builder
	r := rand.New(rand.NewPCG(18, 18))
	counts := map[netip.Prefix]int{}
	const n = 300_000
	for range n {
		var b [16]byte
		copy(b[:], []byte{0x20, 1, 0xd, 0xb8, 0, 0, byte(r.IntN(3)), byte(r.IntN(256))})
		b[15] = byte(r.IntN(256))
		a := netip.AddrFrom16(b)
		p, _ := a.Prefix(64)
		counts[p]++
		list.WriteString(a.String() + "\n")
	}
	out, errs, status := hextet(t, list.String(), "stats", "--by", "64")
	if errs != "" || status != 0 {
		t.Fatalf("%q, status %d", errs, status)
	}
	last := math.MaxInt
	for line := range strings.Lines(out) {
		var text string
		var count, distinct int
		var share float64
		if _, err := fmt.Sscan(line, &text, &count, &distinct, &share); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		p := netip.MustParsePrefix(text)
		if counts[p] != count || count > last || distinct < 1 || distinct > 256 || math.Abs(share-float64(count)/n) > 1e-6 {
			t.Errorf("%q: counted %d", line, counts[p])
		}
		last = count
		delete(counts, p)
	}
	if len(counts) > 0 {
		t.Errorf("%d prefixes are missing", len(counts))
	}
	out, _, _ = hextet(t, list.String(), "stats", "-j")
	var object struct {
		Total, Distinct int
		Entropy         []float64 `json:"nybble_entropy"`
	}
	if err := json.Unmarshal([]byte(out), &object); err != nil {
		t.Fatal(err)
	}
	if object.Total != n || len(object.Entropy) != 32 || object.Entropy[31] < 0.999 || object.Entropy[0] != 0 {
		t.Errorf("%+v", object)
	}
}
