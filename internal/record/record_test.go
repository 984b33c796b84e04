package record

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

type inner struct {
	name string
	rfc  []string
	flag string
}

type outer struct {
	text  string
	n     int
	in    *inner
	list  []inner
	words []string
}

func innerFields() []Field[*inner] {
	return []Field[*inner]{
		Text("name", "a name", func(b []byte, r *inner) []byte { return append(b, r.name...) }),
		Texts("rfc", "documents", func(r *inner) []string { return r.rfc }),
		Bool("flag", "a flag", func(b []byte, r *inner) []byte { return append(b, r.flag...) }),
	}
}

func outerTable() Table[*outer] {
	return Table[*outer]{
		Default: "text,n",
		Fields: []Field[*outer]{
			Text("text", "a text", func(b []byte, r *outer) []byte { return append(b, r.text...) }),
			Number("n", "a number", func(b []byte, r *outer) []byte {
				if r.n == 0 {
					return b
				}
				return fmt.Append(b, r.n)
			}),
			Count("big", "a count", func(b []byte, r *outer) []byte {
				if r.n == 0 {
					return b
				}
				return fmt.Appendf(b, "%d000000000000000000000", r.n)
			}),
			Flag("odd", "whether n is odd", func(r *outer) bool { return r.n%2 == 1 }),
			Sub("in", "an object", func(r *outer) *inner { return r.in }, innerFields()),
			Subs("list", "objects", func(r *outer) []inner { return r.list }, innerFields()),
			Texts("words", "some words", func(r *outer) []string { return r.words }).OneOf("a", "b"),
		},
	}
}

var full = outer{
	text: `a"b`, n: 7,
	in:    &inner{name: "x", rfc: []string{"RFC4291", "RFC5952"}, flag: "n/a"},
	list:  []inner{{name: "y", flag: "true"}, {name: "z", flag: "false"}},
	words: []string{"a", "b"},
}

func encode(t *testing.T, format Format, names, input string, r *outer) string {
	t.Helper()
	e, err := NewEncoder(outerTable(), format, names, '\n')
	if err != nil {
		t.Fatal(err)
	}
	return string(e.Append(nil, &Input{Text: input}, r))
}

func TestFormats(t *testing.T) {
	for _, test := range []struct {
		name   string
		format Format
		fields string
		r      outer
		want   string
	}{
		{"text shows the usual fields", Plain, "", full, "a\"b\t7\n"},
		{"absent facts are empty columns", Plain, "", outer{text: "x"}, "x\t\n"},
		{"a chosen order", Plain, "n,input,text", full, "7\titem\ta\"b\n"},
		{"fields within", Plain, "in.name,in.rfc,list.name,in.flag", full, "x\tRFC4291, RFC5952\ty,z\tn/a\n"},
		{"within an absent object", Plain, "in.name,text", outer{text: "x"}, "\tx\n"},
		{"JSON", JSONL, "", full, `{"input":"item","text":"a\"b","n":7,"big":"7000000000000000000000","odd":true,` +
			`"in":{"name":"x","rfc":["RFC4291","RFC5952"],"flag":null},` +
			`"list":[{"name":"y","flag":true},{"name":"z","flag":false}],"words":["a","b"]}` + "\n"},
		{"JSON leaves absent facts out", JSONL, "", outer{}, `{"input":"item","odd":false}` + "\n"},
		{"JSON of fields within", JSONL, "in.name,list.name,in.flag", full, `{"in.name":"x","list.name":["y","z"],"in.flag":null}` + "\n"},
		{"an element of an array", JSON, "n", full, ",\n" + `{"n":7}`},
		{"CSV quotes", CSV, "text,n,words", full, `"a""b",7,"a, b"` + "\n"},
		{"TSV escapes", TSV, "text,n", outer{text: "a\tb\\c\nd"}, `a\tb\\c\nd` + "\t\n"},
	} {
		if got := encode(t, test.format, test.fields, "item", &test.r); got != test.want {
			t.Errorf("%s:\n got %q\nwant %q", test.name, got, test.want)
		}
	}
}

func TestUnknownField(t *testing.T) {
	for _, names := range []string{"nosuch", "text,nosuch", "in.nosuch", "text.x", "list.nosuch", "text,", ",text", ""} {
		_, err := NewEncoder(outerTable(), Plain, names, '\n')
		if (err == nil) != (names == "") {
			t.Errorf("%q: %v", names, err)
		}
	}
}

func TestHeader(t *testing.T) {
	for format, want := range map[Format]string{Plain: "", JSON: "", JSONL: "", CSV: "input,n\n", TSV: "input\tn\n"} {
		e, err := NewEncoder(outerTable(), format, "input,n", '\n')
		if err != nil {
			t.Fatal(err)
		}
		if got := string(e.AppendHeader(nil)); got != want {
			t.Errorf("%v: header %q, want %q", format, got, want)
		}
	}
}

// Every byte is escaped in every place, or nowhere.
func TestQuotingPlaces(t *testing.T) {
	for c := range 256 {
		plain := c >= ' ' && c < 0x7f && c != '"' && c != '\\'
		for n := range 20 {
			for at := range n {
				s := []byte(strings.Repeat("!", n))
				s[at] = byte(c)
				got := string(AppendQuoted([]byte("\x00"), string(s)))
				if want := "\x00\"" + string(s) + "\""; (got == want) != plain {
					t.Errorf("%q quoted: %q", s, got)
				}
			}
		}
	}
}

// FuzzQuoting holds every kind of quoting against the standard library.
func FuzzQuoting(f *testing.F) {
	for _, s := range []string{"", "plain", `a"b\c`, "\x00\x1f\x7f\t\r\n", "é\u2028\xff\xc3", ",", " x ", `"`, `\n`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var back string
		quoted := AppendQuoted(nil, s)
		if err := json.Unmarshal(quoted, &back); err != nil || back != strings.ToValidUTF8(s, "\uFFFD") && utf8.ValidString(s) {
			t.Fatalf("JSON of %q: %q, back %q, %v", s, quoted, back, err)
		}
		if !utf8.Valid(quoted) {
			t.Fatalf("JSON of %q is no UTF-8: %q", s, quoted)
		}

		line := closeCSV(append([]byte("x,"), s...), 2, ',')
		if strings.Contains(s, "\r") { // encoding/csv folds CRLF
			return
		}
		// What is not printable comes back escaped.
		want := string(escapeControls([]byte(s), 0, "\t\n\r"))
		row, err := csv.NewReader(bytes.NewReader(append(line, '\n'))).Read()
		if err != nil || len(row) != 2 || row[1] != want {
			t.Fatalf("CSV of %q: %q, back %q, %v", s, line, row, err)
		}

		tab := closeTab([]byte(s), 0)
		if bytes.ContainsAny(tab, "\t\n\r\x00") {
			t.Fatalf("TSV of %q: %q", s, tab)
		}
	})
}

// TestSchema: the schema is JSON and describes every field, within objects too,
// and those of items in text, where no other has the name.
func TestSchema(t *testing.T) {
	text := AppendSchema(nil, "hextet test", "a test", outerTable().Infos())
	var schema struct {
		Type       string
		Required   []string
		Properties map[string]struct {
			Type       any
			Properties map[string]any
			Items      struct {
				Enum       []string
				Properties map[string]any
			}
		}
	}
	if err := json.Unmarshal(text, &schema); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	p := schema.Properties
	if schema.Type != "object" || fmt.Sprint(schema.Required) != "[input]" || len(p) != 12 || p["line"].Type != "integer" || p["text"].Type != "string" ||
		p["big"].Type != "string" || p["n"].Type != "integer" || len(p["in"].Properties) != 3 ||
		len(p["list"].Items.Properties) != 3 || fmt.Sprint(p["words"].Items.Enum) != "[a b]" {
		t.Errorf("schema:\n%s", text)
	}
}

var raceDetector bool

func TestNoAllocation(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector allocates")
	}
	buf := make([]byte, 0, 4096)
	plain := outer{text: "2001:db8::1", n: 3, in: full.in, list: full.list, words: full.words}
	for _, format := range []Format{Plain, JSON, JSONL, CSV, TSV} {
		e, err := NewEncoder(outerTable(), format, "", '\n')
		if err != nil {
			t.Fatal(err)
		}
		if n := testing.AllocsPerRun(100, func() { buf = e.Append(buf[:0], &Input{Text: "2001:db8::1"}, &plain) }); n > 0 {
			t.Errorf("%v: %.0f allocations a record", format, n)
		}
	}
}

// TestReals: numbers with a fraction, one and several, and records that are about all
// items together.
func TestReals(t *testing.T) {
	type shares struct{ list []float64 }
	table := Table[*shares]{
		Whole:   true,
		Default: "first,all",
		Fields: []Field[*shares]{
			Real("first", "the first", func(b []byte, r *shares) []byte {
				if len(r.list) == 0 {
					return b
				}
				return fmt.Append(b, r.list[0])
			}),
			Reals("all", "all of them", func(b []byte, r *shares, i int) ([]byte, bool) {
				if i >= len(r.list) {
					return b, false
				}
				return fmt.Append(b, r.list[i]), true
			}),
		},
	}
	for _, c := range []struct {
		list   []float64
		format Format
		want   string
	}{
		{[]float64{0.5, 1}, Plain, "0.5\t0.5, 1\n"},
		{[]float64{0.5, 1}, JSONL, `{"first":0.5,"all":[0.5,1]}` + "\n"},
		{[]float64{0.5, 1}, CSV, "0.5,\"0.5, 1\"\n"},
		{[]float64{0.25}, JSONL, `{"first":0.25,"all":[0.25]}` + "\n"},
		{nil, Plain, "\t\n"},
		{nil, JSONL, "{}\n"},
	} {
		e, err := NewEncoder(table, c.format, "", '\n')
		if err != nil {
			t.Fatal(err)
		}
		if got := string(e.Append(nil, &Input{Text: "x"}, &shares{c.list})); got != c.want {
			t.Errorf("%v in format %v: %q, want %q", c.list, c.format, got, c.want)
		}
		if got := e.AppendFailure(nil, "x", "bad"); len(got) != 0 {
			t.Errorf("a failure in format %v: %q", c.format, got)
		}
	}
	schema := string(AppendSchema(nil, "c", "d", table.Infos()))
	if !json.Valid([]byte(schema)) || strings.Contains(schema, "input") || strings.Count(schema, `"type": "number"`) != 2 {
		t.Errorf("schema: %s", schema)
	}
}
