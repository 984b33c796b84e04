package card

import (
	"strings"
)

// list draws for a narrow terminal, or if there are more octets than fit in a row: the
// bits, digits, name and value of each field.
func (d *Drawing) list(l Look) (rows []line) {
	s := d.scale()
	room := l.Width - indent
	spans, names, digits := 0, 0, 0
	for i := range d.Fields {
		f := &d.Fields[i]
		spans = max(spans, width(f.span()))
		names = max(names, width(f.Name))
		digits = max(digits, width(d.own(s, d.Octets, f)))
	}
	digits = min(digits, 20, max(room-spans-names-12, 4))
	at := spans + 2 + digits + 2
	for i := range d.Fields {
		f := &d.Fields[i]
		k := inkOf(f.Hue)
		blocks := l.wrap(d.own(s, d.Octets, f), digits)
		if d.Other != nil {
			blocks = append(blocks, l.wrap(d.own(s, d.Other, f), digits)...)
		}
		text := room - at
		// Beside the digits goes everything that does not repeat them.
		var notes []line
		name := line{{f.Name, k}}
		if v := f.Value; v != "" && v != strings.Join(blocks, "") {
			if 2+width(f.Name)+width(v) <= text {
				name = append(name, span{"  " + v, f.valueInk()})
			} else {
				notes = l.paragraph(v, f.valueInk(), text)
			}
		}
		notes = append(notes, l.paragraph(f.Remark, plain, text)...)
		notes = append([]line{name}, notes...)
		for n := range max(len(blocks), len(notes)) {
			row := line{{pad("", spans+2), plain}}
			if n == 0 {
				row = line{{pad(f.span(), spans+2), faint}}
			}
			block := ""
			if n < len(blocks) {
				block = blocks[n]
			}
			row = append(row, span{pad(block, digits+2), k})
			if n < len(notes) {
				row = append(row, notes[n]...)
			}
			rows = append(rows, row)
		}
	}
	return rows
}

// own writes just the digits of a field, or its bits if a boundary is within a digit.
func (d *Drawing) own(s scale, octets []byte, f *Field) string {
	var b strings.Builder
	if s.bits == 1 || f.cuts(s) {
		for i := f.First; i <= f.Last; i++ {
			if s.bits == 1 && i > f.First && i%8 == 0 {
				b.WriteByte('.')
			}
			b.WriteByte('0' + byte(value(octets, i, 1)))
		}
		return b.String()
	}
	for i := f.First / s.bits; i <= f.Last/s.bits; i++ {
		if i > f.First/s.bits && i%s.group == 0 {
			b.WriteString(s.sep)
		}
		b.WriteString(s.digit(octets, i))
	}
	return b.String()
}
