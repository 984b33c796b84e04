package addr

import (
	"strconv"
	"strings"

	"github.com/hextet/hextet/internal/ip"
)

// Detect parses s in whichever form it is written, and returns that form. If two forms
// are equally likely, the error is an [*AmbiguityError] with both readings; [ParseAs]
// reads s in a given form. If one reading is far more likely, Detect returns it, and
// [Other] returns the other.
//
// The rules, in order:
//
//   - Whatever [ParseItem] accepts is FormCanonical, except that an address in brackets
//     is FormURL, as are URLs and IPv4 addresses with a port. [fe80::1%25eth0] is the
//     zone eth0, escaped; without the brackets it could be the zone 25eth0: an
//     ambiguity. So are brackets followed by a slash and digits: a path, or a prefix
//     length.
//   - Names below ip6.arpa, in-addr.arpa, ip6.int and ipv6-literal.net determine the
//     form; so do "\[" labels, and 0x, 0b, \x and \0 at the beginning.
//   - 32 hexadecimal digits are FormHex. If all are decimal they could also be a
//     number, but one below 0:4ef::, in 0000::/8, which is reserved (RFC 4291 section
//     2.4). If all are 0 and 1, they could be the bits of an IPv4 address: an
//     ambiguity. 8 hexadecimal digits are an IPv4 address if there is a letter or a
//     leading zero; otherwise an ambiguity.
//   - Other decimal numbers are FormInt, those below 2^32 IPv4 addresses. Numbers of 12
//     and 16 digits could be MACs, those of 20 digits base 85, and those of up to 10
//     digits with a length, as in 10/8, dotted decimal with missing octets:
//     ambiguities.
//   - 128 binary digits are FormBin, and so are groups of them.
//   - 16 bytes separated by spaces, commas, colons or dashes are FormBytes. 4 bytes
//     are, too, if one of them has a letter or a leading zero, which shows that they
//     are hexadecimal.
//   - 20 characters are FormBase85 if one of them is not a letter, a digit or a dash: a
//     word of that length is not an address.
//   - FormKAME is never detected: fe80:4::1 is RFC 4291 text.
//
// If no form fits, the error is [ParseItem]'s, or that of the form that s is evidently
// meant to be in.
func Detect(s string) (Item, Form, error) {
	f, err := recognize(s)
	if err != nil {
		return Item{}, formUnknown, err
	}
	it, err := ParseAs(s, f)
	if err != nil {
		return Item{}, formUnknown, err
	}
	return it, f, nil
}

// A Reading is one possible meaning of a text.
type Reading struct {
	What string // "a decimal number"
	Form Form   // the form to parse it as; the zero Form if it is not an address
	Item Item   // the result, if it is an address
}

// AppendTo appends a description of the reading and its address: "a decimal number
// (192.0.2.1)".
func (r Reading) AppendTo(dst []byte) []byte {
	dst = append(dst, r.What...)
	if r.Item.Addr.IsValid() {
		dst = append(dst, " ("...)
		dst = AppendCanonical(dst, r.Item, MixedAuto)
		dst = append(dst, ')')
	}
	return dst
}

// AmbiguityError reports a text that can be read in two ways.
type AmbiguityError struct {
	Input    string
	Readings [2]Reading
}

// Error returns the quoted input and both readings.
func (e *AmbiguityError) Error() string {
	return string(e.AppendReason(append(strconv.AppendQuote(nil, e.Input), ": "...)))
}

// AppendReason appends both readings, without the input, to b.
func (e *AmbiguityError) AppendReason(b []byte) []byte {
	b = append(b, "either "...)
	b = e.Readings[0].AppendTo(b)
	b = append(b, " or "...)
	return e.Readings[1].AppendTo(b)
}

// reading returns the Reading of s in form f.
func reading(s string, f Form, what string) Reading {
	it, err := ParseAs(s, f)
	if err != nil {
		it = Item{}
	}
	return Reading{what, f, it}
}

func ambiguous(s string, a, b Reading) *AmbiguityError {
	return &AmbiguityError{s, [2]Reading{a, b}}
}

// Other returns the less likely reading of a text that Detect recognized as form f, if
// there is one: for a number below 2^32 the IPv6 address, for 32 digits without a
// letter the decimal number, and for text like ::1:631 a port.
func Other(s string, f Form) (r Reading, ok bool) {
	body, _, _ := strings.Cut(s, "/")
	switch {
	case f == FormHex && len(body) == 32 && allDigits(body):
		return reading(s, FormInt, "a decimal number"), true
	case f == FormHex && len(body) == 8 || f == FormInt:
		it, err := ParseAs(s, f)
		if err != nil || !it.Addr.Is4() {
			return Reading{}, false
		}
		it, err = ParseAs6(s, f)
		return Reading{"an IPv6 address", f, it}, err == nil
	case f == FormCanonical && strings.HasPrefix(s, "::1:") && allDigits(s[len("::1:"):]):
		// An address in ::/8, which is reserved, or what netstat and CUPS print.
		port := s[len("::1:"):]
		return Reading{"::1 with the port " + port + ", written [::1]:" + port, formUnknown, Item{}}, true
	}
	return Reading{}, false
}

// recognize returns the form in which to parse s.
func recognize(s string) (Form, error) {
	it, strict := ParseItem(s)
	bracket := strings.HasPrefix(s, "[")
	switch {
	case bracket, strings.Contains(s, "://"):
		if end := strings.Index(s, "]/"); bracket && end >= 0 && allDigits(s[end+2:]) {
			p, err := ParseItem(s[1:end] + s[end+1:])
			if err != nil {
				p = Item{}
			}
			return 0, ambiguous(s, reading(s, FormURL, "a URL host and path"), Reading{"a prefix in brackets", formUnknown, p})
		}
		return FormURL, nil
	case strict == nil:
		if z := it.Zone; len(z) > 2 && z[:2] == "25" && z[2]-'0' > 9 {
			escaped, plain := it, it
			escaped.Zone = z[2:]
			return 0, ambiguous(s, Reading{`a zone after "%25", as in a URL`, FormURL, escaped}, Reading{"the zone " + z, FormCanonical, plain})
		}
		return FormCanonical, nil
	case strings.HasPrefix(s, `\[`):
		return FormBitString, nil
	case isUNC(s), strings.HasPrefix(s, `\\`):
		return FormUNC, nil
	case below(s, ip6Arpa), below(s, ip6Int):
		if strings.Contains(s, `\[`) {
			return FormBitString, nil
		}
		if below(s, ip6Int) {
			return FormIP6Int, nil
		}
		return FormArpa, nil
	case below(s, inAddr):
		return FormArpa, nil
	}
	body := s
	if n := strings.IndexByte(s, '/'); n >= 0 {
		body = s[:n]
	}
	if f, err := recognizeNumber(s, body); f != formUnknown || err != nil {
		return f, err
	}
	if n := strings.IndexAny(body, ":#"); n > 0 {
		if it, _, err := ParseHost(s); err == nil && (it.Addr.Is4() || body[n] == '#' || strings.Contains(body, "#")) {
			return FormURL, nil
		}
	}
	return 0, strict
}

func below(s, base string) bool {
	_, found := cutZone(s, base)
	return found
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i]-'0' > 9 {
			return false
		}
	}
	return s != ""
}

// recognizeNumber distinguishes the forms that are a number with an optional
// length. body is s without the length.
func recognizeNumber(s, body string) (Form, error) {
	decimal, hex, binary := body != "", body != "", body != ""
	for i := range len(body) {
		c := body[i]
		decimal = decimal && c-'0' <= 9
		hex = hex && ip.HexValue[c] <= 15
		binary = binary && c-'0' <= 1
	}
	switch {
	case strings.HasPrefix(body, "0x"), strings.HasPrefix(body, "0X"):
		if strings.ContainsAny(body[2:], "xX:-, \t") {
			return FormBytes, nil
		}
		return FormHex, nil
	case strings.HasPrefix(body, `\x`), strings.HasPrefix(body, "{"):
		return FormBytes, nil
	case len(body) > 1 && body[0] == '\\' && body[1]-'0' <= 3:
		return FormOctal, nil
	case strings.HasPrefix(body, "0b"), strings.HasPrefix(body, "0B"):
		// 0b begins hexadecimal digits, too.
		if _, e := parseBin(body); e == nil {
			return FormBin, nil
		}
	}
	const hexNumber, decimalNumber = "a hexadecimal number", "a decimal number"
	switch n := len(body); {
	case n == 32 && binary:
		return 0, ambiguous(s, reading(s, FormHex, hexNumber), reading(s, FormBin, "binary digits"))
	case n == 32 && hex:
		return FormHex, nil
	case n == 8 && decimal && body[0] != '0':
		return 0, ambiguous(s, reading(s, FormHex, hexNumber), reading(s, FormInt, decimalNumber))
	case n == 8 && hex:
		return FormHex, nil
	case n == 128 && binary:
		return FormBin, nil
	case n == 20 && decimal:
		if _, e := parseInt(body); e != nil {
			return 0, e
		}
		return 0, ambiguous(s, reading(s, FormInt, decimalNumber), reading(s, FormBase85, "base 85 digits"))
	case decimal && (n == 12 || n == 16):
		return 0, ambiguous(s, reading(s, FormInt, decimalNumber), Reading{What: "a MAC"})
	case decimal && len(s) > n && n <= 10:
		return 0, ambiguous(s, reading(s, FormInt, decimalNumber), Reading{What: "an IPv4 prefix with octets left out"})
	case decimal:
		return FormInt, nil
	case n == 20 && !hex:
		if _, e := parseBase85(body); e == nil {
			if strings.Trim(body, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_") == "" {
				return 0, ambiguous(s, Reading{What: "a word"}, reading(s, FormBase85, "base 85 digits"))
			}
			return FormBase85, nil
		}
	}
	if _, e := parseBin(body); e == nil && strings.ContainsAny(body, " .:_") {
		return FormBin, nil
	}
	if n, e := parseBytes(body); e == nil {
		if n.is4 && !strings.ContainsAny(body, "xX") && !looksHex(body) {
			return 0, ambiguous(s, reading(s, FormBytes, "hexadecimal bytes"), Reading{What: "decimal bytes"})
		}
		return FormBytes, nil
	}
	return formUnknown, nil
}

// looksHex reports whether a byte in the list s has a letter or a leading zero, which
// decimal bytes do not have.
func looksHex(s string) bool {
	for i := range len(s) {
		if ip.HexValue[s[i]] >= 10 && ip.HexValue[s[i]] <= 15 {
			return true
		}
		if s[i] == '0' && i+1 < len(s) && s[i+1]-'0' <= 9 && (i == 0 || s[i-1]-'0' > 9) {
			return true
		}
	}
	return false
}
