package stream

import (
	"reflect"

	"github.com/hextet/hextet/internal/record"
)

// Out takes what an [Op] finds out about an item. Each goroutine has its own.
type Out[R any] struct {
	// Rec is the record that Emit writes. It is never cleared, so that its
	// slices can be used again.
	Rec R

	w    *worker[R]
	item string
}

// newRecord returns the zero record that an R points to.
func newRecord[R any]() R {
	r, _ := reflect.New(reflect.TypeFor[R]().Elem()).Interface().(R)
	return r
}

// Emit writes Rec. It reports whether more is wanted: false means that the
// output is closed or the run has ended, and the caller should return.
func (o *Out[R]) Emit() bool { return o.w.emit(o.item, o.Rec) }

// EmitFor is Emit for a record of another item than the present one: of an
// item from before, in End.
func (o *Out[R]) EmitFor(input string) bool { return o.w.emit(input, o.Rec) }

// Plain reports whether the output is text with the usual fields, each on a
// line of its own, so that [Out.Buffer] and [Out.Took] may be used instead of
// Emit.
func (o *Out[R]) Plain() bool { return o.w.plain }

// Buffer returns the output buffer to append whole records to, each with the
// [Out.Terminator] behind it.
func (o *Out[R]) Buffer() []byte { return o.w.out }

// Took gives the buffer back with n records appended, and reports whether more
// is wanted, as Emit does.
func (o *Out[R]) Took(b []byte, n int) bool {
	o.w.out = b
	o.w.emitted += n
	return o.w.room()
}

// Terminator is the byte that ends a record of plain text.
func (o *Out[R]) Terminator() byte { return o.w.run.end }

// Format is the output format, for commands that work less for plain text.
func (o *Out[R]) Format() record.Format { return o.w.run.cfg.Format }

// Warn reports something about the present item that does not keep it from
// being worked out. It does not change the exit status.
func (o *Out[R]) Warn(text string) { o.w.warn(o.item, text) }

// Fail makes the exit status [No]: a check of this item failed.
func (o *Out[R]) Fail() { o.w.failed = true }

// Trouble reports, in End, whether something before was in error: a bad item, or
// a file that could not be read.
func (o *Out[R]) Trouble() bool { return o.w.trouble || o.w.run.trouble }
