// Package stream is the engine of every command that takes items.
//
// A command says what it does with one item (an [Op]); the engine does the rest. It
// finds items wherever they are (arguments, lines, columns, CSV fields, the middle of a
// sentence), parses them, passes them on as values, uses every core for large inputs
// and answers slow ones at once, writes records in the order of the items, reports
// where bad items are, and determines the exit status. Memory use is bounded whatever
// the input or output.
package stream

import (
	"io"
	"strconv"

	"github.com/hextet/hextet/internal/find"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
)

// An Op is what a command does with an item. R is a pointer to a record, as in
// [record.Field]. Items are valid only until the call returns: they alias the engine's
// buffer, so anything kept must be cloned.
type Op[R any] struct {
	// Table describes the output.
	Table record.Table[R]

	// Takes says which texts are items.
	Takes Takes

	// Each processes one item: it fills in out.Rec and calls out.Emit once for each
	// record, or returns what is wrong. out.Rec belongs to the worker and still holds
	// what the last item left in it. Unless Serial is set, Each runs on several
	// goroutines at once. If Each is nil, the item itself is the record, and Bind must
	// be set.
	Each func(it *ip.Item, out *Out[R]) error

	// Bind, if set, is called once for each worker, with its record and the Item that
	// will hold every item of that worker.
	Bind func(rec R, it *ip.Item)

	// Gather, in place of Each, is for an End that needs all items but not their order.
	// It is called once for each goroutine, never concurrently, and returns an Each for
	// that goroutine, which must not emit anything.
	Gather func() func(it *ip.Item, out *Out[R]) error

	// End is called once after the last item, for commands whose result depends on all
	// of them. Without Gather it makes the Op Serial. Its records belong to no line: if
	// there are columns, they are only where items are read from.
	End func(out *Out[R]) error

	// Card appends a record as text of several lines, instead of a row of fields. A
	// blank line separates cards.
	Card func(dst []byte, r R) []byte

	// Serial keeps all items on one goroutine, in order.
	Serial bool

	// Adds makes a command append its fields to the line, when an item is in a column,
	// instead of replacing the column.
	Adds bool

	// Filter lets a command drop the line of an item in a column, by emitting nothing.
	Filter bool

	// Strict drops a line of running text if an item in it is an error and --on-error
	// does not keep it. Otherwise, the item is left as it is.
	Strict bool

	// Picks is for an End that writes the items again, reordered or only some of them:
	// with columns, it keeps whole lines, header included; see [Out.Line].
	Picks bool

	// Apart is for records that are about a line rather than part of it: columns are
	// only where items are read from.
	Apart bool

	// Empty is the exit status if no record was emitted; see [No].
	Empty Status

	// Interrupt, if set, ends the input once it is closed, so that End is called with
	// what came before. An incomplete last line is dropped.
	Interrupt <-chan struct{}
}

// Takes says which texts an [Op] takes as items.
type Takes uint8

// What an Op can take.
const (
	// Addresses are addresses and prefixes in the strict grammar of package addr; the
	// engine reports everything else as an error.
	Addresses Takes = iota

	// Loose is for commands that parse other spellings too: the engine fills in the
	// Item if the text is an address or prefix without zone and brackets, and otherwise
	// leaves it not Known.
	Loose

	// Words is for commands whose items are something else, such as MACs: only Text is
	// set.
	Words
)

// Status is the exit status of a command, with the same meanings as in grep.
type Status int

// The exit statuses of all commands.
const (
	Done    Status = 0 // all went well
	No      Status = 1 // the answer is no: nothing found, a check failed
	Trouble Status = 2 // a bad item, a usage error, input or output that failed
)

// OnError says what to do with a bad item.
type OnError uint8

// The choices for --on-error. Each also reports the item.
const (
	Skip OnError = iota // leave it out
	Keep                // copy its line to the output
	Stop                // end the run
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

// Config says how a run reads and writes: the flags that all commands share, and the
// streams.
type Config struct {
	Args  []string // items; "-" stands for standard input
	Files []string // files of items, read after Args

	Null      bool     // items and records end in NUL
	Columns   []Column // where the items of a line are; nil for the whole line
	Delimiter string   // between columns; "" for any run of whitespace
	CSV       bool     // lines are records of RFC 4180, with a comma between fields unless Delimiter is set
	Header    bool     // the first line of each input names its columns

	// NoComments makes "#" an ordinary character.
	NoComments bool

	// Family is 4 or 6 to leave out items of the other family, else 0. An Op that takes
	// Loose items must call [Out.Wants] for those that are not Known.
	Family int

	// Text, if set, finds items in running text: only what it finds in a line or its
	// columns is an item.
	Text *find.Finder

	Format   record.Format
	Fields   string // selected fields, "" for the default ones
	NoHeader bool
	OnError  OnError
	Quiet    bool
	Progress bool // show progress on Err
	Terminal bool // Out is a terminal: no progress once anything is written

	Stdin    io.Reader
	Out, Err io.Writer
	Open     func(path string) (io.ReadCloser, error)

	// Layout, if set, aligns rows of several fields of plain text for a terminal;
	// otherwise they are tab-separated.
	Layout Layout

	// Paint colors the "hextet:" and the reason of a message for Err; nil leaves them
	// plain.
	Paint func(part Part, text string) string

	Workers int // goroutines for large inputs; 0 for one per core
}

// A Column says where an item is in a line: the N-th column, counted from 1 or, if N is
// negative, from the end; or the one that the header calls Name.
type Column struct {
	N    int
	Name string
}

// label names c for people.
func (c Column) label() string {
	if c.Name != "" {
		return c.Name
	}
	return strconv.Itoa(c.N)
}

// Part is a part of a message.
type Part uint8

// The parts of a message.
const (
	PartProgram Part = iota
	PartPlace
	PartReason
)

// A Layout aligns rows for a terminal.
type Layout interface {
	// Rows appends tab-separated, newline-terminated rows to dst, aligned; it remembers
	// column widths between calls.
	Rows(dst, rows []byte, columns []record.Info) []byte
}
