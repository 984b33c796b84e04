package card

import (
	"strings"
	"unicode/utf8"
)

// An ink is how text is dressed: the number of a part of the picture, or one of
// the meanings below.
type ink int

const (
	plain ink = -1 - iota
	strong
	faint
	warn
)

// hue is the ink of the n-th part.
func hue(n int) ink { return ink(n) }

// A span is text in one ink.
type span struct {
	text string
	ink  ink
}

// A line is a row of a card.
type line []span

func (l line) indented(n int) line {
	return append(line{{pad("", n), plain}}, l...)
}

// A sheet takes the lines of a card.
type sheet struct {
	look Look
	text []byte
}

// line adds a row, cut where the sheet ends: nothing that is drawn needs that,
// but a label could be of any length.
func (s *sheet) line(l line) {
	if s.text == nil {
		s.text = make([]byte, 0, 4096)
	} else {
		s.text = append(s.text, '\n')
	}
	var b strings.Builder
	kind, left := plain, s.look.Width
	flush := func() {
		s.text = append(s.text, s.paint(b.String(), kind)...)
		b.Reset()
	}
	for i, sp := range trimmed(l) {
		text := s.plain(sp.text)
		if n := width(text); n > left {
			text = string([]rune(text)[:left])
		}
		left -= width(text)
		if i > 0 && sp.ink != kind && strings.Trim(text, " ") != "" {
			flush()
		}
		if strings.Trim(text, " ") != "" {
			kind = sp.ink
		}
		b.WriteString(text)
	}
	flush()
}

// trimmed is l without blanks at its end.
func trimmed(l line) line {
	for len(l) > 0 {
		last := l[len(l)-1]
		last.text = strings.TrimRight(last.text, " ")
		if last.text != "" {
			return append(l[:len(l)-1:len(l)-1], last)
		}
		l = l[:len(l)-1]
	}
	return nil
}

func (s *sheet) paint(text string, k ink) string {
	p := s.look.Palette
	// Blanks around a text stay bare: an underline or a background would show.
	core := strings.TrimLeft(text, " ")
	lead := text[:len(text)-len(core)]
	core = strings.TrimRight(core, " ")
	tail := text[len(lead)+len(core):]
	switch {
	case core == "":
		return text
	case k >= 0:
		core = p.Part(int(k), core)
	case k == strong:
		core = p.Strong(core)
	case k == faint:
		core = p.Faint(core)
	case k == warn:
		core = p.Warn(core)
	}
	return lead + core + tail
}

// plain is text as the locale can show it.
func (s *sheet) plain(text string) string {
	if s.look.UTF8 && utf8.ValidString(text) {
		return text
	}
	ascii := true
	for i := range len(text) {
		ascii = ascii && text[i] < utf8.RuneSelf
	}
	if ascii {
		return text
	}
	return strings.Map(func(r rune) rune {
		switch {
		case s.look.UTF8 || r < utf8.RuneSelf:
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

// wrap cuts text into lines of at most room columns, between words where it can,
// behind a separator of addresses and names else. It gives none for no text.
func wrap(text string, room int) []string {
	var rows []string
	for text != "" {
		if width(text) <= room {
			return append(rows, text)
		}
		runes := []rune(text)
		cut := -1
		for i := room; i > 0; i-- {
			if runes[i] == ' ' {
				cut = i
				break
			}
		}
		next := cut + 1
		if cut < 0 {
			cut = room
			for i := room; i > room/2; i-- {
				if strings.ContainsRune(":.-/,", runes[i-1]) {
					cut = i
					break
				}
			}
			next = cut
		}
		rows = append(rows, strings.TrimRight(string(runes[:cut]), " "))
		text = strings.TrimLeft(string(runes[next:]), " ")
	}
	return rows
}
