package stream

import (
	"bytes"
	"unsafe"

	"github.com/hextet/hextet/internal/record"
)

const (
	outLimit = 1 << 20   // output held back before it is written in turn
	msgLimit = 256 << 10 // messages likewise
	window   = 32 << 10  // input given to Op.Lines at once, so that outLimit holds
)

// A worker works blocks out, one at a time.
type worker[R any] struct {
	run *run[R]
	o   Out[R]

	each func(item string, out *Out[R]) error
	take func(src []byte) int                // Gatherer.Lines, where it may be used
	bulk func(dst, src []byte) ([]byte, int) // Op.Lines or Op.Objects, likewise

	b    *block
	mine bool // it is this block's turn to write
	line int  // lines of the block seen so far

	out     []byte
	msgs    []byte // text of the messages, one behind the other
	marks   []mark
	emitted int
	plain   bool // text with the usual fields, each record on a line of its own
	value   bool // values alone, through Op.Append

	// The line and the place of the item in it, in a column command.
	columns    bool
	head, tail []byte

	halt, failed, trouble bool
}

// A mark is where a message ends in msgs and the line it is about.
type mark struct{ line, end int }

func newWorker[R any](r *run[R]) *worker[R] {
	w := &worker[R]{run: r}
	w.o = Out[R]{Rec: newRecord[R](), w: w}
	w.each = r.op.Each
	if r.op.Gather != nil {
		g := r.op.Gather()
		w.each = g.Each
		if r.cfg.Column == 0 && r.end == '\n' {
			w.take = g.Lines
		}
	}
	w.columns = r.cfg.Column > 0 && r.cfg.Format == record.Plain && r.op.End == nil
	usual := r.cfg.Format == record.Plain && r.cfg.Fields == ""
	w.plain = usual && !w.columns
	w.value = usual && r.op.Append != nil && !(w.columns && r.op.Adds)
	switch {
	case r.end != '\n':
	case w.plain:
		w.bulk = r.op.Lines
	case r.cfg.Format == record.JSONL && r.cfg.Fields == "" && r.cfg.Column == 0:
		w.bulk = r.op.Objects
	}
	return w
}

// work does one block from beginning to end, its turn included.
func (w *worker[R]) work(b *block) {
	w.begin(b)
	switch b.kind {
	case lines:
		w.lines(b.src)
	case tooLong:
		w.longLine(b.src)
	case rest:
		if w.run.cfg.OnError == Keep && w.run.cfg.Format == record.Plain {
			w.out = append(w.out, b.src...)
		}
	}
	w.finish()
}

func (w *worker[R]) begin(b *block) {
	w.b, w.mine, w.line = b, false, 0
}

// finish writes what the block came to and hands the turn on.
func (w *worker[R]) finish() {
	w.flush()
	w.b.source.next += w.line
	w.run.progress(w.b)
	w.b.next <- struct{}{}
}

// lines works out whole lines; only the last may lack its end.
func (w *worker[R]) lines(src []byte) {
	end := w.run.end
	for len(src) > 0 && !w.halt {
		if w.bulk != nil {
			part := src[:min(len(src), window)]
			before := len(w.out)
			out, n := w.bulk(w.out, part)
			w.out = out // also where it only grew
			if n > 0 {
				w.line += bytes.Count(part[:n], newline)
				if len(out) > before {
					w.emitted++ // of how many there are only none matters
				}
				src = src[n:]
				if !w.room() {
					return
				}
				if n > window/2 {
					continue
				}
			}
			if len(src) == 0 {
				return
			}
		}
		if w.take != nil {
			n := w.take(src)
			w.line += bytes.Count(src[:n], newline)
			if src = src[n:]; len(src) == 0 {
				return
			}
		}
		line := src
		if i := bytes.IndexByte(src, end); i >= 0 {
			line, src = src[:i], src[i+1:]
		} else {
			src = nil
		}
		w.one(line)
		w.line++
		if !w.room() {
			return
		}
	}
}

var newline = []byte{'\n'}

// one works out the item of a line.
func (w *worker[R]) one(line []byte) {
	item := trim(line)
	if len(item) == 0 || item[0] == '#' {
		if w.run.cfg.OnError == Keep && w.run.cfg.Format == record.Plain {
			w.copyLine(line)
		}
		return
	}
	if w.run.cfg.Column > 0 {
		s, e, ok := column(line, w.run.cfg.Column, w.run.cfg.Delimiter)
		if !ok {
			w.bad(text(item), line, errNoColumn(w.run.cfg.Column))
			return
		}
		item, w.head, w.tail = line[s:e], line[:s], line[e:]
	}
	w.item(text(item), line)
}

// item works out one item; line is what --on-error keep copies.
func (w *worker[R]) item(item string, line []byte) {
	at := len(w.out)
	if w.value {
		if w.columns {
			w.out = append(w.out, w.head...)
		}
		if w.run.gap {
			w.out = append(w.out, '\n')
		}
		out, err := w.run.op.Append(w.out, item)
		if err != nil {
			w.out = w.out[:at]
			w.bad(item, line, err)
			return
		}
		if w.columns {
			out = append(out, w.tail...)
		}
		w.out = append(out, w.run.end)
		w.emitted++
		return
	}
	w.o.item = item
	before := w.emitted
	if err := w.each(item, &w.o); err != nil {
		w.bad(item, line, err)
		return
	}
	if w.emitted == before && w.columns && w.run.op.Adds && !w.run.op.Filter {
		// Nothing to add: the line stays, with empty columns, so that no line
		// is lost.
		w.out = append(w.out, line...)
		for range w.run.enc.Columns() {
			w.out = append(w.out, w.run.sep...)
		}
		w.out = append(w.out, w.run.end)
	}
}

func (w *worker[R]) emit(input string, r R) bool {
	w.emitted++
	if !w.columns {
		w.out = w.run.enc.Append(w.out, input, r)
		return w.room()
	}
	w.out = append(w.out, w.head...)
	if w.run.op.Adds {
		w.out = append(w.out, input...)
		tail := w.tail
		cr := len(tail) > 0 && tail[len(tail)-1] == '\r'
		if cr {
			tail = tail[:len(tail)-1]
		}
		w.out = append(w.out, tail...)
		w.out = append(w.out, w.run.sep...)
		w.out = w.run.enc.AppendRow(w.out, input, r)
		if cr {
			w.out = append(w.out, '\r')
		}
	} else {
		w.out = w.run.enc.AppendRow(w.out, input, r)
		w.out = append(w.out, w.tail...)
	}
	w.out = append(w.out, w.run.end)
	return w.room()
}

// longLine reports a line that is longer than any item; src is its beginning.
func (w *worker[R]) longLine(src []byte) {
	w.trouble = true
	w.say(text(trim(src[:32])), errTooLong)
	switch w.run.cfg.OnError {
	case Keep:
		if w.run.cfg.Format == record.Plain {
			w.out = append(w.out, src...)
		} else {
			w.out = w.run.enc.AppendFailure(w.out, text(src[:quoteLimit]), errTooLong.Error())
		}
	case Stop:
		w.halt = true
	}
	w.line++
}

// bad reports an item that could not be worked out and does as --on-error says.
func (w *worker[R]) bad(item string, line []byte, err error) {
	w.trouble = true
	w.say(item, err)
	switch w.run.cfg.OnError {
	case Keep:
		if w.run.cfg.Format == record.Plain {
			w.copyLine(line)
		} else {
			w.out = w.run.enc.AppendFailure(w.out, item, string(appendReason(nil, item, err)))
		}
	case Stop:
		w.halt = true
	}
}

func (w *worker[R]) copyLine(line []byte) {
	w.out = append(w.out, line...)
	w.out = append(w.out, w.run.end)
}

func (w *worker[R]) say(item string, err error) {
	if w.run.cfg.Quiet {
		return
	}
	w.msgs = AppendItem(w.msgs, item)
	w.msgs = append(w.msgs, ": "...)
	w.mark(appendReason(nil, item, err))
}

func (w *worker[R]) warn(item, what string) {
	if w.run.cfg.Quiet {
		return
	}
	w.msgs = AppendItem(w.msgs, item)
	w.msgs = append(w.msgs, ": "...)
	w.mark([]byte("warning: " + what))
}

func (w *worker[R]) mark(reason []byte) {
	if p := w.run.cfg.Paint; p != nil {
		w.msgs = append(w.msgs, p(PartReason, text(reason))...)
	} else {
		w.msgs = append(w.msgs, reason...)
	}
	w.msgs = append(w.msgs, '\n')
	w.marks = append(w.marks, mark{w.line, len(w.msgs)})
}

// room makes room where too much is held back, and reports whether more output
// is wanted.
func (w *worker[R]) room() bool {
	if len(w.out) >= outLimit || len(w.msgs) >= msgLimit {
		w.flush()
	}
	return !w.run.stopped.Load()
}

// wait waits until all blocks before this one have been written.
func (w *worker[R]) wait() {
	if !w.mine {
		<-w.b.turn
		w.mine = true
	}
}

// flush waits for the block's turn and writes what is held back.
func (w *worker[R]) flush() {
	w.wait()
	r := w.run
	if !r.stopped.Load() {
		r.write(w.out)
		r.tell(w.b.source, w.msgs, w.marks)
		r.emitted += w.emitted
		r.failed = r.failed || w.failed
		r.trouble = r.trouble || w.trouble
		if w.halt || r.writing != nil {
			r.stop() // last of all: the run may be over at once
		}
	}
	w.out, w.msgs, w.marks = w.out[:0], w.msgs[:0], w.marks[:0]
	w.emitted, w.failed, w.trouble = 0, false, false
}

// text is b as a string without a copy. It is the one place where an item's
// bytes are shared; Op says for how long.
func text(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }
