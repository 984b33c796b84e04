package cmd_test

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// TestDependencies compares the packages of other modules that are linked into the
// program with hextet/depends.txt, so that no change brings one in unseen.
// UPDATE_SCRIPTS=1 rewrites the file.
func TestDependencies(t *testing.T) {
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("no go on this machine")
	}
	systems := map[string][]string{} // by package
	for _, system := range []string{"linux", "darwin", "freebsd", "windows"} {
		c := exec.Command("go", "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}{{end}}", "./hextet")
		c.Env = append(os.Environ(), "GOOS="+system, "GOARCH=amd64", "CGO_ENABLED=0", "GOFLAGS=")
		out, err := c.Output()
		if err != nil {
			t.Fatalf("go list for %s: %v", system, err)
		}
		for _, path := range strings.Fields(string(out)) {
			if path != module && !strings.HasPrefix(path, module+"/") {
				systems[path] = append(systems[path], system)
			}
		}
	}
	var got strings.Builder
	got.WriteString("Packages of other modules in the program; UPDATE_SCRIPTS=1 go test ./cmd rewrites this list.\n\n")
	var paths []string
	for path := range systems {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	for _, path := range paths {
		got.WriteString(path)
		if on := systems[path]; len(on) < 4 {
			got.WriteString("  (" + strings.Join(on, ", ") + ")")
		}
		got.WriteByte('\n')
	}
	const file = "hextet/depends.txt"
	want, err := os.ReadFile(file)
	switch {
	case err == nil && string(want) == got.String():
	case os.Getenv("UPDATE_SCRIPTS") == "1":
		if err := os.WriteFile(file, []byte(got.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("the program is linked with\n%s\nbut %s has\n%s", got.String(), file, want)
	}
}
