package cmd_test

import (
	"os"
	"strings"
	"testing"
)

// TestAnonymizeVectors sends the published pseudonyms through the command, both
// ways: each method and key once, as items and in running text.
func TestAnonymizeVectors(t *testing.T) {
	text, err := os.ReadFile("../privacy/testdata/pseudonyms.txt")
	if err != nil {
		t.Fatal(err)
	}
	type job struct{ method, key string }
	type lists struct{ in, out strings.Builder }
	jobs := map[job]*lists{}
	rows := 0
	for line := range strings.Lines(string(text)) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) != 4 {
			continue
		}
		j := job{f[0], f[1]}
		if jobs[j] == nil {
			jobs[j] = new(lists)
		}
		jobs[j].in.WriteString(f[2] + "\n")
		jobs[j].out.WriteString(f[3] + "\n")
		rows++
	}
	if rows < 100 {
		t.Fatalf("%d vectors", rows)
	}
	for j, l := range jobs {
		run := func(input, want string, flags ...string) {
			t.Helper()
			args := append([]string{"privacy", "anonymize", "--method", j.method, "--secret", j.key, "--keep", "none"}, flags...)
			out, errs, status := hextet(t, input, args...)
			if out != want || errs != "" || status != 0 {
				t.Errorf("%v %v of\n%sprints\n%s%s, want\n%s", j.method, flags, input, out, errs, want)
			}
		}
		in, out := l.in.String(), l.out.String()
		run(in, out)
		run(out, in, "--reverse")
		quote := func(s string) string {
			return "from=<" + strings.ReplaceAll(strings.TrimSuffix(s, "\n"), "\n", ">, 10:30:00\nfrom=<") + ">, 10:30:00\n"
		}
		run(quote(in), quote(out), "-t")
		run(quote(out), quote(in), "-t", "-r")
	}
}
