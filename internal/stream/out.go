package stream

import (
	"reflect"
	"strconv"

	"github.com/hextet/hextet/internal/record"
)

// Out takes the results of an [Op]. Each goroutine has its own.
type Out[R any] struct {
	// Rec is the record that Emit writes. It is never cleared, so its slices can be
	// reused.
	Rec R

	w      *worker[R]
	at     span // of the item in its line
	column int  // index of its column among the selected ones
}

// newRecord returns an R that points to a zero record.
func newRecord[R any]() R {
	r, _ := reflect.New(reflect.TypeFor[R]().Elem()).Interface().(R)
	return r
}

// Emit writes Rec. It reports whether more output is wanted: false means that the
// output is closed or the run has ended, and that the caller should return.
func (o *Out[R]) Emit() bool { return o.w.emit(o.Rec) }

// EmitFor is like Emit, but for an earlier item instead of the current one; it is meant
// for End.
func (o *Out[R]) EmitFor(input string) bool { return o.EmitKept(input, false) }

// EmitKept is like EmitFor, for an input that may be tame (see [record.Input]).
func (o *Out[R]) EmitKept(input string, tame bool) bool {
	o.w.in.Tame = tame
	return o.w.emitFor(input, o.Rec)
}

// A FatalError is an error of Each that is not the item's fault: it ends the run. It
// must not be wrapped.
type FatalError struct{ Err error }

// Error returns the text of Err.
func (e *FatalError) Error() string { return e.Err.Error() }

// Unwrap returns Err.
func (e *FatalError) Unwrap() error { return e.Err }

// Line returns the line that contains the current item; nil if items are whole lines or
// arguments, or if the output is not plain text. An Op with Picks writes it again with
// [Out.EmitLine].
func (o *Out[R]) Line() []byte {
	if o.w.run.cfg.Format != record.Plain || !o.w.run.fields() {
		return nil
	}
	return o.w.src
}

// EmitLine writes a line that Line returned, in place of a record.
func (o *Out[R]) EmitLine(line []byte) bool {
	o.w.out = append(append(o.w.out, line...), o.w.end)
	o.w.emitted++
	return o.w.room()
}

// Plain reports whether the output is text with the default fields, one record per
// line, so that [Out.Buffer] and [Out.Took] may be used instead of Emit.
func (o *Out[R]) Plain() bool {
	return o.w.place == alone && o.w.run.usual
}

// Buffer returns the output buffer, to which whole records may be appended, each
// followed by [Out.Terminator].
func (o *Out[R]) Buffer() []byte { return o.w.out }

// Took returns the buffer with n records appended, and reports whether more output is
// wanted, as Emit does.
func (o *Out[R]) Took(b []byte, n int) bool {
	o.w.out = b
	o.w.emitted += n
	return o.w.room()
}

// Terminator returns the byte that ends a record of plain text.
func (o *Out[R]) Terminator() byte { return o.w.end }

// Format returns the output format, for commands that can do less work for plain text.
func (o *Out[R]) Format() record.Format { return o.w.run.cfg.Format }

// Wants reports whether items of that family are wanted. The engine drops the others
// itself if they are Known.
func (o *Out[R]) Wants(is4 bool) bool { return o.w.run.wants(is4) }

// Place returns where the current item is: "line 12", "PATH:12" or "argument 3".
func (o *Out[R]) Place() string {
	w := o.w
	w.wait() // the number of the block's first line is known in its turn
	return w.b.source.name + strconv.Itoa(w.b.source.next+w.line)
}

// Warn reports a problem with the current item that does not prevent a result. It does
// not change the exit status.
func (o *Out[R]) Warn(text string) { o.w.warn(o.w.it.Text, text) }

// Note reports how the current item was read, which the user may not expect.
func (o *Out[R]) Note(text string) { o.w.note(o.w.it.Text, text) }

// Fail makes the exit status [No]: a check of this item failed.
func (o *Out[R]) Fail() { o.w.failed = true }

// Trouble, which is for End, reports whether there was an error before: a bad item, or
// a file that could not be read.
func (o *Out[R]) Trouble() bool { return o.w.trouble || o.w.run.trouble }
