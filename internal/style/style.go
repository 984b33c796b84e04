// Package style is the palette: the few colours hextet uses, by what they mean.
//
// Nothing needs a colour to be understood. Whether a stream shows any is
// decided for each stream on its own, once, when its Palette is made.
package style

import "github.com/fatih/color"

// A Palette dresses text for one stream. Its zero value leaves text as it is.
type Palette struct {
	on bool
}

// New returns a palette that uses colour, or one that leaves text alone.
func New(on bool) Palette { return Palette{on: on} }

// On reports whether p uses colour.
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

// hues tell neighbouring parts of a drawing apart. Dark blue is lost on black and
// yellow on white, and red would look like an error, so none of them is here; what
// is here means nothing by itself.
var hues = [...]color.Attribute{color.FgCyan, color.FgMagenta, color.FgGreen, color.FgHiBlue}

// Part is for the n-th part of a drawing, in the text and in the picture.
func (p Palette) Part(n int, text string) string { return p.paint(text, hues[n%len(hues)]) }
