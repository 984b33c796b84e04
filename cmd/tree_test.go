package cmd_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/hextet/hextet/cmd"
	"github.com/hextet/hextet/completions"
	"github.com/hextet/hextet/internal/cli"
)

// hextet runs a command with input and returns what it wrote.
func hextet(t testing.TB, input string, args ...string) (out, errs string, status int) {
	t.Helper()
	var o, e bytes.Buffer
	status = cmd.Main(args, cli.Streams{
		In: strings.NewReader(input), Out: &o, Err: &e,
		Env: func(name string) string { return map[string]string{"LANG": "C.UTF-8"}[name] },
	})
	return o.String(), e.String(), status
}

// walk calls f for every command that users can see.
func walk(c *cobra.Command, f func(*cobra.Command)) {
	f(c)
	for _, s := range c.Commands() {
		if !s.Hidden {
			walk(s, f)
		}
	}
}

func tree() *cobra.Command {
	return cmd.New(cli.NewApp(cli.Streams{Env: func(string) string { return "" }}))
}

// TestCompletionScripts: the scripts in completions/ are those of this tree.
func TestCompletionScripts(t *testing.T) {
	for _, f := range completions.Files {
		shell, name := f.Shell, f.Name
		want, _, status := hextet(t, "", "completion", shell)
		if status != 0 {
			t.Fatalf("completion %s: status %d", shell, status)
		}
		got, err := os.ReadFile(filepath.Join("../completions", name))
		if err != nil || string(got) != want {
			t.Errorf("completions/%s is stale (%v): run go generate ./completions", name, err)
		}
	}
}

// TestRepeatable: a flag whose help says so may be given twice, here with a value that is
// wrong for most of them.
func TestRepeatable(t *testing.T) {
	n := 0
	walk(tree(), func(c *cobra.Command) {
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if !strings.Contains(f.Usage, "(repeatable)") {
				return
			}
			n++
			_ = f.Value.Set("x")
			if err := f.Value.Set("x"); err != nil && strings.Contains(err.Error(), "more than once") {
				t.Errorf("%s --%s: %v", c.CommandPath(), f.Name, err)
			}
		})
	})
	if n < 30 {
		t.Errorf("only %d flags", n)
	}
}

// TestHelp: every command says what it is for, how it is called and shows it.
func TestHelp(t *testing.T) {
	walk(tree(), func(c *cobra.Command) {
		name := c.CommandPath()
		if c.Name() == "help" {
			return
		}
		if c.Short == "" || c.Example == "" && !c.HasSubCommands() {
			t.Errorf("%s: wants Short and Example", name)
		}
		if strings.HasSuffix(c.Short, ".") || c.Short != "" && c.Short[0] >= 'A' && c.Short[0] <= 'Z' && !strings.HasPrefix(c.Short, "IPv") && !strings.HasPrefix(c.Short, "RFC") && !strings.HasPrefix(c.Short, "MAC") && c.Short[1] >= 'a' {
			t.Errorf("%s: Short %q is not a phrase", name, c.Short)
		}
		if c.HasParent() && c.NamePadding()+4+len(c.Short) > 80 {
			t.Errorf("%s: Short does not fit its line of the help: %q", name, c.Short)
		}
		if c.RunE == nil {
			t.Errorf("%s does nothing", name)
		}
		for line := range strings.Lines(c.Long) {
			if len(strings.TrimRight(line, "\n")) > 80 {
				t.Errorf("%s: a line of Long is wider than 80 columns: %q", name, line)
			}
		}
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if f.Usage == "" {
				t.Errorf("%s --%s: no usage", name, f.Name)
			}
		})
	})
}

// TestAlone: a command that is made alone is the one of the whole tree.
func TestAlone(t *testing.T) {
	for _, c := range tree().Commands() {
		if c.Name() == "help" {
			continue
		}
		want, _, _ := hextet(t, "", "help", c.Name())
		got, errs, status := hextet(t, "", c.Name(), "--help")
		if got != want || errs != "" || status != 0 {
			t.Errorf("%s alone: %q, %q, status %d; in the tree %q", c.Name(), got, errs, status, want)
		}
	}
}

// TestUnknown: a mistyped command is an error at every level, never help and
// status 0.
func TestUnknown(t *testing.T) {
	walk(tree(), func(c *cobra.Command) {
		if !c.HasAvailableSubCommands() {
			return
		}
		args := strings.Fields(c.CommandPath())[1:]
		out, errs, status := hextet(t, "", append(args, "nosuchthing")...)
		if out != "" || status != 2 || !strings.Contains(errs, `unknown command "nosuchthing"`) {
			t.Errorf("%s nosuchthing: %q, %q, status %d", c.CommandPath(), out, errs, status)
		}
	})
}

// TestHelpFits: no line of any help is wider than 80 columns, and without a UTF-8
// locale all of it is ASCII.
func TestHelpFits(t *testing.T) {
	walk(tree(), func(c *cobra.Command) {
		var out bytes.Buffer
		args := append(strings.Fields(c.CommandPath())[1:], "--help")
		cmd.Main(args, cli.Streams{In: strings.NewReader(""), Out: &out, Err: &out, Env: func(name string) string {
			return map[string]string{"LANG": "C"}[name]
		}})
		for line := range strings.Lines(out.String()) {
			example := strings.Contains(c.Example, strings.TrimSpace(line))
			if line = strings.TrimSuffix(line, "\n"); utf8.RuneCountInString(line) > 80 && !example {
				t.Errorf("%s: %q", c.CommandPath(), line)
			}
			for _, r := range line {
				if r > '~' {
					t.Errorf("%s: %q in %q", c.CommandPath(), r, line)
				}
			}
		}
	})
}
