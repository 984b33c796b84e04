// Package card draws facts for a person: a title, a headline, a drawing of some octets
// with their fields bracketed and named at their actual widths, labeled facts, and
// verdicts.
//
// It only does presentation. What the fields are and what the facts say is up to the
// caller; how they fit a terminal, be it narrow or without UTF-8 or color, or a picture
// ([Look.AppendSVG]), is up to this package. A command that has labeled facts but no
// drawing gets the same look from [Look.AppendFacts].
package card

import (
	"slices"
	"strings"

	"github.com/hextet/hextet/internal/style"
)

// A Card is what to draw for one item, from top to bottom. Every field is optional.
type Card struct {
	Title    string // the item in its canonical text
	Headline string // what it is, in one phrase
	Drawing  Drawing
	Facts    []Fact
	Verdicts []Verdict

	// Digits has, for each byte of Title, the bit of the drawing at which it begins, or
	// -1, so that both show a field in the same hue. If nil, the title has a single
	// color.
	Digits []int

	// Echoes are texts that repeat a field anywhere in the headline and the facts.
	Echoes []Echo
}

// A Hue is the number of a color in the drawing, from 1 to [style.Hues]. The zero Hue
// is none, for reserved fields and those without a meaning.
type Hue uint8

// An Echo is a text with the hue of the field that it repeats, or, if Hues has more
// than one, with a hue for each byte.
type Echo struct {
	Text string
	Hues []Hue
}

// A Fact is a line about the item. One without a label continues the previous fact.
type Fact struct {
	Label  string
	Value  string
	Remark string // comment on the value
	Level  Level
	Part   int  // facts of one part are kept together; parts are separated
	Strong bool // the value should catch the eye
}

// A Level is the importance of a fact or a verdict.
type Level uint8

// The levels. A card of limited height drops useful facts first, starting with the
// last, and core facts only if the drawing and the warnings leave no room for them.
const (
	Core   Level = iota // on every card
	Useful              // if there is room
	Full                // only on the full card
)

// A Verdict is an assessment of the item.
type Verdict struct {
	Tone   Tone
	Text   string
	Source string // the document it is based on, or ""
	Level  Level
}

// A Tone is how a verdict is meant.
type Tone uint8

// The tones.
const (
	Note    Tone = iota // worth knowing
	Good                // as it should be
	Warning             // needs a second look
)

// A Detail says how much of a card to draw.
type Detail uint8

// The details.
const (
	Normal Detail = iota // what fits Look.Rows
	Brief                // title, headline, drawing, warnings and core verdicts
	All                  // everything
)

// A Look says how to draw cards.
type Look struct {
	Palette style.Palette
	Width   int  // columns, limited to the range 24 to 120
	Rows    int  // maximum rows of a card of normal detail; 0 for no limit
	UTF8    bool // otherwise only ASCII
	Detail  Detail

	// Whole keeps words wider than the card in one piece, because they are addresses to
	// be copied. Only those lines are wider than Width.
	Whole bool
}

const (
	minWidth = 24
	maxWidth = 120

	// listWidth is the minimum width for drawing digits; narrower cards list the
	// fields.
	listWidth = 72

	indent = 2
)

func (l Look) bounded() Look {
	l.Width = min(max(l.Width, minWidth), maxWidth)
	return l
}

// Append appends the card to dst, without a trailing newline.
func (l Look) Append(dst []byte, c *Card) []byte {
	l = l.bounded()
	for i, row := range l.rows(c) {
		if i > 0 {
			dst = append(dst, '\n')
		}
		dst = l.append(dst, row)
	}
	return dst
}

// AppendFacts appends labeled facts in the look of a card, without a trailing newline.
// It ignores Look.Rows and the levels of the facts.
func (l Look) AppendFacts(dst []byte, facts []Fact) []byte {
	l = l.bounded()
	for i, row := range l.facts(facts) {
		if i > 0 {
			dst = append(dst, '\n')
		}
		dst = l.append(dst, row.clipped(l))
	}
	return dst
}

// AppendTitle appends a title in the look of a card.
func (l Look) AppendTitle(dst []byte, title string) []byte {
	l = l.bounded()
	return l.append(dst, line{{title, strong}}.clipped(l))
}

// rows composes the card.
func (l Look) rows(c *Card) []line {
	var head []line
	for _, part := range l.wrap(c.Title, l.Width) {
		head = append(head, title(c, part))
	}
	for _, part := range l.wrap(c.Headline, l.Width) {
		head = append(head, echoed(line{{part, strong}}, c.Echoes))
	}
	if len(c.Drawing.Fields) > 0 {
		head = append(head, nil)
		for _, row := range c.Drawing.rows(l) {
			head = append(head, row.indented(indent))
		}
	}
	facts, verdicts := c.chosen(l.Detail)
	var body []line
	for {
		body = body[:0]
		if len(facts) > 0 {
			body = append(body, nil)
			for _, row := range l.facts(facts) {
				body = append(body, echoed(row, c.Echoes))
			}
		}
		if len(verdicts) > 0 {
			body = append(body, nil)
			for _, v := range verdicts {
				body = append(body, l.verdict(v)...)
			}
		}
		if l.Detail != Normal || l.Rows == 0 || len(head)+len(body) <= l.Rows {
			break
		}
		if dropped := dropFact(&facts, Useful) || drop(&verdicts, isGood) || drop(&verdicts, isNote) || dropFact(&facts, Core); !dropped {
			break
		}
	}
	rows := append(head, body...)
	for i, row := range rows {
		rows[i] = row.clipped(l)
	}
	return rows
}

// chosen returns the facts and verdicts for a level of detail.
func (c *Card) chosen(d Detail) (facts []Fact, verdicts []Verdict) {
	for _, v := range c.Verdicts {
		if d == All || v.Level != Full && (d == Normal || v.Tone == Warning || v.Level == Core) {
			verdicts = append(verdicts, v)
		}
	}
	// Warnings come first.
	slices.SortStableFunc(verdicts, func(a, b Verdict) int { return int(b.Tone) - int(a.Tone) })
	if d == Brief {
		return nil, verdicts
	}
	for _, f := range c.Facts {
		if d == Normal {
			f.Part = 0
		}
		if d == All || f.Level != Full {
			facts = append(facts, f)
		}
	}
	return facts, verdicts
}

func isNote(v Verdict) bool { return v.Tone == Note && v.Level == Useful }
func isGood(v Verdict) bool { return v.Tone == Good && v.Level == Useful }

// drop removes the last verdict of a kind.
func drop(verdicts *[]Verdict, kind func(Verdict) bool) bool {
	for i, v := range slices.Backward(*verdicts) {
		if kind(v) {
			*verdicts = slices.Delete(*verdicts, i, i+1)
			return true
		}
	}
	return false
}

// dropFact removes the last fact of a level, and its continuation lines.
func dropFact(facts *[]Fact, level Level) bool {
	for i, f := range slices.Backward(*facts) {
		if f.Level == level {
			end := i + 1
			for end < len(*facts) && (*facts)[end].Label == "" && f.Label != "" {
				end++
			}
			*facts = slices.Delete(*facts, i, end)
			return true
		}
	}
	return false
}

// title colors the digits of a title like those of the drawing.
func title(c *Card, text string) line {
	if c.Digits == nil || text != c.Title {
		return line{{text, strong}}
	}
	var row line
	for i := range len(text) {
		k := strong
		bit := c.Digits[i]
		if bit < 0 && i > 0 && i+1 < len(text) && c.Digits[i-1] >= 0 && c.Digits[i+1] >= 0 {
			// A separator has the hue of the field that contains it.
			a, b := c.Drawing.hueOf(c.Digits[i-1]), c.Drawing.hueOf(c.Digits[i+1])
			if a == b && a > 0 {
				k = strongHue(a)
			}
		}
		if bit >= 0 {
			if h := c.Drawing.hueOf(bit); h > 0 {
				k = strongHue(h)
			}
		}
		row = append(row, span{text[i : i+1], k})
	}
	return row
}

// mark returns the mark of a verdict and its ink.
func (l Look) mark(t Tone) (string, ink) {
	switch {
	case t == Warning:
		return "!", alarm
	case t == Good && l.UTF8:
		return "✓", assent
	case t == Good:
		return "+", assent
	}
	return "-", faint
}

func (l Look) verdict(v Verdict) (rows []line) {
	text := v.Text
	if v.Source != "" {
		text += " (" + v.Source + ")"
	}
	mark, k := l.mark(v.Tone)
	for _, part := range l.wrap(text, l.Width-indent-2) {
		rows = append(rows, line{{pad("", indent), plain}, {mark, k}, {" ", plain}, {part, plain}})
		mark = " "
	}
	return rows
}

// facts lays out facts in columns: labels, values, and remarks, which begin in the same
// column for all facts under one label.
func (l Look) facts(facts []Fact) (rows []line) {
	label := 0
	for _, f := range facts {
		label = max(label, width(f.Label))
	}
	at := indent + label + 2
	room := l.Width - at
	for i := 0; i < len(facts); {
		if i > 0 && facts[i].Part != facts[i-1].Part {
			rows = append(rows, nil)
		}
		n := i
		var pairs []pair
		for n == i || n < len(facts) && facts[n].Label == "" && facts[n].Part == facts[i].Part {
			pairs = append(pairs, pair{width(facts[n].Value), width(facts[n].Remark)})
			n++
		}
		column := column(pairs, room)
		for ; i < n; i++ {
			f, k := facts[i], plain
			if f.Strong {
				k = strong
			}
			head := line{{pad("", indent), plain}, {pad(f.Label, label+2), faint}}
			if w := width(f.Value); w > room && !strings.ContainsRune(f.Value, ' ') {
				// Keeping a name in one piece is more important than its column.
				if f.Label != "" {
					rows = append(rows, head)
				}
				left := max(min(2*indent, l.Width-w), 0)
				for _, part := range l.wrap(f.Value, l.Width-left) {
					rows = append(rows, line{{pad("", left), plain}, {part, k}})
				}
				f.Value = ""
				if f.Remark == "" {
					continue
				}
				head = line{{pad("", at), plain}}
			}
			for _, body := range l.beside(f.Value, k, f.Remark, column, room) {
				rows = append(rows, append(head[:len(head):len(head)], body...))
				head = line{{pad("", at), plain}}
			}
		}
	}
	return rows
}

// A pair is the width of a value and of its remark.
type pair struct{ value, remark int }

// column chooses where remarks begin: after as many values as possible, unless that
// leaves too little room for a remark that fits beside its own value.
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

// beside puts a value and a remark side by side, the remark at column or right after
// the value, or one below the other, whichever takes the fewest rows.
func (l Look) beside(value string, k ink, remark string, column, room int) []line {
	rows := l.paragraph(value, k, room)
	w := width(value)
	if remark == "" || w == 0 {
		if rows = append(rows, l.paragraph(remark, plain, room)...); rows == nil {
			rows = []line{nil}
		}
		return rows
	}
	for _, part := range l.wrap(remark, room-indent) {
		rows = append(rows, line{{pad("", indent), plain}, {part, plain}})
	}
	for _, gap := range [2]int{max(column, w) + 2, w + 2} {
		if room-gap < 12 {
			continue
		}
		parts := l.wrap(remark, room-gap)
		// If that takes as many rows as below the value, a remark is put beside it only
		// in its column, and only if that is wide.
		if n := len(parts); n > len(rows) || n == len(rows) && (gap != column+2 || room-gap < 30) {
			continue
		}
		rows = nil
		for i, part := range parts {
			head := span{pad("", gap), plain}
			if i == 0 {
				head = span{pad(value, gap), k}
			}
			rows = append(rows, line{head, {part, plain}})
		}
	}
	return rows
}

func (l Look) paragraph(text string, k ink, room int) (rows []line) {
	for _, part := range l.wrap(text, room) {
		rows = append(rows, line{{part, k}})
	}
	return rows
}
