package cmd_test

import (
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/hextet/hextet/cmd"
)

// A shown command is one that a text shows with what it prints.
type shown struct{ command, output string }

// consoles returns the commands in the console blocks of Markdown.
func consoles(text string) (list []shown) {
	inside := false
	for line := range strings.Lines(text) {
		switch {
		case strings.HasPrefix(line, "```"):
			inside = strings.HasPrefix(line, "```console")
		case inside && strings.HasPrefix(line, "$ "):
			list = append(list, shown{command: strings.TrimSuffix(line[2:], "\n")})
		case inside:
			list[len(list)-1].output += line
		}
	}
	return list
}

// literals returns the commands in the literal blocks of a topic of help.
func literals(text string) (list []shown) {
	inside := false
	for line := range strings.Lines(text) {
		line, indented := strings.CutPrefix(line, "  ")
		switch {
		case indented && strings.HasPrefix(line, "$ "):
			list = append(list, shown{command: strings.TrimSuffix(line[2:], "\n")})
			inside = true
		case !indented:
			inside = false
		case inside:
			list[len(list)-1].output += line
		}
	}
	return list
}

// readme is `readme`: it runs every command that README and the topics of help
// show, and compares what it prints, stdout before stderr, with what stands there.
func readme(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: readme")
	}
	text, err := os.ReadFile(ts.Getenv("README"))
	ts.Check(err)
	list := consoles(string(text))
	if len(list) == 0 {
		ts.Fatalf("no command found in README")
	}
	for _, topic := range cmd.Topics() {
		list = append(list, literals(topic.Text)...)
	}
	for _, s := range list {
		// Scripts see stdout and stderr apart; people see one after the other.
		err := ts.Exec("sh", "-c", s.command)
		got := ts.ReadFile("stdout") + ts.ReadFile("stderr")
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			got += "[" + exit.String() + "]\n"
		} else {
			ts.Check(err)
		}
		if got != s.output {
			ts.Fatalf("%s\nis shown to print\n%s\nbut it prints\n%s", s.command, s.output, got)
		}
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

// TestReadmeFences: each code block is closed before the next one begins.
func TestReadmeFences(t *testing.T) {
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	inside := false
	for line := range strings.Lines(string(text)) {
		fence, ok := strings.CutPrefix(strings.TrimSpace(line), "```")
		if !ok {
			continue
		}
		if inside && fence != "" {
			t.Fatalf("the block before %q is not closed", line)
		}
		inside = !inside
	}
	if inside {
		t.Error("the last block is not closed")
	}
}
