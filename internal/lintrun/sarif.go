package lintrun

import (
	"bytes"
	"encoding/json"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/hextet/hextet/internal/lint"
)

// SARIF is the format of code scanning: SARIF 2.1.0, one run, each finding a result.
type SARIF struct {
	Version string // of the program
}

// sarifSchema is where OASIS publishes the schema.
const sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

type sarifText struct {
	Text string `json:"text"`
}

type sarifRule struct {
	ID      string    `json:"id"`
	Short   sarifText `json:"shortDescription"`
	Full    sarifText `json:"fullDescription"`
	Help    sarifText `json:"help"`
	Default struct {
		Enabled bool   `json:"enabled"`
		Level   string `json:"level"`
	} `json:"defaultConfiguration"`
	Properties struct {
		Tags []string `json:"tags"`
	} `json:"properties"`
}

// Format returns the format.
func (s SARIF) Format() Format {
	var rules []sarifRule
	number := map[string]int{}
	for i, r := range lint.Rules() {
		number[r.Name] = i
		x := sarifRule{ID: r.Name, Short: sarifText{r.Doc}, Full: sarifText{sentence(r.Doc)}, Help: sarifText{r.Page + "\n\n" + r.RFC}}
		x.Default.Enabled, x.Default.Level = r.Default, r.Severity.String()
		for rfc := range strings.SplitSeq(r.RFC, "; ") {
			number, _, _ := strings.Cut(rfc, " section")
			x.Properties.Tags = append(x.Properties.Tags, number)
		}
		rules = append(rules, x)
	}
	list, _ := json.Marshal(rules)
	driver, _ := json.Marshal(map[string]string{
		"name": "hextet", "version": s.Version, "informationUri": "https://github.com/hextet/hextet",
	})
	var b bytes.Buffer
	b.WriteString(`{"version":"2.1.0","$schema":"` + sarifSchema + `","runs":[{"tool":{"driver":`)
	b.Write(driver[:len(driver)-1])
	b.WriteString(`,"rules":`)
	b.Write(list)
	b.WriteString(`}},"columnKind":"unicodeCodePoints","results":[`)
	return Format{
		New: func() func([]byte, *File, []byte, *lint.Finding) []byte {
			return func(dst []byte, file *File, text []byte, f *lint.Finding) []byte {
				return appendResult(dst, file, text, f, number[f.Rule.Name])
			}
		},
		Begin: b.Bytes(), End: sarifEnd, Joined: true,
	}
}

// sentence makes a phrase one.
func sentence(s string) string { return strings.ToUpper(s[:1]) + s[1:] + "." }

// sarifEnd is what comes after the results.
func sarifEnd(d *Done) []byte {
	type location struct {
		Physical struct {
			Artifact struct {
				URI string `json:"uri"`
			} `json:"artifactLocation"`
		} `json:"physicalLocation"`
	}
	type notification struct {
		Level     string     `json:"level"`
		Message   sarifText  `json:"message"`
		Locations []location `json:"locations"`
	}
	type invocation struct {
		Successful    bool           `json:"executionSuccessful"`
		Notifications []notification `json:"toolExecutionNotifications,omitempty"`
	}
	i := invocation{Successful: len(d.Trouble) == 0}
	for _, t := range d.Trouble {
		n := notification{Level: "error", Message: sarifText{t.Err.Error()}, Locations: make([]location, 1)}
		n.Locations[0].Physical.Artifact.URI = uri(t.Name)
		i.Notifications = append(i.Notifications, n)
	}
	b, _ := json.Marshal([]invocation{i})
	return append(append([]byte("\n],\"invocations\":"), b...), "}]}\n"...)
}

// appendResult appends a result, after a comma.
func appendResult(dst []byte, file *File, text []byte, f *lint.Finding, rule int) []byte {
	dst = append(dst, ",\n{\"ruleId\":\""...)
	dst = append(dst, f.Rule.Name...)
	dst = append(dst, `","ruleIndex":`...)
	dst = strconv.AppendInt(dst, int64(rule), 10)
	dst = append(dst, `,"level":"`...)
	dst = append(dst, f.Severity.String()...)
	dst = append(dst, `","message":{"text":`...)
	dst = appendJSON(dst, string(f.Message))
	dst = append(dst, `},"locations":[{"physicalLocation":{`...)
	artifact := appendJSON([]byte(`"artifactLocation":{"uri":`), uri(file.Name))
	artifact = append(artifact, '}')
	dst = append(dst, artifact...)
	dst = append(dst, `,"region":`...)
	region := len(dst)
	dst = appendRegion(dst, text, f)
	end := len(dst)
	dst = append(dst, `}}]`...)
	if f.Fix != nil {
		dst = append(dst, `,"fixes":[{"description":{"text":`...)
		dst = appendJSON(dst, "write "+string(f.Fix))
		dst = append(dst, `},"artifactChanges":[{`...)
		dst = append(dst, artifact...)
		dst = append(dst, `,"replacements":[{"deletedRegion":`...)
		dst = append(dst, dst[region:end]...)
		dst = append(dst, `,"insertedContent":{"text":`...)
		dst = appendJSON(dst, string(f.Fix))
		dst = append(dst, `}}]}]}]`...)
	}
	return append(dst, '}')
}

// appendRegion appends where f is. Columns are counted in characters here: SARIF does
// not know bytes of a line.
func appendRegion(dst, text []byte, f *lint.Finding) []byte {
	column := 1 + utf8.RuneCount(text[f.Start-(f.Column-1):f.Start])
	dst = append(dst, `{"startLine":`...)
	dst = strconv.AppendInt(dst, int64(f.Line), 10)
	dst = append(dst, `,"startColumn":`...)
	dst = strconv.AppendInt(dst, int64(column), 10)
	dst = append(dst, `,"endColumn":`...)
	dst = strconv.AppendInt(dst, int64(column+utf8.RuneCount(text[f.Start:f.End])), 10)
	return append(dst, '}')
}

// uri returns the name of a file as a URI, which a relative name is relative to the
// folder that the program runs in.
func uri(name string) string {
	u := url.URL{Path: filepath.ToSlash(filepath.Clean(name))}
	if filepath.IsAbs(name) {
		u.Scheme = "file"
		if !strings.HasPrefix(u.Path, "/") {
			u.Path = "/" + u.Path
		}
	}
	return u.String()
}

// appendJSON appends s as JSON.
func appendJSON(dst []byte, s string) []byte {
	plain := true
	for i := range len(s) {
		plain = plain && s[i] >= ' ' && s[i] < 0x7f && s[i] != '"' && s[i] != '\\'
	}
	if plain {
		dst = append(dst, '"')
		dst = append(dst, s...)
		return append(dst, '"')
	}
	b, _ := json.Marshal(s)
	return append(dst, b...)
}
