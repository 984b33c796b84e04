package cmd_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"

	"github.com/hextet/hextet/cmd"
	"github.com/hextet/hextet/internal/cli"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"hextet": func() { os.Exit(cmd.Main(os.Args[1:], cli.System())) },
	})
}

// TestScripts runs testdata/script/*.txtar: hextet as a user sees it. With
// UPDATE_SCRIPTS=1 in the environment the golden texts in them are rewritten.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                "testdata/script",
		RequireUniqueNames: true,
		UpdateScripts:      os.Getenv("UPDATE_SCRIPTS") == "1",
		Setup: func(e *testscript.Env) error {
			e.Setenv("LANG", "C.UTF-8")
			e.Setenv("NO_COLOR", "")
			e.Setenv("TERM", "xterm")
			path, err := filepath.Abs("../README.md")
			e.Setenv("README", path)
			return err
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"rc":       exitStatus,
			"sh":       shell,
			"examples": examples,
			"readme":   readme,
		},
	})
}

// exitStatus is `rc N COMMAND...`: it runs a command and wants that status.
func exitStatus(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: rc STATUS COMMAND...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		e, ok := err.(*exec.ExitError)
		if !ok {
			ts.Fatalf("%v", err)
		}
		got = e.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

// shell is `sh 'SCRIPT'`: a pipeline, for what only a shell can show.
func shell(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: sh 'SCRIPT'")
	}
	if _, err := exec.LookPath("sh"); err != nil {
		ts.Logf("no sh on this machine: %q was not run", args[0])
		return
	}
	err := ts.Exec("sh", "-c", args[0])
	if (err != nil) != neg {
		ts.Fatalf("%q: %v", args[0], err)
	}
}

// examples runs every example of every command's help, in a folder with the
// files they name. Each must do something and none may fail.
func examples(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: examples")
	}
	if _, err := exec.LookPath("sh"); err != nil {
		ts.Logf("no sh on this machine: the examples were not run")
		return
	}
	walk(tree(), func(c *cobra.Command) {
		for line := range strings.Lines(c.Example) {
			line = strings.TrimSpace(line)
			if line == "" || strings.HasPrefix(line, "#") {
				continue
			}
			err := ts.Exec("sh", "-c", line)
			var exit *exec.ExitError
			if err != nil && !(errors.As(err, &exit) && exit.ExitCode() == 1) {
				ts.Fatalf("%s: example %q: %v", c.CommandPath(), line, err)
			}
		}
	})
}
