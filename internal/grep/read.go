package grep

import (
	"bytes"
	"errors"
	"io"
	"iter"
	"os"
	"runtime"
	"sync/atomic"

	"github.com/hextet/hextet/internal/files"
	"github.com/hextet/hextet/internal/stream"
)

const blockSize = 256 << 10

// A file is one input.
type file struct {
	files.File
	last bool        // no file follows
	done atomic.Bool // nothing more is needed from it

	// What follows belongs to the block whose turn it is.
	count  int  // selected lines
	binary bool // contains a NUL
	failed bool // it could not be read
}

// label is the file's name in records: "" for standard input.
func (f *file) label() string {
	if f.Stdin {
		return ""
	}
	return f.Name
}

// A block is a run of whole lines of a file; only the file's last line may lack a
// newline.
type block struct {
	file  *file
	buf   []byte
	line  int   // number of its first line, if numbers are needed
	first bool  // at the beginning of the file
	last  bool  // at the end of the file
	err   error // error from reading the file

	// turn is ready when every block before this one has been printed; next is
	// the turn of the block after it.
	turn, next chan struct{}

	found
}

// A reader cuts files into blocks and has them searched, by itself or by other
// goroutines. It runs on its own goroutine.
type reader struct {
	run *run
	own *searcher

	turn    chan struct{} // of the next block
	jobs    chan *block
	free    chan *block
	workers int
	budget  int // blocks that may still be allocated
}

func newReader(r *run) *reader {
	n := r.Workers
	if n == 0 {
		n = runtime.GOMAXPROCS(0) + 3 // some will be waiting for their turn to print
	}
	rd := &reader{run: r, own: newSearcher(r), turn: make(chan struct{}, 1), workers: n, budget: n + 2}
	rd.turn <- struct{}{}
	rd.free = make(chan *block, rd.budget)
	return rd
}

// all reads every input, in order, and returns when everything is printed.
func (rd *reader) all(inputs iter.Seq[files.File]) {
	var before *file // read once it is known whether another follows
	for in := range inputs {
		if before != nil {
			rd.file(before)
		}
		before = &file{File: in}
		if rd.run.stopped.Load() {
			break
		}
	}
	if before != nil && !rd.run.stopped.Load() {
		before.last = true
		rd.file(before)
	}
	if rd.jobs != nil {
		close(rd.jobs)
	}
	<-rd.turn
}

// file reads one input.
func (rd *reader) file(f *file) {
	b := rd.block(f)
	b.first, b.line = true, 1
	in := rd.run.Stdin
	switch {
	case f.Err != nil:
		b.err = f.Err
	case !f.Stdin:
		opened, err := os.Open(f.Name)
		if err != nil {
			b.err = err
			break
		}
		defer opened.Close()
		in = opened
	}
	if b.err == nil && rd.run.Mode <= Records && files.Same(in, rd.run.Out) {
		b.err = files.ErrOutput
	}
	if b.err != nil {
		b.last = true
		rd.own.work(rd.chain(b))
		rd.free <- b
		return
	}
	rd.read(in, b)
}

// read cuts in into blocks, of which b is the first. Output never waits for input that
// has not arrived: data from a pipe is searched before the next read.
func (rd *reader) read(in io.Reader, b *block) {
	f := b.file
	whole := files.Regular(in)
	small := true  // no block has been handed out yet
	began := false // the byte order mark, if any, has been handled
	scanned := 0   // b.buf[:scanned] contains no line end
	for !rd.run.stopped.Load() && !f.done.Load() {
		n, err := in.Read(b.buf[len(b.buf):cap(b.buf)])
		b.buf = b.buf[:len(b.buf)+n]
		if err == nil && (n == 0 || whole && len(b.buf) < cap(b.buf)) {
			continue
		}
		if !began && (len(b.buf) > 1 || err != nil) {
			began = true
			if decoded, ok := stream.Decode(b.buf, in, err); ok && !rd.run.Text {
				in, b.buf, whole = decoded, b.buf[:0], false
				continue
			}
		}
		if err != nil {
			if !errors.Is(err, io.EOF) {
				b.err = err
			}
			break
		}
		if i := bytes.LastIndexByte(b.buf[scanned:], rd.run.eol); i >= 0 {
			b = rd.pass(b, scanned+i+1)
			small, scanned = false, len(b.buf)
			continue
		}
		scanned = len(b.buf)
		if len(b.buf) < cap(b.buf) {
			continue
		}
		if cap(b.buf) < files.MaxLine {
			b.buf = append(make([]byte, 0, min(4*cap(b.buf), files.MaxLine)), b.buf...)
			continue
		}
		b.err = files.ErrLineTooLong
		b.buf = b.buf[:0]
		break
	}
	b.last = true
	rd.chain(b)
	if small && f.last && rd.jobs == nil {
		rd.own.work(b) // a single small file: no need for other goroutines
		rd.free <- b
		return
	}
	if rd.jobs == nil {
		rd.start()
	}
	rd.jobs <- b
}

// pass hands out the first n bytes of b as a block and returns one that begins with the
// rest.
func (rd *reader) pass(b *block, n int) *block {
	if rd.jobs == nil {
		rd.start()
	}
	next := rd.block(b.file)
	if need := len(b.buf) - n; need > cap(next.buf) {
		next.buf = make([]byte, 0, cap(b.buf))
	}
	next.buf = append(next.buf, b.buf[n:]...)
	b.buf = b.buf[:n]
	if rd.run.ShowNumbers || rd.run.Mode == Records {
		next.line = b.line + bytes.Count(b.buf, []byte{rd.run.eol})
	}
	rd.jobs <- rd.chain(b)
	return next
}

// chain queues b after the blocks before it.
func (rd *reader) chain(b *block) *block {
	b.turn, b.next = rd.turn, make(chan struct{}, 1)
	rd.turn = b.next
	return b
}

func (rd *reader) start() {
	rd.jobs = make(chan *block, rd.workers)
	for range rd.workers {
		s := newSearcher(rd.run)
		go func() {
			for b := range rd.jobs {
				s.work(b)
				rd.free <- b
			}
		}()
	}
}

// block returns an empty block of f; it waits for one if all are in use.
func (rd *reader) block(f *file) *block {
	var b *block
	select {
	case b = <-rd.free:
	default:
		if rd.budget > 0 {
			rd.budget--
			b = &block{buf: make([]byte, 0, blockSize)}
		} else {
			b = <-rd.free
		}
	}
	buf := b.buf[:0]
	if cap(buf) > blockSize {
		buf = make([]byte, 0, blockSize) // the last one was enlarged for a long line
	}
	*b = block{file: f, buf: buf, found: b.found.reset()}
	return b
}
