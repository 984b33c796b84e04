package reason

import (
	"errors"
	"io/fs"
	"syscall"
)

// Windows errors that package syscall does not name.
const (
	invalidFunction = syscall.Errno(1)   // ERROR_INVALID_FUNCTION
	invalidName     = syscall.Errno(123) // ERROR_INVALID_NAME
)

// system returns the error in e. A folder can be opened but not read, and Windows only
// says that the function is invalid.
func system(e *fs.PathError) error {
	if e.Op == "read" && errors.Is(e.Err, invalidFunction) {
		return syscall.EISDIR
	}
	return e.Err
}

// badName reports whether no file can have that name, as with "::1".
func badName(err error) bool { return errors.Is(err, invalidName) }
