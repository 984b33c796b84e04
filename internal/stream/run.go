package stream

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/hextet/hextet/internal/reason"
	"github.com/hextet/hextet/internal/record"
)

// A run is one use of an Op.
type run[R any] struct {
	op    *Op[R]
	cfg   *Config
	enc   *record.Encoder[R]
	end   byte   // ends records
	sep   string // separates added columns
	cut   cut
	usual bool // plain text with the default fields
	gap   bool // a blank line precedes each card; the first one is dropped

	stopped atomic.Bool   // nothing more may be written
	over    chan struct{} // closed when stopped is set

	// What follows belongs to the block whose turn it is.
	wrote   bool   // a record has been written
	header  []byte // the last one passed through
	told    int    // messages so far
	writing error
	emitted int
	failed  bool
	trouble bool
	meter   meter
}

// Run calls op for every item that cfg provides and returns the exit status. An error
// means wrong usage: nothing has been read or written yet.
func Run[R any](op Op[R], cfg Config) (Status, error) {
	r := &run[R]{op: &op, cfg: &cfg, end: '\n', over: make(chan struct{})}
	if cfg.Null {
		r.end = 0
	}
	if (cfg.Columns != nil || cfg.CSV) && itemArgs(cfg.Args) {
		return Trouble, errors.New("--column, --csv and --header are for lines of input, not for items given as arguments")
	}
	r.cut = cut{cfg.Delimiter, cfg.CSV}
	if cfg.CSV && cfg.Delimiter == "" {
		r.cut.delimiter = ","
	}
	op.Table.Located = cfg.Text != nil && op.End == nil
	enc, err := record.NewEncoder(op.Table, cfg.Format, cfg.Fields, r.end)
	if err != nil {
		return Trouble, err
	}
	r.enc = enc
	r.sep = "\t"
	if r.cut.delimiter != "" && r.fields() && cfg.Format == record.Plain {
		r.sep = r.cut.delimiter
		enc.Separate(r.cut.delimiter, cfg.CSV)
	}
	r.usual = cfg.Format == record.Plain && cfg.Fields == ""
	r.gap = op.Card != nil && r.usual && r.place() == alone && !cfg.Null
	r.meter.start = time.Now()

	if header := enc.AppendHeader(nil); !cfg.NoHeader && len(header) > 0 {
		r.put(header)
	}
	if r.writing != nil {
		return r.status(), nil
	}
	if r.onlyArguments() {
		// Nothing to wait for: use no goroutine, because starting its thread would take
		// longer than computing most answers.
		newReader(r).all()
	} else {
		finished := make(chan struct{})
		go func() {
			defer close(finished)
			newReader(r).all()
		}()
		select {
		case <-finished:
		case <-r.over:
		}
	}
	r.meter.erase(cfg.Err)
	if n := r.told - floodLimit; n > 0 {
		fmt.Fprintf(cfg.Err, "%sand %d more messages like these\n", r.program(), n)
	}
	if cfg.Format == record.JSON && r.writing == nil {
		if r.wrote {
			r.put([]byte("\n]\n"))
		} else {
			r.put([]byte("[]\n"))
		}
	}
	return r.status(), nil
}

// onlyArguments reports whether all items are on the command line.
func (r *run[R]) onlyArguments() bool {
	if r.op.Table.NoInput {
		return true
	}
	return len(r.cfg.Args) > 0 && len(r.cfg.Files) == 0 && !slices.Contains(r.cfg.Args, "-")
}

// wants reports whether items of a family are wanted.
func (r *run[R]) wants(is4 bool) bool {
	return r.cfg.Family == 0 || (r.cfg.Family == 4) == is4
}

// itemArgs reports whether an argument is an item rather than "-".
func itemArgs(args []string) bool {
	for _, a := range args {
		if a != "-" {
			return true
		}
	}
	return false
}

func (r *run[R]) status() Status {
	if r.writing != nil && !closedPipe(r.writing) {
		fmt.Fprintf(r.cfg.Err, "%scannot write the output: %v\n", r.program(), reason.Of(r.writing))
		return Trouble
	}
	switch {
	case r.trouble:
		return Trouble
	case r.failed:
		return No
	case r.emitted == 0:
		return r.op.Empty
	}
	return Done
}

// stop ends the run. Only the goroutine whose turn it is may call it.
func (r *run[R]) stop() {
	if r.stopped.CompareAndSwap(false, true) {
		close(r.over)
	}
}

// write writes records, in the layout of the output.
func (r *run[R]) write(b []byte) {
	if len(b) == 0 {
		return
	}
	if r.cfg.Format == record.JSON && !r.wrote {
		b[0] = '[' // in place of the comma before the first record
	}
	if r.gap && !r.wrote && b[0] == '\n' {
		b = b[1:]
	}
	r.wrote = true
	if r.cfg.Layout != nil && !r.gap && r.cfg.Format == record.Plain && r.enc.Width() > 1 && r.place() == alone {
		b = r.cfg.Layout.Rows(nil, b, r.enc.Columns())
	}
	r.put(b)
}

func (r *run[R]) put(b []byte) {
	if r.writing != nil {
		return
	}
	if r.cfg.Terminal {
		r.meter.stop(r.cfg.Err)
	}
	if _, err := r.cfg.Out.Write(b); err != nil {
		r.writing = err
	}
}

// tell writes messages about lines of src, numbered from src.next.
func (r *run[R]) tell(src *source, msgs []byte, marks []mark) {
	if len(marks) == 0 {
		return
	}
	if r.told >= floodLimit {
		r.told += len(marks)
		return
	}
	r.meter.erase(r.cfg.Err)
	program := r.program()
	b := make([]byte, 0, len(msgs)+len(marks)*(len(program)+len(src.name)+12))
	from := 0
	for _, m := range marks {
		if r.told++; r.told > floodLimit {
			continue
		}
		b = append(b, program...)
		b = append(b, src.name...)
		b = strconv.AppendInt(b, int64(src.next+m.line), 10)
		b = append(b, ": "...)
		b = append(b, msgs[from:m.end]...)
		from = m.end
	}
	r.cfg.Err.Write(b)
}

// program returns the beginning of every message.
func (r *run[R]) program() string {
	const name = "hextet: "
	if r.cfg.Paint != nil {
		return r.cfg.Paint(PartProgram, name)
	}
	return name
}

// complain reports a source that cannot be read.
func (r *run[R]) complain(name string, err error) {
	r.trouble = true
	if r.cfg.Quiet {
		return
	}
	r.meter.erase(r.cfg.Err)
	b := append([]byte(r.program()), name...)
	b = record.AppendPrintable(append(b, ": "...), reason.Of(err).Error())
	r.cfg.Err.Write(append(b, '\n'))
}

func (r *run[R]) workers() int {
	if r.cfg.Workers > 0 {
		return r.cfg.Workers
	}
	// More than the number of cores, because some will be waiting for their turn to
	// write.
	return runtime.GOMAXPROCS(0) + 3
}

func (r *run[R]) progress(b *block) {
	if r.cfg.Progress && !r.stopped.Load() {
		r.meter.add(len(b.src), b.source, r.cfg.Err)
	}
}
