package stream

import (
	"errors"
	"strconv"
	"unicode/utf8"

	"github.com/hextet/hextet/addr"
)

// quoteLimit is how much of a bad item a message shows.
const quoteLimit = 80

// AppendItem appends item in double quotes with everything escaped that could
// drive a terminal, and cut where it is long.
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

// AppendReason is appendReason, and what item, which is meant to be an address, may be
// instead.
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

// appendReason appends what err says is wrong with item, without repeating it.
func appendReason(b []byte, item string, err error) []byte {
	var e *addr.Error
	if !errors.As(err, &e) {
		return append(b, err.Error()...)
	}
	if e.Input != item && len(e.Input) < len(item) {
		// A part of the item, such as one end of a range, is at fault.
		b = AppendItem(b, e.Input)
		b = append(b, ": "...)
	}
	return e.AppendReason(b)
}
