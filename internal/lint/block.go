package lint

import (
	"bytes"
	"strings"

	"github.com/hextet/hextet/internal/find"
)

// A block is the text under check, and what has been learned of it on the way.
// Places in it are asked for in rising order.
type block struct {
	bytes []byte
	from  int
	*manner
	ignores bool // there is a marker in it

	line, counted  int // the number of the line that counted is in
	lineAt, lineTo int // a line begins at the first, and goes on to the second at least

	long      bool // longAt is in a comment of several lines
	longAt    int
	mark      byte // what the text between three marks is in
	heads     headings
	wholeFile ruleSet // the rules that are silent in all of the file
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

// place returns the number of the line that text[at] is in, and its column, both
// from 1.
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
// that many addresses in a long line do not take long.
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

// lineEnd returns where it ends, without its end.
func (b *block) lineEnd(at int) int {
	n := bytes.IndexByte(b.bytes[at:], '\n')
	if n < 0 {
		return len(b.bytes)
	}
	return at + n
}

// maxLook is how far from an address its line is looked at, in bytes.
const maxLook = 512

// around returns the line around text[start:end], as much of it as is looked at.
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

// heard returns the rules of list that may speak about text[start:end]: comments,
// documents and markers in the text silence them.
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

// silence returns the rules that may not speak about text[at].
func (b *block) silence(at int) ruleSet {
	silent := b.wholeFile
	if b.ignores {
		silent |= b.ignored(at)
	}
	return silent
}

// proseRules are the rules that do not spare documents.
func proseRules() (s ruleSet) {
	for i := range rules {
		if rules[i].prose {
			s |= 1 << i
		}
	}
	return s
}

// isSaid reports whether text[start:end] is only said: in a comment or a sentence, or
// in a program, though not where the literal is all the text.
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

// withoutComment returns what is before a comment at the end of a line.
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

// isRemark reports whether a line begins with a word that has a text for people
// after it.
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

// textAfter returns what follows the last quotation mark of line, all where there is
// none. One after a backslash is part of a text.
func textAfter(line []byte) []byte {
	for i := len(line) - 1; i >= 0; i-- {
		if line[i] == '"' && (i == 0 || line[i-1] != '\\') {
			return line[i+1:]
		}
	}
	return line
}

// textBefore returns what precedes the first one.
func textBefore(line []byte) []byte {
	for i := range line {
		if line[i] == '"' && (i == 0 || line[i-1] != '\\') {
			return line[:i]
		}
	}
	return line
}

// inComment reports whether what comes after before is in a comment that ends
// with the line.
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

// inQuotes reports whether a text that was not closed begins in line.
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

// statement reports whether a line that ends like this is of a language where ";"
// ends statements, so that it begins no comment.
func statement(line []byte) bool {
	line = bytes.TrimRight(line, " \t\r")
	return len(line) > 0 && (line[len(line)-1] == ';' || line[len(line)-1] == '{' || line[len(line)-1] == '}')
}

// maxLongComment is how far back a comment of several lines may begin that is
// under way where the text does.
const maxLongComment = 4 << 10

// inLongComment reports whether text[at] is in a comment of several lines.
func (b *block) inLongComment(at int) bool {
	if !b.slashes && !b.markup && !b.pod && !b.triple || at < b.longAt { // asked twice
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
			// "/*" after something else is a pattern of file names.
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

// inTriple passes the texts between three quotation marks that begin and end in
// text, which are documentation more often than not.
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
// and no whitespace with it.
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

// isSentence reports whether a line has one of the small words that sentences have,
// and lists and commands have not. In notes there are more of them.
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
