package picture

import (
	"strconv"
	"strings"

	"github.com/hextet/hextet/classify/stats"
	"github.com/hextet/hextet/internal/style"
)

// digits draws the 32 digits of IPv6 addresses: a digit that never changes as itself,
// the others as bars showing their entropy, with the usual prefix boundaries.
//
//	            /32    /48    /64  interface identifier
//	2001:0db8 │ 000▂ │ 00▄█ │ ▇▇▇▇:▇▇▇▇:▇▇▇▇:▇▇▇▇
func (d *drawing) digits(digits []stats.Digit) []line {
	if len(digits) != 32 {
		return nil
	}
	border, join := " | ", ":"
	if d.UTF8 {
		border = " │ "
	}
	start := d.plain(strings.Repeat(" ", 2*indent))
	at, marks := start, start
	var out []line
	for i, digit := range digits {
		switch {
		case i == 16 && d.Width < listBelow:
			out = append(out, marks, at)
			at, marks = start, d.plain(strings.Repeat(" ", 2*indent-1))
		case i == 8 || i == 12 || i == 16:
			// The mark is above the border, in the middle of three columns.
			marks = marks.padded(at.width).then(d.span("/"+strconv.Itoa(4*i), style.Palette.Faint))
			at = at.then(d.span(border, style.Palette.Faint))
		case i > 0 && i%4 == 0:
			at = at.then(d.span(join, style.Palette.Faint))
		}
		if i == 16 {
			marks = marks.then(d.span(" interface identifier", style.Palette.Faint))
		}
		at = at.then(d.digit(digit, i))
	}
	return append(append(out, marks), d.scaled(at)...)
}

// scaled adds a legend of the bars to a row: to its right or, on a narrow terminal,
// below it.
func (d *drawing) scaled(row line) []line {
	scale := d.plain("    ").then(d.span(string(d.steps())+" entropy, 0 to 1", style.Palette.Faint))
	if row.width+scale.width > d.Width && d.Width >= listBelow {
		return []line{row}
	}
	return d.add([]line{row}, "", scale)
}

// steps returns the bars for a digit, lowest first.
func (d *drawing) steps() []rune {
	if d.UTF8 {
		return []rune("▁▂▃▄▅▆▇█")
	}
	return []rune(".:-=+*%#")
}

func (d *drawing) step(entropy float64) string {
	steps := d.steps()
	return string(steps[min(int(entropy*float64(len(steps))), len(steps)-1)])
}

// hueOf gives the network, site, subnet and interface identifier a color each.
func hueOf(digit int) int {
	switch {
	case digit < 8:
		return 0
	case digit < 12:
		return 1
	case digit < 16:
		return 2
	}
	return 3
}

func (d *drawing) digit(digit stats.Digit, i int) line {
	if digit.Values == 1 {
		return d.span(strconv.FormatUint(uint64(digit.Value), 16), style.Palette.Strong)
	}
	return d.span(d.step(digit.Entropy), hue(hueOf(i)))
}

// octets draws the four octets of IPv4 addresses in the same way.
//
//	     /8   /16   /24
//	192 │   0 │   2 │ ▇▇▇
func (d *drawing) octets(octets []stats.Digit) []line {
	if len(octets) != 4 {
		return nil
	}
	border := " | "
	if d.UTF8 {
		border = " │ "
	}
	at := d.plain(strings.Repeat(" ", 2*indent))
	marks := at
	for i, octet := range octets {
		if i > 0 {
			mark := "/" + strconv.Itoa(8*i)
			if i == 1 {
				mark = " " + mark
			}
			marks = marks.padded(at.width).then(d.span(mark, style.Palette.Faint))
			at = at.then(d.span(border, style.Palette.Faint))
		}
		if octet.Values == 1 {
			at = at.then(d.span(right(strconv.Itoa(int(octet.Value)), 3), style.Palette.Strong))
			continue
		}
		at = at.then(d.span(strings.Repeat(d.step(octet.Entropy), 3), hue(i)))
	}
	return append([]line{marks}, d.scaled(at)...)
}
