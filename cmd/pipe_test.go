package cmd_test

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"testing"
)

// start runs hextet with pipes for its input and output.
func start(t *testing.T, args ...string) (c *exec.Cmd, in io.WriteCloser, out *bufio.Reader) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c = exec.Command(self)
	c.Args = append([]string{"hextet"}, args...) // TestMain goes by the name
	if in, err = c.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	pipe, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	return c, in, bufio.NewReader(pipe)
}

// TestAnswersAtOnce: an answer never waits for more input than the pipe has given:
// here the next item is only written when the last answer has been read.
func TestAnswersAtOnce(t *testing.T) {
	c, in, out := start(t, "expand")
	for _, item := range []struct{ in, out string }{
		{"::1\n", "0000:0000:0000:0000:0000:0000:0000:0001\n"},
		{"::2\n", "0000:0000:0000:0000:0000:0000:0000:0002\n"},
	} {
		if _, err := io.WriteString(in, item.in); err != nil {
			t.Fatal(err)
		}
		if got, err := out.ReadString('\n'); got != item.out || err != nil {
			t.Fatalf("%q is answered with %q, %v", item.in, got, err)
		}
	}
	in.Close()
	if err := c.Wait(); err != nil {
		t.Error(err)
	}
}

// TestStopsAtOnce: --on-error stop ends although the pipe stays open.
func TestStopsAtOnce(t *testing.T) {
	c, in, _ := start(t, "expand", "--on-error", "stop")
	defer in.Close()
	if _, err := io.WriteString(in, "bad\n"); err != nil {
		t.Fatal(err)
	}
	// Wait would close the pipe.
	state, err := c.Process.Wait()
	if err != nil || state.ExitCode() != 2 {
		t.Errorf("%v, %v", state, err)
	}
}
