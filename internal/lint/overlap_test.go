package lint

import (
	"slices"
	"testing"
)

func TestOverlap(t *testing.T) {
	testRule(t, "overlap", []ruleTest{
		{text: "2a07:1::/48\n2a07::/32\n10.0.0.0/8 10.1.0.0/16", want: []string{"2a07:1::/48", "10.1.0.0/16"}[1:]},
		{text: "2a07:0:1::/48\n2a07::/32\n10.0.0.0/8 10.1.0.0/16", want: []string{"2a07:0:1::/48", "10.1.0.0/16"}},
		{text: "::/0 2a07::/32 0.0.0.0/0 10.0.0.0/8"},
		{text: "2a07::/32 2a07::1 2a07::1/48 # 2a07:1::/48"},
		{text: "2a07::/32 2A07::/32"},
		{text: "10.0.0.0/8 ::ffff:10.0.0.0/104"},
		{text: "2a07::/32\n2a07:0:1::/48 # hextet:ignore overlap"},
		{text: "2a07::/32 2a07:0:1::/48", file: "a.md"},
	})
}

func TestDuplicate(t *testing.T) {
	testRule(t, "duplicate", []ruleTest{
		{text: "2a07::/32\n2A07:0::/32\n2a07::/32", want: []string{"2A07:0::/32", "2a07::/32"}},
		{text: "2a07::1/128 2a07::1/128", want: []string{"2a07::1/128"}},
		{text: "2a07::/32 2a07::/33 2a07::1 2a07::1 ::/0 ::/0 2a07::1/64 2a07::1/64"},
	})
}

// TestRelations: the messages name the line, and findings of all rules come in order.
func TestRelations(t *testing.T) {
	t.Parallel()
	var got []string
	text := "# x\n2A07::/32\n2a07::/32\n2a07:0:1::/48 2A07::1\n"
	NewChecker(only("overlap", "duplicate", "non-canonical")).Check(Text{Bytes: []byte(text)}, func(f *Finding) {
		got = append(got, string(f.Message))
	})
	want := []string{
		"2A07::/32 should be written 2a07::/32 (RFC 5952)",
		"2a07::/32 is a duplicate of line 2",
		"2a07:0:1::/48 is covered by 2a07::/32 on line 2",
		"2A07::1 should be written 2a07::1 (RFC 5952)",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
