package table

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/hextet/hextet/subnet"
)

// A layout says what the columns of a table are.
type layout struct {
	format  Format
	sep     byte // column separator, 0 for whitespace
	quotes  bool
	key     int      // the column of the address
	span    span     // whether the address continues in the next column
	columns int      // in a row
	names   []string // of the columns that are not part of the address
	label   int      // which of names is the label, -1 for none
	header  bool     // the first row names the columns
}

// A span says whether the address continues in the next column.
type span uint8

const (
	spanNone   span = iota
	spanNext        // a range or a mask: last address, or IPv4 mask, in the next column
	spanLength      // a prefix length in the next column
)

// keyWidth returns the number of columns of the address.
func (l *layout) keyWidth() int {
	if l.span == spanNone {
		return 1
	}
	return 2
}

// sampleRows is the number of rows used to detect the layout of a table.
const sampleRows = 64

// sniff returns the layout of the table that begins with text. If the format is not
// Auto, it only detects the columns.
func sniff(text string, f Format) layout {
	if f == Auto || f == RIR || f == Prefix2AS {
		rows := sample(cursor{text: text})
		switch {
		case f == RIR || f == Auto && isRIR(rows):
			return rirLayout()
		case f == Prefix2AS || f == Auto && isPrefix2AS(rows):
			return prefix2asLayout()
		}
	}
	type separator struct {
		format Format
		sep    byte
	}
	for _, s := range [...]separator{{TSV, '\t'}, {CSV, ','}, {CSV, ';'}} {
		if f != Auto && f != s.format {
			continue
		}
		if l, ok := columnsOf(text, s.format, s.sep, f != Auto); ok {
			return l
		}
	}
	switch f {
	case CSV:
		return layout{format: CSV, sep: ',', quotes: true, columns: 1, label: -1}
	case TSV:
		return layout{format: TSV, sep: '\t', columns: 1, label: -1}
	}
	return listLayout(text)
}

func sample(c cursor) []string {
	var rows []string
	for len(rows) < sampleRows {
		row, ok := c.next()
		if !ok {
			break
		}
		rows = append(rows, row)
	}
	return rows
}

// columnsOf returns the layout of text if its columns are separated by sep: every row
// has the same number of them, or fewer than the header, and one column contains
// addresses. If the format was given, malformed rows are ignored.
func columnsOf(text string, f Format, sep byte, told bool) (l layout, ok bool) {
	c := cursor{text: text, sep: sep, quotes: f == CSV}
	var rows [][]string
	for _, row := range sample(c) {
		fields := c.split(nil, row)
		if len(rows) > 0 {
			for isHeader(rows[0]) && len(fields) < len(rows[0]) {
				fields = append(fields, "")
			}
			if len(fields) != len(rows[0]) {
				if told {
					continue
				}
				return layout{}, false
			}
		}
		rows = append(rows, fields)
	}
	if len(rows) == 0 || len(rows[0]) < 2 {
		return layout{}, false
	}
	l = layout{format: f, sep: sep, quotes: f == CSV || anyQuoted(rows), columns: len(rows[0])}
	head := rows[0]
	if l.header = isHeader(head); l.header {
		rows = rows[1:]
	}
	best := 0
	for k := range head {
		n := 0
		for _, row := range rows {
			if isItem(row[k]) {
				n++
			}
		}
		if n > best {
			l.key, best = k, n
		}
	}
	if 2*best < len(rows) || best == 0 && !l.header {
		return layout{}, false
	}
	if best == 0 { // only a header
		l.key = 0
	}
	l.span = spanOf(head, rows, l.key, l.header)
	if !l.header && !told && hasEmptyColumn(rows) {
		return layout{}, false // tabs that only align a list
	}
	l.name(head)
	return l, true
}

func hasEmptyColumn(rows [][]string) bool {
	for k := range rows[0] {
		empty := true
		for _, row := range rows {
			empty = empty && row[k] == ""
		}
		if empty {
			return true
		}
	}
	return false
}

func anyQuoted(rows [][]string) bool {
	for _, row := range rows {
		for _, field := range row {
			if len(field) > 1 && field[0] == '"' && field[len(field)-1] == '"' {
				return true
			}
		}
	}
	return false
}

// isHeader reports whether a first row contains column names. A row with a malformed
// address is not a header.
func isHeader(fields []string) bool {
	for _, s := range fields {
		if s != "" && (s[0] >= '0' && s[0] <= '9' || s[0] == ':') || strings.Contains(s, "::") || isItem(s) {
			return false
		}
	}
	return true
}

func isItem(s string) bool {
	_, err := parseKey(s)
	return err == nil
}

func isAddr(s string) (netip.Addr, bool) {
	it, err := subnet.Parse(s)
	return it.Addr, err == nil && it.IsAddr()
}

// spanOf decides whether the address in column key continues in the next column. If
// there is a header, its names decide; otherwise the two must be the ends of a range,
// or a network and its mask, in every row.
func spanOf(head []string, rows [][]string, key int, header bool) span {
	if key+1 == len(head) || len(rows) == 0 {
		return spanNone
	}
	if header {
		switch name := strings.ToLower(head[key+1]); {
		case hasWord(name, "length", "len", "prefixlen", "masklen", "plen", "bits"):
			for _, row := range rows {
				if _, err := strconv.ParseUint(row[key+1], 10, 8); err != nil {
					return spanNone
				}
				if _, ok := isAddr(row[key]); !ok {
					return spanNone
				}
			}
			return spanLength
		case !hasWord(name, "end", "last", "to", "stop", "upper", "high", "mask", "netmask", "wildcard"):
			return spanNone
		}
	}
	for _, row := range rows {
		a, ok := isAddr(row[key])
		b, ok2 := isAddr(row[key+1])
		if !ok || !ok2 {
			return spanNone
		}
		if _, err := between(a, b); err != nil && !header {
			return spanNone
		}
	}
	return spanNext
}

// hasWord reports whether one of the words in name, separated by anything but letters,
// is among words.
func hasWord(name string, words ...string) bool {
	parts := strings.FieldsFunc(name, func(r rune) bool { return r < 'a' || r > 'z' })
	return slices.ContainsFunc(parts, func(part string) bool { return slices.Contains(words, part) })
}

// name sets the names of the columns: those of the header, or default ones.
func (l *layout) name(head []string) {
	l.label = -1
	for k, title := range head {
		if k >= l.key && k < l.key+l.keyWidth() {
			continue
		}
		if !l.header {
			title = "column_" + strconv.Itoa(k+1)
			if len(l.names) == 0 {
				title = "label"
			}
		} else if title == "" {
			title = "column_" + strconv.Itoa(k+1)
		}
		title = strings.Map(plainName, title)
		base := title
		for n := 2; slices.Contains(l.names, title); n++ {
			title = base + "_" + strconv.Itoa(n)
		}
		l.names = append(l.names, title)
	}
	for k, title := range l.names {
		if l.label < 0 || strings.EqualFold(title, "label") && !strings.EqualFold(l.names[l.label], "label") {
			l.label = k
		}
	}
}

// plainName replaces characters that are not allowed in a column name, in a list of
// names or in an output format.
func plainName(r rune) rune {
	if r < ' ' || r == 0x7f || r == ',' || r == '"' || r == '\\' {
		return '_'
	}
	return r
}

// listLayout returns the layout of PREFIX LABEL lines. With a header, every column is a
// word except the last, which is the rest of the line.
func listLayout(text string) layout {
	l := layout{format: List, names: []string{"label"}, columns: 2}
	rows := sample(cursor{text: text})
	if len(rows) == 0 {
		return l
	}
	head := strings.FieldsFunc(rows[0], func(r rune) bool { return r == ',' || r == ' ' || r == '\t' })
	if len(head) == 0 || !isHeader(head) {
		return l
	}
	l.header, l.names, l.columns = true, nil, len(head)
	l.name(head)
	return l
}
