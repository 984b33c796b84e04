package lint

import (
	"fmt"
	"strings"
)

// Severity is how serious a fault is. The zero Severity is [None], below all others.
type Severity uint8

// The severities, which are those of SARIF.
const (
	None    Severity = iota
	Note             // worth knowing
	Warning          // wrong, or soon to be
	Error            // does not work
)

var severities = [...]struct{ word, doc string }{
	None:    {"none", "no fault at all"},
	Note:    {"note", "worth knowing"},
	Warning: {"warning", "wrong, or soon to be"},
	Error:   {"error", "does not work"},
}

// Severities returns the severities of faults, most serious first.
func Severities() []Severity { return []Severity{Error, Warning, Note} }

// String returns the name: "warning".
func (s Severity) String() string {
	if int(s) < len(severities) {
		return severities[s].word
	}
	return severities[None].word
}

// Doc describes s in one line.
func (s Severity) Doc() string {
	if int(s) < len(severities) {
		return severities[s].doc
	}
	return ""
}

// MarshalText returns the name.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText accepts the names that String returns.
func (s *Severity) UnmarshalText(b []byte) (err error) {
	*s, err = ParseSeverity(string(b))
	return err
}

// ParseSeverity returns the severity that word names.
func ParseSeverity(word string) (Severity, error) {
	for s, row := range severities {
		if row.word == word {
			return Severity(s), nil
		}
	}
	var words []string
	for _, s := range Severities() {
		words = append(words, s.String())
	}
	return None, fmt.Errorf("no such severity: %q; they are %s and none", word, strings.Join(words, ", "))
}
