package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/cmd"
	"github.com/hextet/hextet/internal/cli"
)

func pages(t *testing.T) map[string]string {
	t.Helper()
	dir := t.TempDir()
	if err := writeMan(dir, "1.2.3"); err != nil {
		t.Fatal(err)
	}
	list := map[string]string{}
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		list[filepath.Base(f)] = string(text)
	}
	return list
}

// TestMan: every command and topic has a page with every section, which says
// what the command's help says.
func TestMan(t *testing.T) {
	t.Setenv("SOURCE_DATE_EPOCH", "86400")
	all := pages(t)
	root := cmd.New(cli.NewApp(cli.Streams{Env: func(string) string { return "" }}))
	commands := map[string]bool{}
	eachCommand(root, func(c *cobra.Command) {
		name := pageName(c)
		commands[c.CommandPath()] = true
		text := all[name+".1"]
		for _, section := range []string{"NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXIT STATUS", "ENVIRONMENT", "SEE ALSO"} {
			if strings.Count(text, "\n.SH "+section+"\n") != 1 {
				t.Errorf("%s: section %s", name, section)
			}
		}
		for line := range strings.Lines(c.Example) {
			if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") && !strings.Contains(text, `$ \fB`+literal(line)+`\fR`) {
				t.Errorf("%s: no example %q", name, line)
			}
		}
		delete(all, name+".1")
	})
	for _, topic := range cmd.Topics() {
		if all["hextet-"+topic.Name+".7"] == "" {
			t.Errorf("no page of the topic %s", topic.Name)
		}
		delete(all, "hextet-"+topic.Name+".7")
	}
	for name := range all {
		t.Errorf("%s is of no command", name)
	}
	for path := range answersNo {
		if !commands[path] {
			t.Errorf("answersNo: no command %q", path)
		}
	}
	for path := range files {
		if !commands[path] {
			t.Errorf("files: no command %q", path)
		}
	}
}

// TestReproducible: two runs write the same bytes, with the date they are told.
func TestReproducible(t *testing.T) {
	t.Setenv("SOURCE_DATE_EPOCH", "86400")
	first, second := pages(t), pages(t)
	for name, text := range first {
		if second[name] != text {
			t.Errorf("%s differs from run to run", name)
		}
		if !strings.Contains(text, ` 1 "1970-01-02" "hextet 1.2.3" "hextet manual"`) && !strings.Contains(text, ` 7 "1970-01-02" "hextet 1.2.3" "hextet manual"`) {
			t.Errorf("%s: %q", name, text[:min(len(text), 200)])
		}
	}
	t.Setenv("SOURCE_DATE_EPOCH", "yesterday")
	if err := writeMan(t.TempDir(), ""); err == nil {
		t.Error("SOURCE_DATE_EPOCH=yesterday is no date")
	}
}

// TestLint has the checkers of manual pages that are installed read ours.
func TestLint(t *testing.T) {
	t.Setenv("SOURCE_DATE_EPOCH", "86400")
	dir := t.TempDir()
	if err := writeMan(dir, "1.2.3"); err != nil {
		t.Fatal(err)
	}
	list, _ := filepath.Glob(filepath.Join(dir, "*"))
	ran := false
	if _, err := exec.LookPath("mandoc"); err == nil {
		ran = true
		if out, err := exec.Command("mandoc", append([]string{"-Tlint", "-Wwarning"}, list...)...).CombinedOutput(); err != nil {
			t.Errorf("mandoc: %v\n%s", err, out)
		}
	}
	if _, err := exec.LookPath("groff"); err == nil {
		ran = true
		for _, f := range list {
			if out, err := exec.Command("groff", "-man", "-Tutf8", "-ww", "-z", f).CombinedOutput(); err != nil || len(out) > 0 {
				t.Errorf("groff %s: %v\n%s", filepath.Base(f), err, out)
			}
		}
	}
	if !ran {
		t.Skip("neither mandoc nor groff is installed")
	}
}

func TestEscape(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{`a-b`, `a\-b`},
		{`a.x`, `a.x`},
		{`it's \n ` + "`~^", `it\(aqs \en \(ga\(ti\(ha`},
		{`…`, `\[u2026]`},
	} {
		if got := escape(test.in); got != test.want {
			t.Errorf("escape(%q) = %q, want %q", test.in, got, test.want)
		}
	}
	if got := literal(".x\ty"); got != `\&.x      y` {
		t.Errorf("literal: %q", got)
	}
	if got, want := prose("with --to arpa, (-k) or a-b --x."), `with \fB\-\-to\fR arpa, (\fB\-k\fR) or a\-b \fB\-\-x\fR.`; got != want {
		t.Errorf("prose: %q, want %q", got, want)
	}
}
