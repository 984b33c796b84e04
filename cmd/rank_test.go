package cmd_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
)

// TestRankAnswers puts what real systems answered on the command line: the file says
// how it reads.
func TestRankAnswers(t *testing.T) {
	text, err := os.ReadFile("../classify/selection/testdata/answers.txt")
	if err != nil {
		t.Fatal(err)
	}
	var host, flags, given []string
	name, home, asked := "", false, 0
	// ask returns what rank answers as DESTINATION=SOURCE, and the rules.
	ask := func(args ...string) (answer, rules []string) {
		t.Helper()
		out, errs, status := hextet(t, "", slices.Concat([]string{"rank", "-j"}, args, host, given)...)
		if status != 0 || errs != "" {
			t.Fatalf("%s: status %d, %s", name, status, errs)
		}
		for line := range strings.Lines(out) {
			var r struct{ Destination, Source, Rule string }
			if err := json.Unmarshal([]byte(line), &r); err != nil {
				t.Fatal(err)
			}
			if r.Source == "" {
				r.Source = "-"
			}
			answer = append(answer, r.Destination+"="+r.Source)
			if r.Rule != "" {
				rules = append(rules, r.Rule)
			}
		}
		return answer, rules
	}
	for line := range strings.Lines(string(text)) {
		words := strings.Fields(line)
		if len(words) == 0 || words[0] == "#" {
			continue
		}
		switch kind := words[0]; kind {
		case "host":
			host, home = nil, false
		case "source", "route", "use-tempaddr", "label":
			host = append(host, "--"+kind, words[1])
			home = home || strings.Contains(words[1], ",home")
		case "ask":
			name, flags = strings.Join(words[1:], " "), []string{"--as", words[1]}
			if len(words) > 3 {
				flags = append(flags, "--policy", "../classify/selection/testdata/"+words[4]+".conf")
			}
		case "given":
			given = words[1:]
		case "got":
			asked++
			if got, _ := ask(flags...); !slices.Equal(got, words[1:]) {
				t.Errorf("%s: %v, want %v", name, got, words[1:])
			}
		case "rfc6724":
			if home {
				continue // the kernel that chose the sources knows of no home addresses
			}
			answer, rules := ask()
			var got []string
			for i, a := range answer {
				d, _, _ := strings.Cut(a, "=")
				got = append(got, d)
				if i < len(rules) {
					got = append(got, rules[i])
				}
			}
			if !slices.Equal(got, words[1:]) {
				t.Errorf("%s: %v, want %v", name, got, words[1:])
			}
		}
	}
	if asked != 109 {
		t.Errorf("%d answers, want 109", asked)
	}
}
