package lint

import (
	"slices"
	"strings"
	"testing"
)

func TestIgnore(t *testing.T) {
	t.Parallel()
	const two = "non-canonical documentation"
	for _, tt := range []struct{ text, want string }{
		{"2001:DB8::1", two},
		{"2001:DB8::1 # hextet:ignore", ""},
		{"2001:DB8::1 # hextet:ignore all", ""},
		{"2001:DB8::1 # hextet:ignore documentation", "non-canonical"},
		{"2001:DB8::1 # hextet:ignore: documentation", "non-canonical"},
		{"2001:DB8::1 # hextet:ignore documentation, non-canonical", ""},
		{"2001:DB8::1 # hextet:ignore documentation because of a test", "non-canonical"},
		{"2001:DB8::1 # hextet:ignore documention", two},
		{"2001:DB8::1 /* hextet:ignore documentation */ // hextet:ignore non-canonical", ""},
		{"# hextet:ignore\n2001:DB8::1", ""},
		{"  // hextet:ignore documentation\n  2001:DB8::1", "non-canonical"},
		{"# hextet:ignore documentation\n# hextet:ignore non-canonical\r\n2001:DB8::1", ""},
		{"# hextet:ignore\n\n2001:DB8::1", two},
		{"x # hextet:ignore\n2001:DB8::1", two}, // for its own line
		{"<!-- hextet:ignore -->\n2001:DB8::1", ""},
		{"REM hextet:ignore\n2001:DB8::1", ""},
		{"2001:DB8::1\n# hextet:ignore", two},
		{"# hextet:ignore-file documentation\n\n\n2001:DB8::1", "non-canonical"},
		{"# hextet:ignore-file\n\n2001:DB8::1", ""},
		{"2001:DB8::1\n# hextet:ignore-file", ""},
		{strings.Repeat("#\n", headSize) + "# hextet:ignore-file\n2001:DB8::1", two},
		{"2001:db8:::1 # hextet:ignore malformed", ""},
	} {
		var got []string
		NewChecker(NewConfig()).Check(Text{Bytes: []byte(tt.text)}, func(f *Finding) { got = append(got, f.Rule.Name) })
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%q: got %q, want %q", tt.text, got, tt.want)
		}
	}
	// What the beginning of a file asks for holds in the rest, which is checked apart.
	n := 0
	NewChecker(NewConfig()).Check(Text{
		Bytes: []byte("2001:db8::1"), Line: 100, Silence: SilenceOf([]byte("# hextet:ignore-file documentation")),
	}, func(*Finding) { n++ })
	if n != 0 {
		t.Errorf("%d findings in the rest of a silent file", n)
	}
}

func TestConfig(t *testing.T) {
	t.Parallel()
	names := func(c *Config) (list []string) {
		NewChecker(c).Check(Text{Bytes: []byte("2001:DB8::1 fd00::1")}, func(f *Finding) {
			list = append(list, f.Severity.String()+" "+f.Rule.Name)
		})
		return list
	}
	c := NewConfig()
	if got, want := names(c), []string{"warning non-canonical", "warning documentation", "note ula-pattern"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	c.SetSeverity("documentation", Error)
	c.AtLeast(Warning)
	c.Disable("non-canonical")
	if got, want := names(c), []string{"error documentation"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, err := range []error{c.Enable("documentaton"), c.Disable(""), c.SetSeverity("x", Error)} {
		if err == nil {
			t.Error("an unknown rule is taken")
		}
	}
	if err := c.Enable("documentaton"); !strings.Contains(err.Error(), `did you mean "documentation"?`) {
		t.Error(err)
	}
	if c.Whole() || c.Enabled("overlap") || !c.Enabled("documentation") || c.SeverityOf("documentation") != Error {
		t.Errorf("%+v", c)
	}
}

// TestRules: every rule says all that is asked for, in lines that fit.
func TestRules(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, r := range Rules() {
		if r.Name == "" || seen[r.Name] || r.Severity == None || r.Doc == "" || r.RFC == "" || r.Page == "" {
			t.Errorf("%+v", r)
		}
		seen[r.Name] = true
		for line := range strings.Lines(r.Page) {
			if len(strings.TrimSuffix(line, "\n")) > 80 || strings.TrimRight(line, " \n") != strings.TrimSuffix(line, "\n") {
				t.Errorf("%s: %q", r.Name, line)
			}
		}
		for _, c := range r.Page + r.Doc + r.RFC {
			if c > '~' {
				t.Errorf("%s: %q in its page", r.Name, c)
			}
		}
		if got, err := ParseRule(r.Name); got != r || err != nil {
			t.Errorf("ParseRule(%q): %v, %v", r.Name, got, err)
		}
	}
	for _, s := range append(Severities(), None) {
		b, _ := s.MarshalText()
		var got Severity
		if err := got.UnmarshalText(b); err != nil || got != s || s.Doc() == "" {
			t.Errorf("%v: %v, %v", s, got, err)
		}
	}
	if _, err := ParseSeverity("fatal"); err == nil || !strings.Contains(err.Error(), "error, warning, note") {
		t.Error(err)
	}
}
