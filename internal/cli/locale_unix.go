//go:build !windows

package cli

// Without any locale set, POSIX means "C": ASCII.
const utf8ByDefault = false
