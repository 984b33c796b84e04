package cli

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/hextet/hextet/internal/card"
	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/style"
)

// A table lays out rows in aligned columns for a terminal. It never waits for further
// rows: columns become wider as needed. The last column wraps between words. If the
// columns do not fit side by side, so that an address would be cut, each record is a
// list of facts instead, as on a card.
type table struct {
	look   card.Look
	header bool

	widths []int
	word   int  // the longest word in the last column
	tall   bool // records are lists, one line per field
	rows   int  // written so far, in lists
}

const gap = 2 // spaces between columns

// Rows implements [stream.Layout].
func (t *table) Rows(dst, rows []byte, columns []record.Info) []byte {
	var head []string
	if t.widths == nil {
		t.widths = make([]int, len(columns))
		if t.header {
			for i, c := range columns {
				head = append(head, strings.ToUpper(c.Name))
				t.widths[i] = len(c.Name)
			}
		}
	}
	for row := range bytes.Lines(rows) {
		i := 0
		for cell := range bytes.SplitSeq(bytes.TrimSuffix(row, []byte{'\n'}), []byte{'\t'}) {
			if i < len(t.widths) {
				t.widths[i] = max(t.widths[i], utf8.RuneCount(cell))
			}
			if i == len(t.widths)-1 {
				for word := range bytes.FieldsSeq(cell) {
					t.word = max(t.word, utf8.RuneCount(word))
				}
			}
			i++
		}
	}
	if head != nil {
		t.tall = t.tooWide()
	}
	if t.tall {
		for row := range bytes.Lines(rows) {
			dst = t.list(dst, strings.Split(string(bytes.TrimSuffix(row, []byte{'\n'})), "\t"), columns)
		}
		return dst
	}
	if head != nil {
		line := t.row(nil, head)
		dst = append(dst, t.look.Palette.Strong(string(bytes.TrimRight(line, " ")))...)
		dst = append(dst, '\n')
	}
	for row := range bytes.Lines(rows) {
		cells := strings.Split(string(bytes.TrimSuffix(row, []byte{'\n'})), "\t")
		at := len(dst)
		dst = t.row(dst, cells)
		dst = append(dst[:at+len(bytes.TrimRight(dst[at:], " "))], '\n')
	}
	return dst
}

// leastLast is the minimum width of the last column for a table to be useful, unless
// its content is narrower.
const leastLast = 16

// tooWide reports whether the other columns leave too little room for the last.
func (t *table) tooWide() bool {
	if len(t.widths) < 2 {
		return false
	}
	last := t.widths[len(t.widths)-1]
	return t.before()+max(min(last, leastLast), t.word) > t.look.Width
}

// before returns where the last column begins.
func (t *table) before() int {
	used := 0
	for _, w := range t.widths[:len(t.widths)-1] {
		used += w + gap
	}
	return used
}

// list appends a record with its fields one below another, with an empty line before
// all but the first record. It omits fields that the record does not have.
func (t *table) list(dst []byte, cells []string, columns []record.Info) []byte {
	if t.rows++; t.rows > 1 {
		dst = append(dst, '\n')
	}
	var facts []card.Fact
	for i, cell := range cells[:min(len(cells), len(columns))] {
		if cell != "" {
			facts = append(facts, card.Fact{Label: columns[i].Name, Value: cell, Strong: i == 0})
		}
	}
	look := t.look
	look.Whole = true
	return append(look.AppendFacts(dst, facts), '\n')
}

// row appends cells, each as wide as its column, with the lines that the last one wraps
// into.
func (t *table) row(dst []byte, cells []string) []byte {
	last := len(cells) - 1
	used := 0
	for i, cell := range cells[:last] {
		dst = append(dst, cell...)
		n := utf8.RuneCountInString(cell)
		if i < len(t.widths) {
			pad := t.widths[i] - n + gap
			dst = append(dst, strings.Repeat(" ", pad)...)
			n += pad
		}
		used += n
	}
	room := max(t.look.Width-used, leastLast)
	if utf8.RuneCountInString(cells[last]) <= room {
		return append(dst, cells[last]...)
	}
	for i, line := range style.Wrap(cells[last], room) {
		if i > 0 {
			dst = append(append(dst, '\n'), strings.Repeat(" ", used)...)
		}
		dst = append(dst, line...)
	}
	return dst
}
