package lint

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestCorpus: in configurations as people write them every planted fault is found, and
// nothing else. UPDATE_SCRIPTS=1 renews testdata/configs.want; read the difference.
func TestCorpus(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/configs/*")
	if err != nil || len(files) < 12 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	config := NewConfig()
	for _, rule := range []string{"overlap", "odd-length"} {
		config.Enable(rule)
	}
	var b strings.Builder
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		NewChecker(config).Check(Text{Name: name, Bytes: text}, func(f *Finding) {
			fmt.Fprintf(&b, "%s:%d: %s [%s]", filepath.Base(name), f.Line, f.Message, f.Rule.Name)
			if f.Fix != nil {
				fmt.Fprintf(&b, " -> %s", f.Fix)
			}
			b.WriteByte('\n')
		})
	}
	const want = "testdata/configs.want"
	if os.Getenv("UPDATE_SCRIPTS") == "1" {
		if err := os.WriteFile(want, []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(want)
	if err != nil {
		t.Fatal(err)
	}
	if got := b.String(); got != string(text) {
		t.Errorf("got\n%s\nwant\n%s", got, text)
	}
}
