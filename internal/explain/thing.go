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
	Address          // perhaps with the length of its network
	Prefix           // without host bits; with them it is an address on its network
	Range
	MAC
	DUID
)

var kindNames = [...]string{"unknown", "address", "prefix", "range", "mac", "duid"}

// String returns the word for k.
func (k Kind) String() string { return ip.Word(kindNames[:], k) }

// The words for the spellings that are no [addr.Form].
const (
	Auto      = "auto" // whichever it is
	MACForm   = "mac"
	RangeForm = "range"
	DUIDForm  = "duid"
)

// AsMAC begins the reason why a text that looks like a MAC is none.
const AsMAC = "as a MAC: "

// A Thing is an item that can be explained. Its strings alias the text it was
// parsed from.
type Thing struct {
	Kind  Kind
	Text  string         // as written, without what copying added
	Item  addr.Item      // of an address or a prefix
	Form  addr.Form      // that it was written in
	Range netipx.IPRange // of a range
	MAC   eui64.MAC
	DUID  Identifier

	// What the text could be as well: a MAC, or of a MAC an address or a number.
	alsoMAC  eui64.MAC
	alsoAddr netip.Addr
	alsoInt  bool
}

// Is4 reports whether the thing is of IPv4; ok is false where it is of no family.
func (t *Thing) Is4() (is4, ok bool) {
	switch t.Kind {
	case Address, Prefix:
		return t.Item.Addr.Is4(), true
	case Range:
		return t.Range.From().Is4(), true
	}
	return false, false
}

// FormName is the word for how the thing is spelled.
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

// Parse reads an item as the spelling that form names, or with [Auto] as whatever
// it is. Then what copying a text brings with it is forgiven: quotes and brackets
// around it, a comma, period, colon or semicolon after it, "key=" in front.
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
			// The peel is not what is wrong with it.
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

// peel takes one layer off a copied item and says how many bytes that is in front.
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
	// A quote or bracket without its other half: the text was cut there.
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

// parse reads exactly s.
//
// Whatever [addr.Detect] takes is an address, except for eight groups of exactly
// two digits. Those are how an EUI-64 is printed and how no address is: all of
// 0000::/8 is reserved, and leading zeros are written for all groups or for none.
// Detect takes no 12 or 16 digits, which as numbers would be addresses that are not
// in use, so those are MACs. A DUID says its type in its first two octets.
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
		// A range or a mask, which other commands take and Detect does not.
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
