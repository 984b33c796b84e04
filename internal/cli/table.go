package cli

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/hextet/hextet/internal/record"
	"github.com/hextet/hextet/internal/style"
)

// A table lays rows out in aligned columns for a terminal. It never waits for
// more rows than it is given: widths grow as rows come. The last column wraps, and
// nothing is cut: half an address is worse than none. Where the columns do not fit
// side by side the records are cards instead, a line a field.
type table struct {
	palette style.Palette
	width   int // of the terminal
	header  bool

	widths []int
	tall   bool // records stand one below the other, a line a field
	rows   int  // written so far
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
			i++
		}
	}
	if head != nil {
		t.tall = t.tooWide()
	}
	if t.tall {
		for row := range bytes.Lines(rows) {
			dst = t.card(dst, strings.Split(string(bytes.TrimSuffix(row, []byte{'\n'})), "\t"), columns)
		}
		return dst
	}
	if head != nil {
		line := t.row(nil, head)
		dst = append(dst, t.palette.Strong(string(bytes.TrimRight(line, " ")))...)
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

// leastLast is the room that the last column must have for a table to be of use.
const leastLast = 16

// tooWide reports whether the columns before the last leave it no room.
func (t *table) tooWide() bool {
	if len(t.widths) < 2 {
		return false
	}
	last := len(t.widths) - 1
	used := 0
	for _, w := range t.widths[:last] {
		used += w + gap
	}
	return used+min(t.widths[last], leastLast) > t.width
}

// card appends a record with its fields below one another, an empty line before
// all but the first. Fields that it does not have are left out.
func (t *table) card(dst []byte, cells []string, columns []record.Info) []byte {
	if t.rows++; t.rows > 1 {
		dst = append(dst, '\n')
	}
	w := 0
	for _, c := range columns {
		w = max(w, len(c.Name))
	}
	for i, cell := range cells {
		if cell == "" || i >= len(columns) {
			continue
		}
		dst = append(dst, t.palette.Strong(columns[i].Name)...)
		dst = append(dst, strings.Repeat(" ", w-len(columns[i].Name)+gap)...)
		dst = append(dst, cell...)
		dst = append(dst, '\n')
	}
	return dst
}

// row appends cells, each as wide as its column; the last one goes on below itself
// where the terminal ends.
func (t *table) row(dst []byte, cells []string) []byte {
	used := 0
	for i, cell := range cells {
		n := utf8.RuneCountInString(cell)
		if i == len(cells)-1 {
			if room := t.width - used; n > room && room >= leastLast {
				return wrap(dst, cell, used, room)
			}
			return append(dst, cell...)
		}
		dst = append(dst, cell...)
		if i < len(t.widths) {
			pad := t.widths[i] - n + gap
			used += n + pad
			for ; pad > 0; pad-- {
				dst = append(dst, ' ')
			}
		}
	}
	return dst
}

// wrap appends text in lines of at most room columns, the first of which begins at
// column indent. It breaks between words only.
func wrap(dst []byte, text string, indent, room int) []byte {
	left := room
	for i, word := range strings.Split(text, " ") {
		n := utf8.RuneCountInString(word)
		switch {
		case i == 0:
		case n+1 > left:
			dst = append(dst, '\n')
			dst = append(dst, strings.Repeat(" ", indent)...)
			left = room
		default:
			dst = append(dst, ' ')
			left--
		}
		dst = append(dst, word...)
		left -= n
	}
	return dst
}
