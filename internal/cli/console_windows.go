package cli

import (
	"os"

	"golang.org/x/sys/windows"
)

// obeys asks the console that f is, if it is one, to obey escape sequences, and
// reports whether it does. The mode is the console's: that of stdout does not help
// stderr when only the latter is a console.
func obeys(f *os.File) bool {
	var mode uint32
	console := windows.Handle(f.Fd())
	if err := windows.GetConsoleMode(console, &mode); err != nil {
		return true // another terminal, such as mintty
	}
	return windows.SetConsoleMode(console, mode|windows.ENABLE_PROCESSED_OUTPUT|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING) == nil
}
