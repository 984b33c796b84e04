package explain

import (
	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/internal/card"
)

// ReadAsSID decodes an address as an SRv6 segment identifier in the given format, which
// must be valid. It does nothing for other things.
func (f *Facts) ReadAsSID(format classify.SIDFormat) {
	if f.Kind != Address {
		return
	}
	s, err := format.SID(f.Item.Addr)
	if err != nil {
		return
	}
	f.SID = &s
	f.Parts = sidParts(s)
	if !s.Padded {
		f.warn("bits after the argument are not zero; in a segment identifier they must be", "RFC 8986 section 3.1")
	}
}

// sidParts returns the fields of a segment identifier.
func sidParts(s classify.SID) (parts []classify.Part) {
	at := 0
	take := func(n int, kind classify.PartKind, name, value, meaning string) {
		if n > 0 {
			parts = append(parts, classify.Part{First: at, Last: at + n - 1, Kind: kind, Name: name, Value: value, Meaning: meaning})
			at += n
		}
	}
	take(s.Format.Locator, classify.PartNetwork, "locator", prefixText(s.Locator), "the node")
	take(s.Format.Function, classify.PartSubnet, "function", string(s.AppendFunction(nil)), "what it does")
	take(s.Format.Argument, classify.PartHost, "argument", string(s.AppendArgument(nil)), "")
	if s.Padded {
		take(128-at, classify.PartZero, "padding", "0", "")
	} else {
		take(128-at, classify.PartUnknown, "rest", "", "not zero")
	}
	return parts
}

func (f *Facts) sidFacts(l *list) {
	s := f.SID
	if s == nil {
		return
	}
	l.add(card.Core, "locator", prefixText(s.Locator), "SRv6 segment identifier, RFC 8986")
	if s.Format.Function > 0 {
		l.add(card.Core, "function", string(s.AppendFunction(nil)), itoa(s.Format.Function)+" bits")
	}
	if s.Format.Argument > 0 {
		l.add(card.Core, "argument", string(s.AppendArgument(nil)), itoa(s.Format.Argument)+" bits")
	}
}
