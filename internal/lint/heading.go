package lint

import (
	"bytes"
	"math"
)

// A heading is a line that others are indented below.
type heading struct {
	start, indent int
	known         bool // what the line says is in all and last
	all, last     sense
}

// headings are the lines that the text before is indented below, the outermost first.
type headings struct {
	open []heading
	at   int // lines before are in them
}

// headingSenses returns what the lines say that the line with text[at] is below: all
// of them together, and the nearest that says what an address is for.
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

// indentOf returns how far in a line begins; -1 where it is a comment or empty. The
// item of a list of YAML counts as below the name of the list.
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

// contextSize is how much of a text there is to look back at.
const contextSize = 16 << 10

// AppendContext appends what a [Checker] looks back at when it checks what follows
// text, which ends with a line: the lines that it may be indented below, and the end
// of text.
func AppendContext(dst, text []byte) []byte {
	tail := 0
	if len(text) > contextSize {
		tail = len(text) - contextSize
		if n := bytes.IndexByte(text[tail:], '\n'); n >= 0 {
			tail += n + 1
		}
	}
	var open [][]byte // the innermost first
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
