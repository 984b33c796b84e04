// Package reason has what the system says about a failure: without the path, which
// messages have already, and with one word for one thing on every system.
package reason

import (
	"errors"
	"io/fs"
	"os"
)

// Of returns the system's error in err, without the operation and the path. Other
// errors are returned as they are.
func Of(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return system(e)
	}
	if e, ok := errors.AsType[*os.LinkError](err); ok {
		return e.Err
	}
	return err
}

// NoFile reports whether err, of opening a file, says that there is none of that name.
func NoFile(err error) bool { return errors.Is(err, fs.ErrNotExist) || badName(err) }
