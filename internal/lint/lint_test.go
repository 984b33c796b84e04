package lint

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hextet/hextet/internal/files"
	"github.com/hextet/hextet/internal/find"
)

// only returns a configuration with some rules and no others.
func only(names ...string) *Config {
	c := NewConfig()
	c.Disable(All)
	for _, name := range names {
		if err := c.Enable(name); err != nil {
			panic(err)
		}
	}
	return c
}

// found returns the findings in a text: the words at fault, and after an arrow what to
// write instead.
func found(c *Config, name, text string) (list []string) {
	NewChecker(c).Check(Text{Name: name, Bytes: []byte(text)}, func(f *Finding) {
		s := text[f.Start:f.End]
		if f.Fix != nil {
			s += " -> " + string(f.Fix)
		}
		list = append(list, s)
	})
	return list
}

// A ruleTest is a text and what one rule finds in it.
type ruleTest struct {
	text string
	want []string
	file string // its name; "" for a configuration
}

// testRule tests a rule. A text without findings has none of any rule that is on by
// default either, unless others says so.
func testRule(t *testing.T, rule string, tests []ruleTest) {
	t.Helper()
	t.Parallel()
	for _, tt := range tests {
		if got := found(only(rule), tt.file, tt.text); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q in %q: got %q, want %q", rule, tt.text, tt.file, got, tt.want)
		}
	}
}

// TestPlaces: lines and columns are those that editors show, in bytes from 1, also
// where a text is checked in two pieces.
func TestPlaces(t *testing.T) {
	t.Parallel()
	text := "# é\r\n\tx é 2001:DB8::1\r\n\r\n2001:DB8::2 2001:DB8::3"
	want := []string{"2:7 2001:DB8::1", "4:1 2001:DB8::2", "4:13 2001:DB8::3"}
	for from := range text {
		var got []string
		add := func(f *Finding) {
			got = append(got, fmt.Sprintf("%d:%d %s", f.Line, f.Column, text[f.Start:f.End]))
		}
		c := NewChecker(only("non-canonical"))
		from = strings.LastIndexByte(text[:from], '\n') + 1
		c.Check(Text{Bytes: []byte(text[:from])}, add)
		c.Check(Text{Bytes: []byte(text), From: from, Line: 1 + strings.Count(text[:from], "\n")}, add)
		if !slices.Equal(got, want) {
			t.Errorf("cut at %d: got %q, want %q", from, got, want)
		}
	}
}

// TestSaid: what is only said is no fault, unless comments are wanted.
func TestSaid(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		file, text string
		said       bool
	}{
		{"", "x 2001:DB8::1", false},
		{"", "# x 2001:DB8::1", true},
		{"", "x # 2001:DB8::1", true},
		{"", "x;# 2001:DB8::1", false},
		{"", `"a # b" 2001:DB8::1`, false},
		{"", "  // 2001:DB8::1", true},
		{"", "http://[2001:DB8::1]/", false},
		{"", "; 2001:DB8::1", true},
		{"", "www AAAA ::1 ; 2001:DB8::1", true},
		{"", "allow ::1 ; allow 2001:DB8::1;", false},
		{"", "! 2001:DB8::1", true},
		{"", "/* 2001:DB8::1 */", true},
		{"", "/* a */ 2001:DB8::1", false},
		{"", "/* a\n b\n 2001:DB8::1", true},
		{"", "/* a\n b */\n 2001:DB8::1", false},
		{"", "include /etc/*.conf\n2001:DB8::1", false},
		{"", "<!-- a\n 2001:DB8::1", true},
		{"", "allow the prefix 2001:DB8::1", true},
		{"", "a IN AAAA 2001:DB8::1 ; the old one", false},
		{"", "description to 2001:DB8::1", true},
		{"", `  "description": "to 2001:DB8::1"`, true},
		{"", `"note": "of old", "ip": "2001:DB8::1"`, true},
		{"", `"ip": "2001:DB8::1", "note": "of old"`, false},
		{"x.yaml", "- 2001:DB8::1", false},
		{"x.yaml", "a: ; 2001:DB8::1", false},
		{"x.xml", "# 2001:DB8::1", false},
		{"x.txt", "2001:DB8::1", false},
		{"x.txt", "This is 2001:DB8::1", true},
		{"x.go", `f("2001:DB8::1")`, false},
		{"x.go", "f(`http://[2001:DB8::1]:80/`)", false},
		{"x.go", `f("to 2001:DB8::1")`, true},
		{"x.go", `f() // "2001:DB8::1"`, true},
		{"x.go", `/* "2001:DB8::1" */`, true},
		{"x.go", "2001:DB8::1", true},
		{"x.go", `'2001:DB8::1'`, true},
		{"x.js", `'2001:DB8::1'`, false},
		{"x.py", `f('2001:DB8::1')`, false},
		{"x.py", "\"\"\"\n'2001:DB8::1'\n\"\"\"", true},
		{"x.py", "\"\"\"\n'''\n\"\"\"\nf('2001:DB8::1')", false},
		{"x.pl", "=head1 A\n\n'2001:DB8::1'\n", true},
		{"x.pl", "=head1 A\n\n=cut\n\nf('2001:DB8::1')\n", false},
		{"x.lua", "f('2001:DB8::1')", false},
		{"x.lua", "-- '2001:DB8::1'", true},
		{"x.el", "; \"2001:DB8::1\"", true},
		{"x.php", "# '2001:DB8::1'", true},
		{"x.vim", `" '2001:DB8::1'`, true},
		{"x.ml", `"2001:DB8::1"`, false},
		{"Makefile", "# 2001:DB8::1", true},
		{"README", "2001:DB8::1", false}, // documents are not spared by this rule
	} {
		c := only("non-canonical")
		if got := found(c, tt.file, tt.text); (len(got) == 0) != tt.said {
			t.Errorf("%q in %q: got %q, said %v", tt.text, tt.file, got, tt.said)
		}
		c.Comments = true
		if got := found(c, tt.file, tt.text); len(got) == 0 {
			t.Errorf("%q in %q with comments: nothing", tt.text, tt.file)
		}
	}
	for _, name := range []string{"README", "a/x.md", `a\x.rst`, "hextet.1"} {
		if got := found(only("documentation"), name, "2001:db8::1"); len(got) > 0 {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestTestName(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		folder bool
		want   bool
	}{
		{"testdata", true, true}, {"tests", true, true}, {"test", false, false}, {"conf", true, false}, {"testdata", false, false},
		{"x_test.go", false, true}, {"test_x.py", false, true}, {"x.test.ts", false, true}, {"x.spec.js", false, true},
		{"x.go", false, false}, {"contest.go", false, false}, {"x_test.conf", false, false}, {"conftest.py", false, true},
	} {
		if got := TestName(tt.name, tt.folder); got != tt.want {
			t.Errorf("TestName(%q, %v) = %v", tt.name, tt.folder, got)
		}
	}
}

// nothing are texts that look like addresses and are none, or none that anything is
// wrong with.
var nothing = []string{
	"12:34:56", "12:34:56.789", "2026-11-28T12:34:56Z", "2026:11:28 12:34:56", "00:00:00:00", "25:61:61", "12::30",
	"00:11:22:33:44:55", "00-11-22-33-44-55", "0011.2233.4455", "00:11:22:33:44:55:66:77", "00:01:00:01:2a:3b:4c:5d:00:11:22:33:44:55",
	"SHA256:2a:3b:4c:5d:6e:7f:80:91:a2:b3:c4:d5:e6:f7:08:19:2a:3b:4c:5d:6e:7f:80:91:a2:b3:c4:d5:e6:f7:08:19",
	"20:01:0d:b8:00:00:00:00:00:00:00:00:00:00:00:01", "MD5:20:01:0d:b8:85:a3:08:d3:13:19:8a:2e:03:70:73:48",
	"sha256:2001db80deadbeefcafe", "sha256:2001:db8", "urn:uuid:2001db80-dead-beef-cafe-000000000001",
	"std::vector<int>", "a::b::c", "ab::cd::ef", "Feed::Add(2)", "Dead::Beef", "A::B", "C1::C2", "F16::E8", "crate::face::Bad", "::abc::def",
	"use fade::bead::{ace, dad};", "$a::b1", "&Bad::f00d", "Foo::2001", "2001::foo", "x[1::2]", "x[::2]", "f(x)[10::5]", "a[2001::2]", "x::-1",
	"?::0", "(?::0*?)", "12:30::00", "login::106", "a:b:c", "2:1", "16:9", "1:1000", "3::1 odds", "ratio 2001:2002",
	"1.2.3", "1.2.3.4", "1.2.3.4.5", "v1.2.3.400", "version 1.2.3.400", "1.2.3.400-rc1", "app-1.2.3.400.tar.gz", "Chrome/120.0.609.400",
	"Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/10.0.648.205", "chrome 10.0.648.205", "10.0.19045.1", "build 10.0.586.0", "1.3.6.1.4.1.311",
	"OID 1.3.6.1.4.1.2021.10", "1.02.03.04", "24.01.15.02", "2026.11.28.01", "0.00.001.02", "ExtJS 4.2.1.883", "libfoo.so.1.2.300.4",
	"1.2.3.400+dfsg", "$1.2.3.400", "192.168.1", "192.168.1.1", "192.168.1.1-20", "10.0.0.1/24/x", "http://10.0.0.1/404", "//192.168.1.1/99",
	"user@192.168.1.1/99", "https://[2a07:a8c0::1]/129", "2a07:a8c0::1/64", "2a07:a8c0::/32", "2a07:a8c0::/32.", "fe80::/10", "::/0", "0.0.0.0/0",
	"1.2.0.192.in-addr.arpa", "300.2.0.192.in-addr.arpa", "1.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa", "255.255.255.0", "0.0.0.255", "255.255.255.252",
	"ISO 27001:2022", "ISO/IEC 23270:2003", "RFC 2001:1", "§ 2001:3", "E = mc::2", "::: warning", ":::", "::::", ":::80", "tcp6 0 0 fe80:::546 :::*",
	"tcp6 2a07:a8c0:::53 LISTEN", "[::]:80", "*:80", ":80", ":8080", "::1", "::", "[::1]:8080", "::ffff:10.0.0.1", "::5eff:fe00:5301", "2a07:a8c0::1:12345",
	"2001:db8:x::1", "2001:db8:XXXX::1", "2001:db8::R1", "2001:db8:n::", "fe80::xxxx:xxxx", "2001:zzzz::", "2a07:a8c0::host.example", "fe80::%eth0",
	"ffff:ffff:ffff:ffff::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "feed:face", "dead:beef", "cafe:babe:dead", "2a07:a8c0", "db8:1/48",
	"deny 2001:db8::/32", "2001:db8::/32", "192.0.2.0/24", "2002::/16", "fec0::/10", "3ffe::/16", "240.0.0.0/4", "8000::/3", "fc00::/7", "fd00::/8",
	"deny 2002:a00::/24", "reject 2001:db8:1::/48", "ff00::/8", "ff02::1", "ff02::1:2", "64:ff9b::/96", "64:ff9b::", "64:ff9b::8.8.8.8", "2001::/32",
	"gateway fe80::1", "via fe80::1 dev eth0", "neighbor fe80::1 interface eth0", "ip6 saddr fe80::1 accept", "fe80::1%eth0", "fe80::1/64",
	"inet6 fe80::1/64 scope link", "ip address 10.0.0.1/24", "address 2a07:a8c0::1/48", "ip addr add 192.168.1.1/16 dev eth0", "inet 10.1.2.3/8",
	"fd6b:2c91:e4a7:1::1", "fd00:ec2::254", "20 01 0d b8", "0000:00:1f.2", "pci 0000:3b:00.0", "2001:db8/x", "@2001", "2a07:a8c0::ace.", "(2a07:a8c0::1)",
	"2A07.A8C0.1.1", "fe80", "::1/128", "DNA: ACG::TCA", "\x00\xff2a07:a8c0::1\xfe", "é2a07:a8c0::1é", "CVE-2001:1", "3d:4e::", "[2a07:a8c0::1", "2000::/3",
}

func TestNothing(t *testing.T) {
	t.Parallel()
	for _, text := range nothing {
		if got := found(NewConfig(), "", text); len(got) > 0 {
			t.Errorf("%q: %q", text, got)
		}
		for _, around := range []string{"x %s y", "\"%s\"", "- %s", "key: %s", "a = %s;", "<%s>", "'%s',"} {
			if strings.ContainsAny(text, " ") || strings.HasSuffix(text, "/") {
				continue
			}
			text := fmt.Sprintf(around, text)
			if got := found(NewConfig(), "", text); len(got) > 0 {
				t.Errorf("%q: %q", text, got)
			}
		}
	}
}

// TestStandardLibrary: in a million lines of other people's code there is next to
// nothing to say.
func TestStandardLibrary(t *testing.T) {
	if testing.Short() {
		t.Skip("reads the source of Go")
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Skip("no go on this machine")
	}
	src := filepath.Join(strings.TrimSpace(string(root)), "src")
	if _, err := os.Stat(src); err != nil {
		t.Skip("no source of Go on this machine")
	}
	c := NewChecker(NewConfig())
	checked, n := 0, 0
	for f := range files.In(src, files.Options{Skip: TestName}) {
		text, err := os.ReadFile(f.Name)
		if err != nil || bytes.IndexByte(text, 0) >= 0 {
			continue
		}
		checked++
		c.Check(Text{Name: f.Name, Bytes: text}, func(x *Finding) {
			t.Logf("%s:%d: %s [%s]", f.Name, x.Line, x.Message, x.Rule.Name)
			n++
		})
	}
	if checked == 0 || n > 5 {
		t.Errorf("%d findings in %d files", n, checked)
	}
}

// fixed returns a text put right.
func fixed(c *Checker, name string, text []byte) []byte {
	var b []byte
	at := 0
	c.Check(Text{Name: name, Bytes: text}, func(f *Finding) {
		if f.Fix != nil && f.Start >= at {
			b = append(append(b, text[at:f.Start]...), f.Fix...)
			at = f.End
		}
	})
	return append(b, text[at:]...)
}

// checkFix holds what a fix promises: it changes nothing but addresses, what it
// writes is found as the same address, but for host bits, and there is nothing left
// to be put right.
func checkFix(t *testing.T, name string, text []byte) {
	t.Helper()
	c := NewChecker(NewConfig())
	once := fixed(c, name, text)
	if twice := fixed(c, name, once); !bytes.Equal(once, twice) {
		t.Fatalf("%q in %q:\nonce  %q\ntwice %q", text, name, once, twice)
	}
	all := func(text []byte) (list []string) {
		f := find.New(find.Options{Bare: true})
		var it find.Find
		for at := 0; f.Next(text, at, &it); at = it.End {
			p := it.Prefix()
			list = append(list, fmt.Sprint(p.Masked(), it.Zone, it.Port))
		}
		return list
	}
	if before, after := all(text), all(once); !slices.Equal(before, after) && !bytes.Contains(text, []byte("::0")) {
		t.Fatalf("%q:\nbefore %q\nafter  %q", text, before, after)
	}
}

func TestFix(t *testing.T) {
	t.Parallel()
	configs, _ := filepath.Glob("testdata/configs/*")
	for _, name := range configs {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		checkFix(t, name, text)
		checkFix(t, name, bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n")))
	}
	for _, tt := range []struct{ text, want string }{
		{"2A07::1\r\n", "2a07::1\r\n"},
		{"allow 2A07:0:0::1/32;", "allow 2a07::/32;"},
		{"2a07:0:0:0:0:0:0:0:443", "2a07:0:0:0:0:0:0:0:443"}, // 2a07:::443 is nothing
		{"2a07:0:0:0:0:0:0:1:443", "2a07:0:0:0:0:0:0:1:443"}, // 2a07::1:443 is another address
		{"[2A07:0:0:0:0:0:0:1]:443", "[2a07::1]:443"},
		{"2a07:0:0:0:0:0:0:1.443", "2a07::1.443"},
		{"2A07::1#53", "2a07::1#53"},
		{"IPv6:2A07::1", "IPv6:2a07::1"},
		{"FE80::1%Eth0", "fe80::1%Eth0"},
		{"http://[FE80::1%25eth0]/", "http://[fe80::1%25eth0]/"},
		{"x ::FFFF:192.0.2.1 y", "x ::ffff:192.0.2.1 y"},
		{"listen ::0;", "listen ::;"},
		{"2a07:::1 2A07::1", "2a07:::1 2a07::1"},
	} {
		if got := string(fixed(NewChecker(NewConfig()), "", []byte(tt.text))); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.text, got, tt.want)
		}
		checkFix(t, "", []byte(tt.text))
	}
}

// TestFork: a forked checker finds the same.
func TestFork(t *testing.T) {
	t.Parallel()
	c := NewChecker(NewConfig())
	var got, want int
	text := Text{Bytes: []byte("2001:DB8::1 fec0::1 2001:db8:::1")}
	c.Check(text, func(*Finding) { want++ })
	c.Fork().Check(text, func(*Finding) { got++ })
	if got != want || got != 4 {
		t.Errorf("got %d, want %d", got, want)
	}
}

func TestNoAllocs(t *testing.T) {
	for _, wrong := range []bool{false, true} {
		text := accessList(100, wrong)
		c := NewChecker(NewConfig())
		n := testing.AllocsPerRun(10, func() { c.Check(Text{Name: "x.conf", Bytes: text}, func(*Finding) {}) })
		if n > 4 { // for a text, not for an address
			t.Errorf("wrong %v: %v allocations for 100 lines", wrong, n)
		}
	}
}

func FuzzCheck(f *testing.F) {
	for _, text := range nothing {
		f.Add(text, uint8(0))
	}
	names := []string{"", "x.go", "x.py", "x.md", "x.txt", "x.yaml", "x.pl"}
	for i, text := range []string{
		"2001:DB8::1/48", "2001:db8:::1", "2001:db8:::/48", "2001:db8::1::2", "allow 10.1.2.3/8", "192.168.001.256", "a ::0 b", "/* 2001:DB8:0:0::1\n*/ 3FFE::1",
		"# hextet:ignore\n2001:DB8::1", "2001:db8:0:0:0:0:0:0:443", "host 1.2.3.400:80", "2001:db8::1o", "fd00::1 ff20::1 64:ff9b::10.0.0.1",
	} {
		f.Add(text, uint8(i))
	}
	everything := NewConfig()
	everything.Enable(All)
	everything.Comments = true
	f.Fuzz(func(t *testing.T, text string, kind uint8) {
		name := names[int(kind)%len(names)]
		b := []byte(text)
		for _, c := range []*Config{NewConfig(), everything} {
			last := -1
			NewChecker(c).Check(Text{Name: name, Bytes: b}, func(f *Finding) {
				line, column := 1+strings.Count(text[:f.Start], "\n"), f.Start-strings.LastIndexByte(text[:f.Start], '\n')
				switch {
				case f.Start < last, f.End <= f.Start, f.End > len(text):
					t.Fatalf("%q: %d to %d after %d", text, f.Start, f.End, last)
				case f.Line != line, f.Column != column:
					t.Fatalf("%q: %d:%d, want %d:%d", text, f.Line, f.Column, line, column)
				case len(f.Message) == 0, f.Severity == None, strings.Contains(text[f.Start:f.End], "\n"):
					t.Fatalf("%q: %+v", text, f)
				}
				last = f.Start
			})
		}
		checkFix(t, name, b)
	})
}

// TestSpellings: a text is non-canonical when, and only when, the standard library
// writes the address otherwise.
func TestSpellings(t *testing.T) {
	t.Parallel()
	seed := uint64(rand.Uint32())
	r := rand.New(rand.NewPCG(seed, 1))
	for range 2000 {
		var b [16]byte
		for i := range b {
			if r.IntN(3) == 0 {
				b[i] = byte(r.Uint32())
			}
		}
		b[0], b[1] = 0x2a, 0x07
		a := netip.AddrFrom16(b)
		text := a.String()
		switch r.IntN(4) {
		case 0:
			text = strings.ToUpper(text)
		case 1:
			text = a.StringExpanded()
		}
		var want []string
		if text != a.String() {
			want = []string{text + " -> " + a.String()}
		}
		if got := found(only("non-canonical"), "", text); !slices.Equal(got, want) {
			t.Fatalf("seed %d: %q: got %q, want %q", seed, text, got, want)
		}
	}
}
