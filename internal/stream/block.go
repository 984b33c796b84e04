package stream

// A block is a run of whole lines on its way through the engine.
type block struct {
	src    []byte
	source *source
	kind   kind
	ends   []int // where its lines end, where the reader had to find out
	single bool  // each of its records is known to be one line
	first  int   // number of its first line, where a finder is at work

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

// A source is one place that items come from.
type source struct {
	name  string // as messages name it: "line ", "PATH:", "argument "
	total int64  // bytes, where known

	lines   int      // that the reader has counted
	columns []Column // by its own header; nil without one

	// Only whoever's turn it is may touch these.
	next int   // number of the next line
	read int64 // bytes done
}
