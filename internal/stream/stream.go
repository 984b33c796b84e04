// Package stream is the engine under every command that takes items.
//
// A command says what it does with one item (an [Op]); the engine does the
// rest. It finds items wherever they stand (arguments, lines, columns, CSV
// fields, the middle of a sentence), reads them, hands them over as values,
// works on large inputs on every core and answers slow ones at once, writes
// records in the order of the items, reports bad items by place, and knows the
// exit status. Memory stays bounded whatever comes in or goes out.
package stream

import (
	"io"
	"strconv"

	"github.com/hextet/hextet/internal/find"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
)

// An Op is what a command does with an item. R points to a record, as in
// [record.Field]. Items are valid only until the call returns: they alias the
// engine's buffer, so what is kept must be cloned.
type Op[R any] struct {
	// Table says what is printed.
	Table record.Table[R]

	// Takes says which texts are items.
	Takes Takes

	// Each does one item: it fills out.Rec and calls out.Emit, as often as there
	// are records, or says what is wrong. out.Rec is the worker's own and holds
	// what the last item left there. Unless Serial is set, Each runs on several
	// goroutines at once. Without Each the item is the record: Bind must be set.
	Each func(it *ip.Item, out *Out[R]) error

	// Bind, where set, is called once for each worker, with its record and the
	// Item that every later item of that worker is found in.
	Bind func(rec R, it *ip.Item)

	// Gather, in place of Each, is for an End that needs all items but not their
	// order. It is called once for each goroutine, by one of them at a time, and
	// returns an Each for that goroutine, which emits nothing.
	Gather func() func(it *ip.Item, out *Out[R]) error

	// End is called once after the last item, for commands whose answer needs
	// all of them. Without Gather it makes the Op Serial. Its records belong to no
	// line: with columns, items are only read from them.
	End func(out *Out[R]) error

	// Card appends a record as text of several lines, in place of a row of
	// fields. A blank line separates cards.
	Card func(dst []byte, r R) []byte

	// Serial keeps all items on one goroutine, in order.
	Serial bool

	// Adds makes a command add its fields to the line of a column instead of
	// replacing the column.
	Adds bool

	// Filter lets a command drop the line of a column: by emitting nothing.
	Filter bool

	// Picks is for an End that writes items again, in another order or some of
	// them: it keeps the lines of columns whole, header included; see [Out.Line].
	Picks bool

	// Apart is for records that are about a line and not a part of it: with columns,
	// items are only read from them.
	Apart bool

	// Empty is the exit status when no record came out; see [No].
	Empty Status

	// Interrupt, where set, ends the input once it is closed, so that End is called
	// with what came before. A line that had not come to its end by then is dropped.
	Interrupt <-chan struct{}
}

// Takes says which texts an [Op] takes as items.
type Takes uint8

// What an Op takes.
const (
	// Addresses are addresses and prefixes in the strict grammar of package
	// addr; the engine reports everything else.
	Addresses Takes = iota

	// Loose is for commands that read other spellings too: the engine fills in
	// the Item where the text is an address or prefix without zone and brackets, and
	// leaves it not Known otherwise.
	Loose

	// Words is for commands whose items are something else, such as MACs: only
	// Text is set.
	Words
)

// Status is the exit status of a command, as grep has it.
type Status int

// What the exit status of every command says.
const (
	Done    Status = 0 // all went well
	No      Status = 1 // the answer is no: nothing found, a check failed
	Trouble Status = 2 // a bad item, a usage error, input or output that failed
)

// OnError says what becomes of a bad item.
type OnError uint8

// The choices of --on-error. Each reports the item.
const (
	Skip OnError = iota // leave it out
	Keep                // copy its line to the output
	Stop                // end there
)

var onErrors = [...]struct{ word, doc string }{
	Skip: {"skip", "leave the bad item out and continue"},
	Keep: {"keep", "copy its line unchanged, so that output lines match input lines"},
	Stop: {"stop", "stop at the first bad item"},
}

// String returns the word that names o on the command line.
func (o OnError) String() string { return onErrors[o].word }

// Doc returns one line about o.
func (o OnError) Doc() string { return onErrors[o].doc }

// OnErrors returns every choice, the default first.
func OnErrors() []OnError { return []OnError{Skip, Keep, Stop} }

// ParseOnError returns the choice of that name.
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

	Null      bool     // items and records end in NUL
	Columns   []Column // where the items of a line are; nil for the whole line
	Delimiter string   // between columns; "" for any run of whitespace
	CSV       bool     // lines are records of RFC 4180, with a comma between fields unless Delimiter is set
	Header    bool     // the first line of each input names its columns

	// NoComments says that "#" is a character like any other.
	NoComments bool

	// Family is 4 or 6 where items of the other family are to be left out, else 0. An
	// Op that takes Loose items asks [Out.Wants] about those that are not Known.
	Family int

	// Text, where set, finds items in running text: they are all that it finds in a
	// line or its columns.
	Text *find.Finder

	Format   record.Format
	Fields   string // chosen fields, "" for the usual ones
	NoHeader bool
	OnError  OnError
	Quiet    bool
	Progress bool // show progress on Err
	Terminal bool // Out is a terminal: no progress once something is written

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

// A Column is where an item is in a line: the N-th column, counted from 1 or, where
// N is negative, from the end; or the one that the header calls Name.
type Column struct {
	N    int
	Name string
}

// label is what names c for people.
func (c Column) label() string {
	if c.Name != "" {
		return c.Name
	}
	return strconv.Itoa(c.N)
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
