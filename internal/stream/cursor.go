package stream

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
	"strconv"
	"strings"
)

var errTooLong = errors.New("line longer than 1 MiB")

var errOpenQuote = errors.New("quoted field that is not closed within 1 MiB")

func errNoColumn(c Column) error {
	if c.Name != "" {
		return fmt.Errorf("no column %q in this line", c.Name)
	}
	return fmt.Errorf("no column %d in this line", c.N)
}

// A span is a stretch of a line: line[start:end].
type span struct{ start, end int }

// A cut knows how lines fall into columns.
type cut struct {
	delimiter string // "" for runs of whitespace
	csv       bool
}

func blank(c byte) bool { return c == ' ' || c == '\t' }

// trim cuts spaces and tabs at both ends and a trailing CR.
func trim(line []byte) []byte {
	n := len(line)
	if n > 0 && line[n-1] == '\r' {
		n--
	}
	i := 0
	for i < n && blank(line[i]) {
		i++
	}
	for n > i && blank(line[n-1]) {
		n--
	}
	return line[i:n]
}

// uncomment cuts a comment after an item: whitespace and "#".
func uncomment(item []byte) []byte {
	for i := 1; ; i++ {
		n := bytes.IndexByte(item[i:], '#')
		if n < 0 {
			return item
		}
		if i += n; blank(item[i-1]) {
			return trim(item[:i])
		}
	}
}

// trimSpan is s without the spaces and tabs around it.
func trimSpan(line []byte, s span) span {
	for s.start < s.end && blank(line[s.start]) {
		s.start++
	}
	for s.end > s.start && blank(line[s.end-1]) {
		s.end--
	}
	return s
}

// columns appends the columns of line to dst, the first most of them; all where most
// is 0. That of a quoted field of CSV is what its quotes enclose, as it stands.
func (c cut) columns(dst []span, line []byte, most int) []span {
	stop := len(line)
	if stop > 0 && line[stop-1] == '\r' {
		stop--
	}
	line = line[:stop]
	if c.csv {
		for at := 0; ; {
			content, next := c.field(line, at, '\n')
			dst = append(dst, trimSpan(line, content))
			if next == stop || len(dst) == most {
				return dst
			}
			at = next + 1
		}
	}
	if c.delimiter == "" {
		for i := 0; ; {
			for i < stop && blank(line[i]) {
				i++
			}
			if i == stop || most > 0 && len(dst) == most {
				return dst
			}
			start := i
			i = firstOf(line, start, ' ', '\t')
			dst = append(dst, span{start, i})
		}
	}
	for at := 0; ; {
		i := bytes.Index(line[at:], []byte(c.delimiter))
		if i < 0 {
			return append(dst, trimSpan(line, span{at, stop}))
		}
		if dst = append(dst, trimSpan(line, span{at, at + i})); len(dst) == most {
			return dst
		}
		at += i + len(c.delimiter)
	}
}

// field returns the content of the field of CSV that begins at src[at], without its
// quotes, and the place of the delimiter or end after it; len(src) without one.
func (c cut) field(src []byte, at int, end byte) (content span, next int) {
	if at < len(src) && src[at] == '"' {
		last := closing(src, at)
		return span{at + 1, last}, firstOf(src, min(last+1, len(src)), c.delimiter[0], end)
	}
	next = firstOf(src, at, c.delimiter[0], end)
	return span{at, next}, next
}

// firstOf returns the place of the first a or b in src[at:]; len(src) without one.
func firstOf(src []byte, at int, a, b byte) int {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	as, bs := ones*uint64(a), ones*uint64(b)
	for ; at+8 <= len(src); at += 8 {
		x := binary.LittleEndian.Uint64(src[at:])
		// A byte that is zero shows in the highest bit of its place; what shows above it
		// by a borrow comes later in src.
		x, y := x^as, x^bs
		if found := ((x-ones)&^x | (y-ones)&^y) & highs; found != 0 {
			return at + bits.TrailingZeros64(found)/8
		}
	}
	for ; at < len(src); at++ {
		if src[at] == a || src[at] == b {
			return at
		}
	}
	return at
}

// closing returns the place of the quotation mark that closes the field whose
// opening one is at line[at]; the end of line where there is none.
func closing(line []byte, at int) int {
	for at++; ; at += 2 {
		i := bytes.IndexByte(line[at:], '"')
		if i < 0 {
			return len(line)
		}
		if at += i; at+1 >= len(line) || line[at+1] != '"' {
			return at
		}
	}
}

// quoted reports whether s is what quotes of a CSV field enclose.
func (c cut) quoted(line []byte, s span) bool {
	if !c.csv {
		return false
	}
	i := s.start
	for i > 0 && blank(line[i-1]) {
		i--
	}
	return i > 0 && line[i-1] == '"'
}

// record returns the length of the first record of src with its end. Line ends
// inside quotes do not end it. It is 0 where src has no whole record.
func (c cut) record(src []byte, end byte) int {
	if !c.csv {
		return bytes.IndexByte(src, end) + 1
	}
	for at := 0; ; {
		_, next := c.field(src, at, end)
		if next == len(src) {
			return 0
		}
		if src[next] == end {
			return next + 1
		}
		at = next + 1
	}
}

// records returns the length of all whole records of src, and appends to ends where each
// of them ends if finding that out took looking at them.
func (c cut) records(ends []int, src []byte, end byte) ([]int, int) {
	if !c.csv || bytes.IndexByte(src, '"') < 0 {
		return ends, bytes.LastIndexByte(src, end) + 1
	}
	done := 0
	for {
		n := c.record(src[done:], end)
		if n == 0 {
			return ends, done
		}
		done += n
		ends = append(ends, done)
	}
}

// resolve turns names of columns into numbers by the header of an input.
func (c cut) resolve(columns []Column, header []byte) ([]Column, error) {
	var names []string
	for _, s := range c.columns(nil, header, 0) {
		name := string(header[s.start:s.end])
		if c.quoted(header, s) {
			name = string(bytes.ReplaceAll([]byte(name), []byte(`""`), []byte(`"`)))
		}
		names = append(names, name)
	}
	out := make([]Column, len(columns))
	for i, col := range columns {
		out[i] = col
		if col.Name == "" {
			continue
		}
		for n, name := range names {
			if name == col.Name {
				out[i].N = n + 1
				break
			}
		}
		if out[i].N == 0 {
			if n, err := strconv.Atoi(col.Name); err == nil && n != 0 {
				out[i].N = n
				continue
			}
			list := make([]string, len(names))
			for i, name := range names {
				list[i] = string(AppendItem(nil, name))
			}
			return nil, fmt.Errorf("no column %s in the header; it has %s", AppendItem(nil, col.Name), strings.Join(list, ", "))
		}
	}
	return out, nil
}
