package cmd_test

import (
	"strings"
	"testing"

	"github.com/hextet/hextet/internal/find"
	"github.com/hextet/hextet/internal/ip"
)

// checkRewriting holds the laws of -t: bytes outside finds stay, and what expand writes
// compress takes back.
func checkRewriting(t *testing.T, text string) {
	t.Helper()
	if strings.HasPrefix(text, "\uFEFF") || strings.HasPrefix(text, "\xff\xfe") || strings.HasPrefix(text, "\xfe\xff") {
		return // marks that are dropped
	}
	run := func(command, in string) string {
		out, errs, status := hextet(t, in, command, "-t", "-")
		if status != 0 || errs != "" {
			t.Fatalf("%s -t of %q: status %d, %s", command, in, status, errs)
		}
		return out
	}
	short := run("compress", text)
	var want []byte
	var it find.Find
	at := 0
	for f := find.New(find.Options{}); f.Next([]byte(text), at, &it); at = it.End {
		it.Zone = it.RawZone()
		want = it.AppendCanonical(append(want, text[at:it.Start]...), ip.QuadAuto)
	}
	if want = append(want, text[at:]...); short != string(want) {
		t.Fatalf("compress -t of %q: %q, want %q", text, short, want)
	}
	if !plainlyApart(text) {
		return // beside other marks a longer spelling may read otherwise: ::1:80, ::%::1
	}
	if again := run("compress", short); again != short {
		t.Fatalf("compress -t of %q: %q, then %q", text, short, again)
	}
	if back := run("compress", run("expand", text)); back != short {
		t.Fatalf("%q: compress gives %q, after expand %q", text, short, back)
	}
	// What is not a find is the same, in the same order.
}

// plainlyApart reports whether nothing but whitespace, quotes, brackets and separators
// is next to the finds in text.
func plainlyApart(text string) bool {
	f, at := find.New(find.Options{Bare: true}), 0
	var it find.Find
	for f.Next([]byte(text), at, &it) {
		at = it.End
		if it.Start > 0 && strings.IndexByte(" \t\r\n\"'[(,;=", text[it.Start-1]) < 0 || at < len(text) && strings.IndexByte(" \t\r\n\"']),;", text[at]) < 0 {
			return false
		}
	}
	return true
}

func FuzzRewriting(f *testing.F) {
	for _, s := range []string{
		"", "x", "see 2001:DB8:0:0::1, and [FE80::1%eth0]:22.", "0:0:0:0:0:0:0:1/64 192.0.2.1:80\r\n", "::FFFF:1.2.3.4",
		"tcp 0 0 :::80 :::*", "2001:db8::1.443 > 2001:db8::2.60958:", "2001:DB8::12345", "1:2:3:4:5:6:7:8:80", "a#2001:db8::1#53",
		"http://[fe80::1%25eth0]/", "2001:db8::/32.", "1.2.3.4.5", "::1::", "IPv6:2001:DB8::1", "0::0/0", "ABCD::1234:56789",
		"fe80::1%a/64 fe80::1%a/640", "0000:0000:0000:0000:0000:0000:0000:0000",
	} {
		f.Add(s)
	}
	f.Fuzz(checkRewriting)
}
