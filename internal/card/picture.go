package card

import (
	"strconv"
	"strings"

	"github.com/hextet/hextet/classify"
)

// A Picture is an address and its fields:
//
//	fd12:3456:789a:0001:0000:0000:0000:0001      the digits
//	├┘└─────┬────┘ └┬─┘ └────────┬────────┘      the brackets
//	│       │       │            └─ IID          the leaders
//	│       │       └────────────── subnet
//	│       └────────────────────── global ID
//	├────────────────────────────── L
//	└────────────────────────────── prefix
//
// IPv4 addresses are drawn in binary under their decimal text, since the borders
// of their fields seldom fall between decimals.
type Picture struct {
	Octets []byte          // 4: IPv4, 6 and 8: a MAC, 16: IPv6
	Parts  []classify.Part // in order, without a gap
}

// A ruler says how an address is written: how many bits a digit holds and how
// many digits stand between two separators.
type ruler struct {
	bits, group int
	sep         string
}

func (p *Picture) ruler() ruler {
	switch len(p.Octets) {
	case 4:
		return ruler{1, 8, "."}
	case 16:
		return ruler{4, 4, ":"}
	}
	return ruler{4, 2, ":"}
}

// column is where a digit stands.
func (r ruler) column(digit int) int { return digit + digit/r.group }

// field returns n bits, at most 16, from bit at.
func (p *Picture) field(at, n int) int {
	v := 0
	for i := at; i < at+n; i++ {
		v = v<<1 | int(p.Octets[i/8]>>(7-i%8)&1)
	}
	return v
}

// digit returns the text of a digit.
func (p *Picture) digit(r ruler, n int) string {
	return strconv.FormatInt(int64(p.field(n*r.bits, r.bits)), 16)
}

// partOf returns the number of the part that has a bit, -1 if there is none.
func (p *Picture) partOf(bit int) int {
	for i := range p.Parts {
		if q := &p.Parts[i]; bit >= q.First && bit <= q.Last {
			return i
		}
	}
	return -1
}

// A bracket goes around the digits of a part, or of several of which one alone
// would have no digit of its own: a prefix of seven bits and the flag behind it.
type bracket struct {
	first, last int // parts
	from, to    int // digits
	stem        int // column of its leader
}

func (p *Picture) brackets(r ruler) []bracket {
	var list []bracket
	add := func(first, last int) {
		list = append(list, bracket{first: first, last: last})
	}
	// own reports whether parts first to last have a digit that is only theirs.
	own := func(first, last int) (from, to int, ok bool) {
		from = (p.Parts[first].First + r.bits - 1) / r.bits
		to = (p.Parts[last].Last+1)/r.bits - 1
		return from, to, from <= to
	}
	for i := 0; i < len(p.Parts); i++ {
		if _, _, ok := own(i, i); ok {
			add(i, i)
			continue
		}
		if n := len(list); n > 0 && p.Parts[i].First%r.bits != 0 {
			list[n-1].last = i
			continue
		}
		from := i
		for i+1 < len(p.Parts) {
			if _, _, ok := own(from, i); ok {
				break
			}
			i++
		}
		add(from, i)
	}
	for i := range list {
		b := &list[i]
		b.from = p.Parts[b.first].First / r.bits
		b.to = p.Parts[b.last].Last / r.bits
		from, to, _ := own(b.first, b.last)
		left, right := r.column(from), r.column(to)
		b.stem = left + (right-left)/2
	}
	return list
}

// The sides of a cell that a line leaves by.
const (
	up = 1 << iota
	down
	left
	right
)

// glyphs are the lines by the sides they touch.
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

// draw returns the rows of the picture, without an indent.
func (p *Picture) draw(l Look) []line {
	r := p.ruler()
	list := p.brackets(r)
	rows := append(p.digits(r), p.under(l, r, list))

	labels, edge := 0, 0
	var pairs []pair
	for i := range p.Parts {
		labels = max(labels, width(p.Parts[i].Name))
		pairs = append(pairs, pair{width(p.value(r, i)), width(p.remark(r, i))})
	}
	for _, b := range list {
		edge = max(edge, b.stem)
	}
	label := edge + 3
	value := label + labels + 2
	room := l.Width - indent - value
	values := column(pairs, room)

	for i := len(list) - 1; i >= 0; i-- {
		for n := list[i].last; n >= list[i].first; n-- {
			more := n > list[i].first
			corner := up | right
			if more {
				corner |= down
			}
			head := p.stems(l, list[:i])
			head = append(head, span{pad("", list[i].stem-head.width()), plain})
			dashes := strings.Repeat(l.glyph(left|right), label-1-list[i].stem-1)
			head = append(head,
				span{l.glyph(corner) + dashes + " ", hue(n)},
				span{pad(p.Parts[n].Name, labels+2), hue(n)})
			below := p.stems(l, list[:i])
			if more {
				below = append(below, span{pad("", list[i].stem-below.width()), plain},
					span{l.glyph(up | down), hue(list[i].first)})
			}
			below = append(below, span{pad("", value-below.width()), plain})
			for _, body := range p.describe(l, r, n, values, room) {
				rows = append(rows, append(head[:len(head):len(head)], body...))
				head = below
			}
		}
	}
	return rows
}

func (l line) width() int {
	n := 0
	for _, s := range l {
		n += width(s.text)
	}
	return n
}

// stems draws the leaders that go on past a row.
func (p *Picture) stems(l Look, list []bracket) line {
	var row line
	at := 0
	for _, b := range list {
		row = append(row, span{pad("", b.stem-at), plain}, span{l.glyph(up | down), hue(b.first)})
		at = b.stem + 1
	}
	return row
}

// digits writes the address, each digit in the ink of its part.
func (p *Picture) digits(r ruler) []line {
	var rows []line
	total := len(p.Octets) * 8 / r.bits
	if r.bits == 1 {
		var row line
		for i, octet := range p.Octets {
			k := plain
			if n := p.partOf(i * 8); n >= 0 && p.Parts[n].Last >= i*8+7 {
				k = hue(n)
			}
			text := strconv.Itoa(int(octet))
			row = append(row, span{pad("", 8-len(text)), plain}, span{text, k})
			if i < len(p.Octets)-1 {
				row = append(row, span{r.sep, plain})
			}
		}
		rows = append(rows, row)
	}
	var row line
	for i := range total {
		n := p.partOf(i * r.bits)
		if i > 0 && i%r.group == 0 {
			k := plain
			if before := p.partOf(i*r.bits - 1); before == n {
				k = hue(n)
			}
			row = append(row, span{r.sep, k})
		}
		row = append(row, span{p.digit(r, i), hue(n)})
	}
	return append(rows, row)
}

// under draws the brackets. Where a digit belongs to two of them they meet in it.
func (p *Picture) under(l Look, r ruler, list []bracket) line {
	total := len(p.Octets) * 8 / r.bits
	sides := make([]int, r.column(total-1)+1)
	inks := make([]ink, len(sides))
	for _, b := range list {
		from, to := r.column(b.from), r.column(b.to)
		for c := from; c <= to; c++ {
			if c > from {
				sides[c] |= left
			}
			if c < to {
				sides[c] |= right
			}
			if c > from || sides[c]&left == 0 {
				inks[c] = hue(b.first)
			}
		}
		sides[from] |= up
		sides[to] |= up
		sides[b.stem] |= down
	}
	var row line
	for c, s := range sides {
		row = append(row, span{l.glyph(s), inks[c]})
	}
	return row
}

// value is the value of a part as it is shown: flags in binary, and what only
// repeats the digits of the address with the separators they have there.
func (p *Picture) value(r ruler, n int) string {
	q := &p.Parts[n]
	switch {
	case len(q.Bits) > 2 || q.Kind == classify.PartFlags && len(q.Bits) > 0:
		return p.binary(q.First, q.Last)
	case q.Kind == classify.PartZero && strings.Trim(q.Value, "0") == "":
		return "0"
	case r.bits != 4 || q.First%4 != 0 || q.Last-q.First < 16:
		return q.Value
	}
	var bare, apart strings.Builder
	for d := q.First / 4; d <= q.Last/4; d++ {
		if d > q.First/4 && d%r.group == 0 {
			apart.WriteString(r.sep)
		}
		digit := p.digit(r, d)
		bare.WriteString(digit)
		apart.WriteString(digit)
	}
	if bare.String() != q.Value {
		return q.Value
	}
	return apart.String()
}

// binary writes the bits first to last in groups of four.
func (p *Picture) binary(first, last int) string {
	var b strings.Builder
	for i := first; i <= last; i++ {
		if i > first && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteByte('0' + byte(p.field(i, 1)))
	}
	return b.String()
}

// place is where the text of binary(first, …) has a bit.
func place(first, bit int) int { return bit - first + bit/4 - first/4 }

// describe writes what stands behind the name of a part: value and remark, and
// below them its named bits.
func (p *Picture) describe(l Look, r ruler, n, values, room int) []line {
	q := &p.Parts[n]
	value, remark := p.value(r, n), p.remark(r, n)
	switch {
	case len(q.Bits) == 0:
		return beside(value, plain, remark, faint, values, room)
	case len(q.Bits) <= 2:
		rows := beside(value, plain, remark, faint, values, room)
		return append(rows, p.bitTree(l, n, room)...)
	}
	// A letter below each bit that has a name, and what those that are set mean.
	rows := beside(value, plain, remark, faint, values, room)
	var letters strings.Builder
	var set []string
	for _, b := range q.Bits {
		for at := place(q.First, b.At); letters.Len() < at; {
			letters.WriteByte(' ')
		}
		letters.WriteString(b.Name)
		if b.Set && b.Meaning != "" && (remark == "" || !strings.Contains(b.Meaning, remark)) {
			set = append(set, b.Meaning)
		}
	}
	below := beside(letters.String(), hue(n), strings.Join(set, ", "), faint, max(values, width(value)), room)
	return append(append(rows[:1:1], below...), rows[1:]...)
}

// bitTree draws the digit that one or two named bits are in, and leads from each
// to what it means.
func (p *Picture) bitTree(l Look, n, room int) []line {
	q := &p.Parts[n]
	first := q.Bits[0].At &^ 3
	last := q.Bits[len(q.Bits)-1].At | 3
	digits := strconv.FormatInt(int64(p.field(first, last+1-first)), 16) + "="
	place := func(bit int) int { return len(digits) + place(first, bit) }
	names := 0
	for _, b := range q.Bits {
		names = max(names, width(b.Name))
	}
	rows := []line{{{digits + p.binary(first, last), plain}}}
	edge := place(q.Bits[len(q.Bits)-1].At)
	for i := len(q.Bits) - 1; i >= 0; i-- {
		b := q.Bits[i]
		var row line
		at := 0
		for _, c := range q.Bits[:i] {
			row = append(row, span{pad("", place(c.At)-at), plain}, span{l.glyph(up | down), hue(n)})
			at = place(c.At) + 1
		}
		dashes := strings.Repeat(l.glyph(left|right), edge-place(b.At)+1)
		set := "0"
		if b.Set {
			set = "1"
		}
		row = append(row, span{pad("", place(b.At)-at), plain},
			span{l.glyph(up|right) + dashes + " " + pad(b.Name, names) + " ", hue(n)})
		for k, part := range wrap(set+" "+b.Meaning, room-row.width()) {
			if k > 0 {
				blank := pad("", row.width())
				row = line{{blank, plain}}
			}
			rows = append(rows, append(row[:len(row):len(row)], span{part, faint}))
		}
	}
	return rows
}

// remark is what stands behind the value of a part.
func (p *Picture) remark(r ruler, n int) string {
	s, cut := p.Parts[n].Meaning, p.cut(r, n)
	if s == p.value(r, n) {
		s = ""
	}
	if s != "" && cut != "" {
		s += ", "
	}
	return s + cut
}

// cut shows the digits that the part has not to itself: which of their bits are
// its own.
func (p *Picture) cut(r ruler, n int) string {
	q := &p.Parts[n]
	if r.bits == 1 {
		return ""
	}
	show := func(d int) string {
		var b strings.Builder
		b.WriteString(p.digit(r, d))
		b.WriteByte('=')
		for i := d * r.bits; i < (d+1)*r.bits; i++ {
			if i < q.First || i > q.Last {
				b.WriteRune('·')
			} else {
				b.WriteByte('0' + byte(p.field(i, 1)))
			}
		}
		return b.String()
	}
	from, to := q.First/r.bits, q.Last/r.bits
	before, behind := q.First%r.bits != 0, (q.Last+1)%r.bits != 0
	switch {
	case before && behind && from != to:
		return show(from) + ", " + show(to)
	case before:
		return show(from)
	case behind:
		return show(to)
	}
	return ""
}
