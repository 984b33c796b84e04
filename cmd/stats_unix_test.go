//go:build unix

package cmd_test

import (
	"bytes"
	"io"
	"strings"
	"syscall"
	"testing"

	"github.com/hextet/hextet/cmd"
	"github.com/hextet/hextet/internal/cli"
)

// TestStatsInterrupt: Ctrl-C shows what came before it, and says so.
func TestStatsInterrupt(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"stats"}, "2 addresses, 2 distinct  interrupted: what came before\n"},
		{[]string{"stats", "-j", "--fields", "total,partial"}, `{"total":2,"partial":true}` + "\n"},
		{[]string{"stats", "--by", "64"}, "2001:db8::/64\t2\t2\t1\n"},
	} {
		in, pipe := io.Pipe()
		var out, errs bytes.Buffer
		done := make(chan int)
		go func() {
			done <- cmd.Main(c.args, cli.Streams{In: in, Out: &out, Err: &errs, Env: func(string) string { return "C.UTF-8" }})
		}()
		io.WriteString(pipe, "2001:db8::1\n2001:db8::2\n")
		io.WriteString(pipe, "2001:db8") // the lines before are counted once this is read
		if err := syscall.Kill(syscall.Getpid(), syscall.SIGINT); err != nil {
			t.Fatal(err)
		}
		status := <-done
		if !strings.HasPrefix(out.String(), c.want) || status != 2 || errs.String() != "hextet: interrupted: partial result\n" {
			t.Errorf("%q: %q, %q, status %d", c.args, out.String(), errs.String(), status)
		}
		pipe.Close()
	}
}
