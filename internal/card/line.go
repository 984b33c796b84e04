package card

import (
	"math"
	"strings"
	"unicode/utf8"

	"github.com/hextet/hextet/internal/style"
)

// An ink says how to draw text: in a hue of the drawing, bold or not, or with one of
// the meanings below.
type ink int

const (
	plain ink = -1 - iota
	strong
	faint
	alarm
	assent
)

// Hues are 1 and up; adding boldHue makes them bold.
const boldHue = 100

func inkOf(h Hue) ink {
	if h == 0 {
		return faint
	}
	return ink(h)
}

func strongHue(h Hue) ink { return ink(h) + boldHue }

// A span is text in a single ink.
type span struct {
	text string
	ink  ink
}

// A line is a row of a card.
type line []span

func (l line) indented(n int) line {
	return append(line{{pad("", n), plain}}, l...)
}

func (l line) width() int {
	n := 0
	for _, s := range l {
		n += width(s.text)
	}
	return n
}

// clipped returns l ready to be written: in characters that the locale has, cut off at
// the edge (which should not be needed, but a label could have any length), without
// trailing blanks, and with adjacent spans of the same ink joined.
func (l line) clipped(look Look) line {
	var row line
	left := look.Width
	if look.Whole {
		left = math.MaxInt
	}
	for _, sp := range l {
		text := look.Plain(sp.text)
		if n := width(text); n > left {
			text = string([]rune(text)[:left])
		}
		left -= width(text)
		if text == "" {
			continue
		}
		if n := len(row); n > 0 && (row[n-1].ink == sp.ink || blank(text) && sp.ink >= plain) {
			row[n-1].text += text
			continue
		}
		row = append(row, span{text, sp.ink})
	}
	for len(row) > 0 {
		last := &row[len(row)-1]
		if last.text = strings.TrimRight(last.text, " "); last.text != "" {
			break
		}
		row = row[:len(row)-1]
	}
	return row
}

func blank(s string) bool { return strings.Trim(s, " ") == "" }

// append appends a row as text for a terminal.
func (l Look) append(dst []byte, row line) []byte {
	for _, sp := range row {
		// Blanks around a text are not styled: an underline or a background would show.
		core := strings.TrimLeft(sp.text, " ")
		dst = append(dst, sp.text[:len(sp.text)-len(core)]...)
		end := strings.TrimRight(core, " ")
		dst = append(dst, l.paint(end, sp.ink)...)
		dst = append(dst, core[len(end):]...)
	}
	return dst
}

func (l Look) paint(text string, k ink) string {
	p := l.Palette
	switch {
	case text == "" || k == plain:
		return text
	case k > boldHue:
		return p.StrongPart(int(k-boldHue-1), text)
	case k > 0:
		return p.Part(int(k-1), text)
	case k == strong:
		return p.Strong(text)
	case k == faint:
		return p.Faint(text)
	case k == alarm:
		return p.Alarm(text)
	}
	return p.Assent(text)
}

// Plain returns text in characters that the locale has, without control characters.
func (l Look) Plain(text string) string {
	clean := true
	for i := range len(text) {
		clean = clean && text[i] >= ' ' && text[i] < 0x7f
	}
	if clean {
		return text
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r < ' ' || r >= 0x7f && r < 0xa0 || r == utf8.RuneError:
			return '?'
		case l.UTF8 || r < utf8.RuneSelf:
			return r
		case r == '·':
			return '.'
		case r == '–' || r == '—' || r == '‐':
			return '-'
		case r == '’' || r == '‘':
			return '\''
		}
		return '?'
	}, text)
}

// echoed colors the texts in row that repeat a field.
func echoed(row line, echoes []Echo) line {
	if len(echoes) == 0 {
		return row
	}
	var out line
	for _, sp := range row {
		if sp.ink != plain && sp.ink != strong {
			out = append(out, sp)
			continue
		}
		text := sp.text
		for text != "" {
			at, which := -1, 0
			for i, e := range echoes {
				if n := wordIndex(text, e.Text); n >= 0 && (at < 0 || n < at || n == at && len(e.Text) > len(echoes[which].Text)) {
					at, which = n, i
				}
			}
			if at < 0 {
				break
			}
			e := echoes[which]
			out = append(out, span{text[:at], sp.ink})
			for i := range len(e.Text) {
				h := e.Hues[min(i, len(e.Hues)-1)]
				k := sp.ink
				if h > 0 && k == strong {
					k = strongHue(h)
				} else if h > 0 {
					k = ink(h)
				}
				out = append(out, span{e.Text[i : i+1], k})
			}
			text = text[at+len(e.Text):]
		}
		out = append(out, span{text, sp.ink})
	}
	return out
}

// wordIndex returns the index of word in text where it is not part of a longer word or
// number, or -1.
func wordIndex(text, word string) int {
	for from := 0; ; {
		n := strings.Index(text[from:], word)
		if n < 0 || word == "" {
			return -1
		}
		n += from
		end := n + len(word)
		if (n == 0 || !joins(text[n-1])) && (end == len(text) || !joins(text[end])) {
			return n
		}
		from = n + 1
	}
}

func joins(c byte) bool {
	return c == ':' || c == '.' || c == '-' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}

// width returns the number of columns of a text: its runes.
func width(s string) int { return utf8.RuneCountInString(s) }

// pad fills s with blanks up to a width.
func pad(s string, to int) string {
	if n := to - width(s); n > 0 {
		return s + strings.Repeat(" ", n)
	}
	return s
}

// wrap breaks text into rows of at most room columns; if words are kept whole, a row
// with a single word may be wider.
func (l Look) wrap(text string, room int) []string {
	if width(text) <= room && text != "" {
		return []string{text}
	}
	if l.Whole {
		return style.Wrap(text, room)
	}
	return style.WrapHard(text, room)
}
