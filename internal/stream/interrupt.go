package stream

import (
	"errors"
	"io"
)

// errInterrupted is the error of an input that was cut off by an interrupt.
var errInterrupted = errors.New("interrupted")

// An interruptible is an input that ends when stop is closed, even while a read is
// blocked on an idle pipe.
type interruptible struct {
	in    io.Reader
	stop  <-chan struct{}
	waits bool // reads may block indefinitely

	buf  []byte // for reads that may have to be abandoned
	rest []byte // the part of buf not returned yet
	err  error  // error to return after rest
}

type readResult struct {
	n   int
	err error
}

// Read implements [io.Reader].
func (i *interruptible) Read(p []byte) (int, error) {
	select {
	case <-i.stop:
		return 0, errInterrupted
	default:
	}
	if !i.waits || len(p) == 0 {
		return i.in.Read(p)
	}
	if len(i.rest) == 0 {
		if i.err != nil {
			return 0, i.err
		}
		if i.buf == nil {
			i.buf = make([]byte, textBlock)
		}
		done := make(chan readResult, 1)
		go func() {
			n, err := i.in.Read(i.buf)
			done <- readResult{n, err}
		}()
		select {
		case r := <-done:
			i.rest, i.err = i.buf[:r.n], r.err
		case <-i.stop:
			return 0, errInterrupted
		}
	}
	n := copy(p, i.rest)
	i.rest = i.rest[n:]
	if len(i.rest) == 0 {
		return n, i.err
	}
	return n, nil
}
