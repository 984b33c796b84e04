package stream

import (
	"bytes"
	"io"
	"strconv"
	"strings"
	"testing"

	"github.com/hextet/hextet/internal/ip"
)

// counting counts items and says at the end how many there were.
func counting(interrupt <-chan struct{}) Op[*rec] {
	n := 0
	return Op[*rec]{
		Table:     table(),
		Interrupt: interrupt,
		Gather: func() func(*ip.Item, *Out[*rec]) error {
			return func(*ip.Item, *Out[*rec]) error { n++; return nil }
		},
		End: func(out *Out[*rec]) error {
			out.Rec.out = strconv.AppendInt(nil, int64(n), 10)
			out.EmitFor("")
			return nil
		},
	}
}

// TestInterrupt: an interrupt ends the input, even where a pipe gives nothing; the line
// that it cuts is dropped, and End is called.
func TestInterrupt(t *testing.T) {
	interrupt := make(chan struct{})
	r, w := io.Pipe()
	defer w.Close()
	var out, errs bytes.Buffer
	done := make(chan Status)
	go func() {
		status, err := Run(counting(interrupt), Config{Stdin: r, Out: &out, Err: &errs, Workers: 1})
		if err != nil {
			t.Error(err)
		}
		done <- status
	}()
	io.WriteString(w, "2001:db8::1\n2001:db8::2\n")
	// It has been read once the engine asks for more.
	io.WriteString(w, "2001:db8::")
	close(interrupt)
	if status := <-done; status != Done || out.String() != "2\n" || errs.Len() > 0 {
		t.Errorf("%q, %q, status %d; want 2 items", out.String(), errs.String(), status)
	}
}

// TestInterruptFile: a file is not read to its end.
func TestInterruptFile(t *testing.T) {
	interrupt := make(chan struct{})
	close(interrupt)
	var out, errs bytes.Buffer
	open := func(string) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("::1\n::2\n")), nil }
	status, err := Run(counting(interrupt), Config{Files: []string{"a", "b"}, Open: open, Out: &out, Err: &errs})
	if err != nil || status != Done || out.String() != "0\n" {
		t.Errorf("%q, status %d, %v", out.String(), status, err)
	}
}

// TestNoInterrupt: what an interrupt could have ended is read whole.
func TestNoInterrupt(t *testing.T) {
	var out, errs bytes.Buffer
	in := io.MultiReader(strings.NewReader(strings.Repeat("2001:db8::1\n", 100_000)), strings.NewReader("::1"))
	status, err := Run(counting(make(chan struct{})), Config{Stdin: in, Out: &out, Err: &errs, Workers: 1})
	if err != nil || status != Done || out.String() != "100001\n" {
		t.Errorf("%q, %q, status %d, %v", out.String(), errs.String(), status, err)
	}
}

// TestProgressOnTerminal: progress ends where output begins on the same terminal.
func TestProgressOnTerminal(t *testing.T) {
	var m meter
	var errs bytes.Buffer
	m.add(1, &source{}, &errs) // started long ago
	if !m.shown || errs.Len() == 0 {
		t.Fatal("no progress was shown")
	}
	m.stop(&errs)
	at := errs.Len()
	m.last = m.start
	m.add(1, &source{}, &errs)
	if errs.Len() != at {
		t.Errorf("progress after output: %q", errs.String()[at:])
	}
}
