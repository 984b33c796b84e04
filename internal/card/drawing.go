package card

import (
	"strconv"
	"strings"
)

// A Drawing is some octets and their fields:
//
//	0    16   32   /48  /64  80   96   112  128    the ruler
//	fd12:3456:789a:0001:0000:0000:0000:0001        the digits
//	├┘└─────┬────┘ └┬─┘ └────────┬────────┘        the brackets
//	│       │       │            └─ IID            the leaders
//	│       │       └────────────── subnet
//	│       └────────────────────── global ID
//	├────────────────────────────── L
//	└────────────────────────────── prefix
//
// IPv4 addresses are drawn in binary below their decimal text, since the boundaries of
// their fields seldom fall between octets.
type Drawing struct {
	Notation Notation
	Octets   []byte
	Fields   []Field // in order, without gaps

	// Marks are the meaningful prefix lengths; the ruler shows them with a slash.
	Marks []int

	// Other, if set, contains the octets to compare with: they are drawn below, and the
	// differences are marked.
	Other []byte
}

// A Notation is how octets are written.
type Notation uint8

// The notations.
const (
	IPv6   Notation = iota // groups of four digits
	IPv4                   // bits, below decimal octets
	Octets                 // MACs and so on
)

// A Field is a range of bits in a drawing, from First to Last inclusive; bit 0 is the
// most significant.
type Field struct {
	First, Last int
	Name        string
	Value       string // as shown
	Remark      string
	Hue         Hue // 0 for reserved fields
}

// A scale says how octets are written: how many bits a digit represents and how many
// digits are between two separators.
type scale struct {
	bits, group int
	sep         string
}

func (d *Drawing) scale() scale {
	switch d.Notation {
	case IPv4:
		return scale{1, 8, "."}
	case Octets:
		return scale{4, 2, ":"}
	}
	return scale{4, 4, ":"}
}

// column returns the column of a digit.
func (s scale) column(digit int) int { return digit + digit/s.group }

func (d *Drawing) bits() int { return len(d.Octets) * 8 }

// value returns n bits of octets, at most 16, from bit at.
func value(octets []byte, at, n int) int {
	v := 0
	for i := at; i < at+n; i++ {
		v = v<<1 | int(octets[i/8]>>(7-i%8)&1)
	}
	return v
}

// digit returns the text of a digit.
func (s scale) digit(octets []byte, n int) string {
	return strconv.FormatInt(int64(value(octets, n*s.bits, s.bits)), 16)
}

// fieldOf returns the index of the field that contains a bit, -1 if there is none.
func (d *Drawing) fieldOf(bit int) int {
	for i := range d.Fields {
		if f := &d.Fields[i]; bit >= f.First && bit <= f.Last {
			return i
		}
	}
	return -1
}

func (d *Drawing) hueOf(bit int) Hue {
	if n := d.fieldOf(bit); n >= 0 {
		return d.Fields[n].Hue
	}
	return 0
}

// cuts reports whether the field begins or ends within a digit.
func (f *Field) cuts(s scale) bool { return f.First%s.bits != 0 || (f.Last+1)%s.bits != 0 }

// remark returns the remark of a field, preceded by its bits if the digits do not show
// where they are.
func (f *Field) remark(s scale) string {
	if !f.cuts(s) {
		return f.Remark
	}
	bits := "bit " + strconv.Itoa(f.First)
	if f.Last > f.First {
		bits = "bits " + f.span()
	}
	if f.Remark == "" {
		return bits
	}
	return bits + ": " + f.Remark
}

// span returns the bits of a field: "0-31".
func (f *Field) span() string {
	if f.First == f.Last {
		return strconv.Itoa(f.First)
	}
	return strconv.Itoa(f.First) + "-" + strconv.Itoa(f.Last)
}

// rows draws without an indent: digits if there is room, else a list.
func (d *Drawing) rows(l Look) []line {
	s := d.scale()
	if wide := s.column(d.bits() / s.bits); l.Width < listWidth || wide > l.Width-24 {
		return d.list(l)
	}
	return d.picture(l, s)
}

// A bracket goes around the digits of a field, or of several if one of them has no
// digit of its own: a prefix of seven bits and the flag after it.
type bracket struct {
	first, last int // fields
	from, to    int // digits
	stem        int // column of its leader
}

func (d *Drawing) brackets(s scale) []bracket {
	var list []bracket
	add := func(first, last int) {
		list = append(list, bracket{first: first, last: last})
	}
	// own reports whether fields first to last have a digit of their own.
	own := func(first, last int) (from, to int, ok bool) {
		from = (d.Fields[first].First + s.bits - 1) / s.bits
		to = (d.Fields[last].Last+1)/s.bits - 1
		return from, to, from <= to
	}
	for i := 0; i < len(d.Fields); i++ {
		if _, _, ok := own(i, i); ok {
			add(i, i)
			continue
		}
		if n := len(list); n > 0 && d.Fields[i].First%s.bits != 0 {
			list[n-1].last = i
			continue
		}
		from := i
		for i+1 < len(d.Fields) {
			if _, _, ok := own(from, i); ok {
				break
			}
			i++
		}
		add(from, i)
	}
	for i := range list {
		b := &list[i]
		b.from = d.Fields[b.first].First / s.bits
		b.to = d.Fields[b.last].Last / s.bits
		from, to, _ := own(b.first, b.last)
		left, right := s.column(from), s.column(to)
		b.stem = left + (right-left)/2
	}
	return list
}

// The sides at which a line leaves a cell.
const (
	up = 1 << iota
	down
	left
	right
)

// glyphs are the box-drawing characters, indexed by the sides they touch.
var glyphs = [16]string{
	0: " ", up: "│", down: "│", up | down: "│", left: "─", right: "─", left | right: "─",
	up | right: "└", up | left: "┘", down | right: "┌", down | left: "┐",
	up | down | right: "├", up | down | left: "┤",
	left | right | down: "┬", left | right | up: "┴", up | down | left | right: "┼",
}

func (l Look) glyph(sides int) string {
	g := glyphs[sides]
	if l.UTF8 {
		return g
	}
	switch g {
	case " ":
		return g
	case "│":
		return "|"
	case "─":
		return "-"
	}
	return "+"
}

// picture draws the digits.
func (d *Drawing) picture(l Look, s scale) []line {
	list := d.brackets(s)
	rows := []line{d.ruler(s)}
	rows = append(rows, d.digits(s, d.Octets)...)
	if d.Other != nil {
		rows = append(rows, d.digits(s, d.Other)...)
		if row := d.differences(s); row != nil {
			rows = append(rows, row)
		}
	}
	rows = append(rows, d.under(l, s, list))

	names, edge := 0, 0
	var pairs []pair
	for i := range d.Fields {
		f := &d.Fields[i]
		names = max(names, width(f.Name))
		pairs = append(pairs, pair{width(f.Value), width(f.remark(s))})
	}
	for _, b := range list {
		edge = max(edge, b.stem)
	}
	at := edge + 3
	text := at + names + 2
	room := l.Width - indent - text
	values := column(pairs, room)

	for i := len(list) - 1; i >= 0; i-- {
		for n := list[i].last; n >= list[i].first; n-- {
			f := &d.Fields[n]
			more := n > list[i].first
			corner := up | right
			if more {
				corner |= down
			}
			head := d.stems(l, list[:i])
			head = append(head, span{pad("", list[i].stem-head.width()), plain})
			dashes := strings.Repeat(l.glyph(left|right), at-1-list[i].stem-1)
			head = append(head,
				span{l.glyph(corner) + dashes + " ", inkOf(f.Hue)},
				span{pad(f.Name, names+2), inkOf(f.Hue)})
			below := d.stems(l, list[:i])
			if more {
				below = append(below, span{pad("", list[i].stem-below.width()), plain},
					span{l.glyph(up | down), inkOf(d.Fields[list[i].first].Hue)})
			}
			below = append(below, span{pad("", text-below.width()), plain})
			for _, body := range l.beside(f.Value, f.valueInk(), f.remark(s), values, room) {
				rows = append(rows, append(head[:len(head):len(head)], body...))
				head = below
			}
		}
	}
	return rows
}

func (f *Field) valueInk() ink {
	if f.Hue == 0 {
		return plain
	}
	return ink(f.Hue)
}

// ruler writes bit numbers above the digits, at every separator and the end, and the
// marks. A number that would touch a mark is omitted.
func (d *Drawing) ruler(s scale) line {
	total := s.column(d.bits()/s.bits) + 4
	row := make([]byte, total)
	for i := range row {
		row[i] = ' '
	}
	inks := make([]ink, total)
	put := func(bit int, text string, k ink) {
		at := s.column(bit / s.bits)
		for i := max(at-1, 0); i < min(at+len(text)+1, total); i++ {
			if row[i] != ' ' {
				return
			}
		}
		copy(row[at:], text)
		for i := range text {
			inks[at+i] = k
		}
	}
	for i := range inks {
		inks[i] = faint
	}
	for _, m := range d.Marks {
		put(m, "/"+strconv.Itoa(m), strong)
	}
	put(d.bits(), strconv.Itoa(d.bits()), faint)
	for bit := 0; bit < d.bits(); bit += s.bits * s.group {
		put(bit, strconv.Itoa(bit), faint)
	}
	var out line
	for i, c := range row {
		out = append(out, span{string(rune(c)), inks[i]})
	}
	return out
}

// stems draws the leaders that continue past a row.
func (d *Drawing) stems(l Look, list []bracket) line {
	var row line
	at := 0
	for _, b := range list {
		row = append(row, span{pad("", b.stem-at), plain}, span{l.glyph(up | down), inkOf(d.Fields[b.first].Hue)})
		at = b.stem + 1
	}
	return row
}

// digits writes octets, each digit in the ink of its field.
func (d *Drawing) digits(s scale, octets []byte) []line {
	var rows []line
	total := d.bits() / s.bits
	if d.Notation == IPv4 {
		var row line
		for i, octet := range octets {
			k := plain
			if n := d.fieldOf(i * 8); n >= 0 && d.Fields[n].Last >= i*8+7 {
				k = inkOf(d.Fields[n].Hue)
			}
			text := strconv.Itoa(int(octet))
			row = append(row, span{pad("", 8-len(text)), plain}, span{text, k})
			if i < len(octets)-1 {
				row = append(row, span{s.sep, plain})
			}
		}
		rows = append(rows, row)
	}
	var row line
	for i := range total {
		n := d.fieldOf(i * s.bits)
		if i > 0 && i%s.group == 0 {
			k := plain
			if before := d.fieldOf(i*s.bits - 1); before == n && n >= 0 {
				k = inkOf(d.Fields[n].Hue)
			}
			row = append(row, span{s.sep, k})
		}
		k := plain
		if n >= 0 {
			k = inkOf(d.Fields[n].Hue)
		}
		row = append(row, span{s.digit(octets, i), k})
	}
	return append(rows, row)
}

// differences points at the digits in which Other differs.
func (d *Drawing) differences(s scale) line {
	var row line
	at := 0
	for i := range d.bits() / s.bits {
		if s.digit(d.Octets, i) != s.digit(d.Other, i) {
			c := s.column(i)
			row = append(row, span{pad("", c-at), plain}, span{"^", alarm})
			at = c + 1
		}
	}
	return row
}

// under draws the brackets. Two that share a digit meet in it.
func (d *Drawing) under(l Look, s scale, list []bracket) line {
	total := d.bits() / s.bits
	sides := make([]int, s.column(total-1)+1)
	inks := make([]ink, len(sides))
	for _, b := range list {
		from, to := s.column(b.from), s.column(b.to)
		for c := from; c <= to; c++ {
			if c > from {
				sides[c] |= left
			}
			if c < to {
				sides[c] |= right
			}
			if c > from || sides[c]&left == 0 {
				inks[c] = inkOf(d.Fields[b.first].Hue)
			}
		}
		sides[from] |= up
		sides[to] |= up
		sides[b.stem] |= down
	}
	var row line
	for c, g := range sides {
		k := inks[c]
		if g == 0 {
			k = plain
		}
		row = append(row, span{l.glyph(g), k})
	}
	return row
}
