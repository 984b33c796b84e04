package lintrun

import (
	"github.com/hextet/hextet/internal/files"
	"github.com/hextet/hextet/internal/lint"
	"github.com/hextet/hextet/internal/record"
)

// A finding is a lint.Finding as a record.
type finding struct {
	*lint.Finding
	file string
	text []byte
}

// Records returns the format that writes a record for each finding. names are its
// fields, "" for the default ones; header says whether csv and tsv begin with a header.
func Records(format record.Format, names string, header bool) (Format, error) {
	enc, err := record.NewEncoder(RecordTable(), format, names, '\n')
	if err != nil {
		return Format{}, err
	}
	f := Format{New: func() func([]byte, *files.File, []byte, *lint.Finding) []byte {
		r := new(finding)
		return func(dst []byte, file *files.File, text []byte, x *lint.Finding) []byte {
			*r = finding{x, file.Name, text[x.Start:x.End]}
			return enc.Append(dst, &record.Input{}, r)
		}
	}}
	if header {
		f.Begin = enc.AppendHeader(nil)
	}
	if format == record.JSON {
		f.Begin, f.Joined = []byte{'['}, true
		f.End = func(d *Done) []byte {
			if d.Findings() == 0 {
				return []byte("]\n")
			}
			return []byte("\n]\n")
		}
	}
	return f, nil
}

// RecordTable returns the fields of the records.
func RecordTable() record.Table[*finding] {
	var names, severities []string
	for _, r := range lint.Rules() {
		names = append(names, r.Name)
	}
	for _, s := range lint.Severities() {
		severities = append(severities, s.String())
	}
	return record.Table[*finding]{
		NoInput: true,
		Default: "file,line,column,severity,rule,message",
		Fields: []record.Field[*finding]{
			record.TextOf("file", "the name of the file", func(r *finding) string { return r.file }),
			record.Int("line", "the number of the line, from 1", func(r *finding) int { return r.Line }),
			record.Int("column", "where the fault begins in the line, in bytes from 1", func(r *finding) int { return r.Column }),
			record.Int("end_column", "the first byte after it", func(r *finding) int { return r.Column + r.End - r.Start }),
			record.TextOf("severity", "how serious it is", func(r *finding) string { return r.Severity.String() }).OneOf(severities...),
			record.TextOf("rule", "the rule that found it", func(r *finding) string { return r.Rule.Name }).OneOf(names...),
			record.TextOf("message", "what is wrong", func(r *finding) string { return string(r.Message) }),
			record.TextOf("text", "the bytes from column to end_column", func(r *finding) string { return string(r.text) }),
			record.TextOf("fix", "what to write instead, where one answer is right", func(r *finding) string { return string(r.Fix) }),
			record.TextOf("rfc", "what the rule rests on", func(r *finding) string { return r.Rule.RFC }),
		},
	}
}
