package cmd_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/hextet/hextet"

// pure are the packages that any Go program may use.
var pure = []string{"addr", "classify", "eui64", "privacy", "subnet", "embed4", "multicast"}

// TestImports holds the house in order: pure packages import neither commands
// nor what talks to the system, internal does not import cmd, and nothing but a
// main imports cmd.
func TestImports(t *testing.T) {
	isPure := map[string]bool{}
	for _, p := range pure {
		isPure[p] = true
		if _, err := os.Stat(filepath.Join("..", p)); err != nil {
			t.Errorf("package %s is missing: %v", p, err)
		}
	}
	banned := map[string]bool{"os": true, "log": true, "os/exec": true, "net": true, "syscall": true, "unsafe": true, "flag": true}
	root := ".."
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && path != root || d.Name() == "testdata") {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		rel, _ := filepath.Rel(root, path)
		folder := filepath.ToSlash(filepath.Dir(rel))
		top, _, _ := strings.Cut(folder, "/")
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly|parser.ParseComments)
		if err != nil {
			return err
		}
		for _, i := range file.Imports {
			name, _ := strconv.Unquote(i.Path.Value)
			inner, ours := strings.CutPrefix(name, module+"/")
			switch {
			case isPure[top] && (banned[name] || strings.Contains(name, "cobra") || strings.Contains(name, "pflag")):
				t.Errorf("%s imports %s: it is a pure package", rel, name)
			case isPure[top] && ours && !isPure[strings.Split(inner, "/")[0]] && inner != "internal/ip":
				t.Errorf("%s imports %s", rel, name)
			case folder == "internal/ip" && ours:
				t.Errorf("%s imports %s: it is a leaf", rel, name)
			case top == "internal" && (inner == "cmd" || strings.HasPrefix(inner, "cmd/")):
				t.Errorf("%s imports %s", rel, name)
			case ours && inner == "cmd" && file.Name.Name != "main":
				t.Errorf("%s imports cmd", rel)
			case ours && strings.HasPrefix(inner, "cmd/") && folder != "cmd":
				t.Errorf("%s imports %s: only the root joins the groups", rel, name)
			}
		}
		for _, f := range pure {
			if folder == f && file.Name.Name != f {
				t.Errorf("%s: package %s", rel, file.Name.Name)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestPackageComments: every package says what it is for.
func TestPackageComments(t *testing.T) {
	said := map[string]bool{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && path != ".." || d.Name() == "testdata") {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.PackageClauseOnly|parser.ParseComments)
		if err != nil {
			return err
		}
		dir := filepath.Dir(path)
		said[dir] = said[dir] || file.Doc != nil && strings.TrimSpace(file.Doc.Text()) != ""
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for dir, ok := range said {
		if !ok {
			t.Errorf("%s has no package comment", dir)
		}
	}
}
