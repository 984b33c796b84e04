//go:build !windows

package stream

import (
	"errors"
	"io"
	"syscall"
)

// closedPipe reports whether the reader of the output is gone.
func closedPipe(err error) bool {
	return errors.Is(err, syscall.EPIPE) || errors.Is(err, io.ErrClosedPipe)
}
