package stream

import (
	"errors"
	"io"
	"syscall"
)

// closedPipe reports whether the reader of the output is gone: ERROR_BROKEN_PIPE or
// ERROR_NO_DATA.
func closedPipe(err error) bool {
	const noData = syscall.Errno(232)
	return errors.Is(err, syscall.ERROR_BROKEN_PIPE) || errors.Is(err, noData) || errors.Is(err, io.ErrClosedPipe)
}
