package stream

import (
	"bytes"
	"slices"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/find"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/internal/record"
)

const (
	outLimit = 1 << 20   // output buffered before it is written in turn
	msgLimit = 256 << 10 // the same for messages

	floodLimit = 1000 // messages shown; the rest are only counted
	markLimit  = 64 << 10
)

// A worker processes blocks, one at a time.
type worker[R any] struct {
	run  *run[R]
	o    Out[R]
	each func(it *ip.Item, out *Out[R]) error
	it   *ip.Item  // every item is parsed into this; it points into
	find find.Find // this find
	scan bool      // items are addresses: try the scanner first

	b    *block
	mine bool // it is this block's turn to write
	line int  // lines of the block seen so far
	open bool // the current line is the last one and has no line end

	out     []byte
	msgs    []byte // text of the messages, one after another
	marks   []mark
	emitted int

	place place
	value func(b []byte, r R) []byte // appends the only column of a record; nil if it has several
	text  *find.Finder               // of items in running text
	end   byte

	// The current line, for every place but alone.
	src    []byte
	cut    cut
	cols   []span // its columns
	spans  []span // its items
	copied int    // how much of src is in out already
	passed int    // how much of src w.line counts, if it is several lines; else -1
	given  int    // records of the current item so far
	rows   []byte // fields to add to the line
	ends   []int  // where each row ends in rows
	owner  []int  // the item that each row belongs to

	in record.Input // see input

	refused               bool // an item in the line is an error
	halt, failed, trouble bool
}

// A place says where records go.
type place uint8

const (
	alone  place = iota // each on its own line, or as the format requires
	within              // in place of the item
	added               // as further columns of the line
)

// A mark is where a message ends in msgs, with the line that it is about.
type mark struct{ line, end int }

func newWorker[R any](r *run[R]) *worker[R] {
	w := &worker[R]{run: r, end: r.end, cut: r.cut, text: r.cfg.Text}
	w.it = &w.find.Item
	w.o = Out[R]{Rec: newRecord[R](), w: w}
	w.each = r.op.Each
	if r.op.Gather != nil {
		w.each = r.op.Gather()
	}
	if r.op.Bind != nil {
		r.op.Bind(w.o.Rec, w.it)
	}
	w.scan = r.op.Takes != Words
	w.value = r.enc.Value()
	w.place = r.place()
	return w
}

// place returns where the records of a run go.
func (r *run[R]) place() place {
	switch {
	case !r.fields() || r.cfg.Format != record.Plain || r.op.End != nil || r.op.Apart:
		return alone
	case !r.op.Adds:
		return within
	case r.cfg.Text != nil:
		return alone
	}
	return added
}

// fields reports whether items are parts of lines.
func (r *run[R]) fields() bool { return r.cfg.Columns != nil || r.cfg.Text != nil }

// work processes one block, and waits for its turn to write the results.
func (w *worker[R]) work(b *block) {
	w.begin(b)
	switch b.kind {
	case lines:
		w.lines(b.src)
	case tooLong:
		w.longLine(b.src)
	case header:
		w.header(b.src)
	case rest:
		if w.run.cfg.OnError == Keep && w.run.cfg.Format == record.Plain {
			w.out = append(w.out, b.src...)
		}
	}
	w.finish()
}

func (w *worker[R]) begin(b *block) {
	w.b, w.mine, w.line, w.open = b, false, 0, false
}

// finish writes the results of the block and passes the turn on.
func (w *worker[R]) finish() {
	w.flush()
	w.b.source.next += w.line
	w.run.progress(w.b)
	w.b.next <- struct{}{}
}

// lines processes whole lines; only the last may lack a line end.
func (w *worker[R]) lines(src []byte) {
	if w.text != nil && w.place == within && w.run.cfg.Columns == nil && !w.run.op.Filter && !w.run.op.Strict {
		w.passage(src)
		return
	}
	fields, ends, at := w.run.fields(), w.b.ends, 0
	for len(src) > 0 && !w.halt {
		if w.scan && !fields && w.end == '\n' {
			if src = src[w.simple(src):]; len(src) == 0 || w.halt || w.run.stopped.Load() {
				return
			}
		}
		n := 0
		if len(ends) > 0 {
			n = ends[0] - at
			at, ends = ends[0], ends[1:]
		} else {
			n = w.cut.record(src, w.end)
		}
		line := src
		if n > 0 {
			line, src = src[:n-1], src[n:]
		} else {
			src = nil
		}
		w.open = n == 0
		if fields {
			w.parts(line)
		} else {
			w.whole(line)
		}
		w.line++
		if w.cut.csv && !w.b.single {
			w.line += bytes.Count(line, newline)
		}
		if !w.room() {
			return
		}
	}
}

var newline = []byte{'\n'}

// passage rewrites the items of several lines of running text at once: everything
// between them is copied as it is.
func (w *worker[R]) passage(src []byte) {
	w.src, w.copied, w.passed = src, 0, 0
	w.running(src, span{0, len(src)})
	if w.halt {
		if n := bytes.IndexByte(src[w.passed:], w.end); n >= 0 {
			src = src[:w.passed+n+1] // the rest of the line with the bad item
		}
	}
	w.out = append(w.out, src[w.copied:]...)
	w.line += bytes.Count(src[w.passed:], []byte{w.end})
}

// simple processes the lines at the beginning of src that the scanner parses whole, and
// returns how many bytes they are.
func (w *worker[R]) simple(src []byte) int {
	it, at := w.it, 0
	each, value, rec := w.each, w.value, w.o.Rec
	family := w.run.cfg.Family
	w.in.Tame = true // the scanner only accepts digits, letters, ":", "." and "/"
	for at < len(src) {
		n := it.ScanLine(src[at:])
		if n == 0 {
			return at
		}
		at += n
		if family != 0 && (family == 4) != it.Is4() {
			w.line++
			continue
		}
		if each == nil && value != nil {
			w.out = append(value(w.out, rec), '\n')
			w.emitted++
			if len(w.out) >= outLimit {
				w.flush()
			}
		} else if each == nil {
			w.emit(rec)
		} else if err := each(it, &w.o); err != nil {
			w.bad(it.Text, src[at-n:at-1], err)
			if w.halt {
				w.line++
				return at
			}
		}
		w.line++
		if w.run.stopped.Load() {
			return at
		}
	}
	return at
}

// whole processes the item that is a whole line.
func (w *worker[R]) whole(line []byte) {
	item := trim(line)
	if len(item) == 0 || item[0] == '#' && !w.run.cfg.NoComments {
		if w.run.cfg.OnError == Keep && w.run.cfg.Format == record.Plain {
			w.copyLine(line)
		}
		return
	}
	if !w.run.cfg.NoComments {
		item = uncomment(item)
	}
	if err := w.item(item); err != nil {
		w.bad(ip.Alias(item), line, err)
	}
}

// item parses one item and passes it to the command.
func (w *worker[R]) item(text []byte) error {
	if err := w.read(text); err != nil {
		return err
	}
	if w.it.Known && !w.run.wants(w.it.Is4()) {
		return nil
	}
	if w.each == nil {
		w.emit(w.o.Rec)
		return nil
	}
	return w.each(w.it, &w.o)
}

// read parses text into w.it.
func (w *worker[R]) read(text []byte) error {
	it := w.it
	w.in.Tame = false
	if !w.scan {
		it.Text, it.Known = ip.Alias(text), false
		return nil
	}
	if it.ScanBytes(text) {
		w.in.Tame = true
		return nil
	}
	if w.run.op.Takes == Loose {
		return nil
	}
	a, err := addr.ParseItem(it.Text)
	if err != nil {
		return err
	}
	it.Set(a.Addr, a.Zone, a.Bits())
	return nil
}

// parts processes the items in a line.
func (w *worker[R]) parts(line []byte) {
	cfg := w.run.cfg
	keep := cfg.OnError == Keep && cfg.Format == record.Plain
	if w.text == nil {
		// In running text, a comment is ordinary text, and a "#" may begin a field of
		// CSV.
		item := trim(line)
		if len(item) == 0 || item[0] == '#' && !cfg.CSV && !cfg.NoComments {
			if keep {
				w.copyLine(line)
			}
			return
		}
	}
	w.src, w.copied, w.passed, w.refused = line, 0, -1, false
	w.rows, w.ends, w.owner = w.rows[:0], w.ends[:0], w.owner[:0]
	at, before := len(w.out), w.emitted
	if err := w.locate(line); err != nil {
		w.bad(ip.Alias(trim(line)), line, err)
		return
	}
	if w.text != nil && cfg.Columns == nil {
		w.running(line, span{0, len(line)})
	} else if w.text != nil {
		for _, s := range w.spans {
			w.running(line, s)
		}
	} else {
		for i, s := range w.spans {
			w.given = 0
			w.o.column = i
			item := line[s.start:s.end]
			if w.cut.csv && bytes.IndexByte(item, '"') >= 0 {
				item = bytes.ReplaceAll(item, []byte(`""`), []byte(`"`))
			}
			w.o.at = s
			if err := w.item(item); err != nil {
				if w.place != alone {
					w.out = w.out[:min(at, len(w.out))]
					w.emitted = before
				}
				w.bad(ip.Alias(item), line, err)
				return
			}
		}
	}
	switch w.place {
	case within:
		if w.refused && w.run.op.Strict && !keep {
			w.out = w.out[:min(at, len(w.out))]
			w.emitted = before
			return
		}
		if w.emitted == before && (w.text == nil || w.run.op.Filter) {
			return // no replacement for the item: drop the line
		}
		w.out = append(w.out, line[w.copied:]...)
		if w.text == nil || !w.open {
			w.out = append(w.out, w.end)
		}
	case added:
		w.addRows(line)
	}
}

// locate fills in w.spans with the columns of line that contain items.
func (w *worker[R]) locate(line []byte) error {
	cols := w.b.source.columns
	if cols == nil {
		cols = w.run.cfg.Columns
	}
	w.spans = w.spans[:0]
	if len(cols) == 0 {
		return nil
	}
	most := 0
	if len(cols) == 1 && cols[0].N > 0 {
		most = cols[0].N
	}
	w.cols = w.cut.columns(w.cols[:0], line, most)
	for _, c := range cols {
		n := c.N - 1
		if c.N < 0 {
			n = len(w.cols) + c.N
		}
		if n < 0 || n >= len(w.cols) {
			return errNoColumn(c)
		}
		w.spans = append(w.spans, w.cols[n])
	}
	if len(cols) > 1 && (w.place == within || w.text != nil) {
		// Replacing in place goes from left to right.
		slices.SortFunc(w.spans, func(a, b span) int { return a.start - b.start })
		w.spans = slices.Compact(w.spans)
	}
	return nil
}

// running processes every item found in line[s.start:s.end].
func (w *worker[R]) running(line []byte, s span) {
	part := line[:s.end]
	for from := s.start; w.text.Next(part, from, &w.find); {
		start, end := w.find.Start, w.find.End
		from = end
		if !w.run.wants(w.it.Is4()) {
			continue
		}
		w.it.Text, w.in.Tame = ip.Alias(line[start:end]), false
		if w.find.ZoneEscaped && w.place == within {
			w.it.Zone = w.find.RawZone() // keep the zone as the URL has it
		}
		w.o.at = span{start, end}
		w.given = 0
		at, copied := len(w.out), w.copied
		var err error
		if w.each == nil {
			w.emit(w.o.Rec)
		} else {
			err = w.each(w.it, &w.o)
		}
		if err == nil {
			continue
		}
		// The find is left as it is: an error about it is no reason to drop the line.
		if w.place == within {
			w.out, w.copied = w.out[:min(at, len(w.out))], copied
		}
		w.trouble, w.refused = true, true
		if w.passed >= 0 {
			w.line += bytes.Count(line[w.passed:start], []byte{w.end})
			w.passed = start
		}
		w.say(w.it.Text, err)
		if w.run.cfg.OnError == Stop {
			w.halt = true
			return
		}
	}
}

// emit writes a record of the current item.
func (w *worker[R]) emit(r R) bool { return w.emitFor(w.it.Text, r) }

func (w *worker[R]) emitFor(input string, r R) bool {
	w.emitted++
	switch w.place {
	case within:
		w.replace(input, r)
		return !w.run.stopped.Load()
	case added:
		w.rows = w.run.enc.AppendRow(w.rows, w.input(input), r)
		w.ends = append(w.ends, len(w.rows))
		w.owner = append(w.owner, w.o.column)
		return !w.run.stopped.Load()
	default:
		if w.text != nil {
			w.in.Line, w.in.Start, w.in.End = w.b.first+w.line, w.o.at.start, w.o.at.end
		}
		if w.value != nil {
			w.out = append(w.value(w.out, r), w.end)
		} else if w.run.op.Card != nil && w.run.usual {
			if w.run.gap {
				w.out = append(w.out, '\n')
			}
			w.out = append(w.run.op.Card(w.out, r), w.end)
		} else {
			w.out = w.run.enc.Append(w.out, w.input(input), r)
		}
	}
	return w.room()
}

// input returns where a record comes from.
func (w *worker[R]) input(text string) *record.Input {
	w.in.Text = text
	return &w.in
}

// replace writes a record in place of the item. If the line has a single item in a
// column, each further record repeats the whole line around it; otherwise further
// records follow the first, separated by commas.
func (w *worker[R]) replace(input string, r R) {
	s := w.o.at
	w.given++
	switch {
	case w.given == 1:
		w.out = append(w.out, w.src[w.copied:s.start]...)
		w.copied = s.end
	case w.text == nil && len(w.spans) == 1:
		w.out = append(append(w.out, w.src[s.end:]...), w.end)
		w.room()
		w.out = append(w.out, w.src[:s.start]...)
	default:
		w.out = append(w.out, ',')
	}
	at := len(w.out)
	if w.value != nil {
		w.out = w.value(w.out, r)
		if w.cut.csv && w.run.enc.Trusts(r) {
			return
		}
	} else {
		w.out = w.run.enc.AppendRow(w.out, w.input(input), r)
	}
	if w.cut.csv {
		w.out = w.cut.close(w.out, at, w.cut.quoted(w.src, s))
	}
}

// close turns b[at:] into the content of a CSV field, quoting or escaping as needed.
func (c cut) close(b []byte, at int, quoted bool) []byte {
	value := b[at:]
	if !quoted {
		if bytes.IndexByte(value, '"') < 0 && bytes.IndexByte(value, c.delimiter[0]) < 0 && bytes.IndexByte(value, '\n') < 0 {
			return b
		}
		return record.AppendCSV(b[:at], slices.Clone(value), c.delimiter[0])
	}
	if bytes.IndexByte(value, '"') < 0 {
		return b
	}
	return append(b[:at], bytes.ReplaceAll(value, []byte(`"`), []byte(`""`))...)
}

// addRows writes the line with the rows of its items appended, once for each row of the
// item that has the most.
func (w *worker[R]) addRows(line []byte) {
	if len(w.ends) == 0 && (w.run.op.Filter || w.run.cfg.Family != 0) {
		return
	}
	cr := len(line) > 0 && line[len(line)-1] == '\r'
	if cr {
		line = line[:len(line)-1]
	}
	most := 1
	for item := range w.spans {
		n := 0
		for _, owner := range w.owner {
			if owner == item {
				n++
			}
		}
		most = max(most, n)
	}
	for n := range most {
		w.out = append(w.out, line...)
		for item := range w.spans {
			w.out = append(w.out, w.run.sep...)
			if row, ok := w.row(item, n); ok {
				w.out = append(w.out, row...)
				continue
			}
			for range w.run.enc.Width() - 1 {
				w.out = append(w.out, w.run.sep...)
			}
		}
		if cr {
			w.out = append(w.out, '\r')
		}
		w.out = append(w.out, w.end)
		if !w.room() {
			return
		}
	}
}

// row returns the n-th row of an item.
func (w *worker[R]) row(item, n int) ([]byte, bool) {
	from := 0
	for i, end := range w.ends {
		if w.owner[i] == item {
			if n == 0 {
				return w.rows[from:end], true
			}
			n--
		}
		from = end
	}
	return nil, false
}

// argument processes an item on the command line.
func (w *worker[R]) argument(a string) {
	line := []byte(a)
	if w.run.op.Table.NoInput {
		w.it.Text = ""
		if err := w.each(w.it, &w.o); err != nil {
			w.bad(a, line, err)
		}
		return
	}
	if w.run.fields() {
		w.parts(line)
		return
	}
	w.o.at = span{0, len(line)}
	if err := w.item(line); err != nil {
		if IsFile(a) {
			err = errIsFile(a)
		}
		w.bad(a, line, err)
	}
}

// header writes the header line of an input, followed by the names of the columns that
// the command adds.
func (w *worker[R]) header(line []byte) {
	w.line++
	if w.cut.csv {
		w.line += bytes.Count(line[:max(len(line)-1, 0)], newline)
	}
	r := w.run
	if r.cfg.Format != record.Plain || r.cfg.NoHeader || w.place == alone && !r.op.Picks || r.op.Adds && r.op.End != nil {
		return
	}
	line = bytes.TrimSuffix(line, []byte{w.end})
	cr := bytes.HasSuffix(line, []byte{'\r'})
	line = bytes.TrimSuffix(line, []byte{'\r'})
	w.wait()
	if r.header != nil && bytes.Equal(line, r.header) {
		return // same columns as the last input: no second header
	}
	r.header = slices.Clone(line)
	w.out = append(w.out, line...)
	if w.place == added {
		cols := w.b.source.columns
		for i := range cols {
			for _, name := range r.enc.Names() {
				if len(cols) > 1 {
					name = cols[i].label() + "." + name
				}
				w.out = append(w.out, r.sep...)
				if w.cut.csv {
					w.out = record.AppendCSV(w.out, []byte(name), w.cut.delimiter[0])
				} else {
					w.out = append(w.out, name...)
				}
			}
		}
	}
	if cr {
		w.out = append(w.out, '\r')
	}
	w.out = append(w.out, w.end)
}

// longLine reports a line longer than any item; src is its beginning.
func (w *worker[R]) longLine(src []byte) {
	w.trouble = true
	err := ErrTooLong
	if n := bytes.Count(src, newline); w.cut.csv && n > 0 {
		err = errOpenQuote
		defer func() { w.line += n }()
	}
	w.say(ip.Alias(trim(src[:32])), err)
	switch w.run.cfg.OnError {
	case Keep:
		if w.run.cfg.Format == record.Plain {
			w.out = append(w.out, src...)
		} else {
			w.out = w.run.enc.AppendFailure(w.out, ip.Alias(src[:quoteLimit]), err.Error())
		}
	case Stop:
		w.halt = true
	}
	w.line++
}

// bad reports a bad item and acts as --on-error says.
func (w *worker[R]) bad(item string, line []byte, err error) {
	w.trouble = true
	w.say(item, err)
	switch w.run.cfg.OnError {
	case Keep:
		if w.run.cfg.Format == record.Plain {
			w.copyLine(line)
		} else {
			w.out = w.run.enc.AppendFailure(w.out, item, string(w.reason(item, err)))
		}
	case Stop:
		w.halt = true
	}
	if _, fatal := err.(*FatalError); fatal {
		w.halt = true
	}
}

func (w *worker[R]) copyLine(line []byte) {
	w.out = append(w.out, line...)
	w.out = append(w.out, w.end)
}

func (w *worker[R]) say(item string, err error) {
	if w.run.cfg.Quiet {
		return
	}
	if len(w.marks) >= floodLimit {
		// These will never be shown: only their number matters.
		w.marks = append(w.marks, mark{w.line, len(w.msgs)})
		return
	}
	w.msgs = AppendItem(w.msgs, item)
	if _, file := err.(errIsFile); !file {
		w.msgs = append(w.msgs, ':')
	}
	w.msgs = append(w.msgs, ' ')
	w.mark(w.reason(item, err))
}

// reason returns what is wrong with an item.
func (w *worker[R]) reason(item string, err error) []byte {
	if w.run.op.Takes == Words {
		return appendReason(nil, item, err)
	}
	return AppendReason(nil, item, err)
}

func (w *worker[R]) warn(item, what string) { w.note(item, "warning: "+what) }

func (w *worker[R]) note(item, what string) {
	if w.run.cfg.Quiet {
		return
	}
	w.msgs = AppendItem(w.msgs, item)
	w.msgs = append(w.msgs, ": "...)
	w.mark([]byte(what))
}

func (w *worker[R]) mark(reason []byte) {
	if p := w.run.cfg.Paint; p != nil {
		reason = record.AppendPrintable(nil, ip.Alias(reason))
		w.msgs = append(w.msgs, p(PartReason, ip.Alias(reason))...)
	} else {
		w.msgs = record.AppendPrintable(w.msgs, ip.Alias(reason))
	}
	w.msgs = append(w.msgs, '\n')
	w.marks = append(w.marks, mark{w.line, len(w.msgs)})
}

// room flushes if too much is buffered, and reports whether more output is wanted.
func (w *worker[R]) room() bool {
	if len(w.out) >= outLimit || len(w.msgs) >= msgLimit || len(w.marks) >= markLimit {
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

// flush waits for the block's turn and writes the buffered output and messages.
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
			r.stop() // must come last: the run may be over at once
		}
	}
	w.out, w.msgs, w.marks = w.out[:0], w.msgs[:0], w.marks[:0]
	w.emitted, w.failed, w.trouble = 0, false, false
}
