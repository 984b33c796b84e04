package lint

import "bytes"

// maxHeading is how many lines above an address its headings are looked for.
const maxHeading = 1000

// headings is what the lines say that a line is indented below. It remembers the
// last line that was asked for: the next one is often beside it.
type headings struct {
	known     bool
	line      int // where it begins
	indent    int
	all, last sense
}

// headingSenses returns what the lines say that the line with text[at] is below: all
// of them together, and the nearest that says what an address is for.
//
//	access-list trusted {       <- a heading
//	    2001:db8:1::/48         <- below it
//	}
func (b *block) headingSenses(at int) (all, last sense) {
	start := b.lineStart(at)
	h := headings{known: true, line: start, indent: indentOf(b.bytes[start:])}
	at, indent := start, h.indent
	for n := 0; n < maxHeading && indent > 0 && at > 0; n++ {
		end := at - 1
		at = b.lineStart(end)
		line := b.bytes[at:end]
		depth := indentOf(line)
		if depth < 0 { // nothing in it
			continue
		}
		if b.heading.known && b.heading.line == at && b.heading.indent == indent {
			h.all |= b.heading.all
			if h.last == 0 {
				h.last = b.heading.last
			}
			break
		}
		if depth >= indent {
			continue
		}
		indent = depth
		all, last := sensesOf(line[:min(len(line), maxLook)])
		h.all |= all
		if h.last == 0 {
			h.last = last
		}
	}
	b.heading = h
	return h.all, h.last
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
