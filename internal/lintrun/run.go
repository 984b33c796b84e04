// Package lintrun checks files with package lint, many at a time, and writes the
// findings in order: as text, as records or as SARIF. It also fixes files, or shows how
// it would.
//
// Small files are checked one per goroutine; a large one is cut into blocks of whole
// lines that are checked on every core. Memory is bounded, unless files must be held
// whole.
package lintrun

import (
	"errors"
	"io"
	"iter"
	"runtime"
	"sync/atomic"

	"github.com/hextet/hextet/internal/files"
	"github.com/hextet/hextet/internal/lint"
)

// Mode is what to do about faults.
type Mode uint8

// The modes.
const (
	Report Mode = iota // they are written
	Fix                // what can be fixed is, in the file; the rest is written
	Diff               // what Fix would change is written
)

// A Format is how findings are written.
type Format struct {
	// New returns a function that appends a finding to dst. It is called for each
	// goroutine that checks files.
	New func() func(dst []byte, file *files.File, text []byte, f *lint.Finding) []byte

	Begin  []byte             // written before the findings
	End    func(*Done) []byte // returns what is written after them; may be nil
	Joined bool               // each finding begins with a comma, which is dropped from the first
}

// Silent is the format that writes nothing.
var Silent = Format{New: func() func([]byte, *files.File, []byte, *lint.Finding) []byte {
	return func(dst []byte, _ *files.File, _ []byte, _ *lint.Finding) []byte { return dst }
}}

// A Config describes a run.
type Config struct {
	Mode   Mode
	Check  *lint.Config
	Format Format

	// Least is the lowest severity that counts as a failure.
	Least lint.Severity

	Stdin io.Reader
	Out   io.Writer

	// Complain is called for files that cannot be read or written.
	Complain func(name string, err error)
}

// Errors about files.
var (
	ErrBinary   = errors.New("binary file, not text")
	ErrTooLarge = errors.New("file larger than 1 GiB, which cannot be held in memory")
	ErrChanged  = errors.New("changed during the check; not modified")
	ErrUTF16    = errors.New("UTF-16: not rewritten")

	errFolder = errors.New("is a folder (-r checks the files in it)")
)

// Run checks files and writes the findings in the order of the files. The error is that
// of writing to Out.
func Run(c Config, inputs iter.Seq[files.File]) (*Done, error) {
	r := &run{Config: c, checker: lint.NewChecker(c.Check)}
	if c.Mode == Diff {
		r.Format.Joined, r.Format.Begin, r.Format.End = false, nil, nil
	}
	r.out.add(r.Format.Begin)
	workers := runtime.GOMAXPROCS(0)
	jobs := make(chan *job, workers)
	for range workers {
		w := r.newWorker()
		go func() {
			for j := range jobs {
				w.do(j)
			}
		}()
	}
	turn := make(chan struct{}, 1)
	turn <- struct{}{}
	for f := range inputs {
		if r.stopped.Load() {
			break
		}
		j := &job{File: f, turn: turn, next: make(chan struct{}, 1)}
		turn = j.next
		jobs <- j
	}
	close(jobs)
	<-turn
	if r.Format.End != nil {
		r.out.add(r.Format.End(&r.done))
	}
	r.flush()
	return &r.done, r.out.err
}

// A run is a check in progress.
type run struct {
	Config
	checker *lint.Checker // the first; others are forks of it
	stopped atomic.Bool   // output failed: nothing more can be written

	// What follows belongs to the job whose turn it is.
	done Done
	out  output
}

// A job is a file, or a block of one. turn is ready when everything before it has been
// written; next is the turn of the job after it.
type job struct {
	files.File
	turn, next chan struct{}
}

// An output buffers what is to be written.
type output struct {
	buf  []byte
	some bool // a finding has been written
	err  error
}

const outLimit = 64 << 10

func (o *output) add(b []byte) { o.buf = append(o.buf, b...) }

// findings adds rendered findings.
func (r *run) findings(b []byte) {
	if len(b) == 0 {
		return
	}
	if r.Format.Joined && !r.out.some {
		b = b[1:]
	}
	r.out.some = true
	r.out.add(b)
	if len(r.out.buf) > outLimit {
		r.flush()
	}
}

// flush writes the buffered output.
func (r *run) flush() {
	if len(r.out.buf) == 0 {
		return
	}
	if r.out.err == nil {
		if _, err := r.Out.Write(r.out.buf); err != nil {
			r.out.err = err
			r.stopped.Store(true)
		}
	}
	r.out.buf = r.out.buf[:0]
}

// trouble reports a file that could not be read or written.
func (r *run) trouble(name string, err error) {
	r.flush()
	r.done.Trouble = append(r.done.Trouble, Trouble{name, err})
	r.Complain(name, err)
}

// A tally counts findings.
type tally struct {
	counts  [lint.Error + 1]int
	fixable int
}

func (t *tally) add(f *lint.Finding) {
	t.counts[f.Severity]++
	if f.Fix != nil {
		t.fixable++
	}
}

// count adds a tally to the totals.
func (r *run) count(t *tally) {
	for s, n := range t.counts {
		r.done.Counts[s] += n
		if n > 0 && lint.Severity(s) >= r.Least {
			r.done.Failed = true
		}
	}
	r.done.Fixable += t.fixable
}
