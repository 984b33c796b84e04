package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/spf13/cobra"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/stream"
	"github.com/hextet/hextet/internal/style"
)

// A UsageError is an invalid command line. It is reported with a pointer to the help of
// Command.
type UsageError struct {
	Command string // its path: "hextet subnet split"
	Err     error
}

func (e *UsageError) Error() string { return e.Err.Error() }

// Unwrap returns the error without the command.
func (e *UsageError) Unwrap() error { return e.Err }

// Usage returns a [UsageError] for c.
func Usage(c *cobra.Command, format string, args ...any) error {
	return &UsageError{c.CommandPath(), fmt.Errorf(format, args...)}
}

// bareReason removes the input from a parser's error if it equals s, for messages that
// already show s.
func bareReason(s string, err error) error {
	var e *addr.Error
	if errors.As(err, &e) && e.Input == s {
		return errors.New(string(e.AppendReason(nil)))
	}
	return err
}

// Settled adds to an ambiguity error the flag that resolves it, and returns other
// errors unchanged.
func Settled(err error) error {
	var e *addr.AmbiguityError
	if !errors.As(err, &e) {
		return err
	}
	b := e.AppendReason(nil)
	sep := "; choose with --from "
	for _, r := range e.Readings {
		if r.Form != 0 {
			b = append(append(b, sep...), r.Form.String()...)
			sep = " or "
		}
	}
	return errors.New(string(b))
}

// errSilent ends a command with a status and without a message.
type errSilent struct{ status stream.Status }

func (e errSilent) Error() string { return fmt.Sprintf("exit status %d", e.status) }

// Exit returns an error that ends a command with status but no message; nil for
// [stream.Done].
func Exit(status stream.Status) error {
	if status == stream.Done {
		return nil
	}
	return errSilent{status}
}

// Warn writes a warning about the run as a whole to stderr, unless --quiet.
func (a *App) Warn(text string) {
	if a.quiet {
		return
	}
	_, p := a.Palettes()
	fmt.Fprintf(a.Err, "%s%s\n", p.Strong("hextet: "), p.Warn("warning: "+string(record.AppendPrintable(nil, text))))
}

// Report writes the message of err to w and returns the exit status.
func Report(w io.Writer, p style.Palette, err error) stream.Status {
	var silent errSilent
	if err == nil {
		return stream.Done
	}
	if errors.As(err, &silent) {
		return silent.status
	}
	what := err.Error()
	var path *fs.PathError
	if errors.As(err, &path) && path.Op == "write" {
		what = "cannot write the output: " + path.Err.Error()
	}
	fmt.Fprintf(w, "%s%s\n", p.Strong("hextet: "), p.Bad(string(record.AppendPrintable(nil, what))))
	var usage *UsageError
	if errors.As(err, &usage) {
		fmt.Fprintf(w, "Try '%s --help'.\n", usage.Command)
	}
	return stream.Trouble
}
