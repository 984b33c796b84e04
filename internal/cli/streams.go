// Package cli joins the commands to the stream engine: the streams and what
// each of them is, the flags that all commands share, usage errors and the exit
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

// Streams are the three standard streams, and what is known of each.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer

	InTerminal, OutTerminal, ErrTerminal bool

	// OutPlain and ErrPlain say that a terminal does not obey escape sequences.
	OutPlain, ErrPlain bool

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
		OutPlain:    !obeys(os.Stdout),
		ErrPlain:    !obeys(os.Stderr),
		Env:         os.Getenv,
	}
}

func terminal(f *os.File) bool {
	return isatty.IsTerminal(f.Fd()) || isatty.IsCygwinTerminal(f.Fd())
}

// HasInput reports whether c, called without items, should read standard input: not a
// terminal, and either flags ask for it or there is something to read.
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

// color decides for one stream: always, never, or on a terminal that wants it
// (NO_COLOR as no-color.org defines it, TERM=dumb).
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
