package cmd

import (
	"errors"
	"net/netip"
	"strings"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/cli"
)

// macForm is the word for a MAC among the forms of --from.
const macForm = "mac"

// asMAC begins the reason why a text that looks like a MAC is none.
const asMAC = "as a MAC: "

// A thing is an item that can be explained: an address, a prefix or a MAC.
type thing struct {
	item addr.Item // unless mac is valid
	form addr.Form // it was read as
	mac  eui64.MAC

	// What the text could be as well: a MAC, or if it is one an address or a number.
	alsoMAC  eui64.MAC
	alsoAddr netip.Addr
	alsoInt  bool
}

func (t thing) isMAC() bool { return t.mac.IsValid() }

// isBlock reports whether it is a prefix of more than one address.
func (t thing) isBlock() bool {
	return !t.isMAC() && t.item.IsPrefix() && t.item.Bits < t.item.Addr.BitLen()
}

// readThing reads an item as from says: a form, a MAC, or whatever it is.
//
// Whatever [addr.Detect] takes is an address, but for eight groups of exactly two
// digits. Those are how an EUI-64 is printed and how no address is: all of 0000::/8
// is reserved, and leading zeros go or stay together. Detect takes no 12 or 16
// digits, which as numbers would be addresses that nobody has, so that they are
// MACs, too.
func readThing(s, from string) (thing, error) {
	switch from {
	case cli.AnyForm:
	case macForm:
		m, err := eui64.ParseMAC(s)
		return thing{mac: m}, err
	default:
		f, err := addr.ParseForm(from)
		if err != nil {
			return thing{}, err
		}
		it, err := addr.ParseAs(s, f)
		return thing{item: it, form: f}, err
	}
	it, f, err := addr.Detect(s)
	m, macErr := eui64.ParseMAC(s)
	switch {
	case err == nil && macErr == nil && len(s) == len("00:00:5e:ef:10:00:00:00"):
		return thing{mac: m, alsoAddr: it.Addr}, nil
	case err == nil:
		return thing{item: it, form: f, alsoMAC: m}, nil
	case macErr == nil:
		return thing{mac: m, alsoInt: strings.Trim(s, "0123456789") == ""}, nil
	case faultAt(s, macErr) > faultAt(s, err):
		var e *addr.Error
		errors.As(macErr, &e)
		return thing{}, &addr.Error{Input: e.Input, Offset: e.Offset, Reason: asMAC + e.Reason}
	}
	return thing{}, err
}

// faultAt is how far a text made sense to a parser.
func faultAt(s string, err error) int {
	var e *addr.Error
	if !errors.As(err, &e) {
		return 0
	}
	if e.Offset < 0 {
		return len(s)
	}
	return e.Offset
}
