package lint

import (
	"bytes"
	"strings"

	"github.com/hextet/hextet/internal/find"
)

// A block is the text being checked, with what has been learned about it so far.
// Offsets in it are asked about in ascending order.
type block struct {
	bytes []byte
	from  int
	*manner
	ignores bool // it contains a marker

	line, counted  int // the number of the line that text[counted] is in
	lineAt, lineTo int // a line begins at the first, and extends at least to the second

	long      bool // text[longAt] is in a multiline comment
	longAt    int
	mark      byte // the quotation mark of the triple-quoted text
	heads     headings
	wholeFile ruleSet // the rules silenced for the whole file
}

func (b *block) reset(t Text) {
	*b = block{heads: headings{open: b.heads.open[:0]}, bytes: t.Bytes, from: t.From, manner: mannerOf(t.Name), line: max(t.Line, 1), counted: t.From}
	b.ignores = bytes.Contains(t.Bytes, []byte(marker))
	b.wholeFile = t.Silence.set
	if b.ignores && b.from == 0 && b.line == 1 {
		b.wholeFile |= SilenceOf(b.bytes).set
	}
	if b.prose {
		b.wholeFile |= ^proseRules()
	}
}

// place returns the line and column of text[at], both counted from 1.
func (b *block) place(at int) (line, column int) {
	column = at - b.lineStart(at) + 1
	if at < b.counted {
		return b.line - bytes.Count(b.bytes[at:b.counted], newline), column
	}
	b.line += bytes.Count(b.bytes[b.counted:at], newline)
	b.counted = at
	return b.line, column
}

var newline = []byte{'\n'}

// lineStart returns where the line with text[at] begins. It remembers the last one, so
// that a long line with many addresses is not scanned over and over.
func (b *block) lineStart(at int) int {
	if at < b.lineAt {
		return bytes.LastIndexByte(b.bytes[:at], '\n') + 1
	}
	if at > b.lineTo {
		if n := bytes.LastIndexByte(b.bytes[b.lineTo:at], '\n'); n >= 0 {
			b.lineAt = b.lineTo + n + 1
		}
		b.lineTo = at
	}
	return b.lineAt
}

// lineEnd returns where the line with text[at] ends, before the newline.
func (b *block) lineEnd(at int) int {
	n := bytes.IndexByte(b.bytes[at:], '\n')
	if n < 0 {
		return len(b.bytes)
	}
	return at + n
}

// maxLook is how many bytes of a line are examined on either side of an address.
const maxLook = 512

// around returns the line around text[start:end], up to maxLook bytes on either side.
func (b *block) around(start, end int) (before, after []byte) {
	before = b.bytes[max(0, start-maxLook):start]
	if n := bytes.LastIndexByte(before, '\n'); n >= 0 {
		before = before[n+1:]
	}
	after = b.bytes[end:min(len(b.bytes), end+maxLook)]
	if n := bytes.IndexByte(after, '\n'); n >= 0 {
		after = after[:n]
	}
	return before, after
}

// heard returns the rules of list that may report text[start:end]: those not silenced
// by a comment, a document or a marker.
func (b *block) heard(list []fired, start, end int, comments bool) []fired {
	if !comments && !b.prose && b.isSaid(start, end) {
		return nil
	}
	silent := b.silence(start)
	n := 0
	for _, f := range list {
		if !silent.has(f.rule) {
			list[n] = f
			n++
		}
	}
	return list[:n]
}

// silence returns the rules that may not report text[at].
func (b *block) silence(at int) ruleSet {
	silent := b.wholeFile
	if b.ignores {
		silent |= b.ignored(at)
	}
	return silent
}

// proseRules are the rules that check documents too.
func proseRules() (s ruleSet) {
	for i := range rules {
		if rules[i].prose {
			s |= 1 << i
		}
	}
	return s
}

// isSaid reports whether text[start:end] is only mentioned: in a comment or a sentence,
// or in a program other than as a whole string literal.
func (b *block) isSaid(start, end int) bool {
	before, after := b.around(start, end)
	if b.inComment(before, after) || b.inLongComment(start) || isRemark(before) {
		return true
	}
	after = b.withoutComment(after)
	if b.quotes != "" {
		return !b.quoted(before, after) || isSentence(before, after, b.notes)
	}
	return isSentence(textAfter(before), textBefore(after), b.notes)
}

// withoutComment returns line without a comment at its end.
func (b *block) withoutComment(line []byte) []byte {
	for _, s := range b.comments {
		for i := 0; ; {
			n := bytes.Index(line[i:], []byte(s))
			if n < 0 {
				break
			}
			if i += n; i > 0 && (line[i-1] == ' ' || line[i-1] == '\t') {
				line = line[:i]
				break
			}
			i += len(s)
		}
	}
	return line
}

// isRemark reports whether a line begins with a word that introduces text for people.
func isRemark(line []byte) bool {
	line = bytes.TrimLeft(line, " \t-\"'")
	n := 0
	for n < len(line) && (find.InWord(line[n]) || line[n] == '-') {
		n++
	}
	switch string(line[:n]) {
	case "description", "descr", "remark", "remarks", "comment", "banner", "note", "notes", "documentation", "summary", "title":
		return n < len(line)
	}
	return false
}

// textAfter returns what follows the last quotation mark of line, or all of it if there
// is none. A mark after a backslash is part of the text.
func textAfter(line []byte) []byte {
	for i := len(line) - 1; i >= 0; i-- {
		if line[i] == '"' && (i == 0 || line[i-1] != '\\') {
			return line[i+1:]
		}
	}
	return line
}

// textBefore returns what precedes the first quotation mark of line.
func textBefore(line []byte) []byte {
	for i := range line {
		if line[i] == '"' && (i == 0 || line[i-1] != '\\') {
			return line[:i]
		}
	}
	return line
}

// inComment reports whether what follows before is in a comment that ends with the
// line.
func (b *block) inComment(before, after []byte) bool {
	line := bytes.TrimLeft(before, " \t")
	for _, s := range b.starts {
		if bytes.HasPrefix(line, []byte(s)) {
			return true
		}
	}
	for _, s := range b.comments {
		for i := 0; ; {
			n := bytes.Index(line[i:], []byte(s))
			if n < 0 {
				break
			}
			i += n
			// After something else it is part of a word: C#, http://, "a;".
			apart := i == 0 || line[i-1] == ' ' || line[i-1] == '\t' || b.quotes != "" && s != "#" && line[i-1] != ':'
			if apart && !inQuotes(line[:i]) && !(s == ";" && i > 0 && statement(after)) {
				return true
			}
			i += len(s)
		}
	}
	return false
}

// inQuotes reports whether an unclosed quoted text begins in line.
func inQuotes(line []byte) bool {
	var open byte
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == '\\':
			i++
		case open == 0 && (c == '"' || c == '`' || c == '\'' && (i == 0 || !find.InWord(line[i-1]))):
			open = c
		case c == open:
			open = 0
		}
	}
	return open != 0
}

// statement reports whether a line that ends like this is in a language where ";" ends
// statements and so begins no comment.
func statement(line []byte) bool {
	line = bytes.TrimRight(line, " \t\r")
	return len(line) > 0 && (line[len(line)-1] == ';' || line[len(line)-1] == '{' || line[len(line)-1] == '}')
}

// maxLongComment is how far back to look for the start of a multiline comment.
const maxLongComment = 4 << 10

// inLongComment reports whether text[at] is in a multiline comment.
func (b *block) inLongComment(at int) bool {
	if !b.slashes && !b.markup && !b.pod && !b.triple || at < b.longAt { // same place again
		return b.long
	}
	if b.longAt == 0 && !b.triple {
		b.longAt = max(0, at-maxLongComment)
		b.long = b.pod && b.longAt == 0 && bytes.HasPrefix(b.bytes, []byte("="))
	}
	text := b.bytes[b.longAt:at]
	b.longAt = at
	if b.triple {
		b.inTriple(text)
		return b.long
	}
	last := -1
	see := func(s string, opens bool) {
		for end := len(text); ; {
			n := bytes.LastIndex(text[:end], []byte(s))
			if n < last || n < 0 {
				return
			}
			// "/*" after something else is a file name pattern.
			if s != "/*" || n == 0 || text[n-1] == ' ' || text[n-1] == '\t' || text[n-1] == '\n' {
				last, b.long = n, opens
				return
			}
			end = n
		}
	}
	if b.slashes {
		see("/*", true)
		see("*/", false)
	}
	if b.markup {
		see("<!--", true)
		see("-->", false)
	}
	if b.pod {
		see("\n=", true)
		see("\n=cut", false)
	}
	return b.long
}

// inTriple goes through the triple-quoted texts in text, which are usually
// documentation.
func (b *block) inTriple(text []byte) {
	for {
		var n int
		if b.long {
			n = bytes.Index(text, []byte{b.mark, b.mark, b.mark})
		} else {
			n = bytes.Index(text, []byte(`"""`))
			if m := bytes.Index(text, []byte("'''")); m >= 0 && (n < 0 || m < n) {
				n = m
			}
		}
		if n < 0 {
			return
		}
		b.mark, b.long = text[n], !b.long
		text = text[n+3:]
	}
}

// quoted reports whether what is between before and after is in quotation marks,
// without whitespace.
func (b *block) quoted(before, after []byte) bool {
	i := len(before) - 1
	for i >= 0 && strings.IndexByte(b.quotes, before[i]) < 0 {
		if before[i] <= ' ' {
			return false
		}
		i--
	}
	if i < 0 {
		return false
	}
	for _, c := range after {
		switch {
		case c == before[i]:
			return true
		case c <= ' ':
			return false
		}
	}
	return false
}

// isSentence reports whether a line has one of the small words that are found in
// sentences but not in lists and commands. More words count if notes is set.
func isSentence(before, after []byte, notes bool) bool {
	for _, part := range [...][]byte{before, after} {
		for word := range bytes.FieldsSeq(part) {
			switch string(word) {
			case "the", "The", "of", "are", "that", "e.g.", "E.g.":
				return true
			case "a", "an", "A", "An", "is", "and", "or", "with", "without", "this", "as", "be", "not", "it":
				if notes {
					return true
				}
			}
		}
	}
	return false
}
