// Package find finds addresses anywhere in text: in logs, configurations and
// sentences, in any spelling of RFC 4291 section 2.2, with the zone and prefix
// length that belong to them, and the port that does not.
//
// The rules are in one function, [Finder.judge]: the longest run of hexadecimal
// digits, ":" and "." is an address as a whole or not at all, and a letter, a
// digit or "_" beside it forbids it. Around it is a search for the places where
// an address can be, which looks at 64 bytes at a time and passes several
// gigabytes a second where there is none.
//
//	f := find.New(find.Options{})
//	var it find.Find
//	for at := 0; f.Next(text, at, &it); at = it.End {
//		fmt.Println(it.Text, it.Port)
//	}
//
// A find never contains a line end or NUL, so that text may be one line or a
// block of many.
package find

import (
	"net/netip"

	"github.com/hextet/hextet/internal/ip"
)

// Options say what else counts as an address, and what does not. The zero
// Options find both families in the spellings of RFC 4291.
type Options struct {
	// Bare finds a lone "::" too: one without a zone, length or port. In text it is
	// as often punctuation.
	Bare bool

	// Forms are further spellings to find.
	Forms Forms

	// Family leaves out the finds of the other family. Without IPv4, text is
	// passed faster.
	Family Family

	// Within, where it is valid, lets the finder leave out addresses outside of
	// that prefix, and May, where it is set, those of whose first 64 bits it reports
	// false. Addresses that are obviously outside are not parsed. Both count only with
	// Only6 and without Forms.
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

// A Finder finds addresses. It does not change: goroutines may share it.
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

// A Find is an address found in text. Its Item has the address, with Text and
// Zone that alias the text; the Zone of a URL is without its escape.
type Find struct {
	ip.Item

	// Text is text[Start:End]: the address with zone and prefix length, without
	// brackets, tag and port.
	Start, End int

	// Port is the port that follows the address in one of the usual ways, -1
	// without one.
	Port int

	// Form is how the address is written.
	Form Form

	// ZoneEscaped says that the zone was written %25zone in a bracketed URL host
	// (RFC 6874 section 2).
	ZoneEscaped bool
}

// RawZone returns the zone as it is written after "%", escape included.
func (it *Find) RawZone() string {
	if !it.ZoneEscaped {
		return it.Zone
	}
	// Text is address%25zone: no length follows a zone in brackets.
	return it.Text[len(it.Text)-len(it.Zone)-len(zoneEscape):]
}

// Next finds the first address that starts at text[from:] or later, in a run
// that starts there too, sets out to it and reports whether there is one. Bytes
// before from count as what is beside an address. To go on, call it with
// out.End. Without a find, what is in out means nothing. It does not allocate,
// and the time of all calls together is linear in text, whatever is in it.
func (f *Finder) Next(text []byte, from int, out *Find) bool {
	if f.opts.Forms != 0 {
		return f.nextForm(text, from, out)
	}
	return f.nextPlain(text, from, out)
}

// wants reports whether the address is of a family to find.
func (f *Finder) wants(it *Find) bool {
	return f.opts.Family == Both || it.Is4() == (f.opts.Family == Only4)
}
