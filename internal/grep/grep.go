// Package grep searches files for lines whose addresses match by meaning, and
// prints them as GNU grep prints lines that match an expression.
//
// A [Query] says which addresses are wanted. [Run] cuts the files into blocks of
// whole lines, which are searched on every core and printed in order. Memory is
// bounded, and what a pipe gives is answered before the next read.
package grep

import (
	"io"
	"iter"
	"sync/atomic"

	"github.com/hextet/hextet/internal/files"
	"github.com/hextet/hextet/internal/find"
	"github.com/hextet/hextet/internal/stream"
)

// Mode is what is printed of a file.
type Mode uint8

// The modes.
const (
	Lines        Mode = iota // the selected lines
	Matches                  // the addresses that match, each on a line
	Records                  // a record for each of them
	Counts                   // how many lines are selected
	Names                    // the names of files with selected lines
	NamesWithout             // the names of files without
	Quiet                    // nothing: the search ends at the first
)

// Options say how a search goes and what it prints. The zero Options print the
// matching lines without names or numbers, and none: Max is 0.
type Options struct {
	Mode   Mode
	Invert bool // selects the lines without a match

	ShowNames   bool // the file's name before each line
	ShowNumbers bool // the line's number before it
	Max         int  // selected lines of a file; negative for all
	Before      int  // lines of context before a selected line
	After       int  // and after
	Context     bool // a line "--" between groups of lines that are not adjacent

	Null   bool // lines end in NUL
	Text   bool // a file that is not text is treated as one
	Array  bool // records are those of a JSON array
	Colors Colors
}

// Colors dress pieces of the output. Unless On they are not used, and may be nil.
type Colors struct {
	On                             bool
	Match, Name, Number, Separator func(text string) string
}

// match dresses a match.
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
	Find  find.Options // Bare and Forms; the rest is the query's to say

	// Record returns a function that appends a record of a find, with its end, in mode
	// [Records]. It is called once for each goroutine.
	Record func() func(dst []byte, r *Record) []byte

	Header []byte // printed before all records

	Stdin    io.Reader
	Out      io.Writer
	Complain func(name string, err error) // of a file, when all before it is printed
	Say      func(name, message string)   // about a file, when all before it is printed

	Workers int // goroutines for large files; 0 for as many as there are cores and some
}

// A Record is a find that matches, and where it is.
type Record struct {
	File  string // its name; "" for standard input
	Line  int    // from 1
	Start int    // bytes from the beginning of the line
	End   int
	Find  find.Find
	Label string // of the row that matched, where it has one
}

// Run searches the inputs in order. The status is Done when a line was selected,
// No when none was, and Trouble when a file could not be read, unless mode [Quiet]
// found one. The error is that of writing the output.
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
		case <-r.over: // the reader may wait for input that nobody needs
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

// A run is a search under way.
type run struct {
	Config
	finder *find.Finder
	eol    byte
	spans  bool // where the selected lines are is wanted, not only how many
	each   bool // every match of a line is wanted, not only whether there is one
	first  bool // one selected line is enough

	stopped atomic.Bool   // nothing more is to be printed
	over    chan struct{} // closed when stopped is set

	print printer // belongs to whichever block's turn it is
}

// stop ends the run. It is called in turn.
func (r *run) stop() {
	if r.stopped.CompareAndSwap(false, true) {
		close(r.over)
	}
}
