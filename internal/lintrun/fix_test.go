package lintrun

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/hextet/hextet/internal/files"
	"github.com/hextet/hextet/internal/lint"
)

func TestFix(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	const before = "\ufeffallow 2A07:0::1/48;\r\nserver 2001:db8:::1\r\n\tx 2001:DB8::1 y"
	const after = "\ufeffallow 2a07::/48;\r\nserver 2001:db8:::1\r\n\tx 2001:db8::1 y"
	f := write(t, path("x.conf"), before)
	if err := os.Chmod(f.Name, 0o750); err != nil {
		t.Fatal(err)
	}
	clean := write(t, path("clean"), "2a07::1\n")
	old := time.Now().Add(-time.Hour).Truncate(time.Second)
	os.Chtimes(clean.Name, old, old)
	left := f.Name + `:2:8: error: invalid address 2001:db8:::1: three colons in a row [malformed]` + "\n" +
		f.Name + ":3:4: warning: 2001:db8::1 is a documentation address, not for real traffic (RFC 3849) [documentation]\n"
	for i := range 2 {
		out, complaints, done := runOn(t, Config{Mode: Fix}, f, clean)
		if got := read(t, f.Name); got != after {
			t.Fatalf("got %q, want %q", got, after)
		}
		if out != left || complaints != nil {
			t.Errorf("got %s, %q\nwant %s", out, complaints, left)
		}
		want := &Done{Fixed: 3, Changed: 1}
		if i > 0 {
			want = &Done{}
		}
		if done.Fixed != want.Fixed || done.Changed != want.Changed || done.Fixable != 0 || !done.Failed {
			t.Errorf("%+v", done)
		}
	}
	st, err := os.Stat(f.Name)
	if err != nil || runtime.GOOS != "windows" && st.Mode() != 0o750 {
		t.Errorf("mode %v, %v", st.Mode(), err)
	}
	if st, _ := os.Stat(clean.Name); !st.ModTime().Equal(old) {
		t.Error("a file without faults was written")
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 2 {
		t.Errorf("%v is left", entries)
	}
}

// TestFixLink: what a link points to is put right, and the link stays.
func TestFixLink(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	os.Mkdir(filepath.Join(dir, "real"), 0o777)
	f := write(t, filepath.Join(dir, "real", "x"), "2A07::1\n")
	link := filepath.Join(dir, "link")
	os.Symlink(filepath.Join("real", "x"), link)
	if _, err := os.Readlink(link); err != nil {
		t.Skipf("no symbolic links here: %v", err)
	}
	runOn(t, Config{Mode: Fix}, files.File{Name: link})
	if to, err := os.Readlink(link); err != nil || read(t, f.Name) != "2a07::1\n" {
		t.Errorf("link to %q, %v", to, err)
	}
}

// TestFixRefused: what cannot be rewritten is left as it is, and its faults are told.
func TestFixRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	text := "\xff\xfe2\x00A\x000\x007\x00:\x00:\x001\x00"
	f := write(t, filepath.Join(dir, "x"), text)
	out, complaints, done := runOn(t, Config{Mode: Fix}, f)
	if read(t, f.Name) != text || !strings.Contains(out, "2A07::1") || done.Fixed != 0 ||
		len(complaints) != 1 || complaints[0] != "x: UTF-16: not rewritten" {
		t.Errorf("%q, %q, %+v", out, complaints, done)
	}
}

// TestChanged: a file that has another text by now is not overwritten.
func TestChanged(t *testing.T) {
	t.Parallel()
	f := write(t, filepath.Join(t.TempDir(), "x"), "new\n")
	if err := replace(f.Name, "", []byte("old\n"), []byte("fixed\n")); err != ErrChanged || read(t, f.Name) != "new\n" {
		t.Errorf("%v, %q", err, read(t, f.Name))
	}
	if entries, _ := os.ReadDir(filepath.Dir(f.Name)); len(entries) != 1 {
		t.Errorf("%v is left", entries)
	}
}

func TestOwner(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" || os.Geteuid() != 0 {
		t.Skip("only root can give files away")
	}
	f := write(t, filepath.Join(t.TempDir(), "x"), "2A07::1\n")
	if err := os.Chown(f.Name, 1, 2); err != nil {
		t.Skip(err)
	}
	os.Chmod(f.Name, 0o4711)
	before, _ := os.Stat(f.Name)
	runOn(t, Config{Mode: Fix}, f)
	after, err := os.Stat(f.Name)
	if err != nil || owner(before) != owner(after) || owner(after) != [2]uint32{1, 2} || before.Mode() != after.Mode() {
		t.Errorf("%v %v, before %v %v; %v", owner(after), after.Mode(), owner(before), before.Mode(), err)
	}
}

// TestDiff: patch makes of a file what --fix would.
func TestDiff(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var b strings.Builder
	for i := range 40 {
		switch i {
		case 0, 9, 10, 17, 30, 39:
			b.WriteString("allow 2A07:0::1/48;")
		default:
			b.WriteString("fine ::1")
		}
		if i < 39 {
			b.WriteByte('\n')
		}
	}
	before := b.String()
	f := write(t, filepath.Join(dir, "x"), before)
	diff, _, done := runOn(t, Config{Mode: Diff, Format: SARIF{}.Format()}, f)
	if read(t, f.Name) != before || done.Fixed != 12 || done.Counts[lint.Warning] != 12 || !done.Failed {
		t.Errorf("%+v, %q", done, read(t, f.Name))
	}
	if !strings.HasPrefix(diff, "--- "+f.Name+"\n+++ "+f.Name+"\n@@ -1,4 +1,4 @@\n-allow 2A07:0::1/48;\n+allow 2a07::/48;\n fine ::1\n") ||
		!strings.HasSuffix(diff, "\n\\ No newline at end of file\n") || strings.Count(diff, "@@ -") != 5 {
		t.Errorf("%s", diff)
	}
	if _, err := exec.LookPath("patch"); err != nil {
		t.Skip("no patch on this machine")
	}
	c := exec.Command("patch", "-p0", f.Name)
	c.Stdin = strings.NewReader(diff)
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	patched := read(t, f.Name)
	write(t, f.Name, before)
	runOn(t, Config{Mode: Fix}, f)
	if fixed := read(t, f.Name); patched != fixed {
		t.Errorf("patched %q, fixed %q", patched, fixed)
	}
	if diff, _, _ := runOn(t, Config{Mode: Diff}, f); diff != "" {
		t.Errorf("of a clean file: %q", diff)
	}
}
