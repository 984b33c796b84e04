//go:build !windows

package cli

import "os"

// obeys reports whether a terminal obeys escape sequences; TERM=dumb is checked
// elsewhere.
func obeys(*os.File) bool { return true }
