package reason

import (
	"errors"
	"io/fs"
	"syscall"
)

// Errors of Windows that the package syscall has no names for.
const (
	invalidFunction = syscall.Errno(1)   // ERROR_INVALID_FUNCTION
	invalidName     = syscall.Errno(123) // ERROR_INVALID_NAME
)

// system returns the error in e. A folder can be opened but not read, and Windows
// only says that this is not done.
func system(e *fs.PathError) error {
	if e.Op == "read" && errors.Is(e.Err, invalidFunction) {
		return syscall.EISDIR
	}
	return e.Err
}

// badName reports whether no file can have the name, as with "::1".
func badName(err error) bool { return errors.Is(err, invalidName) }
