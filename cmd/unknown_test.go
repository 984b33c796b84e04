package cmd

import (
	"strings"
	"testing"

	"github.com/hextet/hextet/internal/cli"
)

// TestElsewhere: every word of another program leads to a command that exists, and
// is not the name of one itself.
func TestElsewhere(t *testing.T) {
	root := New(cli.NewApp(cli.Streams{Env: func(string) string { return "" }}))
	for _, e := range elsewhere {
		command, _, _ := strings.Cut(e.command, " --")
		if c, rest, err := root.Find(strings.Fields(command)); err != nil || len(rest) > 0 || c == root {
			t.Errorf("no command %q", command)
		}
		for word := range strings.FieldsSeq(e.words) {
			if list := near(root, root.Name(), word); len(list) == 0 {
				t.Errorf("%s leads nowhere", word)
			}
			if c, _, err := root.Find([]string{word}); err == nil && c != root {
				t.Errorf("%s is a command", word)
			}
		}
	}
}
