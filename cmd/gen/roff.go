package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// escape formats s so that roff prints it unchanged. Every "-" is a minus, so that
// flags can be searched for and copied.
func escape(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\\':
			b.WriteString(`\e`)
		case r == '-':
			b.WriteString(`\-`)
		case r == '\'':
			b.WriteString(`\(aq`)
		case r == '`':
			b.WriteString(`\(ga`)
		case r == '^':
			b.WriteString(`\(ha`)
		case r == '~':
			b.WriteString(`\(ti`)
		case r > 0x7e:
			fmt.Fprintf(&b, `\[u%04X]`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// widest is the maximum width of an example's line.
const widest = 76

// literal is escape for a line of an example, where a blank line must stay a line.
// Longer lines are cut off.
func literal(s string) string {
	if s == "" {
		return `\&`
	}
	s = expandTabs(s)
	if r := []rune(s); len(r) > widest {
		s = string(r[:widest-4]) + " ..."
	}
	return front(escape(s))
}

// expandTabs expands tabs as a terminal does.
func expandTabs(s string) string {
	var b strings.Builder
	n := 0
	for _, r := range s {
		if r == '\t' {
			pad := 8 - n%8
			b.WriteString(strings.Repeat(" ", pad))
			n += pad
			continue
		}
		b.WriteRune(r)
		n++
	}
	return b.String()
}

// front keeps a line that begins with a period from being a request.
func front(s string) string {
	if strings.HasPrefix(s, ".") {
		return `\&` + s
	}
	return s
}

func bold(s string) string   { return `\fB` + escape(s) + `\fR` }
func italic(s string) string { return `\fI` + escape(s) + `\fR` }

// flagWord matches a flag in a sentence.
var flagWord = regexp.MustCompile(`(^|[\s(])(--?[a-z0-9][a-z0-9-]*)`)

// prose is escape for sentences, with flags in bold.
func prose(s string) string {
	var b strings.Builder
	at := 0
	for _, m := range flagWord.FindAllStringSubmatchIndex(s, -1) {
		b.WriteString(escape(s[at:m[4]]))
		b.WriteString(bold(s[m[4]:m[5]]))
		at = m[5]
	}
	b.WriteString(escape(s[at:]))
	return front(b.String())
}

// text writes plain text: paragraphs, indented blocks, which are kept as they are, and
// lists of unindented terms with indented explanations below.
func (p *page) text(s string) {
	first := true
	for block := range strings.SplitSeq(strings.Trim(s, "\n"), "\n\n") {
		lines := strings.Split(strings.Trim(block, "\n"), "\n")
		indented := func(l string) bool { return strings.HasPrefix(l, " ") }
		switch {
		case indented(lines[0]):
			p.line(".PP")
			p.line(".EX")
			for _, l := range lines {
				p.line("%s", literal(l))
			}
			p.line(".EE")
		case slices.ContainsFunc(lines, indented):
			for len(lines) > 0 {
				macro := ".TP"
				for len(lines) > 0 && !indented(lines[0]) {
					p.line("%s\n%s", macro, term(lines[0]))
					macro, lines = ".TQ", lines[1:]
				}
				n := 0
				for n < len(lines) && indented(lines[n]) {
					lines[n] = strings.TrimSpace(lines[n])
					n++
				}
				p.prose(strings.Join(lines[:n], " "))
				lines = lines[n:]
			}
		default:
			if !first {
				p.line(".PP")
			}
			p.prose(strings.Join(lines, " "))
		}
		first = false
	}
}

// prose writes s in short lines that also break at the end of a sentence, as is
// customary in roff.
func (p *page) prose(s string) {
	line := ""
	flush := func() {
		if line != "" {
			p.line("%s", prose(line))
		}
		line = ""
	}
	for word := range strings.FieldsSeq(s) {
		if len(line)+len(word) > 60 {
			flush()
		}
		if line != "" {
			line += " "
		}
		line += word
		if n := len(word); n > 2 && word[n-1] == '.' && word[n-2] != '.' {
			flush()
		}
	}
	flush()
}

// term formats the term of a list: metavariables in italics, the rest in bold.
func term(s string) string {
	if strings.HasPrefix(s, "-") {
		words := strings.Fields(s)
		for i, w := range words {
			if w == strings.ToUpper(w) && !strings.HasPrefix(w, "-") {
				words[i] = italic(w)
			} else {
				words[i] = bold(w)
			}
		}
		return strings.Join(words, " ")
	}
	return bold(s)
}
