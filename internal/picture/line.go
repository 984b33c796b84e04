package picture

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hextet/hextet/internal/style"
)

// A line is text that may be colored, with its width in columns.
type line struct {
	text  string
	width int
}

func (d *drawing) plain(text string) line { return line{text, utf8.RuneCountInString(text)} }

// span is text in an ink, a method of [style.Palette].
func (d *drawing) span(text string, ink func(style.Palette, string) string) line {
	return line{ink(d.Palette, text), utf8.RuneCountInString(text)}
}

func (l line) then(o line) line { return line{l.text + o.text, l.width + o.width} }

func (l line) padded(to int) line {
	if n := to - l.width; n > 0 {
		return line{l.text + strings.Repeat(" ", n), to}
	}
	return l
}

// right pads text on the left.
func right(text string, to int) string {
	return strings.Repeat(" ", max(to-utf8.RuneCountInString(text), 0)) + text
}

// cut shortens text to a number of columns, and removes anything that could control a
// terminal.
func (d *drawing) cut(text string, to int) string {
	text = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) || r >= utf8.RuneSelf && !d.UTF8 {
			return '?'
		}
		return r
	}, text)
	if utf8.RuneCountInString(text) <= to {
		return text
	}
	end := "..."
	if d.UTF8 {
		end = "…"
	}
	return string([]rune(text)[:max(to-utf8.RuneCountInString(end), 0)]) + end
}

// number writes n with commas.
func number(n uint64) string { return style.Grouped(strconv.FormatUint(n, 10)) }

// share formats a part of a total in percent, in six columns: " 12.3%". A part that is
// not zero is never shown as 0.0%, and one that is not everything never as 100.0%.
func share(n, total uint64) string {
	p := 100 * float64(n) / float64(total)
	text := strconv.FormatFloat(p, 'f', 1, 64)
	switch {
	case n > 0 && text == "0.0":
		text = "<0.1"
	case n < total && text == "100.0":
		text = ">99.9"
	}
	return right(text+"%", 6)
}
