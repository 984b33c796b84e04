// Package reason turns failures into the system's words: without the path, which
// messages already contain, and with the same words on every system.
package reason

import (
	"errors"
	"io/fs"
	"os"
)

// Of returns the system error in err, without the operation and the path. Other errors
// are returned unchanged.
func Of(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return system(e)
	}
	if e, ok := errors.AsType[*os.LinkError](err); ok {
		return e.Err
	}
	return err
}

// NoFile reports whether err, from opening a file, says that no file of that name
// exists.
func NoFile(err error) bool { return errors.Is(err, fs.ErrNotExist) || badName(err) }
