// Package style is the palette, the few colors hextet uses by what they mean, and
// how lines are wrapped and numbers written.
//
// Nothing needs a color to be understood. Whether a stream shows any is decided
// for each stream on its own, once, when its Palette is made.
package style

import (
	"strconv"

	"github.com/fatih/color"
)

// A Palette colors text for one stream. Its zero value leaves text as it is.
type Palette struct {
	on bool
}

// New returns a palette that uses color, or one that leaves text alone.
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

// Faint is for what is there only to be complete: labels, rules.
func (p Palette) Faint(text string) string { return p.paint(text, color.Faint) }

// Good is for what is as it should be.
func (p Palette) Good(text string) string { return p.paint(text, color.FgGreen) }

// Warn is for what needs a second look.
func (p Palette) Warn(text string) string { return p.paint(text, color.FgYellow) }

// Bad is for what is wrong.
func (p Palette) Bad(text string) string { return p.paint(text, color.FgRed) }

// Found is for what a search was for.
func (p Palette) Found(text string) string { return p.paint(text, color.FgRed, color.Bold) }

// Path is for the name of a file.
func (p Palette) Path(text string) string { return p.paint(text, color.FgMagenta) }

// Place is for a number of a line.
func (p Palette) Place(text string) string { return p.paint(text, color.FgGreen) }

// Mark is for the punctuation between pieces of output.
func (p Palette) Mark(text string) string { return p.paint(text, color.FgCyan) }

// hues tell the fields of a drawing apart; they mean nothing by themselves.
// They come from the 256-color cube, whose colors no terminal theme changes, and
// are the ones that are readable on black and on white alike: the contrast of
// each is at least 4 to 1 on both (style_test.go works it out).
var hues = [...]uint8{30, 163, 28, 63, 130, 129, 64}

// Hues is how many hues there are: a drawing has no more fields that need one.
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

// Assent is for the mark of a check that passed, likewise.
func (p Palette) Assent(text string) string { return p.fixed(28, text) }

func (p Palette) fixed(color int, text string) string {
	if !p.on || text == "" {
		return text
	}
	return "\x1b[1;38;5;" + strconv.Itoa(color) + "m" + text + "\x1b[0m"
}
