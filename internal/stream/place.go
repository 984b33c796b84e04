package stream

import (
	"errors"
	"os"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/hextet/hextet/addr"
)

// quoteLimit is how much of a bad item a message shows.
const quoteLimit = 80

// AppendItem appends item in double quotes, escaping what could control a terminal, and
// truncated if it is long.
func AppendItem(b []byte, item string) []byte {
	if len(item) <= quoteLimit {
		return strconv.AppendQuote(b, item)
	}
	cut := quoteLimit
	for cut > quoteLimit-utf8.UTFMax && !utf8.RuneStart(item[cut]) {
		cut--
	}
	b = strconv.AppendQuote(b, item[:cut])
	return append(b, "..."...)
}

// AppendReason is appendReason, followed by advice if item is not an address but looks
// like something else.
func AppendReason(b []byte, item string, err error) []byte {
	b = appendReason(b, item, err)
	if !errors.As(err, new(*addr.Error)) {
		return b
	}
	if advice := adviceOn(item); advice != "" {
		b = append(append(append(b, " ("...), advice...), ')')
	}
	return b
}

// IsFile reports whether word names a file. It is meant for words that are not items.
func IsFile(word string) bool {
	st, err := os.Stat(word)
	return err == nil && !st.IsDir()
}

// FileHint says how to read a file that was given as an item; the message names it
// before.
func FileHint(name string) string {
	if strings.Trim(name, shellPlain) != "" {
		name = "'" + strings.ReplaceAll(name, "'", `'\''`) + "'"
	}
	return "is a file: read it with -f " + name
}

// shellPlain contains the characters that no shell treats specially.
const shellPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/-+,:@%"

// errIsFile is the error for an argument that is the name of a file.
type errIsFile string

func (e errIsFile) Error() string { return FileHint(string(e)) }

// appendReason appends what is wrong with item according to err, without repeating
// item.
func appendReason(b []byte, item string, err error) []byte {
	var e *addr.Error
	if !errors.As(err, &e) {
		return append(b, err.Error()...)
	}
	if e.Input != item && len(e.Input) < len(item) {
		// Only a part of the item, such as one end of a range, is invalid.
		b = AppendItem(b, e.Input)
		b = append(b, ": "...)
	}
	return e.AppendReason(b)
}
