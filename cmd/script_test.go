package cmd_test

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/hextet/hextet/cmd"
	"github.com/hextet/hextet/internal/cli"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"hextet": func() { os.Exit(cmd.Main(os.Args[1:], cli.System())) },
		"sh":     shellMain,
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
			e.Setenv("ENOENT", missing())
			e.Setenv("LANG", "C.UTF-8")
			e.Setenv("NO_COLOR", "")
			e.Setenv("TERM", "xterm")
			if err := copyDatabase(e.WorkDir); err != nil {
				return err
			}
			for name, path := range map[string]string{"README": "../README.md", "EXAMPLES": "gen/examples.txt"} {
				path, err := filepath.Abs(path)
				if err != nil {
					return err
				}
				e.Setenv(name, path)
			}
			return nil
		},
		Condition: func(name string) (bool, error) {
			switch name {
			case "gnu-parallel":
				// moreutils has another program of that name.
				out, err := exec.Command("parallel", "--version").Output()
				return err == nil && bytes.HasPrefix(out, []byte("GNU parallel")), nil
			case "interfaces": // not in qemu's user mode
				_, err := net.Interfaces()
				return err == nil, nil
			}
			return false, fmt.Errorf("no such condition")
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"rc":       exitStatus,
			"examples": examples,
			"readme":   readme,
		},
	})
}

// copyDatabase puts the city.mmdb of the examples into a folder.
func copyDatabase(dir string) error {
	b, err := os.ReadFile("testdata/city.mmdb")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "city.mmdb"), b, 0o600)
}

// missing is a regular expression for what the system says of a file that is not
// there. Windows says it in its language, and differently of a name with a missing
// folder or a character that no name has.
func missing() string {
	if runtime.GOOS != "windows" {
		return syscall.ENOENT.Error()
	}
	var texts []string
	for _, number := range []syscall.Errno{2, 3, 123} {
		texts = append(texts, regexp.QuoteMeta(number.Error()))
	}
	return "(" + strings.Join(texts, "|") + ")"
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
