package addr

import "strconv"

// A LineError is an error in a line of a table or a rule file. Err is an [*Error] if a
// byte of the line is at fault.
type LineError struct {
	Line int // from 1
	Err  error
}

// Error returns the line number and the error.
func (e *LineError) Error() string { return "line " + strconv.Itoa(e.Line) + ": " + e.Err.Error() }

// Unwrap returns the error.
func (e *LineError) Unwrap() error { return e.Err }
