package stream

// A block is a run of whole lines on its way through the engine.
type block struct {
	src    []byte
	source *source
	kind   kind

	// turn is ready when every block before this one has been written; next
	// is the turn of the block behind it.
	turn, next chan struct{}
}

// kind is what a block holds.
type kind uint8

const (
	lines   kind = iota
	tooLong      // the beginning of a line that is longer than any item
	rest         // what follows of such a line
	after        // nothing: the end of the input
)

// A source is one place that items come from.
type source struct {
	name  string // as messages name it: "line ", "PATH:", "argument "
	total int64  // bytes, where known

	// Only whoever's turn it is may touch these.
	next int   // number of the next line
	read int64 // bytes done
}
