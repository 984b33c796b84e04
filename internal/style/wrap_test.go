package style

import (
	"strings"
	"testing"
)

func TestWrap(t *testing.T) {
	for _, test := range []struct {
		text string
		room int
		want string // lines, with bars between
	}{
		{"", 10, ""},
		{"one", 10, "one"},
		{"one two three", 7, "one two|three"},
		{"one two three", 8, "one two|three"},
		{"one two three", 6, "one|two|three"},
		{"one two three", 13, "one two three"},
		{"one two three", 1, "one|two|three"},
		{"see 2001:db8::1 here", 8, "see|2001:db8::1|here"},
		{"2001:db8::1 here", 4, "2001:db8::1|here"},
		{"äöü äöü", 3, "äöü|äöü"},
		{"äöü äöü", 7, "äöü äöü"},
		{"two  spaces", 9, "two|spaces"},
		{"ends ", 5, "ends"},
	} {
		if got := strings.Join(Wrap(test.text, test.room), "|"); got != test.want {
			t.Errorf("Wrap(%q, %d) = %s, want %s", test.text, test.room, got, test.want)
		}
	}
	for _, test := range []struct {
		text string
		room int
		want string
	}{
		{"2001:db8:1:2:3:4:5:6 x", 12, "2001:db8:1:|2:3:4:5:6|x"},
		{"abcdefghij", 4, "abcd|efgh|ij"},
		{"abc", -1, "a|b|c"},
		{"a bc", 4, "a bc"},
	} {
		if got := strings.Join(WrapHard(test.text, test.room), "|"); got != test.want {
			t.Errorf("WrapHard(%q, %d) = %s, want %s", test.text, test.room, got, test.want)
		}
	}
}

func TestGrouped(t *testing.T) {
	for digits, want := range map[string]string{
		"": "", "0": "0", "999": "999", "1000": "1,000", "18446744073709551616": "18,446,744,073,709,551,616",
	} {
		if got := Grouped(digits); got != want {
			t.Errorf("Grouped(%q) = %q, want %q", digits, got, want)
		}
	}
}
