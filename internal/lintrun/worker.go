package lintrun

import (
	"bytes"
	"errors"
	"io"
	"os"
	"runtime"

	"github.com/hextet/hextet/internal/files"
	"github.com/hextet/hextet/internal/lint"
	"github.com/hextet/hextet/internal/reason"
	"github.com/hextet/hextet/internal/stream"
)

const (
	blockSize = 512 << 10
	maxFile   = 1 << 30

	// binarySample is how much of a file is searched for NUL bytes.
	binarySample = 8 << 10
)

// A worker checks files, one after another.
type worker struct {
	run *run
	checkState
	buf   []byte
	eager bool // checks the lines it has before waiting for more

	others []*checkState // for the blocks of large files
}

// checkState is what is needed to check a text.
type checkState struct {
	checker *lint.Checker
	append  func(dst []byte, file *files.File, text []byte, f *lint.Finding) []byte
	out     []byte // rendered findings
	tally   tally
}

func (r *run) newState() checkState {
	return checkState{checker: r.checker.Fork(), append: r.Format.New()}
}

func (r *run) newWorker() *worker {
	return &worker{run: r, checkState: r.newState(), buf: make([]byte, 0, blockSize)}
}

// check checks a text and renders what it finds.
func (s *checkState) check(f *files.File, t lint.Text) {
	s.out, s.tally = s.out[:0], tally{}
	s.checker.Check(t, func(x *lint.Finding) {
		s.tally.add(x)
		s.out = s.append(s.out, f, t.Bytes, x)
	})
}

// write writes the findings, in turn, and reports whether there were any.
func (r *run) write(s *checkState) bool {
	r.count(&s.tally)
	r.findings(s.out)
	return len(s.out) > 0
}

// do checks one file.
func (w *worker) do(j *job) {
	err := j.Err
	if err == nil && !w.run.stopped.Load() {
		err = w.file(j)
	}
	if err != nil && !(j.Walked && (errors.Is(err, ErrBinary) || errors.Is(err, files.ErrOutput))) {
		<-j.turn
		w.run.trouble(j.Name, reason.Of(err))
		j.turn <- struct{}{}
	}
	<-j.turn
	j.next <- struct{}{}
}

// file checks a file and writes the findings in turn, without passing the turn on.
func (w *worker) file(j *job) error {
	in := w.run.Stdin
	var f *os.File
	if !j.Stdin {
		var err error
		if f, err = os.Open(j.Name); err != nil {
			return err
		}
		defer f.Close()
		st, err := f.Stat()
		switch {
		case err != nil:
			return err
		case st.IsDir():
			return errFolder
		case files.Same(f, w.run.Out):
			return files.ErrOutput
		}
		in = f
	}
	w.eager = j.Stdin && !files.Regular(in)
	first, err := w.fill(in, w.buf[:0])
	if err != nil && err != io.EOF {
		return err
	}
	bom := ""
	if decoded, ok := stream.Decode(first, in, err); ok {
		bom, in = utf16, decoded
		if first, err = w.fill(in, w.buf[:0]); err != nil && err != io.EOF {
			return err
		}
	} else if bytes.HasPrefix(first, []byte("\ufeff")) {
		bom = "\ufeff"
		first = first[len(bom):]
	}
	w.buf = first[:0]
	if bytes.IndexByte(first[:min(len(first), binarySample)], 0) >= 0 {
		return ErrBinary
	}
	if w.run.Mode != Report || w.run.Check.Whole() {
		if err == nil {
			if first, err = readAll(in, first); err != nil {
				return err
			}
		}
		if f != nil {
			f.Close() // Windows cannot replace an open file
		}
		return w.whole(j, first, bom)
	}
	if err == nil {
		return w.large(j, in, first)
	}
	w.check(&j.File, lint.Text{Name: j.Name, Bytes: first})
	<-j.turn
	if w.run.write(&w.checkState) {
		w.run.done.Files++
	}
	j.turn <- struct{}{}
	return nil
}

const utf16 = "utf16"

// fill reads into buf[len(buf):cap(buf)] until it is full, in ends (which is io.EOF),
// or an eager worker has a line.
func (w *worker) fill(in io.Reader, buf []byte) ([]byte, error) {
	for len(buf) < cap(buf) {
		n, err := in.Read(buf[len(buf):cap(buf)])
		line := w.eager && bytes.IndexByte(buf[len(buf):len(buf)+n], '\n') >= 0
		buf = buf[:len(buf)+n]
		if err != nil || line {
			return buf, err
		}
	}
	return buf, nil
}

// readAll reads the rest of a file, after its first bytes.
func readAll(in io.Reader, first []byte) ([]byte, error) {
	var b bytes.Buffer
	b.Write(first)
	n, err := io.Copy(&b, io.LimitReader(in, maxFile-int64(b.Len())))
	if err == nil && n == maxFile-int64(len(first)) {
		err = ErrTooLarge
	}
	return b.Bytes(), err
}

// A piece is a block of a large file.
type piece struct {
	text       lint.Text
	turn, next chan struct{}
}

// large checks a file that begins with the block first. It waits for the file's turn
// and has the blocks checked in parallel.
func (w *worker) large(j *job, in io.Reader, first []byte) (err error) {
	<-j.turn
	defer func() { j.turn <- struct{}{} }()
	n := runtime.GOMAXPROCS(0)
	if w.others == nil {
		for range n {
			s := w.run.newState()
			w.others = append(w.others, &s)
		}
	}
	some := false
	free := make(chan []byte, n+2) // buffers
	pieces := make(chan piece, n)
	idle := make(chan struct{})
	for _, s := range w.others {
		go func() {
			for p := range pieces {
				s.check(&j.File, p.text)
				<-p.turn
				if w.run.write(s) {
					some = true
				}
				if w.eager {
					w.run.flush()
				}
				p.next <- struct{}{}
				free <- p.text.Bytes[:0]
			}
			idle <- struct{}{}
		}()
	}
	for range n + 1 {
		free <- nil
	}

	turn := make(chan struct{}, 1)
	turn <- struct{}{}
	text := lint.Text{Name: j.Name, Line: 1, Bytes: first, Silence: lint.SilenceOf(first)}
	for {
		buf := text.Bytes
		end := len(buf)
		if err == nil {
			end = bytes.LastIndexByte(buf[text.From:], '\n') + 1 + text.From
		}
		if end == text.From && err == nil { // no newline yet
			if len(buf)-text.From >= files.MaxLine {
				err = files.ErrLineTooLong
				break
			}
			buf = append(make([]byte, 0, 2*cap(buf)), buf...)
			text.Bytes, err = w.fill(in, buf)
			continue
		}
		next := <-free
		from := 0
		if err == nil {
			next = lint.AppendContext(next[:0], buf[:end])
			from = len(next)
			next = append(next, buf[end:]...)
			if need := len(next) + blockSize/2; cap(next) < need {
				next = append(make([]byte, 0, len(next)+blockSize), next...)
			}
		}
		p := piece{text: text, turn: turn, next: make(chan struct{}, 1)}
		p.text.Bytes = buf[:end]
		turn = p.next
		text.Line += bytes.Count(buf[text.From:end], []byte{'\n'})
		text.From = from
		pieces <- p
		if err != nil || w.run.stopped.Load() {
			break
		}
		text.Bytes, err = w.fill(in, next)
	}
	close(pieces)
	for range w.others {
		<-idle
	}
	if some {
		w.run.done.Files++
	}
	if err == io.EOF {
		return nil
	}
	return err
}
