//go:build !windows

package reason

import "io/fs"

func system(e *fs.PathError) error { return e.Err }

func badName(error) bool { return false }
