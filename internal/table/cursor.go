package table

import "strings"

// cursor yields the rows of a block of text. A row is a line, or several lines if a
// quoted field contains line breaks.
type cursor struct {
	text   string
	pos    int
	line   int  // lines before pos
	sep    byte // column separator; 0 in lists
	quotes bool // fields may be quoted as in RFC 4180
	first  int  // line number of the last row returned
}

// next returns the next row that is neither blank nor a comment, without its line
// ending. ok is false at the end of the text, or if the quotes of a row are still open
// there; pos then stays before that row.
func (c *cursor) next() (row string, ok bool) {
	for c.pos < len(c.text) {
		end, after, lines := c.rowEnd()
		if end < 0 {
			return "", false
		}
		row = c.text[c.pos:end]
		c.first = c.line + 1
		c.pos, c.line = after, c.line+lines
		if n := len(row); n > 0 && row[n-1] == '\r' {
			row = row[:n-1]
		}
		if body := trim(row); body != "" && body[0] != '#' {
			return row, true
		}
	}
	return "", false
}

// rowEnd returns the end of the row at pos, the start of the next and the number of
// lines. end is negative if quotes are open at the end of the text.
func (c *cursor) rowEnd() (end, after, lines int) {
	q := quoting{start: true}
	for at := c.pos; ; at = after {
		lines++
		n := strings.IndexByte(c.text[at:], '\n')
		if n < 0 {
			end, after = len(c.text), len(c.text)
		} else {
			end = at + n
			after = end + 1
		}
		if !c.quotes {
			return end, after, lines
		}
		q.scan(c.text[at:end], c.sep)
		switch {
		case !q.open:
			return end, after, lines
		case n < 0:
			return -1, 0, 0
		}
	}
}

// quoting is the state at a byte of a row: inside quotes, or at the start of a field,
// where quotes may open.
type quoting struct{ open, start bool }

func (q *quoting) scan(s string, sep byte) {
	if strings.IndexByte(s, '"') < 0 && !q.open {
		return // only the state at the end of a line matters
	}
	for i := range len(s) {
		switch c := s[i]; {
		case q.open:
			q.open = c != '"' // the second quote of a pair opens it again
			q.start = !q.open
		case c == '"':
			q.open = q.start
		default:
			q.start = c == sep || q.start && c == ' '
		}
	}
}

// split appends the columns of row to fields, without the whitespace around them
// and without quotes.
func (c *cursor) split(fields []string, row string) []string {
	for {
		row = trimLeft(row)
		if c.quotes && row != "" && row[0] == '"' {
			if value, rest, ok := unquote(row, c.sep); ok {
				fields = append(fields, value)
				if rest == "" {
					return fields
				}
				row = rest[1:]
				continue
			}
		}
		i := strings.IndexByte(row, c.sep)
		if i < 0 {
			return append(fields, trimRight(row))
		}
		fields = append(fields, trimRight(row[:i]))
		row = row[i+1:]
	}
}

// unquote returns the value of the quoted field at the start of s and the rest, which
// is empty or begins with the separator. If anything else follows, ok is false and the
// quote is an ordinary character.
func unquote(s string, sep byte) (value, rest string, ok bool) {
	pairs := false
	for i := 1; i < len(s); i++ {
		if s[i] != '"' {
			continue
		}
		if i+1 < len(s) && s[i+1] == '"' {
			pairs = true
			i++
			continue
		}
		value, rest = s[1:i], trimLeft(s[i+1:])
		if pairs {
			value = strings.ReplaceAll(value, `""`, `"`)
		}
		return value, rest, rest == "" || rest[0] == sep
	}
	return "", "", false
}

// trim removes spaces, tabs and carriage returns from both ends.
func trim(s string) string {
	for s != "" && isBlank(s[0]) {
		s = s[1:]
	}
	return trimRight(s)
}

// trimLeft removes only spaces: a leading tab may end an empty column.
func trimLeft(s string) string {
	for s != "" && s[0] == ' ' {
		s = s[1:]
	}
	return s
}

func trimRight(s string) string {
	for s != "" && isBlank(s[len(s)-1]) {
		s = s[:len(s)-1]
	}
	return s
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' }
