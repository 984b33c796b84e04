package find

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/ip"
)

// all returns the finds of text.
func all(text string, o Options) []found {
	f := New(o)
	b := []byte(text)
	var it Find
	var finds []found
	for at := 0; f.Next(b, at, &it); at = it.End {
		finds = append(finds, foundOf(&it))
	}
	return finds
}

// A logLine is a row of testdata/log-lines.jsonl: lines of real logs and tools.
type logLine struct {
	ID    string
	Line  string
	Needs string
	Finds []struct {
		Start, End   int
		Address      netip.Addr
		Zone         string
		PrefixLength *int `json:"prefix_length"`
		Port         *int
		Bare         bool
		Form         string
	}
}

func logLines(tb testing.TB) (lines []logLine) {
	file, err := os.Open("testdata/log-lines.jsonl")
	if err != nil {
		tb.Fatal(err)
	}
	defer file.Close()
	in := bufio.NewScanner(file)
	for in.Scan() {
		var l logLine
		if err := json.Unmarshal(in.Bytes(), &l); err != nil {
			tb.Fatal(err)
		}
		lines = append(lines, l)
	}
	if len(lines) == 0 {
		tb.Fatal("no lines")
	}
	return lines
}

func TestLogLines(t *testing.T) {
	for _, l := range logLines(t) {
		for _, bare := range []bool{false, true} {
			o := Options{Bare: bare}
			if word, ok := strings.CutPrefix(l.Needs, "--forms "); ok {
				if got := all(l.Line, o); len(got) != 0 {
					t.Errorf("%s without forms: %v", l.ID, got)
				}
				form, err := ParseForm(word)
				if err != nil {
					t.Fatal(err)
				}
				o.Forms = o.Forms.With(form)
			}
			var want []found
			for _, f := range l.Finds {
				if f.Bare && !bare {
					continue
				}
				w := found{start: f.Start, end: f.End, address: f.Address, zone: f.Zone, length: -1, port: -1}
				if f.PrefixLength != nil {
					w.length = *f.PrefixLength
				}
				if f.Port != nil {
					w.port = *f.Port
				}
				if f.Form != "" {
					w.form, _ = ParseForm(f.Form)
				}
				w.escaped = strings.Contains(l.Line[f.Start:f.End], "%25")
				want = append(want, w)
			}
			if bare && strings.Contains(l.Line, " :: ") {
				continue // the rows leave out the separators
			}
			got := all(l.Line, o)
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%s:\n%s\n got %v\nwant %v", l.ID, l.Line, got, want)
			}
			if slow := slowAll(l.Line, o); !reflect.DeepEqual(got, slow) {
				t.Errorf("%s: fast %v, slow %v", l.ID, got, slow)
			}
		}
	}
}

// spell writes the address hi:lo in one of the ways of RFC 4291 section 2.2.
func spell(r *rand.Rand, hi, lo uint64) string {
	a := ip.Addr6(hi, lo)
	s := a.String()
	switch r.IntN(5) {
	case 0:
		s = a.StringExpanded()
	case 1:
		s = strings.ToUpper(s)
	case 2:
		s = string(addr.AppendCanonical(nil, addr.ItemOf(a), addr.MixedAlways))
	case 3:
		var b [16]byte
		binary.BigEndian.PutUint64(b[:], hi)
		binary.BigEndian.PutUint64(b[8:], lo)
		groups := make([]string, 8)
		for i := range groups {
			groups[i] = fmt.Sprintf("%X", binary.BigEndian.Uint16(b[2*i:]))
		}
		s = strings.Join(groups, ":")
	}
	return s
}

// FuzzBlanks: an address between blanks is found, with all that belongs to it. The
// exceptions are the rules': eight groups of two digits, and a lone "::".
func FuzzBlanks(f *testing.F) {
	f.Add(uint64(0x20010db8_00000000), uint64(1), uint8(0), uint8(0))
	f.Add(uint64(0), uint64(0), uint8(1), uint8(3))
	f.Add(uint64(0), uint64(0xffff_c0000201), uint8(2), uint8(2))
	f.Fuzz(func(t *testing.T, hi, lo uint64, kind, seed uint8) {
		r := rand.New(rand.NewPCG(uint64(seed), 0))
		text := spell(r, hi, lo)
		is4 := kind&16 != 0
		if is4 {
			text = ip.Addr4(uint32(lo)).String()
		}
		switch {
		case kind&1 != 0 && is4:
			text += fmt.Sprintf("/%d", seed%33)
		case kind&1 != 0:
			text += fmt.Sprintf("/%d", seed%129)
		}
		if kind&2 != 0 && !is4 {
			a, length, ok := strings.Cut(text, "/")
			text = a + "%eth0"
			if ok {
				text += "/" + length
			}
		}
		it, err := addr.ParseItem(text)
		if err != nil {
			t.Fatal(err)
		}
		blanks := []string{" ", "\t", "\n", "  "}
		line := blanks[seed%4] + text + blanks[seed/4%4]
		if kind&4 != 0 {
			line = strings.Repeat("a: 1.2. b::c_ ", int(kind)) + line + strings.Repeat(" x", int(seed))
		}
		var want []found
		at := strings.LastIndex(line, text)
		if !slowEUI64.MatchString(strings.SplitN(text, "/", 2)[0]) {
			want = []found{{at, at + len(text), it.Addr, it.Zone, it.Bits(), -1, Plain, false}}
		}
		got := all(line, Options{Bare: true})
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%q: got %v, want %v", line, got, want)
		}
		if text == "::" {
			want = nil
		}
		if got := all(line, Options{}); !reflect.DeepEqual(got, want) {
			t.Errorf("%q: got %v, want %v", line, got, want)
		}
	})
}

// options makes Options of the bits of n.
func options(n uint8) Options {
	o := Options{Bare: n&1 != 0, Family: Family(n>>1&3) % 3}
	for i, f := range FurtherForms() {
		if n>>3>>i&1 != 0 {
			o.Forms = o.Forms.With(f)
		}
	}
	return o
}

func checkSlow(t *testing.T, text string, o Options) {
	t.Helper()
	got, want := all(text, o), slowAll(text, o)
	if len(got)+len(want) > 0 && !reflect.DeepEqual(got, want) {
		t.Errorf("%q, %+v:\nfast %v\nslow %v", text, o, got, want)
	}
	// With every form that finds nothing here, the slower search finds the same.
	if o.Forms == 0 && !strings.Contains(strings.ToLower(text), "arpa") {
		o.Forms = o.Forms.With(Arpa)
		if other := all(text, o); len(got)+len(other) > 0 && !reflect.DeepEqual(got, other) {
			t.Errorf("%q, %+v: without forms %v, with %v", text, o, got, other)
		}
	}
}

// FuzzFind: the fast finder finds what the slow one does, in any bytes.
func FuzzFind(f *testing.F) {
	for i, l := range logLines(f) {
		f.Add([]byte(l.Line), uint8(i))
		f.Add([]byte(l.Line), uint8(0))
	}
	for _, r := range rules {
		f.Add([]byte(r.text), uint8(0))
		f.Add([]byte(r.text), uint8(0xff))
	}
	f.Add([]byte("s0.ipv6-literal.net"), uint8(0xff)) // a zone of no address
	f.Fuzz(func(t *testing.T, text []byte, n uint8) {
		checkSlow(t, string(text), options(n))
	})
}

// TestRandom is FuzzFind on texts that are made of what the rules are about.
func TestRandom(t *testing.T) {
	const seed = 1
	pieces := []string{
		":", "::", ".", "..", ":::", "1", "0", "25", "255", "256", "db8", "2001", "fffff", "60958", "99999", "443", "e",
		"2001:db8::1", "fe80::1", "192.0.2.1", "::ffff:192.0.2.1", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:", "2001:db8::", "::1",
		"00:11:22:33:44:55", "00:11:22:33:44:55:66:77", "1.2.3", "10:15:30", "2026:10:15:30",
		"%", "%eth0", "%25", "%25eth0", "/", "/64", "/0", "/129", "/032", "/24", "#", "#53", "@", "@853", "(", "(80)", "]", "[", "]:80", ")",
		" ", "\n", "\x00", "\xba", "é", "\xae", "_", "-", "~", "x", "G", "IPv6:", "ip6:", "ip4:", "v", ",", "=", "\"",
		"20010db8000000000000000000000001", "B80D0120000000000000000001000000:01BB", "0100007F:0035",
		"1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa", "8.b.d.0.1.0.0.2.ip6.arpa",
		".ip6.arpa", ".IN-ADDR.arpa", "1.2.0.192.in-addr.arpa", "0/25.2.0.192.in-addr.arpa", "2001-db8--1.ipv6-literal.net", "fe80--1s4.ipv6-literal.net", "s4.ipv6-literal.net",
	}
	r := rand.New(rand.NewPCG(seed, 0))
	n := 100_000
	if testing.Short() {
		n = 10_000
	}
	for range n {
		var b strings.Builder
		if r.IntN(3) == 0 { // to the ends of chunks
			b.WriteString(strings.Repeat(" ", r.IntN(70)))
		}
		for range r.IntN(12) {
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
		o := Options{}
		if r.IntN(2) == 0 {
			o = options(uint8(r.Uint32()))
		}
		checkSlow(t, b.String(), o)
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// TestFrom: a search from the middle of a text finds what starts in a run there.
func TestFrom(t *testing.T) {
	const text = "x 2001:db8::1 192.0.2.1:80, fe80::1%eth0"
	f := New(Options{})
	var it Find
	starts := []int{2, 14, 28}
	for from := range len(text) + 2 {
		want := -1
		for _, s := range starts {
			if s >= from {
				want = s
				break
			}
		}
		got := -1
		if f.Next([]byte(text), from, &it) {
			got = it.Start
		}
		if got != want {
			t.Errorf("from %d: start %d, want %d", from, got, want)
		}
	}
}

// TestLong: runs, zones and names of any length take time in proportion.
func TestLong(t *testing.T) {
	for _, piece := range []string{":", ".", "::", "1:", "1.", "a", "f:.", "1.2.3.4%", "::1%a-", "::1-", "0/1.2.3.4.in-addr.arpa/", "1.2.3.4:::"} {
		text := strings.Repeat(piece, 1<<20/len(piece))
		for _, o := range []Options{{Bare: true}, {Bare: true, Forms: AllForms}} {
			if got, want := len(all(text, o)), len(all(text[:len(text)/2], o)); got < 2*want-2 || got > 2*want+2 {
				t.Errorf("%q: %d finds, %d in half of it", piece, got, want)
			}
		}
	}
}

func TestNoAllocs(t *testing.T) {
	var text []byte
	for _, l := range logLines(t) {
		text = append(append(text, l.Line...), '\n')
	}
	var it Find
	for _, o := range []Options{{}, {Forms: AllForms, Bare: true}} {
		f := New(o)
		n := testing.AllocsPerRun(10, func() {
			for at := 0; f.Next(text, at, &it); at = it.End {
			}
		})
		if n != 0 {
			t.Errorf("%+v: %v allocations", o, n)
		}
	}
}

func TestForms(t *testing.T) {
	var set Forms
	for _, f := range FurtherForms() {
		if set.Has(f) {
			t.Errorf("%v is in %b", f, set)
		}
		set = set.With(f)
		if g, err := ParseForm(f.String()); g != f || err != nil || !set.Has(f) || f.Doc() == "" {
			t.Errorf("%v: ParseForm = %v, %v", f, g, err)
		}
		b, _ := f.MarshalText()
		var g Form
		if err := g.UnmarshalText(b); g != f || err != nil {
			t.Errorf("UnmarshalText(%q) = %v, %v", b, g, err)
		}
	}
	if set != AllForms || set.With(Plain) != set || set.Has(Plain) {
		t.Errorf("all are %b, want %b", set, AllForms)
	}
	if _, err := ParseForm("octal"); err != ErrForm {
		t.Errorf("ParseForm(octal): %v", err)
	}
	if s := Form(99).String() + Form(99).Doc(); s != "unknown" {
		t.Errorf("Form(99) is %q", s)
	}
}

// TestFamily: a family that is left out is still found, so that what belongs to
// its addresses is not taken for others.
func TestFamily(t *testing.T) {
	const text = "fe80::1%192.0.2.1 192.0.2.2/24 ::ffff:192.0.2.3 192.0.2.4:80 2001:db8::1"
	for _, test := range []struct {
		family Family
		want   []string
	}{
		{Both, []string{"fe80::1%192.0.2.1", "192.0.2.2/24", "::ffff:192.0.2.3", "192.0.2.4", "2001:db8::1"}},
		{Only4, []string{"192.0.2.2/24", "192.0.2.4"}},
		{Only6, []string{"fe80::1%192.0.2.1", "::ffff:192.0.2.3", "2001:db8::1"}},
	} {
		for _, forms := range []Forms{0, AllForms} {
			var got []string
			for _, f := range all(text, Options{Family: test.family, Forms: forms}) {
				got = append(got, text[f.start:f.end])
			}
			if !reflect.DeepEqual(got, test.want) {
				t.Errorf("%v, %b: %q, want %q", test.family, forms, got, test.want)
			}
		}
	}
}
