package cmd_test

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/spf13/cobra"

	"github.com/hextet/hextet/cmd"
	"github.com/hextet/hextet/internal/cli"
)

// everyKind are items of as many kinds as there are, for commands that take
// any. What a command does not take is an error and no record.
const everyKind = `::
::1
::ffff:192.0.2.1
::192.0.2.1
::ffff:0:192.0.2.1
64:ff9b::192.0.2.33
64:ff9b:1::192.0.2.33
100::1
100:0:0:1::1
2001::1
2001:0:4136:e378:8000:63bf:3fff:fdd2
2001:1::1
2001:1::2
2001:1::3
2001:2::1
2001:3::1
2001:4:112::1
2001:10::1
2001:20::1
2001:30::1
2001:db8::1
2001:DB8:0:0:8:800:200C:417A
2001:db8::/32
2001:db8::/30
2001:db8:1:2::/64
2001:db8::ff-2001:db8::1:0
2002:c000:204:1::1
2620:4f:8000::1
3fff::1
3ffe::1
5f00::1
4000::1
fc00::1
fd12:3456:789a:1::1/48
fe80::1%eth0
fe80::200:5eff:fe00:5301
fe80::5efe:192.0.2.1
fec0::1
ff02::1
ff02::1:ff00:1
ff05::1:3
ff3e:30:2001:db8::8000:1
ff7e:140:2001:db8::1
ff00::/8
::/0
0.0.0.0
0.1.2.3
10.0.0.1
100.64.0.1
127.0.0.1
169.254.1.1
192.0.0.1
192.0.0.8
192.0.0.170
192.0.2.0/24
192.31.196.1
192.52.193.1
192.88.99.1
192.168.0.0-192.168.1.255
198.18.0.1
203.0.113.9
224.0.0.1
232.1.2.3
239.255.0.1
240.0.0.1
255.255.255.255
0.0.0.0/0
00-00-5E-00-53-01
0000.5e00.5301
02:00:5e:10:00:00:00:01
`

// TestRecordsMatchSchemas validates what commands write as JSON against the
// schema that `hextet schema` prints, with no key allowed that the schema does
// not have: the examples of the help, and items of every kind.
func TestRecordsMatchSchemas(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/script/help_examples.txtar")
	if err != nil {
		t.Fatal(err)
	}
	// Not t.TempDir: databases stay open until the program ends, and Windows does not
	// remove open files.
	dir, err := os.MkdirTemp("", "hextet-schema")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	for _, f := range archive.Files {
		if err := os.WriteFile(filepath.Join(dir, f.Name), f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := copyDatabase(dir); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	a := cli.NewApp(cli.Streams{Env: func(string) string { return "" }})
	walk(cmd.New(a), func(c *cobra.Command) {
		path := strings.Fields(c.CommandPath())[1:]
		if len(a.Records(c)) == 0 || len(path) == 0 {
			return
		}
		schema := strictSchema(t, path)
		seen := 0
		run := func(input string, args ...string) {
			var out few
			cmd.Main(args, cli.Streams{
				In: strings.NewReader(input), Out: &out, Err: io.Discard,
				Env: func(string) string { return "" },
			})
			for line := range bytes.Lines(out.whole()) {
				value, err := jsonschema.UnmarshalJSON(bytes.NewReader(line))
				if err != nil {
					t.Errorf("hextet %q: %v: %q", args, err, line)
					return
				}
				seen++
				if err := schema.Validate(value); err != nil {
					t.Errorf("hextet %q: %s%v", args, line, err)
					return
				}
			}
		}
		for line := range strings.Lines(c.Example) {
			if args, ok := plainWords(strings.TrimSpace(line)); ok && len(args) > len(path) && strings.Join(args[1:len(path)+1], " ") == strings.Join(path, " ") {
				if args = append(args[1:], "-j"); !hasFields(args) {
					run("", args...)
				}
			}
		}
		if seen == 0 || !strings.Contains(c.Use, "--") {
			run(everyKind, append(path, "-j", "-q")...)
			run(everyKind, append(path, "-j", "-q", "--on-error", "keep")...)
		}
		if seen == 0 {
			t.Errorf("%s: no record was seen", c.CommandPath())
		}
	})
}

// few takes a few records of answers that may have no end.
type few struct{ b []byte }

func (w *few) Write(b []byte) (int, error) {
	if len(w.b) > 200_000 {
		return 0, io.ErrClosedPipe
	}
	w.b = append(w.b, b...)
	return len(b), nil
}

// whole returns the lines that have an end.
func (w *few) whole() []byte { return w.b[:bytes.LastIndexByte(w.b, '\n')+1] }

// plainWords splits a command line that needs no shell; ok is false for one that
// does.
func plainWords(line string) (words []string, ok bool) {
	if !strings.HasPrefix(line, "hextet ") || strings.ContainsAny(line, "|<>&$`\"\\*") {
		return nil, false
	}
	word, quoted := "", false
	for _, r := range line + " " {
		switch {
		case r == '\'':
			quoted = !quoted
		case r == ' ' && !quoted:
			if word != "" {
				words = append(words, word)
			}
			word = ""
		default:
			word += string(r)
		}
	}
	return words, !quoted
}

// hasFields reports whether args choose fields or a format of their own.
func hasFields(args []string) bool {
	for _, a := range args {
		if a == "--fields" || a == "-o" || strings.HasPrefix(a, "--fields=") || strings.HasPrefix(a, "--output") {
			return true
		}
	}
	return false
}

// strictSchema compiles the schema of a command's records, every object closed.
func strictSchema(t *testing.T, path []string) *jsonschema.Schema {
	t.Helper()
	text, errs, status := hextet(t, "", append([]string{"schema"}, path...)...)
	if status != 0 {
		t.Fatalf("schema %q: status %d, %s", path, status, errs)
	}
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatalf("schema %q: %v\n%s", path, err, text)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	name := "hextet " + strings.Join(path, " ") + ".json"
	name = strings.ReplaceAll(name, " ", "-")
	if err := c.AddResource(name, closed(doc)); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(name)
	if err != nil {
		t.Fatalf("schema %q: %v", path, err)
	}
	return s
}

// closed forbids properties that an object does not list.
func closed(doc any) any {
	switch d := doc.(type) {
	case map[string]any:
		for k, v := range d {
			d[k] = closed(v)
		}
		if _, ok := d["properties"].(map[string]any); ok && d["type"] == "object" {
			if _, open := d["additionalProperties"]; !open {
				d["additionalProperties"] = false
			}
		}
	case []any:
		for i := range d {
			d[i] = closed(d[i])
		}
	}
	return doc
}

// TestSchemasDescribe: every key of every schema says what it is.
func TestSchemasDescribe(t *testing.T) {
	a := cli.NewApp(cli.Streams{Env: func(string) string { return "" }})
	walk(cmd.New(a), func(c *cobra.Command) {
		path := strings.Fields(c.CommandPath())[1:]
		if len(a.Records(c)) == 0 || len(path) == 0 {
			return
		}
		text, _, _ := hextet(t, "", append([]string{"schema"}, path...)...)
		var doc map[string]any
		if err := json.NewDecoder(bytes.NewReader([]byte(text))).Decode(&doc); err != nil {
			t.Fatal(err)
		}
		if doc["$schema"] != "https://json-schema.org/draft/2020-12/schema" || doc["title"] != c.CommandPath() || doc["description"] != c.Short {
			t.Errorf("%s: %v, %v, %v", c.CommandPath(), doc["$schema"], doc["title"], doc["description"])
		}
	})
}
