// Package find finds addresses anywhere in text: in logs, configurations and sentences,
// in any spelling of RFC 4291 section 2.2, with the zone and prefix length that belong
// to them, and the port that does not.
//
// The rules are in one function, [Finder.judge]: the longest run of hexadecimal digits,
// ":" and "." is an address as a whole or not at all, and it is not one if a letter, a
// digit or "_" is next to it. Around that function is a search for the places where an
// address can be, which examines 64 bytes at a time and skips text without any at
// several gigabytes per second.
//
//	f := find.New(find.Options{})
//	var it find.Find
//	for at := 0; f.Next(text, at, &it); at = it.End {
//		fmt.Println(it.Text, it.Port)
//	}
//
// A find never contains a newline or NUL, so text may be one line or a block of many.
package find

import (
	"net/netip"

	"github.com/hextet/hextet/internal/ip"
)

// Options say what else counts as an address, and what does not. The zero Options find
// both families in the spellings of RFC 4291.
type Options struct {
	// Bare also finds a lone "::", one without a zone, length or port. In running text
	// it is as often punctuation.
	Bare bool

	// Forms are additional spellings to find.
	Forms Forms

	// Family omits the finds of the other family. Text is searched faster without IPv4.
	Family Family

	// Within, if valid, lets the finder omit addresses outside that prefix, and May, if
	// set, those for whose first 64 bits it returns false. Addresses that are obviously
	// outside are not parsed. Both have an effect only with Only6 and without Forms.
	Within netip.Prefix
	May    func(first64 uint64) bool
}

// Family is a set of address families, for [Options].
type Family uint8

// The sets.
const (
	Both Family = iota
	Only4
	Only6
)

// A Finder finds addresses. It is immutable, so goroutines may share it.
type Finder struct {
	opts Options
	head head
}

// New returns a Finder.
func New(o Options) *Finder {
	f := &Finder{opts: o}
	if o.Family == Only6 && o.Within.IsValid() && o.Within.Addr().Is6() {
		f.head = headOf(o.Within.Masked(), o.May)
	}
	return f
}

// A Find is an address found in text. The Text and Zone of its Item alias the text; the
// Zone in a URL is without its escape.
type Find struct {
	ip.Item

	// Text is text[Start:End]: the address with zone and prefix length, but without
	// brackets, tag and port.
	Start, End int

	// Port is the port that follows the address in one of the usual ways, or -1 if
	// there is none.
	Port int

	// Form is how the address is written.
	Form Form

	// ZoneEscaped says that the zone was written %25zone in a bracketed URL host
	// (RFC 6874 section 2).
	ZoneEscaped bool
}

// RawZone returns the zone as written after "%", escape included.
func (it *Find) RawZone() string {
	if !it.ZoneEscaped {
		return it.Zone
	}
	// Text is address%25zone: a zone in brackets is not followed by a length.
	return it.Text[len(it.Text)-len(it.Zone)-len(zoneEscape):]
}

// Next finds the first address in a run that starts at text[from:] or later, sets out
// to it and reports whether there is one. Bytes before from only count as neighbors. To
// continue, call it with out.End. If nothing is found, out is undefined. Next does not
// allocate, and the total time of all calls is linear in len(text), whatever it
// contains.
func (f *Finder) Next(text []byte, from int, out *Find) bool {
	if f.opts.Forms != 0 {
		return f.nextForm(text, from, out)
	}
	return f.nextPlain(text, from, out)
}

// wants reports whether the address is of a wanted family.
func (f *Finder) wants(it *Find) bool {
	return f.opts.Family == Both || it.Is4() == (f.opts.Family == Only4)
}
