package cmd_test

import (
	"strings"
	"testing"

	"github.com/hextet/hextet/cmd"
)

// TestTopics: every topic is listed, told, completed, fits 80 columns, and
// names only commands that there are.
func TestTopics(t *testing.T) {
	listed, _, _ := hextet(t, "")
	completed, _, _ := hextet(t, "", "__complete", "help", "")
	for _, topic := range cmd.Topics() {
		if !strings.Contains(listed, "\n  "+topic.Name+" ") {
			t.Errorf("help does not list %s", topic.Name)
		}
		if !strings.Contains(completed, topic.Name+"\t"+topic.Short+"\n") {
			t.Errorf("%s is not completed: %q", topic.Name, completed)
		}
		got, errs, status := hextet(t, "", "help", topic.Name)
		if got != topic.Text || errs != "" || status != 0 {
			t.Errorf("help %s: status %d, %q", topic.Name, status, errs)
		}
		for line := range strings.Lines(topic.Text) {
			if len(strings.TrimSuffix(line, "\n")) > 80 || strings.HasSuffix(line, " \n") || strings.Contains(line, "\t") {
				t.Errorf("%s: %q", topic.Name, line)
			}
		}
		if _, _, status := hextet(t, "", topic.Name); status != 2 {
			t.Errorf("hextet %s is no command: status %d", topic.Name, status)
		}
	}
}

// TestRFCs: the topic speaks of every command that takes items, and of none
// that is not there.
func TestRFCs(t *testing.T) {
	var text string
	for _, topic := range cmd.Topics() {
		if topic.Name == "rfcs" {
			text = topic.Text
		}
	}
	root, told := tree(), map[string]bool{}
	for line := range strings.Lines(text[strings.Index(text, "\n\n")+2:]) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || line[0] == ' ' {
			continue
		}
		group := ""
		for _, name := range strings.Split(line, ", ") {
			words := strings.Fields(name)
			if len(words) == 1 && group != "" {
				words = []string{group, words[0]}
			}
			if len(words) == 2 {
				group = words[0]
			}
			told[words[0]] = true
			if c, rest, err := root.Find(words); err != nil || len(rest) > 0 || c == root {
				t.Errorf("no command %q", name)
			}
		}
	}
	for _, c := range root.Commands() {
		if c.GroupID != "shell" && !told[c.Name()] {
			t.Errorf("nothing is said of %s", c.Name())
		}
	}
}
