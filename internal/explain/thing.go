package explain

import (
	"errors"
	"net/netip"
	"strings"

	"go4.org/netipx"

	"github.com/hextet/hextet/addr"
	"github.com/hextet/hextet/eui64"
	"github.com/hextet/hextet/internal/ip"
	"github.com/hextet/hextet/subnet"
)

// A Kind is what an item is. The zero Kind is unknown.
type Kind uint8

// The kinds.
const (
	KindUnknown Kind = iota
	Address          // possibly with the prefix length of its network
	Prefix           // without host bits; otherwise it is an address on its network
	Range
	MAC
	DUID
)

var kindNames = [...]string{"unknown", "address", "prefix", "range", "mac", "duid"}

// String returns the word for k.
func (k Kind) String() string { return ip.Word(kindNames[:], k) }

// The names of the spellings that are not an [addr.Form].
const (
	Auto      = "auto" // any spelling
	MACForm   = "mac"
	RangeForm = "range"
	DUIDForm  = "duid"
)

// AsMAC begins the reason why a text that looks like a MAC is not one.
const AsMAC = "as a MAC: "

// A Thing is an item that can be explained. Its strings alias the text it was parsed
// from.
type Thing struct {
	Kind  Kind
	Text  string         // as written, but without what was copied along with it
	Item  addr.Item      // of an address or a prefix
	Form  addr.Form      // the form it was written in
	Range netipx.IPRange // of a range
	MAC   eui64.MAC
	DUID  Identifier

	// What else the text could mean: a MAC; or, for a MAC, an address or a number.
	alsoMAC  eui64.MAC
	alsoAddr netip.Addr
	alsoInt  bool
}

// Is4 reports whether the thing is IPv4; ok is false if it has no address family.
func (t *Thing) Is4() (is4, ok bool) {
	switch t.Kind {
	case Address, Prefix:
		return t.Item.Addr.Is4(), true
	case Range:
		return t.Range.From().Is4(), true
	}
	return false, false
}

// FormName returns the name of the form in which the thing was written.
func (t *Thing) FormName() string {
	switch t.Kind {
	case MAC:
		return MACForm
	case DUID:
		return DUIDForm
	case Range:
		return RangeForm
	}
	return t.Form.String()
}

// Parse parses an item in the form named form, or in any form if it is [Auto]. It
// ignores what may have been copied along with an item: quotes and brackets around it,
// a comma, period, colon or semicolon after it, and "key=" before it.
func Parse(s, form string) (Thing, error) {
	t, err := parse(s, form)
	if err == nil {
		return t, nil
	}
	bare, at := peel(s)
	for bare != "" && len(bare) < len(s) {
		t, inner := parse(bare, form)
		if inner == nil {
			return t, nil
		}
		next, n := peel(bare)
		if len(next) == len(bare) {
			// What was peeled off is not what is wrong with it.
			var e *addr.Error
			if errors.As(inner, &e) && e.Offset >= 0 {
				return Thing{}, &addr.Error{Input: s, Offset: e.Offset + at, Reason: e.Reason}
			}
			break
		}
		bare, at = next, at+n
	}
	return Thing{}, err
}

// peel removes one layer around a copied item; front is the number of bytes removed
// before the item.
func peel(s string) (rest string, front int) {
	rest = strings.TrimLeft(s, " \t")
	front = len(s) - len(rest)
	rest = strings.TrimRight(rest, " \t")
	if len(rest) < len(s) || s == "" {
		return rest, front
	}
	for _, pair := range [...]struct{ open, end string }{
		{`"`, `"`}, {`'`, `'`}, {"`", "`"}, {"(", ")"}, {"[", "]"}, {"{", "}"}, {"<", ">"},
		{"“", "”"}, {"‘", "’"}, {"«", "»"},
	} {
		inner, ok := strings.CutPrefix(s, pair.open)
		if inner, closed := strings.CutSuffix(inner, pair.end); ok && closed {
			return inner, len(pair.open)
		}
	}
	if n := len(s) - 1; strings.IndexByte(",.;:", s[n]) >= 0 {
		return s[:n], 0
	}
	// A quote or bracket without its counterpart: the text was cut off there.
	if strings.IndexByte("\"'`([{<", s[0]) >= 0 {
		return s[1:], 1
	}
	if n := len(s) - 1; strings.IndexByte("\"'`)]}>", s[n]) >= 0 {
		return s[:n], 0
	}
	if key, value, ok := strings.Cut(s, "="); ok && isKey(key) {
		return value, len(key) + 1
	}
	return s, 0
}

// isKey reports whether s can be a key before "=".
func isKey(s string) bool {
	for i := range len(s) {
		c := s[i]
		if c != '_' && c != '-' && c != '.' && (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') {
			return false
		}
	}
	return s != "" && (s[0]|0x20 >= 'a' && s[0]|0x20 <= 'z' || s[0] == '_')
}

// parse parses exactly s.
//
// Whatever [addr.Detect] accepts is an address, except eight groups of exactly two
// digits each. That is how EUI-64s are printed and never addresses: all of 0000::/8 is
// reserved, and leading zeros are written in all groups or in none. Detect does not
// accept 12 or 16 digits, which as numbers would be addresses that are not in use, so
// those are MACs. A DUID has its type in its first two octets.
func parse(s, form string) (Thing, error) {
	switch form {
	case Auto:
	case MACForm:
		m, err := eui64.ParseMAC(s)
		return Thing{Kind: MAC, Text: s, MAC: m}, err
	case DUIDForm:
		d, err := parseDUID(s)
		return Thing{Kind: DUID, Text: s, DUID: d}, err
	case RangeForm:
		it, err := subnet.Parse(s)
		if err == nil && !it.IsRange() {
			err = &addr.Error{Input: s, Offset: -1, Reason: "not a range: FIRST-LAST"}
		}
		return Thing{Kind: Range, Text: s, Range: it.Range()}, err
	default:
		f, err := addr.ParseForm(form)
		if err != nil {
			return Thing{}, err
		}
		it, err := addr.ParseAs(s, f)
		return ofItem(s, it, f), err
	}
	if d, ok := detectDUID(s); ok {
		return Thing{Kind: DUID, Text: s, DUID: d}, nil
	}
	it, f, err := addr.Detect(s)
	m, macErr := eui64.ParseMAC(s)
	switch {
	case err == nil && macErr == nil && len(s) == len("00:00:5e:ef:10:00:00:00"):
		return Thing{Kind: MAC, Text: s, MAC: m, alsoAddr: it.Addr}, nil
	case err == nil:
		t := ofItem(s, it, f)
		t.alsoMAC = m
		return t, nil
	case errors.As(err, new(*addr.AmbiguityError)) && macErr != nil:
		return Thing{}, err
	case macErr == nil:
		return Thing{Kind: MAC, Text: s, MAC: m, alsoInt: strings.Trim(s, "0123456789") == ""}, nil
	}
	if strings.ContainsAny(s, "-/") {
		// A range or a mask, which other commands accept and Detect does not.
		if it, setErr := subnet.Parse(s); setErr == nil {
			if it.IsRange() {
				return Thing{Kind: Range, Text: s, Range: it.Range()}, nil
			}
			return ofItem(s, it.Item, addr.FormCanonical), nil
		}
	}
	if faultAt(s, macErr) > faultAt(s, err) {
		var e *addr.Error
		errors.As(macErr, &e)
		return Thing{}, &addr.Error{Input: e.Input, Offset: e.Offset, Reason: AsMAC + e.Reason}
	}
	return Thing{}, err
}

func ofItem(s string, it addr.Item, f addr.Form) Thing {
	t := Thing{Kind: Address, Text: s, Item: it, Form: f}
	if it.IsPrefix() && it.Bits() < it.Addr.BitLen() && it.Prefix().Masked().Addr() == it.Addr {
		t.Kind = Prefix
	}
	return t
}

// faultAt returns how much of a text made sense to a parser.
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
