package lintrun

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/hextet/hextet/internal/files"
	"github.com/hextet/hextet/internal/lint"
)

// published returns the schema that OASIS publishes.
func published(t *testing.T) *jsonschema.Schema {
	t.Helper()
	file, err := os.Open("testdata/sarif/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	schema, err := jsonschema.UnmarshalJSON(file)
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource(sarifSchema, schema); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile(sarifSchema)
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

// validate holds text to a schema.
func validate(t *testing.T, schema *jsonschema.Schema, text string) {
	t.Helper()
	log, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	if err := schema.Validate(log); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
}

// A sarifLog is what the test looks at of a log.
type sarifLog struct {
	Runs []struct {
		Tool struct {
			Driver struct {
				Name, Version string
				Rules         []struct{ ID string }
			}
		}
		Results []struct {
			RuleID    string
			RuleIndex int
			Level     string
			Message   struct{ Text string }
			Locations []struct {
				PhysicalLocation struct {
					ArtifactLocation struct{ URI string }
					Region           struct{ StartLine, StartColumn, EndColumn int }
				}
			}
			Fixes []struct {
				ArtifactChanges []struct {
					Replacements []struct {
						DeletedRegion   struct{ StartLine, StartColumn, EndColumn int }
						InsertedContent struct{ Text string }
					}
				}
			}
		}
		Invocations []struct {
			ExecutionSuccessful        bool
			ToolExecutionNotifications []struct{ Message struct{ Text string } }
		}
	}
}

func TestSARIF(t *testing.T) {
	schema := published(t)
	dir := t.TempDir()
	t.Chdir(dir)
	inputs := []files.File{
		write(t, "a b.conf", "x\n\"é\" 2001:DB8::1 fd00::1\n"), write(t, "clean", "::1\n"), {Name: "nosuch"},
		write(t, filepath.Join(dir, "abs"), "2001:db8:::1\n"),
	}
	everything := lint.NewConfig()
	everything.Enable(lint.All)
	for _, check := range []*lint.Config{lint.NewConfig(), everything} {
		out, _, _ := runOn(t, Config{Check: check, Format: SARIF{Version: "v1"}.Format()}, inputs...)
		validate(t, schema, out)
	}
	out, _, _ := runOn(t, Config{Format: SARIF{Version: "v1"}.Format()}, inputs...)
	var log sarifLog
	if err := json.Unmarshal([]byte(out), &log); err != nil {
		t.Fatal(err)
	}
	r := log.Runs[0]
	if d := r.Tool.Driver; d.Name != "hextet" || d.Version != "v1" || len(d.Rules) != len(lint.Rules()) {
		t.Errorf("%+v", d)
	}
	want := []struct {
		rule, level, uri string
		line, start, end int
		fix              string
	}{
		{"non-canonical", "warning", "a%20b.conf", 2, 5, 16, "2001:db8::1"}, // columns are characters
		{"documentation", "warning", "a%20b.conf", 2, 5, 16, ""},
		{"ula-pattern", "note", "a%20b.conf", 2, 17, 24, ""},
		{"malformed", "error", "file:///" + strings.TrimPrefix(filepath.ToSlash(dir), "/") + "/abs", 1, 1, 13, ""},
	}
	if len(r.Results) != len(want) {
		t.Fatalf("%+v", r.Results)
	}
	for i, w := range want {
		got := r.Results[i]
		where := got.Locations[0].PhysicalLocation
		if got.RuleID != w.rule || r.Tool.Driver.Rules[got.RuleIndex].ID != w.rule || got.Level != w.level || got.Message.Text == "" ||
			where.ArtifactLocation.URI != w.uri || where.Region.StartLine != w.line || where.Region.StartColumn != w.start || where.Region.EndColumn != w.end {
			t.Errorf("got %+v, want %+v", got, w)
		}
		if (w.fix == "") != (got.Fixes == nil) {
			t.Errorf("%s: fixes %+v", w.rule, got.Fixes)
		} else if w.fix != "" {
			fix := got.Fixes[0].ArtifactChanges[0].Replacements[0]
			if fix.InsertedContent.Text != w.fix || fix.DeletedRegion != where.Region {
				t.Errorf("%+v", fix)
			}
		}
	}
	if i := r.Invocations[0]; i.ExecutionSuccessful || len(i.ToolExecutionNotifications) != 1 {
		t.Errorf("%+v", i)
	}

	for _, inputs := range [][]files.File{nil, {inputs[1]}} {
		out, _, _ := runOn(t, Config{Format: SARIF{}.Format()}, inputs...)
		validate(t, schema, out)
		if !strings.Contains(out, `"results":[`+"\n]") || !strings.Contains(out, `"executionSuccessful":true`) {
			t.Errorf("of nothing: %s", out)
		}
	}
}
