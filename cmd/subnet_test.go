package cmd_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestDrawingsOnTerminal: what is drawn has no header of columns above it, takes
// color on a terminal, and says the same without.
func TestDrawingsOnTerminal(t *testing.T) {
	for _, args := range []string{
		"subnet map 2001:db8::/44 2001:db8::/48 2001:db8:4::/47",
		"subnet map --in 192.0.2.0/24 --in 2001:db8::/32 192.0.2.0/26 2001:db8::1",
		"subnet tree 2001:db8::/32 2001:db8:1::/48 2001:db8:1:a::/64",
	} {
		plain, _, _ := hextet(t, "", strings.Fields(args)...)
		out := onTerminal(args, "")
		if !strings.Contains(out, "\x1b[") {
			t.Errorf("%s: no color on a terminal", args)
		}
		if got := uncolored(out); got != plain {
			t.Errorf("%s: on a terminal\n%s\nin a pipe\n%s", args, got, plain)
		}
		for line := range strings.Lines(plain) {
			if n := len([]rune(line)); n > 81 {
				t.Errorf("%s: a line of %d columns: %s", args, n-1, line)
			}
		}
	}
}

// uncolored takes escape sequences that end in m out of s.
func uncolored(s string) string {
	var b strings.Builder
	for {
		i := strings.Index(s, "\x1b[")
		if i < 0 {
			return b.String() + s
		}
		b.WriteString(s[:i])
		s = s[i+strings.IndexByte(s[i:], 'm')+1:]
	}
}

// TestSubnetTextIsItsField: the fast ways to plain text give what the usual
// field gives.
func TestSubnetTextIsItsField(t *testing.T) {
	items := "2001:DB8::1\n192.0.2.7/24\n192.0.2.1-192.0.2.9\n2001:db8:1::/48\nfe80::1%eth0\nnonsense\n::ffff:192.0.2.1/128\n"
	for args, field := range map[string]string{
		"range":                            "output",
		"cidr":                             "prefix",
		"collapse":                         "prefix",
		"collapse --ranges":                "output",
		"collapse --sorted -4":             "prefix",
		"count":                            "family,addresses,subnets_64,prefixes",
		"step":                             "output",
		"cover":                            "prefix",
		"sort":                             "output",
		"exclude --minus 192.0.2.4/30":     "prefix",
		"intersect --with 192.0.2.4/30":    "prefix",
		"free --in 192.0.2.0/24 --in ::/0": "prefix",
		"split --into 1":                   "prefix",
		"split --into 2 --order sparse":    "prefix",
		"addresses --limit 3":              "address",
		"renumber --to 3fff::/32":          "output",
		"renumber --from 2001:db8::/32 --to ::/9": "output",
		"match --prefix 2001:db8::/32":            "input,prefix,label",
		"match --prefix ::/0 --matched":           "input,prefix,label",
		"match --prefix ::/0 --unmatched":         "input",
		"info":                                    "prefix,first,last,count,mask,wildcard,broadcast,usable,usable_first,usable_last,remarks",
		"overlaps":                                "input,other,relation",
	} {
		words := append([]string{"subnet"}, strings.Fields(args)...)
		usual, usualErrs, status := hextet(t, items, words...)
		chosen, chosenErrs, chosenStatus := hextet(t, items, append(words, "--fields", field)...)
		if usual != chosen || usualErrs != chosenErrs || status != chosenStatus {
			t.Errorf("%s: text\n%s%s(%d)\n--fields %s\n%s%s(%d)", args, usual, usualErrs, status, field, chosen, chosenErrs, chosenStatus)
		}
	}
}

// TestMapRounds: more separate blocks than are mapped exactly are rounded up, each family
// by itself, and the records say so.
func TestMapRounds(t *testing.T) {
	var items strings.Builder
	for i := range 600_000 {
		fmt.Fprintf(&items, "10.%d.%d.%d\n", i>>15&0xff, i>>7&0xff, i<<1&0xff)
	}
	items.WriteString("2001:db8::1\n")
	out, errs, status := hextet(t, items.String(), "subnet", "map", "--in", "10.0.0.0/8", "--in", "2001:db8::/126", "--fields", "input,count,used,rounded_to", "-o", "tsv", "--no-header")
	if want := "10.0.0.0/8\t16777216\t1200000\t28\n2001:db8::/126\t4\t1\t\n"; out != want || errs != "" || status != 0 {
		t.Errorf("%q, %q, %d, want %q", out, errs, status, want)
	}
}
