package lintrun

import (
	"bytes"
	"strconv"
	"unicode"
	"unicode/utf8"

	"github.com/hextet/hextet/internal/files"
	"github.com/hextet/hextet/internal/lint"
	"github.com/hextet/hextet/internal/style"
)

// Text is the format that compilers use:
//
//	PATH:LINE:COLUMN: severity: message [rule]
type Text struct {
	Palette style.Palette

	// Width is the number of columns for showing the line of each fault, with a caret
	// below; 0 shows no line.
	Width int
}

// Format returns the format.
func (t Text) Format() Format {
	return Format{New: func() func([]byte, *files.File, []byte, *lint.Finding) []byte { return t.append }}
}

func (t Text) append(dst []byte, file *files.File, text []byte, f *lint.Finding) []byte {
	p := t.Palette
	start := len(dst)
	dst = files.AppendName(dst, file.Name)
	dst = append(dst, ':')
	dst = strconv.AppendInt(dst, int64(f.Line), 10)
	dst = append(dst, ':')
	dst = strconv.AppendInt(dst, int64(f.Column), 10)
	dst = append(dst, ':')
	if p.On() {
		dst = append(dst[:start], p.Strong(string(dst[start:]))...)
	}
	dst = append(dst, ' ')
	if p.On() {
		dst = append(dst, t.paint(f.Severity, f.Severity.String()+":")...)
	} else {
		dst = append(dst, f.Severity.String()...)
		dst = append(dst, ':')
	}
	dst = append(dst, ' ')
	dst = append(dst, f.Message...)
	dst = append(dst, ' ')
	start = len(dst)
	dst = append(dst, '[')
	dst = append(dst, f.Rule.Name...)
	dst = append(dst, ']')
	if p.On() {
		dst = append(dst[:start], p.Faint(string(dst[start:]))...)
	}
	dst = append(dst, '\n')
	if t.Width > 0 {
		dst = t.appendSource(dst, text, f)
	}
	return dst
}

// paint colors text for a severity.
func (t Text) paint(s lint.Severity, text string) string {
	switch s {
	case lint.Error:
		return t.Palette.Bad(text)
	case lint.Warning:
		return t.Palette.Warn(text)
	}
	return t.Palette.Mark(text)
}

// appendSource appends the line of f, a caret below the fault, and below that the fix.
func (t Text) appendSource(dst []byte, text []byte, f *lint.Finding) []byte {
	const indent = "  "
	lineStart := bytes.LastIndexByte(text[:f.Start], '\n') + 1
	lineEnd := len(text)
	if n := bytes.IndexByte(text[f.End:], '\n'); n >= 0 {
		lineEnd = f.End + n
	}
	before, what, after := text[lineStart:f.Start], text[f.Start:f.End], bytes.TrimRight(text[f.End:lineEnd], " \t\r")
	// Of a long line, only the part around the fault is shown.
	room := t.Width - len(indent)
	if n := utf8.RuneCount(before); n+len(what)+min(len(after), 8) > room {
		before = cutBefore(before, max(0, room-len(what)-8))
	}
	if n := room - utf8.RuneCount(before) - len(what); utf8.RuneCount(after) > n {
		after = cutAfter(after, max(0, n))
	}
	dst = append(dst, indent...)
	dst = appendShown(dst, before)
	dst = append(dst, t.paint(f.Severity, string(what))...)
	dst = appendShown(dst, after)
	dst = append(dst, '\n')

	below := func(s string) {
		dst = append(dst, indent...)
		for i := 0; i < len(before); {
			r, n := utf8.DecodeRune(before[i:])
			if i += n; r == '\t' {
				dst = append(dst, '\t')
			} else {
				dst = append(dst, ' ')
			}
		}
		dst = append(dst, s...)
		dst = append(dst, '\n')
	}
	caret := append([]byte{'^'}, bytes.Repeat([]byte{'~'}, len(what)-1)...)
	below(t.paint(f.Severity, string(caret)))
	if f.Fix != nil {
		below(t.Palette.Good(string(f.Fix)))
	}
	return dst
}

// cutBefore returns the last n characters of b.
func cutBefore(b []byte, n int) []byte {
	at := len(b)
	for ; n > 0 && at > 0; n-- {
		_, size := utf8.DecodeLastRune(b[:at])
		at -= size
	}
	return b[at:]
}

// cutAfter returns the first n characters of b.
func cutAfter(b []byte, n int) []byte {
	at := 0
	for ; n > 0 && at < len(b); n-- {
		_, size := utf8.DecodeRune(b[at:])
		at += size
	}
	return b[:at]
}

// appendShown appends b without anything that could control a terminal.
func appendShown(dst, b []byte) []byte {
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		switch {
		case r == '\t':
			dst = append(dst, '\t')
		case !unicode.IsGraphic(r), r == utf8.RuneError && n == 1: // control characters, reversing marks
			dst = append(dst, '?')
		default:
			dst = append(dst, b[:n]...)
		}
		b = b[n:]
	}
	return dst
}
