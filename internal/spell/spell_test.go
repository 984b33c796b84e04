package spell

import (
	"strings"
	"testing"
)

func TestNearest(t *testing.T) {
	t.Parallel()
	words := []string{"compress", "convert", "classify", "non-canonical", "link-local-without-zone"}
	for _, tt := range []struct{ name, want string }{
		{"compres", "compress"},
		{"COMPRESS", "compress"},
		{"cnovert", "convert"}, // swapped
		{"co", "compress convert"},
		{"canonical", "non-canonical"},
		{"link-local", "link-local-without-zone"},
		{"xyzzy", ""},
		{"t", ""}, // a single letter is no beginning
		{"", ""},
	} {
		if got := strings.Join(Nearest(tt.name, words), " "); got != tt.want {
			t.Errorf("Nearest(%q) = %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestDistance(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"", "ab", 2}, {"ab", "", 2}, {"split", "splitt", 1}, {"split", "slpit", 1}, {"split", "spilt", 1},
		{"kitten", "sitting", 3}, {"abc", "abd", 1},
	} {
		if got := distance(tt.a, tt.b); got != tt.want {
			t.Errorf("distance(%q, %q) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}

func TestAlternatives(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		words []string
		want  string
	}{
		{nil, ""}, {[]string{"a"}, `"a"`}, {[]string{"a", "b"}, `"a" or "b"`}, {[]string{"a", "b", "c"}, `"a", "b" or "c"`},
	} {
		if got := Alternatives(tt.words, `"`); got != tt.want {
			t.Errorf("Alternatives(%q) = %s, want %s", tt.words, got, tt.want)
		}
	}
}
