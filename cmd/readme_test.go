package cmd_test

import (
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// readme is `readme`: it runs every command of README's console blocks and
// compares what it prints, stdout before stderr, with what stands there.
func readme(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: readme")
	}
	if _, err := exec.LookPath("sh"); err != nil {
		ts.Logf("no sh on this machine: README was not run")
		return
	}
	text, err := os.ReadFile(ts.Getenv("README"))
	ts.Check(err)
	inside, ran := false, 0
	command, want := "", ""
	check := func() {
		if command == "" {
			return
		}
		ran++
		// Scripts see stdout and stderr apart; people see one behind the other.
		err := ts.Exec("sh", "-c", command)
		got := ts.ReadFile("stdout") + ts.ReadFile("stderr")
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			got += "[" + exit.String() + "]\n"
		} else {
			ts.Check(err)
		}
		if got != want {
			ts.Fatalf("README says that\n%s\nprints\n%s\nbut it prints\n%s", command, want, got)
		}
		command, want = "", ""
	}
	for line := range strings.Lines(string(text)) {
		switch {
		case strings.HasPrefix(line, "```"):
			check()
			inside = strings.HasPrefix(line, "```console")
		case inside && strings.HasPrefix(line, "$ "):
			check()
			command = strings.TrimSuffix(line[2:], "\n")
		case inside:
			want += line
		}
	}
	if ran == 0 {
		ts.Fatalf("no command found in README")
	}
}

// TestReadmeFirstCommands: README begins with one command that shows the tool
// off and one that tests it.
func TestReadmeFirstCommands(t *testing.T) {
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var commands []string
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "    ") && strings.TrimSpace(line) != "" {
			commands = append(commands, strings.TrimSpace(line))
		}
	}
	if len(commands) < 2 || !strings.HasPrefix(commands[0], "go run ./cmd/hextet ") || commands[1] != "go test ./..." {
		t.Errorf("README's first commands are %q", commands)
	}
}
