package grep

import (
	"bytes"
	"strconv"

	"github.com/hextet/hextet/internal/reason"
)

// outLimit is how much output is buffered before it is written.
const outLimit = 256 << 10

// A printer prints blocks in order, with names, numbers and context.
type printer struct {
	run *run

	found   bool  // a line was selected
	trouble bool  // a file could not be read
	err     error // of writing
	buf     []byte
	wrote   bool // a record has been written

	name     string // of the current file
	used     bool   // a line has been printed
	adjacent bool   // the lines in before directly follow the last printed line
	pending  int    // context lines still to print after the last selected one
	line     int    // the number of the next line, if numbers are needed
	before   []byte // the last lines not printed, which may become context
}

// block prints the results of b.
func (p *printer) block(b *block) {
	f, r := b.file, p.run
	if b.first {
		p.name, p.adjacent, p.pending, p.before = f.Name, false, 0, p.before[:0]
	}
	if b.binary && !f.done.Load() {
		f.binary = true
		if f.Walked {
			f.done.Store(true)
		}
	}
	if !f.done.Load() {
		p.line = b.line
		p.selected(b)
		if b.err != nil {
			p.complain(f, b.err)
		}
	}
	p.found = p.found || f.count > 0
	finished := f.done.Load() && f.last // the reader may be waiting for more input
	if b.last || finished {
		p.end(f)
	}
	p.flush()
	if finished || p.found && r.Mode == Quiet {
		r.stop()
	}
}

// selected prints the selected lines of b.
func (p *printer) selected(b *block) {
	f, r := b.file, p.run
	switch {
	case r.first:
		if b.count > 0 && r.Max != 0 {
			f.count = 1
			f.done.Store(true)
		}
	case r.Mode == Counts:
		f.count += b.count
		if r.Max >= 0 && f.count >= r.Max {
			f.count = r.Max
			f.done.Store(true)
		}
	case f.binary:
		if len(b.hits) > 0 {
			f.count++
			f.done.Store(true)
			p.used = true
		}
	default:
		p.lines(b)
	}
}

// lines prints the selected lines of b and their context.
func (p *printer) lines(b *block) {
	f, r := b.file, p.run
	at, out := 0, 0
	for i := range b.hits {
		if f.count == r.Max {
			break
		}
		h := &b.hits[i]
		p.gap(b.buf[at:h.start])
		p.context()
		p.hit(b, h, b.out[out:h.out])
		at, out = h.end, h.out
		f.count++
	}
	p.gap(b.buf[at:])
	if f.count == r.Max && p.pending == 0 {
		f.done.Store(true)
	}
}

// gap handles unselected lines: it prints those that are context of the selected line
// before them, and keeps those that may be context of the next one.
func (p *printer) gap(text []byte) {
	r := p.run
	if !r.Context {
		if r.ShowNumbers {
			p.line += bytes.Count(text, []byte{r.eol})
		}
		return
	}
	for p.pending > 0 && len(text) > 0 {
		n := p.lineEnd(text)
		p.neighbor(text[:n], p.line)
		p.line++
		p.pending--
		text = text[n:]
	}
	if len(text) == 0 {
		return
	}
	p.line += bytes.Count(text, []byte{r.eol})
	keep := p.last(text, r.Before)
	if len(keep) < len(text) {
		p.before, p.adjacent = p.before[:0], false
	}
	p.before = append(p.before, keep...)
	if keep = p.last(p.before, r.Before); len(keep) < len(p.before) {
		p.before, p.adjacent = p.before[:copy(p.before, keep)], false
	}
}

// context prints the context before a selected line.
func (p *printer) context() {
	if !p.run.Context {
		return
	}
	if p.used && !p.adjacent {
		p.buf = append(append(p.buf, p.color(p.run.Colors.Separator, "--")...), '\n')
	}
	number := p.line - bytes.Count(p.before, []byte{p.run.eol})
	for text := p.before; len(text) > 0; number++ {
		n := p.lineEnd(text)
		p.neighbor(text[:n], number)
		text = text[n:]
	}
	p.before, p.adjacent, p.pending = p.before[:0], true, p.run.After
}

// neighbor prints a line of context.
func (p *printer) neighbor(line []byte, number int) {
	if p.run.Mode == Lines {
		p.prefix("-", number)
		p.buf = append(p.buf, line...)
		p.endLine(line)
	}
}

// hit prints a selected line; out is what to print instead, if anything but the line
// itself.
func (p *printer) hit(b *block, h *hit, out []byte) {
	r := p.run
	switch r.Mode {
	case Lines:
		text := b.buf[h.start:h.end]
		p.prefix(":", p.line)
		if r.each {
			p.buf = append(p.buf, out...)
		} else {
			p.buf = append(p.buf, text...)
		}
		p.endLine(text)
	case Matches:
		for len(out) > 0 {
			n := p.lineEnd(out)
			p.prefix(":", p.line)
			p.buf = append(p.buf, out[:n]...)
			out = out[n:]
		}
	case Records:
		p.buf = append(p.buf, out...)
		if r.Array && !p.wrote && len(out) > 0 {
			p.buf[len(p.buf)-len(out)] = '[' // in place of the comma before the first record
			p.wrote = true
		}
	}
	p.used = true
	p.line++
	if len(p.buf) > outLimit {
		p.flush()
	}
}

// prefix prints the name and the number of a line, as the options require.
func (p *printer) prefix(separator string, number int) {
	r := p.run
	if !r.ShowNames && !r.ShowNumbers {
		return
	}
	if r.ShowNames {
		p.buf = append(p.buf, p.color(r.Colors.Name, p.name)...)
		p.buf = append(p.buf, p.color(r.Colors.Separator, separator)...)
	}
	if r.ShowNumbers {
		if r.Colors.On {
			p.buf = append(p.buf, r.Colors.Number(strconv.Itoa(number))...)
		} else {
			p.buf = strconv.AppendInt(p.buf, int64(number), 10)
		}
		p.buf = append(p.buf, p.color(r.Colors.Separator, separator)...)
	}
}

// color colors text.
func (p *printer) color(paint func(string) string, text string) string {
	if !p.run.Colors.On {
		return text
	}
	return paint(text)
}

// endLine terminates a line that lacks its newline or NUL.
func (p *printer) endLine(line []byte) {
	if len(line) == 0 || line[len(line)-1] != p.run.eol {
		p.buf = append(p.buf, p.run.eol)
	}
}

// lineEnd returns the length of the first line of text.
func (p *printer) lineEnd(text []byte) int {
	if i := bytes.IndexByte(text, p.run.eol); i >= 0 {
		return i + 1
	}
	return len(text)
}

// last returns the last n lines of text.
func (p *printer) last(text []byte, n int) []byte {
	if n == 0 {
		return nil
	}
	end := len(text) - 1 // without the end of the last line
	for ; n > 0; n-- {
		end = bytes.LastIndexByte(text[:max(end, 0)], p.run.eol)
		if end < 0 {
			return text
		}
	}
	return text[end+1:]
}

// complain reports an error about a file.
func (p *printer) complain(f *file, err error) {
	f.failed = true
	p.trouble = true
	p.flush()
	p.run.Complain(f.Name, reason.Of(err))
}

// end prints what the mode prints at the end of a file.
func (p *printer) end(f *file) {
	r := p.run
	switch {
	case r.Mode == Counts && !f.failed && !(f.Walked && f.binary):
		if r.ShowNames {
			p.buf = append(p.buf, p.color(r.Colors.Name, f.Name)...)
			p.buf = append(p.buf, p.color(r.Colors.Separator, ":")...)
		}
		p.buf = append(strconv.AppendInt(p.buf, int64(f.count), 10), '\n')
	case r.Mode == Names && f.count > 0,
		r.Mode == NamesWithout && f.count == 0 && !f.failed && !(f.Walked && f.binary):
		p.buf = append(append(p.buf, p.color(r.Colors.Name, f.Name)...), '\n')
	case r.spans && f.binary && f.count > 0:
		p.flush()
		r.Say(f.Name, "binary file matches")
	}
}

// flush writes the buffered output.
func (p *printer) flush() {
	if len(p.buf) == 0 {
		return
	}
	if p.err == nil {
		if _, err := p.run.Out.Write(p.buf); err != nil {
			p.err = err
			p.run.stop()
		}
	}
	p.buf = p.buf[:0]
}
