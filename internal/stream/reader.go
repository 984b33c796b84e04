package stream

import (
	"bytes"
	"errors"
	"io"
	"os"
	"strings"

	"github.com/hextet/hextet/internal/files"
	"github.com/hextet/hextet/internal/record"
)

const (
	textBlock   = 256 << 10 // input of a block for values and short rows
	recordBlock = 16 << 10  // for records, which are many times longer than their items
	cardBlock   = 32 << 10
	maxLine     = 1 << 20 // a longer line is an error
)

// A reader cuts the input into blocks and has them processed, by itself or by workers.
// It runs on its own goroutine.
type reader[R any] struct {
	run  *run[R]
	own  *worker[R]
	size int

	turn   chan struct{} // of the next block
	jobs   chan *block
	free   chan []byte
	budget int   // buffers that may still be allocated
	ends   []int // of the next block to pass
	single bool  // the same
	spare  chan []int
}

func newReader[R any](r *run[R]) *reader[R] {
	rd := &reader[R]{run: r, own: newWorker(r), size: recordBlock, turn: make(chan struct{}, 1)}
	rd.turn <- struct{}{}
	switch {
	case r.op.Card != nil && r.op.Gather == nil:
		rd.size = cardBlock
	case r.cfg.Format == record.Plain || r.op.Gather != nil:
		rd.size = textBlock
	}
	rd.budget = r.workers() + 2
	rd.free = make(chan []byte, rd.budget)
	rd.spare = make(chan []int, rd.budget)
	return rd
}

// all reads every source, in order, and returns when everything is written.
func (rd *reader[R]) all() {
	r := rd.run
	cfg := r.cfg
	args := cfg.Args
	if len(args) == 0 && len(cfg.Files) == 0 && !r.op.Table.NoInput {
		args = []string{"-"}
	}
	word := "line "
	if cfg.Null {
		word = "item "
	}
	for i := 0; i < len(args); {
		if args[i] == "-" {
			rd.stream(cfg.Stdin, &source{name: word, next: 1})
			i++
			continue
		}
		n := i
		for n < len(args) && args[n] != "-" {
			n++
		}
		rd.arguments(args[i:n], i+1)
		i = n
	}
	for _, path := range cfg.Files {
		if path == "-" {
			rd.stream(cfg.Stdin, &source{name: word, next: 1})
			continue
		}
		rd.file(path)
	}
	if r.op.Table.NoInput {
		rd.arguments([]string{""}, 1)
	}
	if rd.jobs != nil {
		close(rd.jobs)
	}
	if r.op.End != nil {
		w := rd.own
		w.begin(rd.chain(&block{source: &source{}, kind: after}))
		w.wait() // until the other goroutines have gathered
		if !r.stopped.Load() {
			if err := r.op.End(&w.o); err != nil {
				w.flush()
				r.complainBare(err)
			}
		}
		w.finish()
	}
	<-rd.turn
}

// complainBare reports a problem with the items as a whole.
func (r *run[R]) complainBare(err error) {
	r.trouble = true
	if r.cfg.Quiet {
		return
	}
	program := r.program()
	b := record.AppendPrintable([]byte(program), err.Error())
	r.cfg.Err.Write(append(b, '\n'))
}

// chain queues b after the blocks before it.
func (rd *reader[R]) chain(b *block) *block {
	b.turn, b.next = rd.turn, make(chan struct{}, 1)
	rd.turn = b.next
	return b
}

// arguments processes the items on the command line; args[0] is argument number first.
func (rd *reader[R]) arguments(args []string, first int) {
	w := rd.own
	w.begin(rd.chain(&block{source: &source{name: "argument ", next: first}, first: first}))
	for _, a := range args {
		w.argument(a)
		w.line++
		if w.halt || !w.room() {
			break
		}
	}
	w.finish()
}

func (rd *reader[R]) file(path string) {
	name := string(files.AppendName(nil, path))
	f, err := rd.run.cfg.Open(path)
	if err != nil {
		rd.inTurn(func() { rd.run.complain(name, err) })
		return
	}
	defer f.Close()
	rd.stream(f, &source{name: name + ":", next: 1, total: fileSize(f)})
}

// inTurn calls f when everything before it has been written.
func (rd *reader[R]) inTurn(f func()) {
	b := rd.chain(&block{source: &source{}})
	<-b.turn
	if !rd.run.stopped.Load() {
		f()
	}
	b.next <- struct{}{}
}

func fileSize(in any) int64 {
	if f, ok := in.(*os.File); ok {
		if st, err := f.Stat(); err == nil && st.Mode().IsRegular() {
			return st.Size()
		}
	}
	return 0
}

// stream cuts one source into blocks. Output never waits for input that has not
// arrived: data from a pipe is processed before the next read.
func (rd *reader[R]) stream(in io.Reader, src *source) {
	r := rd.run
	whole := files.Regular(in) // reads do not wait, so blocks can be filled
	if r.op.Interrupt != nil {
		in = &interruptible{in: in, stop: r.op.Interrupt, waits: !whole}
	}
	end := r.end
	buf := rd.buffer()
	began := false          // the BOM, if any, has been handled
	headed := !r.cfg.Header // the same for the header
	skipping := false
	small := true // no block has been handed out yet
	scanned := 0  // buf[:scanned] contains no line end
	for !r.stopped.Load() {
		n, err := in.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if whole && err == nil && len(buf) < cap(buf) {
			continue
		}
		if errors.Is(err, errInterrupted) {
			_, n, _ := r.cut.records(nil, buf, end)
			buf = buf[:n]
			err = io.EOF
		}
		if err == nil && n == 0 {
			continue
		}
		if !began {
			if len(buf) < 3 && err == nil && (bytes.HasPrefix(bom, buf) || bytes.HasPrefix(bomLE, buf) || bytes.HasPrefix(bomBE, buf)) {
				continue // it may still turn out to be a BOM
			}
			began = true
			if bytes.HasPrefix(buf, bom) {
				buf = append(buf[:0], buf[3:]...)
			} else if decoded, ok := Decode(buf, in, err); ok {
				in, buf = decoded, buf[:0]
				continue
			}
		}
		if !headed {
			n := r.cut.record(buf, end)
			if n == 0 && err == nil && len(buf) < maxLine {
				if len(buf) == cap(buf) {
					buf = append(make([]byte, 0, min(4*cap(buf), maxLine)), buf...)
				}
				continue
			}
			headed = true
			if n == 0 && err != nil {
				n = len(buf)
			}
			if n > 0 && !rd.header(buf[:n], src) {
				break
			}
			buf = append(buf[:0], buf[n:]...)
		}
		if skipping {
			i := bytes.IndexByte(buf, end)
			if i < 0 {
				if len(buf) > 0 {
					buf = rd.pass(buf, len(buf), rest, src)
				}
			} else {
				buf = rd.pass(buf, i+1, rest, src)
				skipping = false
			}
		}
		if err != nil {
			if len(buf) > 0 && !skipping {
				if small && errors.Is(err, io.EOF) {
					// A single small input: no need for other goroutines.
					b := rd.chain(&block{src: buf, source: src})
					rd.count(b)
					rd.own.work(b)
				} else {
					buf = rd.pass(buf, len(buf), lines, src)
				}
			} else if skipping && r.cfg.OnError == Keep && r.cfg.Format == record.Plain {
				buf = rd.pass(append(buf, end), len(buf)+1, rest, src)
			}
			rd.free <- buf[:0]
			if !errors.Is(err, io.EOF) {
				name := src.name
				if name == "line " || name == "item " {
					name = "standard input"
				} else {
					name = name[:len(name)-1]
				}
				rd.inTurn(func() { r.complain(name, err) })
			}
			return
		}
		if skipping {
			continue
		}
		n = 0
		if r.cut.csv {
			rd.ends, n, rd.single = r.cut.records(rd.spareEnds(), buf, end)
		} else if i := bytes.LastIndexByte(buf[scanned:], end); i >= 0 {
			n = scanned + i + 1
		}
		if n > 0 {
			buf = rd.pass(buf, n, lines, src)
			small, scanned = false, len(buf)
			continue
		}
		scanned = len(buf)
		if len(buf) < cap(buf) {
			continue
		}
		if cap(buf) < maxLine {
			buf = append(make([]byte, 0, min(4*cap(buf), maxLine)), buf...)
			continue
		}
		small, skipping, scanned = false, true, 0
		buf = rd.pass(buf, len(buf), tooLong, src)
	}
	rd.free <- buf[:0]
}

// header resolves the columns of an input by its header and passes the header on. It
// reports whether to read the rest of the input.
func (rd *reader[R]) header(line []byte, src *source) bool {
	r := rd.run
	columns, err := r.cut.resolve(r.cfg.Columns, bytes.TrimSuffix(bytes.TrimSuffix(line, []byte{r.end}), []byte{'\r'}))
	if err != nil {
		rd.inTurn(func() { r.complain(strings.TrimSuffix(src.name+"1", " "), err) })
		return false
	}
	src.columns = columns
	b := rd.chain(&block{src: line, source: src, kind: header})
	rd.count(b)
	rd.own.work(b)
	return true
}

var (
	bom   = []byte("\uFEFF")
	bomLE = []byte("\xff\xfe") // UTF-16; no valid UTF-8 begins with it
	bomBE = []byte("\xfe\xff")
)

// count numbers the lines of b, if records include line numbers.
func (rd *reader[R]) count(b *block) {
	if rd.run.cfg.Text != nil {
		b.first = b.source.lines + 1
		b.source.lines += bytes.Count(b.src, []byte{rd.run.end})
	}
}

// pass hands out buf[:n] as a block and returns a buffer that begins with the rest.
func (rd *reader[R]) pass(buf []byte, n int, k kind, src *source) []byte {
	b := rd.chain(&block{src: buf[:n], source: src, kind: k, ends: rd.ends, single: rd.single})
	rd.ends, rd.single = nil, false
	rd.count(b)
	if op := rd.run.op; op.Serial || op.Gather == nil && (op.End != nil || rd.run.cfg.Layout != nil) {
		rd.own.work(b)
		rd.recycle(b)
		return buf[:copy(buf, buf[n:])]
	}
	if rd.jobs == nil {
		rd.start()
	}
	next := rd.buffer()
	if need := len(buf) - n; need > cap(next) {
		next = make([]byte, 0, cap(buf))
	}
	next = append(next, buf[n:]...)
	rd.jobs <- b
	return next
}

func (rd *reader[R]) start() {
	n := rd.run.workers()
	rd.jobs = make(chan *block, n)
	for range n {
		w := newWorker(rd.run)
		go func() {
			for b := range rd.jobs {
				w.work(b)
				rd.recycle(b)
				rd.free <- b.src[:0]
			}
		}()
	}
}

// spareEnds returns an empty list of ends, reusing a recycled one if possible.
func (rd *reader[R]) spareEnds() []int {
	select {
	case ends := <-rd.spare:
		return ends
	default:
		return nil
	}
}

// recycle saves the list of ends of a finished block for reuse.
func (rd *reader[R]) recycle(b *block) {
	if b.ends == nil {
		return
	}
	select {
	case rd.spare <- b.ends[:0]:
	default:
	}
}

// buffer returns an empty buffer; it waits for one if all are in use.
func (rd *reader[R]) buffer() []byte {
	select {
	case b := <-rd.free:
		return b
	default:
	}
	if rd.budget > 0 {
		rd.budget--
		return make([]byte, 0, rd.size)
	}
	return <-rd.free
}
