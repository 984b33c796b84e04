package main

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"hextet-beam": main})
}

// TestScripts runs the program as a user sees it, on Prism.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: os.Getenv("UPDATE_SCRIPTS") != "",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"rc":     rc,
			"sorted": sorted,
		},
	})
}

// rc is `rc STATUS COMMAND...`: it runs the program, which must exit with that status.
func rc(ts *testscript.TestScript, neg bool, args []string) {
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if err != nil {
		_, got, _ = strings.Cut(err.Error(), "exit status ")
	}
	if got != args[0] {
		ts.Fatalf("exit status %s, not %s\n%s", got, args[0], ts.ReadFile("stderr"))
	}
}

// sorted is `sorted GLOB`: it writes all lines of files, sorted, to the file
// sorted, and the names of the files without their directory to the file names.
func sorted(ts *testscript.TestScript, neg bool, args []string) {
	names := []string{args[0]}
	if args[0] != "stdout" {
		var err error
		names, err = filepath.Glob(ts.MkAbs(args[0]))
		ts.Check(err)
	}
	var lines, bases []string
	for _, name := range names {
		lines = append(lines, slices.Collect(strings.Lines(ts.ReadFile(name)))...)
		bases = append(bases, filepath.Base(name)+"\n")
	}
	slices.Sort(lines)
	ts.Check(os.WriteFile(ts.MkAbs("sorted"), []byte(strings.Join(lines, "")), 0o644))
	ts.Check(os.WriteFile(ts.MkAbs("names"), []byte(strings.Join(bases, "")), 0o644))
}

// TestHelp: every command has help that fits a terminal, ends every sentence and names every
// flag; no flag is one of Beam's already.
func TestHelp(t *testing.T) {
	for _, c := range append([]*command{nil}, commands...) {
		text := help(&job{command: c})
		name := "hextet-beam"
		if c != nil {
			name = c.name
			if !strings.HasSuffix(c.long, ".") {
				t.Errorf("%s: %q", name, c.long)
			}
		}
		for line := range strings.Lines(text) {
			if n := len([]rune(line)); n > 88 {
				t.Errorf("%s: %d columns: %s", name, n, line)
			}
		}
		if c == nil {
			continue
		}
		f := flagSet{set: flag.NewFlagSet("", flag.ContinueOnError)}
		(&job{command: c}).define(&f)
		f.set.VisitAll(func(g *flag.Flag) {
			if !strings.Contains(text, "--"+g.Name) {
				t.Errorf("%s: no word about --%s", name, g.Name)
			}
			if flag.Lookup(g.Name) != nil {
				t.Errorf("%s: Beam has a flag --%s", name, g.Name)
			}
		})
	}
}

// TestIsWorker: what the boot program of a worker container says is told from what
// people write.
func TestIsWorker(t *testing.T) {
	for _, test := range []struct {
		args string
		want bool
	}{
		{"--worker=true --id=1-1 --logging_endpoint=localhost:1 --control_endpoint=localhost:2 --semi_persist_dir=/tmp", true},
		{"--id=1 --worker", true},
		{"count --worker", false},
		{"--help", false},
		{"", false},
	} {
		if got := isWorker(strings.Fields(test.args)); got != test.want {
			t.Errorf("%q: %v", test.args, got)
		}
	}
}
