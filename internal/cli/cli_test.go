package cli

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/card"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/internal/style"
)

func env(pairs ...string) func(string) string {
	return func(name string) string {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		return ""
	}
}

// TestColor: each stream decides for itself; NO_COLOR counts when it is not
// empty.
func TestColor(t *testing.T) {
	for _, test := range []struct {
		when     string
		terminal bool
		env      func(string) string
		want     bool
	}{
		{"auto", true, env(), true},
		{"auto", false, env(), false},
		{"auto", true, env("NO_COLOR", "1"), false},
		{"auto", true, env("NO_COLOR", ""), true},
		{"auto", true, env("TERM", "dumb"), false},
		{"always", false, env("NO_COLOR", "1"), true},
		{"never", true, env(), false},
	} {
		s := Streams{OutTerminal: test.terminal, ErrTerminal: !test.terminal, Env: test.env}
		out, errs := s.palettes(test.when)
		if out.On() != test.want {
			t.Errorf("%+v: color on stdout %v", test, out.On())
		}
		if test.when == "auto" && errs.On() && test.terminal {
			t.Errorf("%+v: color on stderr, which is no terminal", test)
		}
	}
	s := Streams{OutTerminal: true, ErrTerminal: true, OutPlain: true, Env: env()}
	if out, errs := s.palettes("auto"); out.On() || !errs.On() {
		t.Errorf("a console that obeys no escape sequences gets colors: %v; the other gets them: %v", out.On(), errs.On())
	}
}

func TestUTF8(t *testing.T) {
	for _, test := range []struct {
		env  func(string) string
		want bool
	}{
		{env("LANG", "C.UTF-8"), true},
		{env("LANG", "de_DE.utf8"), true},
		{env("LC_ALL", "C", "LANG", "C.UTF-8"), false},
		{env("LC_CTYPE", "POSIX", "LANG", "C.UTF-8"), false},
		{env("LC_ALL", "en_US.UTF-8", "LC_CTYPE", "C"), true},
		{env("LANG", "en_US.ISO-8859-1"), false},
		{env(), utf8ByDefault},
	} {
		if got := (Streams{Env: test.env}).UTF8(); got != test.want {
			t.Errorf("LC_ALL=%q LC_CTYPE=%q LANG=%q: %v", test.env("LC_ALL"), test.env("LC_CTYPE"), test.env("LANG"), got)
		}
	}
}

// TestTable: columns are aligned, and the last one wraps between words.
func TestTable(t *testing.T) {
	columns := []record.Info{{Name: "address"}, {Name: "type"}, {Name: "detail"}}
	tab := &table{look: card.Look{Width: 44}, header: true}
	rows := []byte("2001:db8::1\tdocumentation\tfor documentation only, and never routed\n::1\tloopback\tshort\n")
	got := string(tab.Rows(nil, rows, columns))
	want := "" +
		"ADDRESS      TYPE           DETAIL\n" +
		"2001:db8::1  documentation  for\n" +
		"                            documentation\n" +
		"                            only, and never\n" +
		"                            routed\n" +
		"::1          loopback       short\n"
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	// Later rows remember the widths and have no header.
	got = string(tab.Rows(nil, []byte("::\tx\ty\n"), columns))
	if want = "::           x              y\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	for line := range strings.Lines(got) {
		if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > 44 {
			t.Errorf("%d columns: %q", n, line)
		}
	}
}

// TestLists: records that do not fit side by side are lists of their fields.
func TestLists(t *testing.T) {
	columns := []record.Info{{Name: "prefix"}, {Name: "first"}, {Name: "last"}, {Name: "remarks"}}
	row := []byte("2001:db8::/48\t2001:db8::\t2001:db8:0:ffff:ffff:ffff:ffff:ffff\t\n")
	tab := &table{look: card.Look{Width: 60}, header: true}
	got := string(tab.Rows(nil, row, columns)) + string(tab.Rows(nil, row, columns))
	one := "  prefix  2001:db8::/48\n  first   2001:db8::\n  last    2001:db8:0:ffff:ffff:ffff:ffff:ffff\n"
	if want := one + "\n" + one; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	// A value wraps beside its label, between words; an address that is wider than the
	// terminal is not cut.
	tab = &table{look: card.Look{Width: 29}, header: true}
	got = string(tab.Rows(nil, []byte("2001:db8::/48\t2001:db8::\t2001:db8:0:ffff:ffff:ffff:ffff:ffff\tseen on the wire here\n"), columns))
	if want := "  prefix   2001:db8::/48\n  first    2001:db8::\n  last\n2001:db8:0:ffff:ffff:ffff:ffff:ffff\n  remarks  seen on the wire\n           here\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	// With room they are a table.
	tab = &table{look: card.Look{Width: 100}, header: true}
	if got := string(tab.Rows(nil, row, columns)); !strings.HasPrefix(got, "PREFIX         FIRST ") {
		t.Errorf("got\n%s", got)
	}
}

func TestReport(t *testing.T) {
	c := &cobra.Command{Use: "split"}
	for _, test := range []struct {
		err    error
		status stream.Status
		says   string
	}{
		{nil, stream.Done, ""},
		{Exit(stream.Done), stream.Done, ""},
		{Exit(stream.No), stream.No, ""},
		{fmt.Errorf("wrapped: %w", Exit(stream.Trouble)), stream.Trouble, ""},
		{errors.New("no luck"), stream.Trouble, "hextet: no luck\n"},
		{Usage(c, "what is %d?", 1), stream.Trouble, "hextet: what is 1?\nTry 'split --help'.\n"},
	} {
		var b bytes.Buffer
		if got := Report(&b, style.Palette{}, test.err); got != test.status || b.String() != test.says {
			t.Errorf("%v: status %d, says %q", test.err, got, b.String())
		}
	}
}

// TestValues: a flag's message names the flag and the fault, once.
func TestValues(t *testing.T) {
	c := &cobra.Command{Use: "x"}
	var p = addr.MixedAuto
	AddValue(c, &p, true, "mixed", "", "WORD", "when", addr.ParseMixed, addr.Mixed.String)
	err := c.Flags().Set("mixed", "sometimes")
	if err == nil || strings.Count(err.Error(), "sometimes") != 1 {
		t.Errorf("got %v", err)
	}
	if err := c.Flags().Set("mixed", "never"); err != nil || p != addr.MixedNever {
		t.Errorf("got %v, %v", p, err)
	}
}
