// Package grep searches files for lines with matching addresses, comparing by value
// rather than by spelling, and prints them the way GNU grep does.
//
// A [Query] says which addresses are wanted. [Run] cuts the files into blocks of whole
// lines, which are searched on every core and printed in order. Memory is bounded, and
// matches in data from a pipe are printed before the next read.
package grep

import (
	"io"
	"iter"
	"sync/atomic"

	"github.com/hextet/hextet/internal/files"
	"github.com/hextet/hextet/internal/find"
	"github.com/hextet/hextet/internal/stream"
)

// Mode is what to print about a file.
type Mode uint8

// The modes.
const (
	Lines        Mode = iota // the selected lines
	Matches                  // the addresses that match, each on its own line
	Records                  // a record for each of them
	Counts                   // how many lines are selected
	Names                    // the names of files with selected lines
	NamesWithout             // the names of files without selected lines
	Quiet                    // nothing: the search ends at the first selected line
)

// Options say how to search and what to print. The zero Options would print the
// matching lines without names or numbers, but no lines at all because Max is 0.
type Options struct {
	Mode   Mode
	Invert bool // selects the lines without a match

	ShowNames   bool // the file's name before each line
	ShowNumbers bool // the line's number before it
	Max         int  // maximum number of selected lines per file; negative for no limit
	Before      int  // lines of context before a selected line
	After       int  // lines of context after it
	Context     bool // a line "--" between groups of lines that are not adjacent

	Null   bool // lines end in NUL
	Text   bool // a binary file is treated as text
	Array  bool // records are elements of a JSON array
	Colors Colors
}

// Colors decorate pieces of the output. They are used only if On is set, and may be nil
// otherwise.
type Colors struct {
	On                             bool
	Match, Name, Number, Separator func(text string) string
}

// match colors a match.
func (c *Colors) match(text string) string {
	if !c.On {
		return text
	}
	return c.Match(text)
}

// A Config is a search.
type Config struct {
	Options
	Query *Query
	Find  find.Options // Bare and Forms; the query sets the rest

	// Record returns a function that appends a record for a find, terminator included,
	// in mode [Records]. It is called once for each goroutine.
	Record func() func(dst []byte, r *Record) []byte

	Header []byte // printed before the first record

	Stdin    io.Reader
	Out      io.Writer
	Complain func(name string, err error) // reports a file error, after what precedes it
	Say      func(name, message string)   // reports something about a file, likewise

	Workers int // goroutines for large files; 0 for slightly more than the number of cores
}

// A Record is a find that matches, and where it was found.
type Record struct {
	File  string // its name; "" for standard input
	Line  int    // from 1
	Start int    // bytes from the beginning of the line
	End   int
	Find  find.Find
	Label string // of the pattern that matched, if it has one
}

// Run searches the inputs in order. The status is Done if a line was selected, No if
// none was, and Trouble if a file could not be read, unless a line was found in mode
// [Quiet]. The error is that of writing the output.
func Run(c Config, inputs iter.Seq[files.File]) (stream.Status, error) {
	r := &run{Config: c, over: make(chan struct{})}
	r.finder = find.New(c.Query.Find(c.Find))
	r.eol = '\n'
	if c.Null {
		r.eol = 0
	}
	r.spans = c.Mode <= Records
	r.each = !c.Invert && (c.Mode == Matches || c.Mode == Records || c.Mode == Lines && c.Colors.On)
	r.first = c.Mode >= Names
	r.print.run = r
	r.print.buf = append(r.print.buf, c.Header...)
	r.print.flush()
	if c.Max != 0 || c.Mode == NamesWithout {
		finished := make(chan struct{})
		go func() {
			defer close(finished)
			newReader(r).all(inputs)
		}()
		select {
		case <-finished:
		case <-r.over: // the reader may be waiting for input that is no longer needed
		}
	}
	p := &r.print
	if c.Mode == Records && c.Array && p.err == nil {
		p.buf = append(p.buf, "[]\n"...)
		if p.wrote {
			p.buf = append(p.buf[:0], "\n]\n"...)
		}
		p.flush()
	}
	switch {
	case p.err != nil, p.trouble && !(c.Mode == Quiet && p.found):
		return stream.Trouble, p.err
	case p.found:
		return stream.Done, nil
	}
	return stream.No, nil
}

// A run is a search in progress.
type run struct {
	Config
	finder *find.Finder
	eol    byte
	spans  bool // needs the positions of the selected lines, not only their number
	each   bool // needs every match in a line, not only whether there is one
	first  bool // one selected line is enough

	stopped atomic.Bool   // nothing more may be printed
	over    chan struct{} // closed when stopped is set

	print printer // belongs to the block whose turn it is
}

// stop ends the run. Only the goroutine whose turn it is may call it.
func (r *run) stop() {
	if r.stopped.CompareAndSwap(false, true) {
		close(r.over)
	}
}
