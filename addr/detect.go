package addr

import (
	"strings"

	"github.com/hextet/hextet/internal/ip"
)

// Detect parses s as whatever form it is in, and says which. It never takes a
// text that two forms could mean for one of them in silence: such a text is an
// error that names both, but for the cases below, and [ParseAs] reads it as
// the form that is asked for.
//
// The rules, in order:
//
//   - What [ParseItem] reads is FormCanonical, however it is spelled; in
//     brackets it is FormURL, as is a URL, and an IPv4 address with a port.
//     [fe80::1%25eth0] is the zone eth0, escaped; without the brackets it could
//     be the zone 25eth0: an error. So are brackets with digits behind a slash:
//     a path, or a prefix length.
//   - Names below ip6.arpa, in-addr.arpa, ip6.int and ipv6-literal.net say
//     what they are; so do "\[" labels, and 0x, 0b and \x in front.
//   - 32 hexadecimal digits are FormHex. Where all are decimal they could be a
//     number, too, but one below 0:4ef::, in 0000::/8, which is reserved (RFC
//     4291 section 2.4). Where all are 0 and 1, they could be
//     the bits of an IPv4 address: an error. 8 hexadecimal digits are an IPv4
//     address if there is a letter or a zero in front; otherwise an error.
//   - Other decimal numbers are FormInt, those below 2^32 IPv4 addresses. Of 12
//     and 16 digits they could be MACs, of 20 digits base 85, and of up to 10
//     with a length, as in 10/8, octets could be missing: errors.
//   - 128 binary digits are FormBin, and so are groups of them.
//   - 16 bytes with blanks, commas, colons or dashes between them are
//     FormBytes. 4 are if one of them has a letter or a leading zero, which
//     shows that they are hexadecimal.
//   - 20 characters are FormBase85 if one is neither letter, digit nor dash: a
//     word of that length is no address.
//   - FormKAME is never found: fe80:4::1 is RFC 4291 text.
//
// Where no form fits, the error is [ParseItem]'s, or that of the form that s
// shows to be.
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

// recognize returns the form that s has to be parsed as.
func recognize(s string) (Form, error) {
	it, strict := ParseItem(s)
	bracket := strings.HasPrefix(s, "[")
	switch {
	case bracket, strings.Contains(s, "://"):
		if end := strings.Index(s, "]/"); bracket && end >= 0 && allDigits(s[end+2:]) {
			return 0, &Error{Input: s, Offset: end + 1, Reason: "path of a URL or prefix length behind brackets"}
		}
		return FormURL, nil
	case strict == nil:
		if z := it.Zone; len(z) > 2 && z[:2] == "25" && z[2]-'0' > 9 {
			return 0, faultError(s, faultZoneEscape, strings.IndexByte(s, '%'), 0)
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

// recognizeNumber tells the forms apart that are a number and perhaps a
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
	case strings.HasPrefix(body, "0b"), strings.HasPrefix(body, "0B"):
		// 0b begins hexadecimal digits, too.
		if _, e := parseBin(body); e == nil {
			return FormBin, nil
		}
	}
	switch n := len(body); {
	case n == 32 && binary:
		return 0, reasonError(s, "hexadecimal or binary digits: say which with --from")
	case n == 32 && hex:
		return FormHex, nil
	case n == 8 && decimal && body[0] != '0':
		return 0, reasonError(s, "a hexadecimal or a decimal number: say which with --from")
	case n == 8 && hex:
		return FormHex, nil
	case n == 128 && binary:
		return FormBin, nil
	case n == 20 && decimal:
		if _, e := parseInt(body); e != nil {
			return 0, e
		}
		return 0, reasonError(s, "a decimal number or base 85 digits: say which with --from")
	case decimal && (n == 12 || n == 16):
		return 0, reasonError(s, "a decimal number, or a MAC: say so with --from")
	case decimal && len(s) > n && n <= 10:
		return 0, reasonError(s, "a decimal number, or an IPv4 prefix cut short: say so with --from")
	case decimal:
		return FormInt, nil
	case n == 20 && !hex:
		if _, e := parseBase85(body); e == nil {
			if strings.Trim(body, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_") == "" {
				return 0, reasonError(s, "a word, or base 85 digits: say so with --from")
			}
			return FormBase85, nil
		}
	}
	if _, e := parseBin(body); e == nil && strings.ContainsAny(body, " .:_") {
		return FormBin, nil
	}
	if n, e := parseBytes(body); e == nil {
		if n.is4 && !strings.ContainsAny(body, "xX") && !looksHex(body) {
			return 0, reasonError(s, "hexadecimal or decimal bytes: say which with --from")
		}
		return FormBytes, nil
	}
	return formUnknown, nil
}

// looksHex reports whether a byte of the list s has a letter or a zero in
// front, as decimal ones have not.
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
