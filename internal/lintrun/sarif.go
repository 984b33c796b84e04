package lintrun

import (
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/hextet/hextet/internal/files"
	"github.com/hextet/hextet/internal/lint"
	"github.com/hextet/hextet/internal/record"
)

// SARIF is the code scanning format: SARIF 2.1.0, one run, each finding a result.
type SARIF struct {
	Version string // of the program
}

// sarifSchema is where OASIS publishes the schema.
const sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

// Format returns the format.
func (s SARIF) Format() Format {
	b := []byte(`{"version":"2.1.0","$schema":`)
	b = record.AppendQuoted(b, sarifSchema)
	b = append(b, `,"runs":[{"tool":{"driver":{"name":"hextet","version":`...)
	b = record.AppendQuoted(b, s.Version)
	b = append(b, `,"informationUri":"https://github.com/hextet/hextet","rules":[`...)
	number := map[string]int{}
	for i, r := range lint.Rules() {
		number[r.Name] = i
		if i > 0 {
			b = append(b, ',')
		}
		b = appendRule(append(b, '\n'), r)
	}
	b = append(b, `]}},"columnKind":"unicodeCodePoints","results":[`...)
	return Format{
		New: func() func([]byte, *files.File, []byte, *lint.Finding) []byte {
			return func(dst []byte, file *files.File, text []byte, f *lint.Finding) []byte {
				return appendResult(dst, file, text, f, number[f.Rule.Name])
			}
		},
		Begin: b, End: sarifEnd, Joined: true,
	}
}

// appendRule appends a reportingDescriptor.
func appendRule(b []byte, r *lint.Rule) []byte {
	text := func(name, s string) {
		b = append(b, `,"`...)
		b = append(b, name...)
		b = append(b, `":{"text":`...)
		b = record.AppendQuoted(b, s)
		b = append(b, '}')
	}
	b = append(b, `{"id":`...)
	b = record.AppendQuoted(b, r.Name)
	text("shortDescription", r.Doc)
	text("fullDescription", strings.ToUpper(r.Doc[:1])+r.Doc[1:]+".")
	text("help", r.Page+"\n\n"+r.RFC)
	b = append(b, `,"defaultConfiguration":{"enabled":`...)
	b = strconv.AppendBool(b, r.Default)
	b = append(b, `,"level":"`...)
	b = append(b, r.Severity.String()...)
	b = append(b, `"},"properties":{"tags":["IPv6"`...)
	for rfc := range strings.SplitSeq(r.RFC, "; ") {
		document, _, _ := strings.Cut(rfc, " section")
		b = append(b, ',')
		b = record.AppendQuoted(b, document)
	}
	return append(b, `]}}`...)
}

// sarifEnd returns what follows the results.
func sarifEnd(d *Done) []byte {
	b := append([]byte{}, "\n],\"invocations\":[{\"executionSuccessful\":"...)
	b = strconv.AppendBool(b, len(d.Trouble) == 0)
	for i, t := range d.Trouble {
		if i == 0 {
			b = append(b, `,"toolExecutionNotifications":[`...)
		} else {
			b = append(b, ',')
		}
		b = append(b, `{"level":"error","message":{"text":`...)
		b = record.AppendQuoted(b, t.Err.Error())
		b = append(b, `},"locations":[{"physicalLocation":{"artifactLocation":{"uri":`...)
		b = record.AppendQuoted(b, uri(t.Name))
		b = append(b, `}}}]}`...)
	}
	if len(d.Trouble) > 0 {
		b = append(b, ']')
	}
	return append(b, "}]}]}\n"...)
}

// appendResult appends a result, after a comma.
func appendResult(dst []byte, file *files.File, text []byte, f *lint.Finding, rule int) []byte {
	dst = append(dst, ",\n{\"ruleId\":\""...)
	dst = append(dst, f.Rule.Name...)
	dst = append(dst, `","ruleIndex":`...)
	dst = strconv.AppendInt(dst, int64(rule), 10)
	dst = append(dst, `,"level":"`...)
	dst = append(dst, f.Severity.String()...)
	dst = append(dst, `","message":{"text":`...)
	dst = record.AppendQuoted(dst, string(f.Message))
	dst = append(dst, `},"locations":[{"physicalLocation":{`...)
	artifact := record.AppendQuoted([]byte(`"artifactLocation":{"uri":`), uri(file.Name))
	artifact = append(artifact, '}')
	dst = append(dst, artifact...)
	dst = append(dst, `,"region":`...)
	region := len(dst)
	dst = appendRegion(dst, text, f)
	end := len(dst)
	dst = append(dst, `}}]`...)
	if f.Fix != nil {
		dst = append(dst, `,"fixes":[{"description":{"text":`...)
		dst = record.AppendQuoted(dst, "write "+string(f.Fix))
		dst = append(dst, `},"artifactChanges":[{`...)
		dst = append(dst, artifact...)
		dst = append(dst, `,"replacements":[{"deletedRegion":`...)
		dst = append(dst, dst[region:end]...)
		dst = append(dst, `,"insertedContent":{"text":`...)
		dst = record.AppendQuoted(dst, string(f.Fix))
		dst = append(dst, `}}]}]}]`...)
	}
	return append(dst, '}')
}

// appendRegion appends the position of f. Columns are counted in characters here: SARIF
// cannot count them in bytes.
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

// uri returns the name of a file as a URI; a relative name is taken as relative to the
// working directory.
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
