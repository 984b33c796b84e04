//go:build !windows

package cli

// With no locale at all, POSIX means "C": ASCII.
const utf8ByDefault = false
