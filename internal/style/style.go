// Package style defines the palette (the few colors hextet uses, named for their
// meaning) and how to wrap lines and format numbers.
//
// Output must be understandable without color. Whether a stream uses color is decided
// once for each stream, when its Palette is made.
package style

import (
	"strconv"

	"github.com/fatih/color"
)

// A Palette colors text for one stream. Its zero value leaves text unchanged.
type Palette struct {
	on bool
}

// New returns a palette that colors text if on is true, and leaves it unchanged
// otherwise.
func New(on bool) Palette { return Palette{on: on} }

// On reports whether p uses color.
func (p Palette) On() bool { return p.on }

func (p Palette) paint(text string, attributes ...color.Attribute) string {
	if !p.on || text == "" {
		return text
	}
	c := color.New(attributes...)
	c.EnableColor() // fatih/color decides by stdout alone; p knows its stream
	return c.Sprint(text)
}

// Strong is for what the eye should find first: titles, the program's name.
func (p Palette) Strong(text string) string { return p.paint(text, color.Bold) }

// Faint is for details that are there for completeness: labels, rules.
func (p Palette) Faint(text string) string { return p.paint(text, color.Faint) }

// Good is for what is as it should be.
func (p Palette) Good(text string) string { return p.paint(text, color.FgGreen) }

// Warn is for what needs a second look.
func (p Palette) Warn(text string) string { return p.paint(text, color.FgYellow) }

// Bad is for what is wrong.
func (p Palette) Bad(text string) string { return p.paint(text, color.FgRed) }

// Found is for the matches of a search.
func (p Palette) Found(text string) string { return p.paint(text, color.FgRed, color.Bold) }

// Path is for the name of a file.
func (p Palette) Path(text string) string { return p.paint(text, color.FgMagenta) }

// Place is for line numbers.
func (p Palette) Place(text string) string { return p.paint(text, color.FgGreen) }

// Mark is for the punctuation between pieces of output.
func (p Palette) Mark(text string) string { return p.paint(text, color.FgCyan) }

// hues distinguish the fields of a drawing; they have no meaning of their own. They
// come from the 256-color cube, whose colors no terminal theme changes, and are
// readable on both black and white: the contrast of each is at least 4 to 1 on both
// (style_test.go computes it).
var hues = [...]uint8{30, 163, 28, 63, 130, 129, 64}

// Hues is the number of hues: no drawing has more fields than this that need one.
const Hues = len(hues)

// Part is for the n-th field of a drawing, 0 to Hues-1, and for the same field in
// the text around it.
func (p Palette) Part(n int, text string) string { return p.hue(n, "", text) }

// StrongPart is Part in bold.
func (p Palette) StrongPart(n int, text string) string { return p.hue(n, "1;", text) }

func (p Palette) hue(n int, weight, text string) string {
	if !p.on || text == "" {
		return text
	}
	return "\x1b[" + weight + "38;5;" + strconv.Itoa(int(hues[n%Hues])) + "m" + text + "\x1b[0m"
}

// Alarm is for the mark of a warning: readable on black and on white.
func (p Palette) Alarm(text string) string { return p.fixed(161, text) }

// Assent is for the mark of a check that passed: readable on black and on white.
func (p Palette) Assent(text string) string { return p.fixed(28, text) }

func (p Palette) fixed(color int, text string) string {
	if !p.on || text == "" {
		return text
	}
	return "\x1b[1;38;5;" + strconv.Itoa(color) + "m" + text + "\x1b[0m"
}
