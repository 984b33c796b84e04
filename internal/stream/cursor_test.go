package stream

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/hextet/hextet/internal/find"
	"github.com/hextet/hextet/internal/ip"
)

// fieldsOf cuts text into records and fields as the engine does.
func fieldsOf(c cut, text []byte) (records [][]string) {
	for len(text) > 0 {
		n := c.record(text, '\n')
		line := text
		if n > 0 {
			line, text = text[:n-1], text[n:]
		} else {
			text = nil
		}
		if len(bytes.TrimSuffix(line, []byte{'\r'})) == 0 {
			continue // encoding/csv has no empty records
		}
		var fields []string
		for _, s := range c.columns(nil, line, 0) {
			field := string(line[s.start:s.end])
			if c.quoted(line, s) {
				field = strings.ReplaceAll(field, `""`, `"`)
			}
			fields = append(fields, field)
		}
		records = append(records, fields)
	}
	return records
}

// checkCSV: what encoding/csv reads without an error is cut alike, whitespace around
// fields aside, and a limit gives the same leading columns.
func checkCSV(t *testing.T, text []byte) {
	t.Helper()
	c := cut{delimiter: ",", csv: true}
	got := fieldsOf(c, text)
	var want []int
	done, single := 0, true
	for n := c.record(text, '\n'); n > 0; n = c.record(text[done:], '\n') {
		single = single && bytes.IndexByte(text[done:done+n-1], '\n') < 0
		done += n
		want = append(want, done)
	}
	if ends, n, one := c.records(nil, text, '\n'); n != done || ends != nil && !slices.Equal(ends, want) || one && !single {
		t.Fatalf("records of %q: %v, %d, %v; want %v, %d, %v", text, ends, n, one, want, done, single)
	}
	line := bytes.TrimSuffix(text[:max(c.record(text, '\n')-1, 0)], []byte{'\r'})
	all := c.columns(nil, line, 0)
	for most := 1; most <= len(all); most++ {
		if some := c.columns(nil, line, most); !slices.Equal(some, all[:most]) {
			t.Fatalf("%d columns of %q: %v of %v", most, line, some, all)
		}
	}
	if bytes.IndexByte(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")), '\r') >= 0 {
		return // a lone CR is a byte like any other here, and encoding/csv folds CRLF in quotes
	}
	r := csv.NewReader(bytes.NewReader(text))
	r.FieldsPerRecord = -1
	wanted, err := r.ReadAll()
	if err != nil {
		return
	}
	if len(got) != len(wanted) {
		t.Fatalf("%q: %q, want %q", text, got, wanted)
	}
	for i := range wanted {
		for k := range wanted[i] {
			wanted[i][k] = strings.Trim(wanted[i][k], " \t")
		}
		for k := range got[i] {
			got[i][k] = strings.ReplaceAll(strings.Trim(got[i][k], " \t"), "\r\n", "\n")
		}
		if !slices.Equal(got[i], wanted[i]) {
			t.Fatalf("%q: record %d is %q, want %q", text, i, got[i], wanted[i])
		}
	}
}

func FuzzCSV(f *testing.F) {
	for _, s := range []string{
		"a,b\n", `"a,b",c` + "\n", "\"x\ny\",\"a \"\"q\"\"\"\r\n1,2\r\n", `5" disk,x` + "\n", `"open` + "\n", ",,\n", "\n\na\n", `"a"b,c` + "\n",
		"0123456,01234567,012345678,\"0123456789\"\n", "a, \"b\" ,c\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(checkCSV)
}

// TestLongLines checks lines of many chunks, cut at every place.
func TestLongLines(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	pieces := []string{"a", "bcd", ",", ",", `"`, `""`, `,"`, `",`, "\n", " ", "\t", strings.Repeat("x", 50), "\r\n"}
	for range 3000 {
		var text []byte
		for range r.IntN(60) {
			text = append(text, pieces[r.IntN(len(pieces))]...)
		}
		checkCSV(t, text)
		line, _, _ := bytes.Cut(text, []byte("\n"))
		line = bytes.TrimSuffix(line, []byte("\r"))
		var words, parts []string
		for _, s := range (cut{}).columns(nil, line, 0) {
			words = append(words, string(line[s.start:s.end]))
		}
		if want := strings.FieldsFunc(string(line), func(c rune) bool { return c == ' ' || c == '\t' }); !slices.Equal(words, want) {
			t.Fatalf("words of %q: %q, want %q", line, words, want)
		}
		for _, s := range (cut{delimiter: ","}).columns(nil, line, 0) {
			parts = append(parts, string(line[s.start:s.end]))
		}
		want := strings.Split(string(line), ",")
		for i := range want {
			want[i] = strings.Trim(want[i], " \t")
		}
		if !slices.Equal(parts, want) {
			t.Fatalf("columns of %q: %q, want %q", line, parts, want)
		}
	}
}

// TestTextErrors: an item in running text that is refused stays, its message names its
// line, and nothing after its line is written if it stops the run.
func TestTextErrors(t *testing.T) {
	op := expand(false)
	each := op.Each
	op.Each = func(it *ip.Item, out *Out[*rec]) error {
		if it.Is4() {
			return errors.New("refused")
		}
		return each(it, out)
	}
	const in = "a ::1 b\n\nx ::2 192.0.2.1 ::3\nplain\n192.0.2.2 ::4\nlast 192.0.2.3"
	for _, c := range []struct {
		action    OnError
		out, errs string
	}{
		{Skip, in, "line 3: \"192.0.2.1\": refused\nline 5: \"192.0.2.2\": refused\nline 6: \"192.0.2.3\": refused\n"},
		{Keep, in, "line 3: \"192.0.2.1\": refused\nline 5: \"192.0.2.2\": refused\nline 6: \"192.0.2.3\": refused\n"},
		{Stop, "a ::1 b\n\nx ::2 192.0.2.1 ::3\n", "line 3: \"192.0.2.1\": refused\n"},
	} {
		full := func(n string) string { return "0000:0000:0000:0000:0000:0000:0000:000" + n }
		want := strings.NewReplacer("::1", full("1"), "::2", full("2"), "::4", full("4")).Replace(c.out)
		if c.action != Stop {
			want = strings.Replace(want, "::3", full("3"), 1)
		}
		for name, reader := range map[string]io.Reader{"file": strings.NewReader(in), "bytes": iotest.OneByteReader(strings.NewReader(in))} {
			out, errs, _ := try(t, op, reader, Config{Text: find.New(find.Options{}), OnError: c.action})
			if out != want || strings.ReplaceAll(errs, "hextet: ", "") != c.errs {
				t.Errorf("%v, %s: %q, %q; want %q, %q", c.action, name, out, errs, want, c.errs)
			}
		}
	}
}

// TestTextKeepsItsEnd: a last line without a line end keeps lacking it where items are
// rewritten in running text.
func TestTextKeepsItsEnd(t *testing.T) {
	for _, in := range []string{"", "x", "x 2001:DB8::1", "2001:DB8::1\ny 2001:DB8::2 z", "2001:DB8::1\n", "\n", "a\n\nb"} {
		for name, reader := range map[string]io.Reader{"file": strings.NewReader(in), "bytes": iotest.OneByteReader(strings.NewReader(in))} {
			out, _, _ := try(t, expand(true), reader, Config{Text: find.New(find.Options{})})
			want := strings.NewReplacer("2001:DB8::1", "2001:0db8:0000:0000:0000:0000:0000:0001", "2001:DB8::2", "2001:0db8:0000:0000:0000:0000:0000:0002").Replace(in)
			if out != want {
				t.Errorf("%s: %q gives %q", name, in, out)
			}
		}
	}
}

// TestOpenQuote: a quote that is never closed is one error, and lines after it keep
// their numbers.
func TestOpenQuote(t *testing.T) {
	in := "id,a\n" + `1,"x` + "\n" + strings.Repeat("2,::1\n", 400_000) + "3,bad\n"
	out, errs, status := try(t, expand(true), strings.NewReader(in), Config{CSV: true, Columns: []Column{{N: 2}}, Header: true})
	if status != Trouble || strings.Count(errs, "\n") != 2 || !strings.Contains(errs, `line 2: "1,\"x\n2,::1`) ||
		!strings.Contains(errs, errOpenQuote.Error()) || !strings.Contains(errs, `hextet: line 400003: "bad"`) {
		t.Errorf("status %d, %.400q", status, errs)
	}
	if n := strings.Count(out, "\n"); n < 200_000 {
		t.Errorf("only %d lines after it", n)
	}
}

// TestFatal: an error that is not the item's ends the run.
func TestFatal(t *testing.T) {
	op := expand(false)
	op.Each = func(*ip.Item, *Out[*rec]) error { return &FatalError{errors.New("the disk is gone")} }
	_, errs, status := try(t, op, strings.NewReader("::1\n::2\n::3\n"), Config{})
	if status != Trouble || strings.Count(errs, "\n") != 1 {
		t.Errorf("status %d, %q", status, errs)
	}
}

// TestColumnOrder: added columns come in the order in which --column names them, as
// their headers do; rewriting takes them in the order of the line.
func TestColumnOrder(t *testing.T) {
	in := "\"a,x\",b,\"c \"\"q\"\"\"\n1,::1,::2\n"
	op := expand(false)
	op.Adds = true
	cfg := Config{CSV: true, Header: true, Columns: []Column{{N: 3}, {Name: "b"}, {Name: `c "q"`}}}
	out, errs, _ := try(t, op, strings.NewReader(in), cfg)
	const one, two = "0000:0000:0000:0000:0000:0000:0000:0001", "0000:0000:0000:0000:0000:0000:0000:0002"
	if want := "\"a,x\",b,\"c \"\"q\"\"\",3.output,b.output,\"c \"\"q\"\".output\"\n1,::1,::2," + two + "," + one + "," + two + "\n"; out != want || errs != "" {
		t.Errorf("added: %q, want %q %s", out, want, errs)
	}
	out, _, _ = try(t, expand(true), strings.NewReader(in), cfg)
	if want := "\"a,x\",b,\"c \"\"q\"\"\"\n1," + one + "," + two + "\n"; out != want {
		t.Errorf("in place: %q, want %q", out, want)
	}
}
