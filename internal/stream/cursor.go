package stream

import (
	"bytes"
	"errors"
	"fmt"
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

// first returns the n-th column of line, counted from 1, without the
// whitespace and the CR around it, where it is quicker than columns.
func (c cut) first(line []byte, n int) (span, bool) {
	stop := len(line)
	if stop > 0 && line[stop-1] == '\r' {
		stop--
	}
	if c.delimiter == "" {
		i := 0
		for {
			for i < stop && blank(line[i]) {
				i++
			}
			if i == stop {
				return span{}, false
			}
			start := i
			for i < stop && !blank(line[i]) {
				i++
			}
			if n--; n == 0 {
				return span{start, i}, true
			}
		}
	}
	start := 0
	for n--; n > 0; n-- {
		i := bytes.Index(line[start:stop], []byte(c.delimiter))
		if i < 0 {
			return span{}, false
		}
		start += i + len(c.delimiter)
	}
	end := stop
	if i := bytes.Index(line[start:stop], []byte(c.delimiter)); i >= 0 {
		end = start + i
	}
	return trimSpan(line, span{start, end}), true
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

// columns appends every column of line to dst. That of a quoted field of CSV is
// what its quotes enclose, as it stands.
func (c cut) columns(dst []span, line []byte) []span {
	stop := len(line)
	if stop > 0 && line[stop-1] == '\r' {
		stop--
	}
	if c.delimiter == "" {
		for i := 0; ; {
			for i < stop && blank(line[i]) {
				i++
			}
			if i == stop {
				return dst
			}
			start := i
			for i < stop && !blank(line[i]) {
				i++
			}
			dst = append(dst, span{start, i})
		}
	}
	for at := 0; ; {
		if c.csv && at < stop && line[at] == '"' {
			end := closing(line[:stop], at)
			dst = append(dst, trimSpan(line, span{at + 1, end}))
			at = min(end+1, stop)
			i := bytes.Index(line[at:stop], []byte(c.delimiter))
			if i < 0 {
				return dst
			}
			at += i + len(c.delimiter)
			continue
		}
		i := bytes.Index(line[at:stop], []byte(c.delimiter))
		if i < 0 {
			return append(dst, trimSpan(line, span{at, stop}))
		}
		dst = append(dst, trimSpan(line, span{at, at + i}))
		at += i + len(c.delimiter)
	}
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
		n := bytes.IndexByte(src[at:], end)
		quote := bytes.IndexByte(src[at:], '"')
		if quote < 0 || n >= 0 && n < quote {
			if n < 0 {
				return 0
			}
			return at + n + 1
		}
		if at += quote; at == 0 || src[at-1] == c.delimiter[0] {
			if at = closing(src, at); at == len(src) {
				return 0
			}
		}
		at++
	}
}

// records returns the length of all whole records of src.
func (c cut) records(src []byte, end byte) int {
	if !c.csv || bytes.IndexByte(src, '"') < 0 {
		return bytes.LastIndexByte(src, end) + 1
	}
	for at := 0; ; {
		// Up to the next quotation mark that opens a field, all is plain.
		rest := src[at:]
		quote := bytes.IndexByte(rest, '"')
		if quote < 0 {
			return at + bytes.LastIndexByte(rest, end) + 1
		}
		done := at + bytes.LastIndexByte(rest[:quote], end) + 1
		n := c.record(src[done:], end)
		if n == 0 {
			return done
		}
		at = done + n
	}
}

// resolve turns names of columns into numbers by the header of an input.
func (c cut) resolve(columns []Column, header []byte) ([]Column, error) {
	var names []string
	for _, s := range c.columns(nil, header) {
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
