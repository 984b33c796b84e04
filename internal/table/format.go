package table

import (
	"iter"

	"github.com/hextet/hextet/addr"
)

// Format is the format of a table.
type Format uint8

// The formats.
const (
	Auto      Format = iota // detected from the content
	List                    // PREFIX LABEL lines, separated by whitespace or a comma
	CSV                     // RFC 4180, with commas or semicolons
	TSV                     // columns separated by tabs
	RIR                     // delegated-extended statistics of a regional registry
	Prefix2AS               // Routeviews prefix-to-AS mappings
)

var formatTable = [...]struct{ name, doc string }{
	Auto:      {"auto", "detected from the content"},
	List:      {"list", "PREFIX LABEL lines"},
	CSV:       {"csv", "comma-separated columns (RFC 4180)"},
	TSV:       {"tsv", "tab-separated columns"},
	RIR:       {"rir", "delegated-extended statistics of a regional registry"},
	Prefix2AS: {"prefix2as", "Routeviews prefix-to-AS mappings"},
}

// String returns the name of f, such as "csv".
func (f Format) String() string {
	if int(f) < len(formatTable) {
		return formatTable[f].name
	}
	return "unknown"
}

// Doc describes f in one line.
func (f Format) Doc() string {
	if int(f) < len(formatTable) {
		return formatTable[f].doc
	}
	return ""
}

// MarshalText implements [encoding.TextMarshaler] with String.
func (f Format) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// UnmarshalText implements [encoding.TextUnmarshaler] with [ParseFormat].
func (f *Format) UnmarshalText(text []byte) error {
	v, err := ParseFormat(string(text))
	if err == nil {
		*f = v
	}
	return err
}

// ParseFormat is the inverse of [Format.String]. The error is an
// [*addr.Error].
func ParseFormat(s string) (Format, error) {
	for f := range Formats() {
		if f.String() == s {
			return f, nil
		}
	}
	return Auto, &addr.Error{Input: s, Offset: -1, Reason: "not a table format"}
}

// Formats yields every format, Auto first.
func Formats() iter.Seq[Format] {
	return func(yield func(Format) bool) {
		for f := range Format(len(formatTable)) {
			if !yield(f) {
				return
			}
		}
	}
}
