// Package cli joins the commands to the stream engine: the streams and what
// each of them is, the flags that all commands share, usage errors and the exit
// status.
package cli

import (
	"io"
	"os"
	"strings"

	"github.com/mattn/go-isatty"
	"golang.org/x/term"

	"github.com/hextet/hextet/internal/style"
)

// Streams are the three standard streams, and what is known of each.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer

	InTerminal, OutTerminal, ErrTerminal bool

	// Env looks an environment variable up.
	Env func(name string) string
}

// System returns the streams of this process.
func System() Streams {
	return Streams{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		InTerminal:  terminal(os.Stdin),
		OutTerminal: terminal(os.Stdout),
		ErrTerminal: terminal(os.Stderr),
		Env:         os.Getenv,
	}
}

func terminal(f *os.File) bool {
	return isatty.IsTerminal(f.Fd()) || isatty.IsCygwinTerminal(f.Fd())
}

// Width returns the columns of the terminal that stdout is, 80 where that is
// not known.
func (s Streams) Width() int {
	width, _ := s.Size()
	return width
}

// Size returns the columns and lines of the terminal that stdout is, 80 and 24 where
// that is not known.
func (s Streams) Size() (width, height int) {
	if f, ok := s.Out.(*os.File); ok && s.OutTerminal {
		if w, h, err := term.GetSize(int(f.Fd())); err == nil && w > 0 && h > 0 {
			return w, h
		}
	}
	return 80, 24
}

// UTF8 reports whether the locale can show more than ASCII.
func (s Streams) UTF8() bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := s.Env(name); v != "" {
			v = strings.ToLower(v)
			return strings.Contains(v, "utf-8") || strings.Contains(v, "utf8")
		}
	}
	return utf8ByDefault
}

// colour decides for one stream: always, never, or on a terminal that wants it
// (NO_COLOR as no-color.org has it, TERM=dumb).
func (s Streams) colour(when string, isTerminal bool) bool {
	switch when {
	case "always":
		return true
	case "never":
		return false
	}
	return isTerminal && s.Env("NO_COLOR") == "" && s.Env("TERM") != "dumb"
}

// palettes returns the palettes of stdout and stderr.
func (s Streams) palettes(when string) (out, err style.Palette) {
	return style.New(s.colour(when, s.OutTerminal)), style.New(s.colour(when, s.ErrTerminal))
}
