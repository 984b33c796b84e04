package cmd_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hextet/hextet/cmd"
	"github.com/hextet/hextet/internal/cli"
)

// TestLintTerminal: a terminal shows the line with a caret and what to write, in
// color where that is wanted, and a summary; nothing in the file drives it.
func TestLintTerminal(t *testing.T) {
	name := filepath.Join(t.TempDir(), "x.conf")
	if err := os.WriteFile(name, []byte("allow\t2A07:0::1/32; \x1b[31m\n::1 fd00::1\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	run := func(args ...string) (out, errs string) {
		var o, e bytes.Buffer
		cmd.Main(append(append([]string{"lint"}, args...), name), cli.Streams{
			In: strings.NewReader(""), Out: &o, Err: &e, OutTerminal: true, ErrTerminal: true,
			Env: func(name string) string { return map[string]string{"LANG": "C.UTF-8", "TERM": "xterm"}[name] },
		})
		return strings.ReplaceAll(o.String(), name, "x.conf"), e.String()
	}
	out, errs := run("--color", "never")
	want := `x.conf:1:7: warning: 2A07:0::1/32 should be written 2a07::1/32 (RFC 5952) [non-canonical]
  allow	2A07:0::1/32; ?[31m
       	^~~~~~~~~~~~
       	2a07::/32
x.conf:1:7: warning: 2A07:0::1/32 has host bits set; the network is 2a07::/32 [host-bits]
  allow	2A07:0::1/32; ?[31m
       	^~~~~~~~~~~~
       	2a07::/32
x.conf:2:5: note: fd00::1: the global ID is zero, not random (RFC 4193 section 3.2.1) [ula-pattern]
  ::1 fd00::1
      ^~~~~~~
`
	if out != want {
		t.Errorf("got\n%s\nwant\n%s", out, want)
	}
	if want := "hextet: 2 warnings, 1 note in 1 file; --fix can fix 2\n"; errs != want {
		t.Errorf("got %q, want %q", errs, want)
	}
	colored, errs := run()
	if !strings.Contains(colored, "\x1b[") || strings.Contains(colored, "\x1b[31m\n::1") || !strings.Contains(errs, "\x1b[1m") {
		t.Errorf("%q, %q", colored, errs)
	}
}
