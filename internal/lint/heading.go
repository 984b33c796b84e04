package lint

import (
	"bytes"
	"math"
)

// A heading is a line that has others indented under it.
type heading struct {
	start, indent int
	known         bool // all and last are filled in
	all, last     sense
}

// headings are the lines that the current one is indented under, outermost first.
type headings struct {
	open []heading
	at   int // lines before it have been taken in
}

// headingSenses returns what the headings of the line with text[at] say: all of them
// together, and the innermost that says what an address is for.
//
//	access-list trusted {       <- a heading
//	    2001:db8:1::/48         <- below it
//	}
func (b *block) headingSenses(at int) (all, last sense) {
	start := b.lineStart(at)
	for b.heads.at < start {
		line := b.bytes[b.heads.at:start]
		if n := bytes.IndexByte(line, '\n'); n >= 0 {
			line = line[:n+1]
		}
		if indent := indentOf(line); indent >= 0 {
			open := b.heads.open
			for len(open) > 0 && open[len(open)-1].indent >= indent {
				open = open[:len(open)-1]
			}
			b.heads.open = append(open, heading{start: b.heads.at, indent: indent})
		}
		b.heads.at += len(line)
	}
	indent := indentOf(b.bytes[start:])
	for i := len(b.heads.open) - 1; i >= 0; i-- {
		h := &b.heads.open[i]
		if h.indent >= indent {
			continue
		}
		if !h.known {
			line := b.bytes[h.start:b.lineEnd(h.start)]
			h.all, h.last = sensesOf(line[:min(len(line), maxLook)])
			h.known = true
		}
		all |= h.all
		if last == 0 {
			last = h.last
		}
	}
	return all, last
}

// indentOf returns the indentation of a line; -1 for a comment or an empty line. A YAML
// list item counts as indented under the name of its list.
func indentOf(line []byte) int {
	n := 0
	for i, c := range line {
		switch c {
		case ' ':
			n++
		case '\t':
			n += 8
		case '\n', '\r', '#', '!':
			return -1
		case '-':
			if i+1 < len(line) && line[i+1] == ' ' {
				n++
			}
			return n
		case '/':
			if bytes.HasPrefix(line[i:], []byte("//")) || bytes.HasPrefix(line[i:], []byte("/*")) {
				return -1
			}
			return n
		default:
			return n
		}
	}
	return -1
}

// contextSize is how much of the preceding text is kept as context.
const contextSize = 16 << 10

// AppendContext appends the context that a [Checker] needs to check what follows text,
// which must end with a newline: the lines it may be indented under, and the end of
// text.
func AppendContext(dst, text []byte) []byte {
	tail := 0
	if len(text) > contextSize {
		tail = len(text) - contextSize
		if n := bytes.IndexByte(text[tail:], '\n'); n >= 0 {
			tail += n + 1
		}
	}
	var open [][]byte // innermost first
	indent := math.MaxInt
	for at := len(text); at > 0 && indent > 0; {
		end := at
		at = bytes.LastIndexByte(text[:end-1], '\n') + 1
		line := text[at:end]
		if n := indentOf(line); n >= 0 && n < indent {
			indent = n
			if at < tail {
				open = append(open, line[:min(len(line), maxLook)])
			}
		}
	}
	for i := len(open) - 1; i >= 0; i-- {
		dst = append(append(dst, bytes.TrimRight(open[i], "\n")...), '\n')
	}
	return append(dst, text[tail:]...)
}
