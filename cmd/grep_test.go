package cmd_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/hextet/hextet/cmd"
	"github.com/hextet/hextet/internal/cli"
)

// TestGrepLogLines: what is found in lines of real logs, through grep -j. The lines
// are those of package find, which names their sources.
func TestGrepLogLines(t *testing.T) {
	file, err := os.Open("../internal/find/testdata/log-lines.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	type find struct {
		Line         int    `json:"line"`
		Start        int    `json:"start"`
		End          int    `json:"end"`
		Text         string `json:"text"`
		Address      string `json:"address"`
		Zone         string `json:"zone,omitempty"`
		PrefixLength *int   `json:"prefix_length,omitempty"`
		Port         *int   `json:"port,omitempty"`
	}
	rows := 0
	in := bufio.NewScanner(file)
	for ; in.Scan(); rows++ {
		var row struct {
			ID, Line, Needs string
			Finds           []struct {
				find
				Bare bool `json:"bare"`
			}
		}
		if err := json.Unmarshal(in.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		args := append([]string{"grep", "--any", "-j"}, strings.Fields(row.Needs)...)
		var want, got []find
		for _, f := range row.Finds {
			if !f.Bare {
				f.find.Line, f.find.Text = 1, row.Line[f.Start:f.End]
				want = append(want, f.find)
			}
		}
		out, errs, status := hextet(t, row.Line+"\n", args...)
		if errs != "" || (status == 0) != (len(want) > 0) {
			t.Errorf("%s: status %d, %q", row.ID, status, errs)
		}
		for line := range strings.Lines(out) {
			var f find
			d := json.NewDecoder(strings.NewReader(line))
			d.DisallowUnknownFields()
			if err := d.Decode(&f); err != nil {
				t.Fatalf("%s: %v in %q", row.ID, err, line)
			}
			got = append(got, f)
		}
		// The rows have addresses as the tools wrote them; ours are RFC 5952 text.
		for i := range want {
			want[i].Address = strings.TrimSpace(canonical(t, want[i].Address))
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %s\n got %s\nwant %s", row.ID, row.Line, show(got), show(want))
		}
	}
	if rows == 0 {
		t.Fatal("no rows")
	}
}

func show(v any) string {
	b, _ := json.Marshal(v)
	return string(b)
}

func canonical(t *testing.T, address string) string {
	t.Helper()
	out, errs, status := hextet(t, "", "compress", address)
	if status != 0 {
		t.Fatal(errs)
	}
	return out
}

// TestGrepAnswersAtOnce: lines of a pipe are answered before more input comes, and
// what needs no more input ends at once.
func TestGrepAnswersAtOnce(t *testing.T) {
	for _, test := range []struct {
		args string
		give string // then nothing more comes
		want string
		ends bool // without the end of the input
	}{
		{"--type link-local", "x\nfe80::1 up\npart", "fe80::1 up\n", false},
		{"-n ::1", "::1\n", "1:::1\n", false},
		{"-A 1 ::1", "::1\nafter\n", "::1\nafter\n", false},
		{"-j --fields line ::1", "\n::1\n", "{\"line\":2}\n", false},
		{"-m 1 ::1", "::1\n", "::1\n", true},
		{"-l ::1", "::1\n", "(standard input)\n", true},
		{"-q ::1", "::1\n", "", true},
	} {
		r, w := io.Pipe()
		out, outW := io.Pipe()
		done := make(chan int, 1)
		go func() {
			done <- cmd.Main(append([]string{"grep"}, strings.Fields(test.args)...), cli.Streams{In: r, Out: outW, Err: io.Discard, Env: func(string) string { return "" }})
			outW.Close()
		}()
		if _, err := io.WriteString(w, test.give); err != nil {
			t.Fatal(err)
		}
		got := make([]byte, len(test.want))
		if _, err := io.ReadFull(out, got); err != nil || string(got) != test.want {
			t.Errorf("%s: got %q, %v, want %q", test.args, got, err, test.want)
		}
		if test.ends {
			if status := <-done; status != 0 {
				t.Errorf("%s: status %d", test.args, status)
			}
		}
		w.Close()
		io.Copy(io.Discard, out)
		if !test.ends {
			if status := <-done; status != 0 {
				t.Errorf("%s: status %d", test.args, status)
			}
		}
	}
}

// TestGrepFolders: folders are walked by name, binary files in them are skipped, and
// names are as they were given.
func TestGrepFolders(t *testing.T) {
	t.Chdir(t.TempDir())
	for name, text := range map[string]string{
		"d/b/2": "::1\n", "d/b/1": "::2\n::1\n", "d/a": "::1", "d/binary": "::1\x00", "d/.hidden": "::1\n", "c": "::1\n",
		"d/late": strings.Repeat("::1\n", 100_000) + "\x00::1\n",
	} {
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	os.Symlink("../c", "d/link")
	for _, test := range []struct{ args, want string }{
		{"-r -l ::1 d", "d/.hidden\nd/a\nd/b/1\nd/b/2\nd/late\n"},
		{"-r -l ::1 d/", "d/.hidden\nd/a\nd/b/1\nd/b/2\nd/late\n"},
		{"-r -l ::1", "c\nd/.hidden\nd/a\nd/b/1\nd/b/2\nd/late\n"},
		{"-r -l ::1 .", "./c\n./d/.hidden\n./d/a\n./d/b/1\n./d/b/2\n./d/late\n"},
		{"-r -n -m1 ::1 d/b c", "d/b/1:2:::1\nd/b/2:1:::1\nc:1:::1\n"},
		{"-r ::1 c", "::1\n"},
		{"-r -h ::1 d/b", "::1\n::1\n"},
		{"-r -L ::2 d/b", "d/b/2\n"},
		{"-r -c ::1 d/b", "d/b/1:1\nd/b/2:1\n"},
		{"-l ::1 d/link", "d/link\n"},
	} {
		if _, err := os.Stat("d/link"); err != nil && strings.Contains(test.args, "link") {
			t.Logf("no symbolic links here: %v", err)
			continue
		}
		out, errs, status := hextet(t, "", append([]string{"grep"}, strings.Fields(test.args)...)...)
		if out = filepath.ToSlash(out); out != test.want || errs != "" || status != 0 {
			t.Errorf("grep %s: status %d, %q, %q, want %q", test.args, status, out, errs, test.want)
		}
	}
	out, errs, status := hextet(t, "", "grep", "::1", "d")
	if out != "" || errs != "hextet: d: is a directory\n" || status != 2 {
		t.Errorf("a folder without -r: status %d, %q, %q", status, out, errs)
	}
}

// TestGrepLarge: what is found does not depend on where blocks end, nor numbers and
// context.
func TestGrepLarge(t *testing.T) {
	var b bytes.Buffer
	for i := range 60_000 {
		fmt.Fprintf(&b, "line %d of %s", i, strings.Repeat("x", i%97))
		if i%1000 == 999 {
			b.WriteString(" 2001:db8::1")
		}
		b.WriteByte('\n')
	}
	name := filepath.Join(t.TempDir(), "log")
	if err := os.WriteFile(name, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, input := range []string{name, "-"} {
		out, errs, status := hextet(t, b.String(), "grep", "-n", "-C", "1", "2001:db8::1", input)
		lines := strings.Split(out, "\n")
		if errs != "" || status != 0 || len(lines) != 60*4-1 {
			t.Fatalf("%s: status %d, %q, %d lines", input, status, errs, len(lines))
		}
		for i := range 60 {
			n := 1000 * (i + 1)
			for j, want := range []string{fmt.Sprintf("%d-line %d of", n-1, n-2), fmt.Sprintf("%d:line %d of", n, n-1), fmt.Sprintf("%d-line %d of", n+1, n), "--"} {
				if at := 4*i + j; n < 60_000 && !strings.HasPrefix(lines[at], want) {
					t.Fatalf("%s: line %d is %q, want %q", input, at, lines[at], want)
				}
			}
		}
		out, _, _ = hextet(t, b.String(), "grep", "-j", "--fields", "line,start", "2001:db8::1", input)
		if !strings.HasPrefix(out, "{\"line\":1000,\"start\":") || strings.Count(out, "\n") != 60 || !strings.Contains(out, "{\"line\":60000,") {
			t.Errorf("%s: records %.200q", input, out)
		}
		if out, _, _ = hextet(t, b.String(), "grep", "-c", "-v", "2001:db8::1", input); out != "59940\n" {
			t.Errorf("%s: -c -v: %q", input, out)
		}
	}
}
