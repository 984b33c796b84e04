package cmd_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// gnuGrep runs GNU grep in the folder at hand.
func gnuGrep(t *testing.T, input string, args ...string) (out, errs string, status int) {
	t.Helper()
	c := exec.Command("grep", args...)
	c.Env = append(os.Environ(), "LC_ALL=C", "GREP_COLORS=")
	c.Stdin = strings.NewReader(input)
	var o, e bytes.Buffer
	c.Stdout, c.Stderr = &o, &e
	err := c.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return o.String(), e.String(), c.ProcessState.ExitCode()
}

// TestGrepGNU compares with GNU grep, byte for byte, on files of every kind and with
// flags of every combination. The pattern is one that both understand alike.
func TestGrepGNU(t *testing.T) {
	version, err := exec.Command("grep", "--version").Output()
	if err != nil || !bytes.Contains(version, []byte("GNU grep")) {
		t.Skip("no GNU grep here")
	}
	const pattern = "2001:db8::1"
	const seed = 1
	r := rand.New(rand.NewPCG(seed, 0))
	t.Chdir(t.TempDir())
	files := grepFiles(t, r, pattern)
	flags := [][]string{
		{"-c"}, {"-l"}, {"-L"}, {"-v"}, {"-n"}, {"-H"}, {"-h"}, {"-o"}, {"-q"}, {"-z"}, {"-a"}, {"-s"}, {"-r"},
		{"-m", "0"}, {"-m", "1"}, {"-m", "2"}, {"-m3"},
		{"-A", "1"}, {"-A0"}, {"-B", "1"}, {"-B2"}, {"-C", "1"}, {"-C", "3"}, {"--max-count=2"}, {"--after-context", "2"},
		{"--count"}, {"--invert-match"}, {"--line-number"}, {"--with-filename"}, {"--no-filename"}, {"--only-matching"}, {"--quiet"},
		{"--files-with-matches"}, {"--files-without-match"}, {"--null-data"}, {"--text"}, {"--no-messages"}, {"--recursive"}, {"--context=2"}, {"--before-context", "1"},
	}
	n := 500
	if testing.Short() {
		n = 100
	}
	for range n {
		var args []string
		has := func(names ...string) bool {
			return slices.ContainsFunc(args, func(a string) bool {
				return slices.ContainsFunc(names, func(n string) bool { return strings.HasPrefix(a, n) })
			})
		}
		for range r.IntN(4) {
			args = append(args, flags[r.IntN(len(flags))]...)
		}
		switch {
		case has("-o", "--only") && has("-v", "--invert") && has("-A", "-B", "-C", "--after", "--before", "--context"):
			continue // GNU grep prints matches of the context
		case has("-r", "--recursive") && !has("-s", "--no-messages"):
			// Binary files in folders are skipped here, without a message.
		}
		args = append(args, "-e", pattern)
		for range r.IntN(4) {
			args = append(args, files[r.IntN(len(files))])
		}
		if has("-r", "--recursive") {
			args = append(args, "folder") // without binary files
		}
		input := "stdin " + pattern + "\nnothing\n" + pattern + " again"
		wantOut, wantErr, want := gnuGrep(t, input, append([]string{"-F"}, args...)...)
		gotOut, gotErr, got := hextet(t, input, append([]string{"grep"}, args...)...)
		wantErr = strings.ReplaceAll(wantErr, "grep: ", "hextet: ")
		wantErr = strings.ReplaceAll(wantErr, ": No such", ": no such")
		wantErr = strings.ReplaceAll(wantErr, ": Is a", ": is a")
		if gotOut != wantOut || gotErr != wantErr || got != want {
			t.Fatalf("seed %d: grep %q: status %d, GNU grep %d\n got %q\nwant %q\n got %q\nwant %q", seed, args, got, want, gotOut, wantOut, gotErr, wantErr)
		}
	}
}

// grepFiles makes files for TestGrepGNU and returns their names.
func grepFiles(t *testing.T, r *rand.Rand, pattern string) []string {
	t.Helper()
	write := func(name, text string) {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	others := []string{"", "x", "2001:db8:2::2 host", "192.0.2.1 - -", "odd \xff\xfe \x80 bytes", "tab\tand \r", "1.2.3.4.5", ":: std::"}
	lines := func(n int, end string) string {
		var b strings.Builder
		for i := range n {
			switch r.IntN(4) {
			case 0:
				fmt.Fprintf(&b, "line %d %s and [%s]:80", i, pattern, pattern)
			case 1:
				fmt.Fprintf(&b, "%s", pattern)
			default:
				b.WriteString(others[r.IntN(len(others))])
			}
			b.WriteString(end)
		}
		return b.String()
	}
	write("a.log", lines(40, "\n"))
	write("crlf.log", lines(20, "\r\n"))
	write("no-newline.log", strings.TrimSuffix(lines(10, "\n"), "\n")+"\nend "+pattern)
	write("no-newline-2.log", lines(10, "\n")+"end")
	write("empty", "")
	write("newlines", "\n\n\n")
	write("none.log", strings.Repeat("nothing here\n", 5))
	write("null", lines(10, "\x00"))
	write("binary", "first "+pattern+"\nx\x00"+pattern+" y\n"+lines(5, "\n"))
	write("binary-none", "x\x00y\nz\n")
	write("large.log", lines(20_000, "\n"))
	if err := os.MkdirAll("folder/below", 0o700); err != nil {
		t.Fatal(err)
	}
	// One file in each folder: GNU grep does not sort.
	write("folder/below/b.log", lines(30, "\n"))
	return []string{"a.log", "crlf.log", "no-newline.log", "no-newline-2.log", "empty", "newlines", "none.log", "null", "binary", "binary-none", "large.log", "-", "missing", "a.log", "a.log"}
}
