// Package card draws what is known about an address as a card for a person: a
// title, a phrase, a picture of the address with its fields bracketed and named
// in the widths they really have, lines of facts, and warnings.
//
// It knows nothing of addresses but their octets: what the fields are and mean
// is told by package classify. A card is never wider than its [Look] says.
package card

import (
	"strings"
	"unicode/utf8"

	"github.com/hextet/hextet/internal/style"
)

// A Card is what is drawn of one item, from top to bottom.
type Card struct {
	Title   string // the item in its canonical text
	Phrase  string // what it is
	Picture Picture
	Facts   []Fact
	Notes   []Note

	// Digits says for each byte of Title which bit of the picture it begins
	// with, -1 for none, so that both show a field in the same colour; nil
	// leaves the title in one colour.
	Digits []int
}

// A Fact is a line about the item. One without a label goes on with the fact
// before it; the zero Fact is a blank line.
type Fact struct {
	Label  string
	Value  string
	Remark string // what else there is to say of the value
}

// A Note is something that the reader should mind.
type Note struct {
	Text   string
	Source string // the document that says so, "" for none
}

// A Look is how cards are drawn.
type Look struct {
	Palette style.Palette
	Width   int  // columns; at least MinWidth are used
	UTF8    bool // otherwise ASCII
}

// The widths that cards are drawn in, whatever the terminal has.
const (
	MinWidth = 80
	MaxWidth = 120
)

const indent = 2

// Append appends the card to dst, without a newline at its end.
func (l Look) Append(dst []byte, c *Card) []byte {
	l.Width = min(max(l.Width, MinWidth), MaxWidth)
	s := sheet{look: l}
	for _, part := range wrap(c.Title, l.Width) {
		s.line(title(c, part))
	}
	for _, part := range wrap(c.Phrase, l.Width) {
		s.line(line{{part, plain}})
	}
	if len(c.Picture.Parts) > 0 {
		s.line(nil)
		for _, row := range c.Picture.draw(l) {
			s.line(row.indented(indent))
		}
	}
	if len(c.Facts) > 0 {
		s.line(nil)
		s.facts(c.Facts)
	}
	if len(c.Notes) > 0 {
		s.line(nil)
		for _, n := range c.Notes {
			s.note(n)
		}
	}
	return append(dst, s.text...)
}

// title paints the digits of a title as the picture paints them.
func title(c *Card, text string) line {
	if c.Digits == nil || text != c.Title {
		return line{{text, strong}}
	}
	var row line
	last := len(text)
	for last > 0 && c.Digits[last-1] < 0 {
		last--
	}
	for i := range len(text) {
		k := plain
		if i >= last {
			k = strong // a zone, a length
		}
		if bit := c.Digits[i]; bit >= 0 {
			if n := c.Picture.partOf(bit); n >= 0 {
				k = hue(n)
			}
		}
		row = append(row, span{text[i : i+1], k})
	}
	return row
}

// facts lays facts out in columns: labels, values, and remarks that begin in
// one column within a run of facts of one label.
func (s *sheet) facts(facts []Fact) {
	label := 0
	for _, f := range facts {
		label = max(label, width(f.Label))
	}
	at := indent + label + 2
	room := s.look.Width - at
	for i := 0; i < len(facts); {
		if facts[i] == (Fact{}) {
			s.line(nil)
			i++
			continue
		}
		n := i
		var pairs []pair
		for n == i || n < len(facts) && facts[n].Label == "" && facts[n].Value != "" {
			pairs = append(pairs, pair{width(facts[n].Value), width(facts[n].Remark)})
			n++
		}
		column := column(pairs, room)
		for ; i < n; i++ {
			f := facts[i]
			head := line{{pad("", indent), plain}, {pad(f.Label, label+2), faint}}
			if w := width(f.Value); w > room && !strings.ContainsRune(f.Value, ' ') {
				// A name in one piece is worth more than its place.
				if f.Label != "" {
					s.line(head)
				}
				for _, part := range wrap(f.Value, s.look.Width-2*indent) {
					s.line(line{{pad("", 2*indent), plain}, {part, plain}})
				}
				f.Value = ""
				if f.Remark == "" {
					continue
				}
				head = line{{pad("", at), plain}}
			}
			for _, body := range beside(f.Value, plain, f.Remark, faint, column, room) {
				s.line(append(head, body...))
				head = line{{pad("", at), plain}}
			}
		}
	}
}

// A pair is the widths of a value and of its remark.
type pair struct{ value, remark int }

// column chooses where remarks begin: behind as many values as can be without
// that a remark which has room beside its own value would lose it.
func column(pairs []pair, room int) int {
	best := 0
next:
	for _, c := range pairs {
		if c.remark == 0 || c.value <= best || c.value+2+c.remark > room {
			continue
		}
		for _, p := range pairs {
			if p.remark > 0 && p.value <= c.value && p.value+2+p.remark <= room && c.value+2+p.remark > room {
				continue next
			}
		}
		best = c.value
	}
	return best
}

// beside sets a value and a remark side by side, the remark at column or right
// behind the value, or else below one another, whatever takes the fewest lines.
func beside(value string, valueInk ink, remark string, remarkInk ink, column, room int) []line {
	rows := paragraph(value, valueInk, room)
	w := width(value)
	if w <= room && w > 0 && remark != "" {
		fewest := len(rows) + len(wrap(remark, room))
		var best []line
		for _, gap := range [2]int{max(column, w) + 2, w + 2} {
			if room-gap < 12 {
				continue
			}
			parts := wrap(remark, room-gap)
			if len(parts) >= fewest {
				continue
			}
			fewest, best = len(parts), nil
			for i, part := range parts {
				head := span{pad("", gap), plain}
				if i == 0 {
					head = span{pad(value, gap), valueInk}
				}
				best = append(best, line{head, {part, remarkInk}})
			}
		}
		if best != nil {
			return best
		}
	}
	rows = append(rows, paragraph(remark, remarkInk, room)...)
	if rows == nil {
		rows = []line{nil}
	}
	return rows
}

func paragraph(text string, k ink, room int) (rows []line) {
	for _, part := range wrap(text, room) {
		rows = append(rows, line{{part, k}})
	}
	return rows
}

func (s *sheet) note(n Note) {
	text := n.Text
	if n.Source != "" {
		text += " (" + n.Source + ")"
	}
	mark := "! "
	for _, part := range wrap(text, s.look.Width-indent-2) {
		s.line(line{{pad("", indent), plain}, {mark, warn}, {part, warn}})
		mark = "  "
	}
}

// width is the number of columns of a text: its runes.
func width(s string) int { return utf8.RuneCountInString(s) }

// pad fills s up with blanks.
func pad(s string, to int) string {
	if n := to - width(s); n > 0 {
		return s + strings.Repeat(" ", n)
	}
	return s
}
