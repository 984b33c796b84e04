//go:build !windows

package stream

import (
	"errors"
	"io"
	"syscall"
)

// closedPipe reports whether nobody reads the output any more.
func closedPipe(err error) bool {
	return errors.Is(err, syscall.EPIPE) || errors.Is(err, io.ErrClosedPipe)
}
