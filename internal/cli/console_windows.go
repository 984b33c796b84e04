package cli

import (
	"os"

	"golang.org/x/sys/windows"
)

// obeys makes the console f, if it is one, obey escape sequences, and reports whether
// it does. The mode belongs to the console: setting it through stdout is no help if
// only stderr is a console.
func obeys(f *os.File) bool {
	var mode uint32
	console := windows.Handle(f.Fd())
	if err := windows.GetConsoleMode(console, &mode); err != nil {
		return true // another terminal, such as mintty
	}
	return windows.SetConsoleMode(console, mode|windows.ENABLE_PROCESSED_OUTPUT|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING) == nil
}
