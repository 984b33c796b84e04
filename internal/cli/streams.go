// Package cli connects the commands to the stream engine: the standard streams and
// their properties, the flags that all commands share, usage errors and the exit
// status.
package cli

import (
	"bytes"
	"io"
	"os"
	"strings"

	"github.com/mattn/go-isatty"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"github.com/hextet/hextet/internal/style"
)

// Streams are the three standard streams, with what is known about each.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer

	InTerminal, OutTerminal, ErrTerminal bool

	// OutPlain and ErrPlain mean that the terminal does not obey escape sequences.
	OutPlain, ErrPlain bool

	// Env returns the value of an environment variable.
	Env func(name string) string
}

// System returns the streams of this process.
func System() Streams {
	return Streams{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		InTerminal:  terminal(os.Stdin),
		OutTerminal: terminal(os.Stdout),
		ErrTerminal: terminal(os.Stderr),
		OutPlain:    !obeys(os.Stdout),
		ErrPlain:    !obeys(os.Stderr),
		Env:         os.Getenv,
	}
}

func terminal(f *os.File) bool {
	return isatty.IsTerminal(f.Fd()) || isatty.IsCygwinTerminal(f.Fd())
}

// HasInput reports whether c, called without items, should read standard input: if it
// is not a terminal, and either flags were given or there is something to read.
func (a *App) HasInput(c *cobra.Command) bool {
	if a.InTerminal {
		return false
	}
	flags := false
	c.Flags().Visit(func(f *pflag.Flag) { flags = flags || f.Name != "color" && f.Name != "version" })
	if flags {
		return true
	}
	if f, ok := a.In.(*os.File); ok {
		if st, err := f.Stat(); err != nil || st.Mode().IsRegular() {
			return err == nil && st.Size() > 0
		}
	}
	first := make([]byte, 64<<10)
	n, err := a.In.Read(first)
	a.In = io.MultiReader(bytes.NewReader(first[:n]), a.In)
	return n > 0 || err == nil
}

// Width returns the number of columns of the terminal on stdout, 80 if unknown.
func (s Streams) Width() int {
	width, _ := s.Size()
	return width
}

// Size returns the number of columns and lines of the terminal on stdout, 80 and 24 if
// unknown.
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

// color decides whether one stream uses color: always, never, or if it is a terminal
// that wants color (NO_COLOR as defined by no-color.org, TERM=dumb).
func (s Streams) color(when string, isTerminal bool) bool {
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
	return style.New(s.color(when, s.OutTerminal && !s.OutPlain)), style.New(s.color(when, s.ErrTerminal && !s.ErrPlain))
}
