package lintrun

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"

	"github.com/hextet/hextet/internal/files"
	"github.com/hextet/hextet/internal/lint"
	"github.com/hextet/hextet/internal/style"
)

// runOn checks files and returns what was written, what was complained of, and what
// came of it.
func runOn(t *testing.T, c Config, inputs ...files.File) (out string, complaints []string, done *Done) {
	t.Helper()
	var b bytes.Buffer
	c.Out = &b
	if c.Check == nil {
		c.Check = lint.NewConfig()
	}
	if c.Format.New == nil {
		c.Format = Text{}.Format()
	}
	if c.Least == 0 {
		c.Least = lint.Warning
	}
	c.Complain = func(name string, err error) { complaints = append(complaints, filepath.Base(name)+": "+err.Error()) }
	done, err := Run(c, slices.Values(inputs))
	if err != nil {
		t.Fatal(err)
	}
	return b.String(), complaints, done
}

func write(t *testing.T, name, text string) files.File {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return files.File{Name: name}
}

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestOrder: what is found should be written in the order of the files, however long each of
// them takes.
func TestOrder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var inputs []files.File
	var want strings.Builder
	add := func(name string, n int) {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "allow 2a07:%x::/48;\n", i%0xf000+1)
			if i%1000 == 0 {
				fmt.Fprintf(&b, "x 2A07::%x\n", i%0xf000+10)
				fmt.Fprintf(&want, "%s:%d:3: warning: 2A07::%x should be written 2a07::%x (RFC 5952) [non-canonical]\n", filepath.Join(dir, name), i+i/1000+2, i%0xf000+10, i%0xf000+10)
			}
		}
		inputs = append(inputs, write(t, filepath.Join(dir, name), b.String()))
	}
	for i := range 20 {
		add(fmt.Sprintf("small%d", i), 10)
	}
	add("large1", 60_000) // several blocks
	add("small", 1)
	add("large2", 100_000)
	for i := range 20 {
		add(fmt.Sprintf("after%d", i), 2000)
	}
	out, complaints, done := runOn(t, Config{}, inputs...)
	if out != want.String() || complaints != nil {
		t.Errorf("got %d bytes, want %d; %q", len(out), want.Len(), complaints)
	}
	if done.Files != len(inputs) || done.Counts[lint.Warning] != strings.Count(out, "\n") || !done.Failed {
		t.Errorf("%+v", done)
	}
}

// TestBlocks: cutting a file into blocks changes nothing of what is found in it, not
// even where a heading or a marker is in the block before.
func TestBlocks(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("# hextet:ignore-file documentation\nacl own {\n")
	for i := range 60_000 {
		switch i % 4 {
		case 0:
			b.WriteString("    2001:db8::/48;\n    2a07:1::5/64;\n")
		case 1:
			b.WriteString("    # hextet:ignore\n    2A07::1;\n")
		case 2:
			b.WriteString("    /* 2A07::2;\n    2A07::3; */ 2A07::4;\n")
		case 3:
			b.WriteString("    2a07:::5;\r\n")
		}
	}
	b.WriteString("} 2A07::6")
	text := b.String()
	f := write(t, filepath.Join(t.TempDir(), "x.conf"), text)
	got, _, _ := runOn(t, Config{}, f)
	var want []byte
	render := Text{}.Format().New()
	all := []byte(text)
	lint.NewChecker(lint.NewConfig()).Check(lint.Text{Name: f.Name, Bytes: all}, func(x *lint.Finding) {
		want = render(want, &f, all, x)
	})
	if len(text) < 2*blockSize || got != string(want) || len(want) == 0 {
		a, b := strings.Split(got, "\n"), strings.Split(string(want), "\n")
		for i := range min(len(a), len(b)) {
			if a[i] != b[i] {
				t.Fatalf("got %s\nwant %s", a[i], b[i])
			}
		}
		t.Errorf("%d findings, want %d", len(a), len(b))
	}
	// A pipe gives what it has.
	piped, _, _ := runOn(t, Config{Stdin: iotest.HalfReader(strings.NewReader(text))}, files.File{Name: f.Name, Stdin: true})
	if piped != got {
		t.Errorf("through a pipe %d bytes, not %d", len(piped), len(got))
	}
}

// TestPipe: what is found in a line should be written before more is waited for.
func TestPipe(t *testing.T) {
	t.Parallel()
	in, feed := io.Pipe()
	seen := make(chan string, 16)
	c := Config{
		Check: lint.NewConfig(), Format: Text{}.Format(), Least: lint.Warning, Stdin: in,
		Out: writer(func(b []byte) { seen <- string(b) }),
	}
	finished := make(chan error, 1)
	go func() {
		_, err := Run(c, slices.Values([]files.File{{Name: "in", Stdin: true}}))
		finished <- err
	}()
	for i := range 3 {
		fmt.Fprintf(feed, "fine ::1\n2A07::%d\n", i)
		want := fmt.Sprintf("in:%d:1: warning: 2A07::%d should be written 2a07::%d (RFC 5952) [non-canonical]\n", 2*i+2, i, i)
		if i == 0 {
			want = "in:2:1: warning: 2A07::0 should be written 2a07:: (RFC 5952) [non-canonical]\n"
		}
		if got := <-seen; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	feed.Close()
	if err := <-finished; err != nil {
		t.Error(err)
	}
}

type writer func(b []byte)

func (w writer) Write(b []byte) (int, error) {
	w(b)
	return len(b), nil
}

func TestInputs(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	binary := write(t, path("binary"), "2A07::1\x00")
	walked := binary
	walked.Walked = true
	long := write(t, path("long"), "2A07::1\n"+strings.Repeat("a", 3*files.MaxLine))
	utf16 := write(t, path("utf16"), "\xff\xfe2\x00A\x000\x007\x00:\x00:\x001\x00\n\x00")
	bom := write(t, path("bom"), "\ufeff2A07::1\n")
	last := write(t, path("last"), "2A07::1")
	empty := write(t, path("empty"), "")
	out, complaints, done := runOn(t, Config{}, binary, walked, files.File{Name: path("nosuch")}, files.File{Name: dir}, utf16, bom, last, empty, long,
		files.File{Name: path("err"), Err: errors.New("broken")})
	var want strings.Builder
	for _, f := range []files.File{utf16, bom, last, long} {
		fmt.Fprintf(&want, "%s:1:1: warning: 2A07::1 should be written 2a07::1 (RFC 5952) [non-canonical]\n", f.Name)
	}
	if out != want.String() {
		t.Errorf("got %s\nwant %s", out, want.String())
	}
	wantComplaints := []string{
		"binary: binary file, not text", "nosuch: " + syscall.ENOENT.Error(), filepath.Base(dir) + ": is a folder (-r checks the files in it)",
		"long: line longer than 4 MiB", "err: broken",
	}
	if !slices.Equal(complaints, wantComplaints) || len(done.Trouble) != len(complaints) {
		t.Errorf("got %q\nwant %q", complaints, wantComplaints)
	}
	// Two gigabytes of nothing are over soon.
	_, complaints, _ = runOn(t, Config{Stdin: &zeros{left: 2 << 30}}, files.File{Name: "in", Stdin: true})
	if !slices.Equal(complaints, []string{"in: binary file, not text"}) {
		t.Errorf("NULs: %q", complaints)
	}
}

// zeros is a reader of NULs.
type zeros struct{ left int64 }

func (z *zeros) Read(b []byte) (int, error) {
	n := int(min(int64(len(b)), z.left))
	clear(b[:n])
	z.left -= int64(n)
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

// TestUnwritten: where the output cannot be written, the run ends with that error.
func TestUnwritten(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var inputs []files.File
	for i := range 100 {
		inputs = append(inputs, write(t, filepath.Join(dir, fmt.Sprint(i)), strings.Repeat("2A07::1\n", 10_000)))
	}
	full := errors.New("full")
	c := Config{Check: lint.NewConfig(), Format: Text{}.Format(), Out: failing{full}}
	if _, err := Run(c, slices.Values(inputs)); err != full {
		t.Errorf("got %v", err)
	}
}

type failing struct{ err error }

func (w failing) Write([]byte) (int, error) { return 0, w.err }

func TestSource(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	f := write(t, filepath.Join(dir, "x.conf"), "\tb é 2A07::1 \x1b[31m\u202e\u009b;\r\n"+strings.Repeat("long ", 20)+"2A07::2"+strings.Repeat(" long", 20))
	out, _, _ := runOn(t, Config{Format: Text{Width: 60}.Format()}, f)
	out = strings.ReplaceAll(out, dir+string(filepath.Separator), "")
	want := "x.conf:1:7: warning: 2A07::1 should be written 2a07::1 (RFC 5952) [non-canonical]\n" +
		"  \tb é 2A07::1 ?[31m??;\n" +
		"  \t    ^~~~~~~\n" +
		"  \t    2a07::1\n" +
		"x.conf:2:101: warning: 2A07::2 should be written 2a07::2 (RFC 5952) [non-canonical]\n" +
		"  ng long long long long long long long long 2A07::2 long lo\n" +
		"                                             ^~~~~~~\n" +
		"                                             2a07::2\n"
	if out != want {
		t.Errorf("got\n%s\nwant\n%s", out, want)
	}
	plain, _, _ := runOn(t, Config{}, f)
	colored, _, _ := runOn(t, Config{Format: Text{Palette: style.New(true)}.Format()}, f)
	if strings.Contains(plain, "\x1b") || !strings.Contains(colored, "\x1b[") {
		t.Errorf("plain %q, colored %q", plain, colored)
	}
}
