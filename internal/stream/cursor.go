package stream

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
	"strconv"
	"strings"

	"github.com/hextet/hextet/internal/ip"
)

var errOpenQuote = errors.New("quoted field that is not closed within 1 MiB")

func errNoColumn(c Column) error {
	if c.Name != "" {
		return fmt.Errorf("no column %q in this line", c.Name)
	}
	return fmt.Errorf("no column %d in this line", c.N)
}

// A span is a part of a line: line[start:end].
type span struct{ start, end int }

// A cut knows how to split lines into columns.
type cut struct {
	delimiter string // "" for runs of whitespace
	csv       bool
}

func blank(c byte) bool { return c == ' ' || c == '\t' }

// trim removes spaces and tabs at both ends, after a trailing CR.
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

// uncomment removes a comment after an item: whitespace, "#" and the rest.
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

// trimSpan returns s without the spaces and tabs at its ends.
func trimSpan(line []byte, s span) span {
	for s.start < s.end && blank(line[s.start]) {
		s.start++
	}
	for s.end > s.start && blank(line[s.end-1]) {
		s.end--
	}
	return s
}

// columns appends the first most columns of line to dst, or all of them if most is 0. A
// quoted field of CSV is what is between its quotes, not unescaped.
func (c cut) columns(dst []span, line []byte, most int) []span {
	stop := len(line)
	if stop > 0 && line[stop-1] == '\r' {
		stop--
	}
	line = line[:stop]
	switch {
	case c.delimiter == "":
		return words(dst, line, most)
	case len(c.delimiter) > 1:
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
	delimiter, quote, at := c.delimiter[0], c.delimiter[0], 0
	if c.csv {
		quote = '"'
	}
	for base := 0; base < stop; base += ip.Chunk {
		found, quotes := placesAt(line, base, delimiter, quote)
		if quotes &^= found; quotes != 0 {
			found &= quotes&-quotes - 1
		}
		for ; found != 0; found &= found - 1 {
			i := base + bits.TrailingZeros64(found)
			if dst = append(dst, trimSpan(line, span{at, i})); len(dst) == most {
				return dst
			}
			at = i + 1
		}
		if quotes != 0 {
			break
		}
	}
	if !c.csv {
		return append(dst, trimSpan(line, span{at, stop}))
	}
	for { // starting at the first quoted field
		content, next := c.field(line, at, delimiter)
		dst = append(dst, trimSpan(line, content))
		if next == stop || len(dst) == most {
			return dst
		}
		at = next + 1
	}
}

// words is columns for columns separated by whitespace.
func words(dst []span, line []byte, most int) []span {
	start, before := -1, uint64(1) // word start; whether a blank precedes the chunk
	for base := 0; base < len(line); base += ip.Chunk {
		spaces, tabs := placesAt(line, base, ' ', '\t')
		blanks := spaces | tabs
		edges := blanks ^ (blanks<<1 | before)
		before = blanks >> 63
		for ; edges != 0; edges &= edges - 1 {
			at := base + bits.TrailingZeros64(edges)
			if at >= len(line) {
				break
			}
			if start < 0 {
				start = at
				continue
			}
			if dst = append(dst, span{start, at}); len(dst) == most {
				return dst
			}
			start = -1
		}
	}
	if start >= 0 {
		dst = append(dst, span{start, len(line)})
	}
	return dst
}

// placesAt returns bitmasks of where a and b are in the chunk at src[at:].
func placesAt(src []byte, at int, a, b byte) (as, bs uint64) {
	if len(src)-at >= ip.Chunk {
		return ip.Places((*[ip.Chunk]byte)(src[at:]), a, b)
	}
	return ip.LastPlaces(src[at:], a, b)
}

// field returns the content of the CSV field at src[at:], without its quotes, and the
// offset of the delimiter or end after it, or len(src) if there is none.
func (c cut) field(src []byte, at int, end byte) (content span, next int) {
	if at < len(src) && src[at] == '"' {
		last := closing(src, at)
		return span{at + 1, last}, firstOf(src, min(last+1, len(src)), c.delimiter[0], end)
	}
	next = firstOf(src, at, c.delimiter[0], end)
	return span{at, next}, next
}

// firstOf returns the offset of the first a or b in src[at:], or len(src) if there is
// none.
func firstOf(src []byte, at int, a, b byte) int {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	as, bs := ones*uint64(a), ones*uint64(b)
	for ; at+8 <= len(src); at += 8 {
		x := binary.LittleEndian.Uint64(src[at:])
		// Each zero byte sets its high bit. A borrow may set others too, but only those
		// of later bytes.
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

// closing returns the offset of the quotation mark that closes the one at line[at], or
// len(line) if there is none.
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

// quoted reports whether s is the content of a quoted CSV field.
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

// record returns the length of the first record of src, line end included, or 0 if src
// has no complete record. Line ends inside quotes do not end a record.
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

// records returns the length of all complete records of src. It appends to ends where
// each of them ends, if it had to examine them to find out. single says that each of
// them is one line.
//
// It makes bitmasks of the delimiters, line ends and quotation marks in a chunk. What
// follows an odd number of marks is inside quotes, as long as every opening mark is at
// the beginning of a field or follows a closing one, as the second of a doubled mark
// does. A record that breaks this rule is read field by field.
func (c cut) records(ends []int, src []byte, end byte) (_ []int, done int, single bool) {
	if !c.csv || bytes.IndexByte(src, '"') < 0 {
		return ends, bytes.LastIndexByte(src, end) + 1, end == '\n'
	}
	single = end == '\n'
	inside, begins := uint64(0), uint64(1) // of the previous chunk: all bits, and the lowest
	for base := 0; base < len(src); {
		delimiters, stops := placesAt(src, base, c.delimiter[0], end)
		quotes, _ := placesAt(src, base, '"', '"')
		quoted := inside
		if quotes != 0 {
			quoted ^= parity(quotes)
		}
		opens := quotes & quoted
		next := (delimiters|stops)&^quoted | quotes&^quoted // an opening mark may follow
		if opens&^(next<<1|begins) != 0 {
			n := c.record(src[done:], end)
			if n == 0 {
				return ends, done, false
			}
			done += n
			ends = append(ends, done)
			base, inside, begins, single = done, 0, 1, false
			continue
		}
		single = single && stops&quoted == 0
		for stops &^= quoted; stops != 0; stops &= stops - 1 {
			done = base + bits.TrailingZeros64(stops) + 1
			ends = append(ends, done)
		}
		inside, begins = -(quoted >> 63), next>>63
		base += ip.Chunk
	}
	return ends, done, single
}

// parity sets the bits at or below which x has an odd number of bits set.
func parity(x uint64) uint64 {
	x ^= x << 1
	x ^= x << 2
	x ^= x << 4
	x ^= x << 8
	x ^= x << 16
	return x ^ x<<32
}

// resolve turns column names into numbers, using the header of an input.
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
