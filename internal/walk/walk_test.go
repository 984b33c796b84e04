package walk

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// tree writes files, by name, in a new folder and returns it.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	top := t.TempDir()
	for name, text := range files {
		path := filepath.Join(top, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return top
}

// names returns the names of the files in folder, without it and with "/".
func names(t *testing.T, folder string, o Options) (list []string) {
	t.Helper()
	for f := range Files(folder, o) {
		if f.Err != nil {
			t.Errorf("%s: %v", f.Name, f.Err)
		}
		rel, err := filepath.Rel(folder, f.Name)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, filepath.ToSlash(rel))
	}
	return list
}

// ignoreTree has a rule of each kind that gitignore(5) names.
var ignoreTree = map[string]string{
	".gitignore": strings.Join([]string{
		"# a comment", "", "*.log", "!keep.log", "/top", "build/", "doc/*.txt", "a/**/z", "**/deep",
		"all/**", `\#file`, `\!file`, "trail   ", `space\ `, "br{a,b}ce", "[ab].c", "[!a-x]z", "cr\r", "x[", "sub/only/",
	}, "\n"),
	"a.log": "", "keep.log": "", "top": "", "in/top": "", "build/x": "", "in/build/x": "", "file/build": "",
	"doc/a.txt": "", "doc/in/a.txt": "", "a/z": "", "a/b/z": "", "a/b/c/z": "", "a/b/y": "", "deep": "", "in/deep/x": "",
	"all/x": "", "all/in/x": "", "#file": "", "!file": "", "trail": "", "space ": "", "space": "",
	"br{a,b}ce": "", "brace": "", "a.c": "", "c.c": "", "yz": "", "bz": "", "cr": "", "x[": "",
	"sub/only/x": "", "in/sub/only/x": "",
	"nested/.gitignore": "!*.log\n/here\nkeep.me/\n", "nested/a.log": "", "nested/here": "", "nested/in/here": "",
	"nested/keep.me": "", "nested/in/keep.me/x": "",
}

func TestIgnore(t *testing.T) {
	t.Parallel()
	top := tree(t, ignoreTree)
	if err := os.Mkdir(filepath.Join(top, ".git"), 0o777); err != nil {
		t.Fatal(err)
	}
	got := names(t, top, Options{})
	want := []string{
		".gitignore", "a/b/y", "bz", "c.c", "brace", "doc/in/a.txt", "file/build", "in/sub/only/x", "in/top", "keep.log",
		"nested/.gitignore", "nested/a.log", "nested/in/here", "nested/keep.me", "space",
	}
	slices.Sort(want)
	// A malformed pattern leaves nothing out; git's matches nothing either.
	want = append(want, "x[")
	if sorted := slices.Sorted(slices.Values(got)); !slices.Equal(sorted, want) {
		t.Errorf("got  %q\nwant %q", sorted, want)
	}
	files := len(ignoreTree)
	if runtime.GOOS == "windows" {
		files-- // "space " is "space"
	}
	if all := names(t, top, Options{Ignored: true}); len(all) != files {
		t.Errorf("with Ignored %d files of %d", len(all), files)
	}
}

// TestAsGit: what is left out is what git leaves out.
func TestAsGit(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("no git on this machine")
	}
	top := tree(t, ignoreTree)
	git := func(args ...string) string {
		c := exec.Command("git", args...)
		c.Dir = top
		c.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null")
		out, err := c.CombinedOutput()
		if err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
		return string(out)
	}
	git("init", "-q")
	if err := os.WriteFile(filepath.Join(top, ".git", "info", "exclude"), []byte("bz\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{"", "nested", "in"} {
		out := git("ls-files", "-z", "--others", "--exclude-standard", "--", "./"+folder)
		want := strings.Split(strings.TrimSuffix(out, "\x00"), "\x00")
		slices.Sort(want)
		got := names(t, filepath.Join(top, folder), Options{})
		for i, name := range got {
			got[i] = strings.TrimPrefix(folder+"/", "/") + name
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%q:\ngot %q\ngit %q", folder, got, want)
		}
	}
}

func TestFiles(t *testing.T) {
	t.Parallel()
	top := tree(t, map[string]string{
		"b": "", "a/b": "", "a.c": "", ".hidden/x": "", ".git/config": "", "a/.hg/x": "", "skip/me": "", "not/skip": "", "gone": "",
		".ignore": "gone\n!kept\n", ".gitignore": "kept\n", "kept": "",
	})
	os.Symlink("b", filepath.Join(top, "link")) // Windows wants a privilege for it
	o := Options{Skip: func(name string, folder bool) bool { return name == "skip" && folder }}
	got := names(t, top, o)
	want := []string{".gitignore", ".hidden/x", ".ignore", "a/b", "a.c", "b", "kept", "not/skip"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	n := 0
	for range Files(top, o) {
		n++
		break
	}
	if n != 1 {
		t.Errorf("the walk went on %d times", n)
	}
}

func TestNames(t *testing.T) {
	top := tree(t, map[string]string{"a/b": ""})
	t.Chdir(top)
	for _, tt := range []struct{ folder, want string }{
		{".", filepath.FromSlash("a/b")}, {"a", filepath.FromSlash("a/b")}, {"a/", "a/b"}, {"./a", "./a" + string(filepath.Separator) + "b"},
	} {
		for f := range Files(tt.folder, Options{}) {
			if f.Name != tt.want || f.Err != nil {
				t.Errorf("Files(%q) yields %q, %v, want %q", tt.folder, f.Name, f.Err, tt.want)
			}
		}
	}
	for f := range Files("nosuch", Options{}) {
		if f.Name != "nosuch" || !errors.Is(f.Err, fs.ErrNotExist) {
			t.Errorf("Files of a missing folder yields %q, %v", f.Name, f.Err)
		}
	}
}
