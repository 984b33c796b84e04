package cmd_test

import (
	"errors"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"
)

// examples is `examples`: it runs every example of every command's help, in a
// folder with the files they name, and compares what they print with
// gen/examples.txt, from which the manual pages have it. None may fail; status
// 1 is an answer.
func examples(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: examples")
	}
	text, err := os.ReadFile(ts.Getenv("EXAMPLES"))
	ts.Check(err)
	want := map[string]string{}
	command := ""
	for line := range strings.Lines(string(text)) {
		if c, ok := strings.CutPrefix(line, "$ "); ok {
			command = strings.TrimSuffix(c, "\n")
			want[command] = ""
			continue
		}
		want[command] += line
	}
	var all strings.Builder
	done, wrong := map[string]bool{}, ""
	walk(tree(), func(c *cobra.Command) {
		for line := range strings.Lines(c.Example) {
			line = strings.TrimSpace(line)
			if line == "" || strings.HasPrefix(line, "#") || done[line] {
				continue
			}
			done[line] = true
			err := ts.Exec("sh", "-c", line)
			var exit *exec.ExitError
			if err != nil && !(errors.As(err, &exit) && exit.ExitCode() == 1) {
				ts.Fatalf("%s: example %q: %v", c.CommandPath(), line, err)
			}
			got := ts.ReadFile("stdout") + ts.ReadFile("stderr")
			if runtime.GOOS == "windows" { // names of files in folders
				got = startOfName.ReplaceAllString(got, "./")
			}
			if want[line] == anyOutput {
				got = anyOutput
			}
			if got != want[line] && wrong == "" {
				wrong = c.CommandPath() + ": " + line + "\nprints\n" + got + "\nbut gen/examples.txt has\n" + want[line]
			}
			all.WriteString("$ " + line + "\n" + got)
		}
	})
	switch {
	case all.String() == string(text):
	case os.Getenv("UPDATE_SCRIPTS") == "1":
		ts.Check(os.WriteFile(ts.Getenv("EXAMPLES"), []byte(all.String()), 0o666))
	case wrong == "":
		ts.Fatalf("gen/examples.txt has other examples than help, or in another order: UPDATE_SCRIPTS=1 go test ./cmd rewrites it")
	default:
		ts.Fatalf("%s\nUPDATE_SCRIPTS=1 go test ./cmd rewrites gen/examples.txt; read the diff", wrong)
	}
}

var startOfName = regexp.MustCompile(`(?m)^\.\\`)

// anyOutput stands for what differs from run to run.
const anyOutput = "...\n"
