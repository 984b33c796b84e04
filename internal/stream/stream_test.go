package stream

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
)

type rec struct {
	it  *ip.Item
	out []byte
}

func table() record.Table[*rec] {
	return record.Table[*rec]{Default: "output", Fields: []record.Field[*rec]{
		record.Text("output", "the answer", func(b []byte, r *rec) []byte {
			if r.it != nil {
				return r.it.AppendFull(b)
			}
			return append(b, r.out...)
		}),
	}}
}

// expand is the Op of the tests: the item is the record, or a record is made of it.
func expand(bare bool) Op[*rec] {
	if bare {
		return Op[*rec]{Table: table(), Bind: func(r *rec, it *ip.Item) { r.it = it }}
	}
	return Op[*rec]{
		Table: table(),
		Each: func(it *ip.Item, out *Out[*rec]) error {
			out.Rec.out = it.AppendFull(out.Rec.out[:0])
			out.Emit()
			return nil
		},
	}
}

// reference does what the engine does, one line after the other.
func reference(input []byte, cfg Config) (out, errs string, status Status) {
	var o, e strings.Builder
	end := "\n"
	place := "line"
	if cfg.Null {
		end, place = "\x00", "item"
	}
	text := strings.TrimPrefix(string(input), "\uFEFF")
	all := strings.Split(text, end)
	if all[len(all)-1] == "" {
		all = all[:len(all)-1]
	}
	for i, line := range all {
		bare := strings.Trim(strings.TrimSuffix(line, "\r"), " \t")
		if bare == "" || bare[0] == '#' {
			if cfg.OnError == Keep {
				o.WriteString(line + end)
			}
			continue
		}
		head, item, tail := "", bare, ""
		var err error
		if cfg.Columns != nil {
			n := cfg.Columns[0].N
			if cols := (cut{delimiter: cfg.Delimiter}).columns(nil, []byte(line), 0); len(cols) >= n {
				s := cols[n-1]
				head, item, tail = line[:s.start], line[s.start:s.end], line[s.end:]
			} else {
				err = errNoColumn(cfg.Columns[0])
			}
		} else {
			for i := 1; i < len(item); i++ {
				if item[i] == '#' && (item[i-1] == ' ' || item[i-1] == '\t') {
					item = strings.TrimRight(item[:i], " \t")
				}
			}
		}
		var b []byte
		if err == nil {
			var it addr.Item
			it, err = addr.ParseItem(item)
			b = addr.AppendFull(nil, it)
		}
		if err == nil {
			o.WriteString(head + string(b) + tail + end)
			continue
		}
		status = Trouble
		fmt.Fprintf(&e, "hextet: %s %d: %s: %s\n", place, i+1, AppendItem(nil, item), AppendReason(nil, item, err))
		if cfg.OnError == Keep {
			o.WriteString(line + end)
		}
		if cfg.OnError == Stop {
			break
		}
	}
	return o.String(), e.String(), status
}

func try(t testing.TB, op Op[*rec], in io.Reader, cfg Config) (out, errs string, status Status) {
	t.Helper()
	var o, e bytes.Buffer
	cfg.Stdin, cfg.Out, cfg.Err = in, &o, &e
	status, err := Run(op, cfg)
	if err != nil {
		t.Fatal(err)
	}
	return o.String(), e.String(), status
}

var fragments = []string{
	"::1", "2001:DB8::8:800:200C:417A", "fe80::1%eth0/64", "192.0.2.1", "::ffff:192.0.2.1", "bad", "2001:db8::g",
	"\n", "\n", "\n", "\r\n", " ", "\t", "#", ",", "\x00", "\uFEFF", "\xff", "[::1]", "2001:0db8:0000:0000:0000:0000:0000:0001\n",
}

func config(mode byte) Config {
	cfg := Config{OnError: OnError(mode % 3), Workers: 1 + int(mode>>6)}
	switch mode >> 2 & 3 {
	case 1:
		cfg.Null = true
	case 2:
		cfg.Columns = []Column{{N: 2}}
	case 3:
		cfg.Columns, cfg.Delimiter = []Column{{N: 2}}, ","
	}
	return cfg
}

// check holds the engine against the reference, for every way into it.
func check(t *testing.T, input []byte, mode byte) {
	t.Helper()
	cfg := config(mode)
	out, errs, status := reference(input, cfg)
	for name, reader := range map[string]func(io.Reader) io.Reader{
		"file":  func(r io.Reader) io.Reader { return r },
		"pipe":  func(r io.Reader) io.Reader { return struct{ io.Reader }{r} },
		"bytes": iotest.OneByteReader,
		"late":  iotest.DataErrReader,
	} {
		for _, bulk := range []bool{false, true} {
			o, e, s := try(t, expand(bulk), reader(bytes.NewReader(input)), cfg)
			if o != out || e != errs || s != status {
				t.Fatalf("%s, bulk %v, mode %#x, input %q:\n got %q %q %d\nwant %q %q %d", name, bulk, mode, input, o, e, s, out, errs, status)
			}
		}
	}
}

func TestAgainstReference(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		var b []byte
		for range r.IntN(40) {
			b = append(b, fragments[r.IntN(len(fragments))]...)
		}
		check(t, b, byte(r.Uint32()))
	}
}

func FuzzAgainstReference(f *testing.F) {
	f.Add([]byte("::1\n  2001:db8::1\r\nbad\n# c\n"), byte(0))
	f.Add([]byte("a ::1 b\n"), byte(2<<2))
	f.Add([]byte("a,::1 ,b\n,x"), byte(3<<2|1))
	f.Add([]byte("::1\x00x\x00"), byte(1<<2|2))
	f.Fuzz(check)
}

// TestOrder has more blocks than there are workers, with bad lines in between.
func TestOrder(t *testing.T) {
	var in bytes.Buffer
	for i := range 200_000 {
		fmt.Fprintf(&in, "2001:db8::%x\n", i%0x10000)
		if i%1000 == 0 {
			fmt.Fprintf(&in, "bad%d\n", i)
		}
	}
	want, wantErr, _ := reference(in.Bytes(), Config{})
	for _, workers := range []int{1, 2, 5} {
		out, errs, status := try(t, expand(true), bytes.NewReader(in.Bytes()), Config{Workers: workers})
		if out != want || errs != wantErr || status != Trouble {
			t.Errorf("%d workers: output differs from the reference", workers)
		}
	}
}

// endless is an input of n times the same bytes.
type endless struct {
	piece []byte
	left  int
	at    int // of the piece
}

func (e *endless) Read(b []byte) (int, error) {
	if e.left <= 0 {
		return 0, io.EOF
	}
	n := 0
	for n < len(b) && e.left > 0 {
		c := copy(b[n:], e.piece[e.at:])
		n += c
		e.left -= c
		e.at = (e.at + c) % len(e.piece)
	}
	return n, nil
}

// TestBoundedMemory: what is allocated does not grow with the input, be it
// one line without end, many lines, or nothing but complaints.
func TestBoundedMemory(t *testing.T) {
	const size = 96 << 20
	for name, test := range map[string]struct {
		piece string
		cfg   Config
	}{
		"a line without end": {strings.Repeat("\x00", 4096), Config{}},
		"kept":               {strings.Repeat("a", 4096), Config{OnError: Keep}},
		"lines":              {strings.Repeat("2001:db8::1\n", 341), Config{}},
		"short lines":        {strings.Repeat("::\n", 341), Config{}},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		cfg := test.cfg
		cfg.Stdin, cfg.Out, cfg.Err = &endless{piece: []byte(test.piece), left: size}, io.Discard, io.Discard
		if _, err := Run(expand(true), cfg); err != nil {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		if got := after.TotalAlloc - before.TotalAlloc; got > 40<<20 {
			t.Errorf("%s: %d MiB allocated for %d MiB of input", name, got>>20, size>>20)
		}
	}
}

// TestComplaintsAreCheap: a file of nothing but bad lines costs an error and a
// message a line, no more.
func TestComplaintsAreCheap(t *testing.T) {
	const n = 200_000
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	cfg := Config{Stdin: &endless{piece: []byte("x\n"), left: 2 * n}, Out: io.Discard, Err: io.Discard}
	if _, err := Run(expand(true), cfg); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if got := (after.TotalAlloc - before.TotalAlloc) / n; got > 512 {
		t.Errorf("%d bytes allocated for a bad line", got)
	}
}

// TestNoAllocationPerLine compares two runs that differ only in their number
// of lines.
func TestNoAllocationPerLine(t *testing.T) {
	const few, many = 50_000, 250_000
	line := []byte("2001:DB8::8:800:200C:417A\n")
	for name, test := range map[string]struct {
		bulk bool
		cfg  Config
	}{
		"bulk":    {true, Config{}},
		"text":    {false, Config{}},
		"columns": {false, Config{Columns: []Column{{N: 1}}}},
		"jsonl":   {false, Config{Format: record.JSONL}},
		"csv":     {false, Config{Format: record.CSV}},
	} {
		allocs := func(n int) float64 {
			return testing.AllocsPerRun(3, func() {
				cfg := test.cfg
				cfg.Stdin, cfg.Out, cfg.Err = &endless{piece: line, left: n * len(line)}, io.Discard, io.Discard
				if _, err := Run(expand(test.bulk), cfg); err != nil {
					t.Fatal(err)
				}
			})
		}
		if grow := allocs(many) - allocs(few); grow > (many-few)/100 {
			t.Errorf("%s: %.0f more allocations for %d more lines", name, grow, many-few)
		}
	}
}

type failing struct {
	after int
	err   error
}

func (f *failing) Write(b []byte) (int, error) {
	if f.after -= len(b); f.after < 0 {
		return 0, f.err
	}
	return len(b), nil
}

// unread is the error of a write to a pipe that nobody reads, which each system
// has its own name for.
func unread(t *testing.T) error {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	r.Close()
	_, err = w.Write([]byte("x"))
	if err == nil {
		t.Fatal("a pipe that nobody reads takes what is written")
	}
	return err
}

func TestOutputFails(t *testing.T) {
	for _, test := range []struct {
		err    error
		status Status
		says   string
	}{
		{syscall.ENOSPC, Trouble, "hextet: cannot write the output: no space left on device\n"},
		{unread(t), Done, ""},
	} {
		var errs bytes.Buffer
		// The input never ends by itself.
		in := &endless{piece: []byte("::1\n"), left: math.MaxInt}
		status, err := Run(expand(true), Config{Stdin: in, Out: &failing{1 << 20, test.err}, Err: &errs})
		if err != nil || status != test.status || errs.String() != test.says {
			t.Errorf("%v: status %d, error %v, stderr %q", test.err, status, err, errs.String())
		}
	}
}

func TestInputFails(t *testing.T) {
	in := io.MultiReader(strings.NewReader("::1\n"), iotest.ErrReader(errors.New("the disk is gone")))
	out, errs, status := try(t, expand(true), in, Config{})
	if out != "0000:0000:0000:0000:0000:0000:0000:0001\n" || errs != "hextet: standard input: the disk is gone\n" || status != Trouble {
		t.Errorf("got %q, %q, %d", out, errs, status)
	}
}

// TestManyRecords: an item may give any number of records, in bounded memory,
// and stops when nobody wants more.
func TestManyRecords(t *testing.T) {
	op := Op[*rec]{
		Table:  table(),
		Takes:  Words,
		Serial: true,
		Each: func(_ *ip.Item, out *Out[*rec]) error {
			out.Rec.out = append(out.Rec.out[:0], "x"...)
			for out.Emit() {
			}
			return nil
		},
	}
	status, err := Run(op, Config{Args: []string{"a"}, Out: &failing{10 << 20, unread(t)}, Err: io.Discard})
	if err != nil || status != Done {
		t.Errorf("got %d, %v", status, err)
	}
}

// TestEnd: an op that answers at the end sees every item first.
func TestEnd(t *testing.T) {
	n := 0
	op := Op[*rec]{
		Table: table(), Takes: Words,
		Each: func(*ip.Item, *Out[*rec]) error { n++; return nil },
		End: func(out *Out[*rec]) error {
			out.Rec.out = fmt.Appendf(nil, "%d", n)
			out.EmitFor("all")
			return nil
		},
	}
	in := &endless{piece: []byte("::1\n"), left: 4 * 100_000}
	out, _, _ := try(t, op, in, Config{Format: record.JSONL})
	if want := `{"input":"all","output":"100000"}` + "\n"; out != want {
		t.Errorf("got %q, want %q", out, want)
	}
}

// TestNothingFound: no record is the answer "no" for the commands that say so.
func TestNothingFound(t *testing.T) {
	op := Op[*rec]{Table: table(), Takes: Words, Each: func(*ip.Item, *Out[*rec]) error { return nil }, Empty: No}
	if _, _, status := try(t, op, strings.NewReader("a\n"), Config{}); status != No {
		t.Errorf("status %d, want %d", status, No)
	}
	op.Each = func(*ip.Item, *Out[*rec]) error { return errors.New("bad") }
	if _, _, status := try(t, op, strings.NewReader("a\n"), Config{}); status != Trouble {
		t.Errorf("status %d, want %d", status, Trouble)
	}
}

// TestAdds: columns are added after the line, and no line is lost.
func TestAdds(t *testing.T) {
	op := Op[*rec]{
		Table: table(), Takes: Words,
		Adds: true,
		Each: func(it *ip.Item, out *Out[*rec]) error {
			for i := range strings.Count(it.Text, "x") {
				out.Rec.out = fmt.Appendf(nil, "%d", i)
				out.Emit()
			}
			return nil
		},
	}
	out, _, _ := try(t, op, strings.NewReader("1 xx\r\n2 -\n3 x y\n"), Config{Columns: []Column{{N: 2}}})
	if want := "1 xx\t0\r\n1 xx\t1\r\n2 -\t\n3 x y\t0\n"; out != want {
		t.Errorf("got %q, want %q", out, want)
	}
}

// TestFilter: a command that may drop lines drops those it has nothing to say of.
func TestFilter(t *testing.T) {
	op := Op[*rec]{
		Table: table(), Takes: Words, Adds: true, Filter: true,
		Each: func(it *ip.Item, out *Out[*rec]) error {
			if it.Text == "x" {
				out.Rec.out = []byte("yes")
				out.Emit()
			}
			return nil
		},
	}
	out, _, _ := try(t, op, strings.NewReader("1 x a\n2 -\n"), Config{Columns: []Column{{N: 2}}})
	if want := "1 x a\tyes\n"; out != want {
		t.Errorf("got %q, want %q", out, want)
	}
}

// TestEndOfColumns: an answer to all items stands on lines of its own, and knows
// whether there was trouble before.
func TestEndOfColumns(t *testing.T) {
	op := Op[*rec]{
		Table: table(), Takes: Words,
		Each: func(it *ip.Item, _ *Out[*rec]) error {
			if it.Text == "bad" {
				return errors.New("bad")
			}
			return nil
		},
		End: func(out *Out[*rec]) error {
			out.Rec.out = fmt.Append(nil, out.Trouble(), out.Plain())
			out.EmitFor("")
			return nil
		},
	}
	for in, want := range map[string]string{"1 a z\n": "false true\n", "1 a z\n1 bad z\n": "true true\n", "1\n": "true true\n"} {
		if out, _, _ := try(t, op, strings.NewReader(in), Config{Columns: []Column{{N: 2}}, Quiet: true}); out != want {
			t.Errorf("%q: got %q, want %q", in, out, want)
		}
	}
	out, _, status := try(t, op, nil, Config{Files: []string{"/nonexistent/items"}, Quiet: true, Open: func(p string) (io.ReadCloser, error) { return nil, errors.New("no such file") }})
	if out != "true true\n" || status != Trouble {
		t.Errorf("a file that is not there: %q, status %d", out, status)
	}
}

func BenchmarkExpand(b *testing.B) {
	line := []byte("2001:DB8::8:800:200C:417A\n")
	for _, bulk := range []bool{true, false} {
		b.Run(fmt.Sprintf("bulk=%v", bulk), func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(line)))
			Run(expand(bulk), Config{Stdin: &endless{piece: line, left: b.N * len(line)}, Out: io.Discard, Err: io.Discard})
		})
	}
}

// TestGather: what all goroutines gathered is there in End, of inputs of any size.
func TestGather(t *testing.T) {
	for _, lines := range []int{0, 1, 2, 101, 300_000, 300_001} {
		var counts []*int
		op := Op[*rec]{
			Table: table(),
			Gather: func() func(*ip.Item, *Out[*rec]) error {
				n := new(int)
				counts = append(counts, n)
				return func(it *ip.Item, _ *Out[*rec]) error {
					*n++
					return nil
				}
			},
			End: func(out *Out[*rec]) error {
				sum := 0
				for _, n := range counts {
					sum += *n
				}
				out.Rec.out = fmt.Append(nil, sum, out.Trouble())
				out.EmitFor("all")
				return nil
			},
		}
		for _, bad := range []string{"", "x\n"} {
			counts = nil
			in := io.MultiReader(&endless{piece: []byte("::1\n"), left: 4 * lines}, strings.NewReader(bad))
			out, errs, _ := try(t, op, in, Config{})
			if want := fmt.Sprintln(lines, bad != ""); out != want {
				t.Errorf("%d lines: got %q, want %q", lines, out, want)
			}
			if want := ""; bad != "" {
				want = fmt.Sprintf("hextet: line %d: \"x\": unexpected character 'x' at byte 0\n", lines+1)
				if errs != want {
					t.Errorf("%d lines: got %q, want %q", lines, errs, want)
				}
			}
		}
	}
}
