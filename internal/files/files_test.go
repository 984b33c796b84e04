package files

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
	"testing/iotest"
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
	for f := range In(folder, o) {
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

func TestIn(t *testing.T) {
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
	for range In(top, o) {
		n++
		break
	}
	if n != 1 {
		t.Errorf("the walk went on %d times", n)
	}
	all := names(t, top, Options{All: true})
	if !slices.Contains(all, ".git/config") || !slices.Contains(all, "a/.hg/x") || !slices.Contains(all, "gone") {
		t.Errorf("with All %q", all)
	}
}

func TestNames(t *testing.T) {
	top := tree(t, map[string]string{"a/b": ""})
	t.Chdir(top)
	for _, tt := range []struct{ folder, want string }{
		{".", filepath.FromSlash("a/b")}, {"a", filepath.FromSlash("a/b")}, {"a/", "a/b"}, {"./a", "./a" + string(filepath.Separator) + "b"},
	} {
		for f := range In(tt.folder, Options{}) {
			if f.Name != tt.want || f.Err != nil {
				t.Errorf("In(%q) yields %q, %v, want %q", tt.folder, f.Name, f.Err, tt.want)
			}
		}
	}
	for f := range In("nosuch", Options{}) {
		if f.Name != "nosuch" || !errors.Is(f.Err, fs.ErrNotExist) {
			t.Errorf("In of a missing folder yields %q, %v", f.Name, f.Err)
		}
	}
}

func TestNamed(t *testing.T) {
	t.Chdir(tree(t, map[string]string{"a/b": "", "c": ""}))
	slash := filepath.FromSlash
	for _, tt := range []struct {
		name  string
		paths []string
		o     Options
		want  []File
	}{
		{"nothing", nil, Options{}, []File{{Name: StdinName, Stdin: true}}},
		{"nothing, in folders", nil, Options{Recursive: true}, []File{{Name: slash("a/b"), Walked: true}, {Name: "c", Walked: true}}},
		{"a folder, not to be read", []string{"a"}, Options{}, []File{{Name: "a"}}},
		{"all kinds", []string{"c", "-", "a", "nosuch"}, Options{Recursive: true},
			[]File{{Name: "c"}, {Name: StdinName, Stdin: true}, {Name: slash("a/b"), Walked: true}, {Name: "nosuch"}}},
	} {
		if got := slices.Collect(Named(tt.paths, tt.o)); !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
		for range Named(tt.paths, tt.o) {
			break // must not go on
		}
	}
}

func TestSame(t *testing.T) {
	name := filepath.Join(tree(t, map[string]string{"a": ""}), "a")
	open := func(name string) *os.File {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { f.Close() })
		return f
	}
	other := filepath.Join(tree(t, map[string]string{"a": ""}), "a")
	if a := open(name); !Same(a, open(name)) || Same(a, open(other)) || Same(a, &strings.Builder{}) || Same(open(os.DevNull), open(os.DevNull)) {
		t.Error("Same is wrong")
	}
}

func TestRegular(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	defer w.Close()
	if !Regular(strings.NewReader("")) || Regular(r) || Regular(iotest.HalfReader(strings.NewReader(""))) {
		t.Error("Regular is wrong")
	}
}

func TestAppendName(t *testing.T) {
	for _, tt := range []struct{ name, want string }{
		{"", `""`}, {"a b", "a b"}, {"é b", "é b"}, {`a"\b`, `a"\b`}, {"a\x1b[31m", `"a\x1b[31m"`}, {"a\nb", `"a\nb"`}, {"\u202e", `"\u202e"`},
	} {
		if got := string(AppendName([]byte("x"), tt.name)); got != "x"+tt.want {
			t.Errorf("AppendName(%q) = %s, want %s", tt.name, got, tt.want)
		}
	}
}
