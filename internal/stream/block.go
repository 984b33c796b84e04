package stream

// A block is a run of whole lines on its way through the engine.
type block struct {
	src    []byte
	source *source
	kind   kind
	ends   []int // where its records end, if the reader had to find out
	single bool  // every record is known to be a single line
	first  int   // number of its first line, if a finder is used

	// turn is ready when every block before this one has been written; next
	// is the turn of the block after it.
	turn, next chan struct{}
}

// kind is what a block holds.
type kind uint8

const (
	lines   kind = iota
	tooLong      // the beginning of a line that is longer than any item
	rest         // the rest of such a line
	header       // the first line of an input, which names its columns
	after        // nothing: the end of the input
)

// A source is where items come from: an input or the command line.
type source struct {
	name  string // prefix for places in messages: "line ", "PATH:", "argument "
	total int64  // size in bytes, if known

	lines   int      // counted by the reader so far
	columns []Column // resolved by its header; nil if it has none

	// What follows belongs to the block whose turn it is.
	next int   // number of the next line
	read int64 // bytes processed
}
