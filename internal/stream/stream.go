// Package stream is the engine under every command that takes items.
//
// A command says what it does to one item (an [Op]); the engine does the rest:
// it reads items from arguments, standard input and files, in lines, columns
// or NUL-terminated records, works on large inputs on every core and answers
// slow ones at once, writes the records in the order of the items, reports bad
// items by place, and knows the exit status. Memory stays bounded whatever
// comes in or goes out.
package stream

import (
	"io"

	"github.com/hextet/hextet/internal/record"
)

// An Op is what a command does to an item. R points to a record, as in
// [record.Field]. Item strings are valid only until the call returns: they alias
// the engine's buffer, so what is kept must be cloned.
type Op[R any] struct {
	// Table says what is printed.
	Table record.Table[R]

	// Each works one item out: it fills out.Rec and calls out.Emit, as often
	// as there are records, or says what is wrong. out.Rec is the worker's own
	// and holds what the last item left there. Unless Serial is set, Each runs
	// on several goroutines at once.
	Each func(item string, out *Out[R]) error

	// Append is Each for plain text with the usual fields, where an item maps
	// to one value: it appends the value without an end, or returns dst as it
	// was and the error. Optional.
	Append func(dst []byte, item string) ([]byte, error)

	// Lines is Append, or Each, for plain text and many lines at once: it works
	// out as many leading newline-terminated lines of src as it cares to, appends
	// each value or record with a newline, and returns how many bytes of src it
	// took. It stops before any line it does not handle the simple way. Optional.
	Lines func(dst, src []byte) ([]byte, int)

	// Objects is Lines for JSON Lines with all fields. Optional.
	Objects func(dst, src []byte) ([]byte, int)

	// Gather, in place of Each, is for an End that needs all items but not their
	// order. It is called for each goroutine, by one of them at a time.
	Gather func() Gatherer[R]

	// End is called once behind the last item, for commands whose answer needs
	// all of them. Without Gather it makes the Op Serial. Records are then of no line: a column
	// command only reads its items from the column.
	End func(out *Out[R]) error

	// Serial keeps all items on one goroutine, in order.
	Serial bool

	// Adds makes a column command put its fields behind the line instead of in
	// place of the column.
	Adds bool

	// Filter lets a command that adds columns drop a line: by emitting nothing.
	Filter bool

	// Cards says that Append gives several lines: a blank line parts the values,
	// and they never stand in the place of a column.
	Cards bool

	// Empty is the exit status when no record came out; see [No].
	Empty Status
}

// A Gatherer takes items in for an Op's End, on one goroutine.
type Gatherer[R any] struct {
	// Each takes one item, and emits nothing.
	Each func(item string, out *Out[R]) error

	// Lines takes as many leading newline-terminated lines of src as it cares
	// to and returns how many bytes they are. Optional.
	Lines func(src []byte) int
}

// Status is the exit status of a command, as grep has it.
type Status int

// What the exit status of every command says.
const (
	Done    Status = 0 // all went well
	No      Status = 1 // the answer is no: nothing found, a check failed
	Trouble Status = 2 // a bad item, a usage error, input or output that failed
)

// OnError says what becomes of an item that cannot be worked out.
type OnError uint8

// The choices of --on-error. Each reports the item.
const (
	Skip OnError = iota // leave it out
	Keep                // copy its line to the output
	Stop                // end there
)

var onErrors = [...]struct{ word, doc string }{
	Skip: {"skip", "leave the bad item out and go on"},
	Keep: {"keep", "copy its line to the output, so that lines keep matching"},
	Stop: {"stop", "end at the first bad item"},
}

// String returns the word that names o on the command line.
func (o OnError) String() string { return onErrors[o].word }

// Doc returns one line about o.
func (o OnError) Doc() string { return onErrors[o].doc }

// OnErrors returns every choice, the default first.
func OnErrors() []OnError { return []OnError{Skip, Keep, Stop} }

// ParseOnError returns the choice that word names.
func ParseOnError(word string) (OnError, bool) {
	for o, d := range onErrors {
		if d.word == word {
			return OnError(o), true
		}
	}
	return 0, false
}

// Config is how a run reads and writes: the flags every command shares, and
// the streams.
type Config struct {
	Args  []string // items; "-" stands for standard input
	Files []string // files of items, read after Args

	Null      bool   // items and records end in NUL
	Column    int    // the item is this column of a line, from 1; 0 for the whole line
	Delimiter string // between columns; "" for any run of blanks

	Format   record.Format
	Fields   string // chosen fields, "" for the usual ones
	NoHeader bool
	OnError  OnError
	Quiet    bool
	Progress bool // show progress on Err

	Stdin    io.Reader
	Out, Err io.Writer
	Open     func(path string) (io.ReadCloser, error)

	// Layout, where set, lays out rows of plain text of several fields for a
	// terminal instead of writing them tab-separated.
	Layout Layout

	// Paint dresses a message's "hextet:" and reason for Err; nil leaves them.
	Paint func(part Part, text string) string

	Workers int // goroutines for large inputs; 0 for one a core
}

// Part names a piece of a message.
type Part uint8

// The pieces of a message.
const (
	PartProgram Part = iota
	PartPlace
	PartReason
)

// A Layout aligns rows for a terminal.
type Layout interface {
	// Rows appends tab-separated, newline-terminated rows to dst, aligned;
	// it remembers widths from call to call.
	Rows(dst, rows []byte, columns []record.Info) []byte
}
