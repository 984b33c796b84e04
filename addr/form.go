package addr

import (
	"strings"

	"github.com/hextet/hextet/internal/ip"
)

// Form is a way of writing an address.
type Form uint8

const (
	formUnknown   Form = iota
	FormCanonical      // RFC 5952 text
	FormFull           // eight groups of four digits
	FormMixed          // the last 32 bits as a dotted quad
	FormUnpadded       // eight groups without leading zeros
	FormUpper          // RFC 5952 text with upper-case digits
	FormHex            // 32 hexadecimal digits, 8 for IPv4
	FormInt            // a decimal integer
	FormBin            // 128 binary digits, 32 for IPv4
	FormBase85         // RFC 1924
	FormArpa           // a name below ip6.arpa (RFC 3596) or in-addr.arpa (RFC 1035)
	FormBytes          // the bytes in network order: 20 01 0d b8 …
	FormOctal          // the bytes in octal: \040\001\015\270…
	FormURL            // a URL host (RFC 3986, RFC 6874)
	FormUNC            // an ipv6-literal.net name, for Windows paths
	FormKAME           // the zone index in the second group: fe80:4::1
	FormIP6Int         // a name below ip6.int (RFC 1886)
	FormBitString      // bit-string labels (RFC 2673, RFC 2874)
)

// formTable has the name of each form and a one-line description for help and
// completion.
var formTable = [...]struct{ name, doc string }{
	formUnknown:   {"unknown", ""},
	FormCanonical: {"canonical", "RFC 5952 text, the form to use everywhere"},
	FormFull:      {"full", "eight groups of four digits"},
	FormMixed:     {"mixed", "the last 32 bits in dotted decimal"},
	FormUnpadded:  {"unpadded", "eight groups without leading zeros"},
	FormUpper:     {"upper", "RFC 5952 text, but in upper case"},
	FormHex:       {"hex", "32 hexadecimal digits (8 for IPv4)"},
	FormInt:       {"int", "one decimal integer"},
	FormBin:       {"bin", "128 binary digits (32 for IPv4)"},
	FormBase85:    {"base85", "the 20 characters of RFC 1924"},
	FormArpa:      {"arpa", "the name in reverse DNS, or the zone of a prefix"},
	FormBytes:     {"bytes", "bytes in network order: 20 01 0d b8 ..."},
	FormOctal:     {"octal", "bytes in octal, for tinydns and C: \\040\\001..."},
	FormURL:       {"url", "a URL host: [2001:db8::1], zone escaped"},
	FormUNC:       {"unc", "a Windows path host: 2001-db8--1.ipv6-literal.net"},
	FormKAME:      {"kame", "the zone index inside the address: fe80:4::1"},
	FormIP6Int:    {"ip6int", "the obsolete reverse DNS name below ip6.int"},
	FormBitString: {"bitstring", "the obsolete bit-string labels of RFC 2673"},
}

// String returns the name of f, such as canonical.
func (f Form) String() string {
	if int(f) < len(formTable) {
		return formTable[f].name
	}
	return formTable[formUnknown].name
}

// MarshalText returns what String returns.
func (f Form) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// UnmarshalText accepts the names that String returns.
func (f *Form) UnmarshalText(text []byte) (err error) {
	*f, err = ParseForm(string(text))
	return err
}

// Doc returns a one-line description of f.
func (f Form) Doc() string {
	if int(f) < len(formTable) {
		return formTable[f].doc
	}
	return ""
}

// Forms returns all forms, in the order they are documented.
func Forms() []Form {
	return []Form{
		FormCanonical, FormFull, FormMixed, FormUnpadded, FormUpper, FormHex, FormInt,
		FormBin, FormBase85, FormArpa, FormBytes, FormOctal, FormURL, FormUNC, FormKAME,
		FormIP6Int, FormBitString,
	}
}

// ParseForm is the inverse of [Form.String].
func ParseForm(s string) (Form, error) {
	for f := FormCanonical; int(f) < len(formTable); f++ {
		if formTable[f].name == s {
			return f, nil
		}
	}
	return formUnknown, &Error{Input: s, Offset: -1, Reason: "no such form"}
}

// formError says why a form cannot express an item.
type formError string

func (e formError) Error() string { return string(e) }

const (
	errInvalid    formError = "no address"
	errZone       formError = "this form has no place for a zone"
	errLength     formError = "this form has no place for a prefix length"
	errNot6       formError = "this form is for IPv6 only"
	errManyZones  formError = "the prefix is several reverse zones: its length is not at the end of a label"
	errZoneLabel  formError = "a host name cannot hold this zone"
	errKAMEScope  formError = "only link-local, site-local and interface-local addresses have room for a zone index"
	errKAMEZone   formError = "the zone is not an index from 1 to 65535"
	errKAMEGroup  formError = "the second group, where the zone index goes, is not zero"
	errNotInZone  formError = "not below the origin"
	errClassless  formError = "RFC 2317 zones are for IPv4 prefixes of 25 to 32 bits"
	errNoSuchForm formError = "no such form"
)

// AppendForm appends it written in form f. If f cannot express it, it returns dst
// unchanged and an error that says why.
//
//	form        zone   length   example
//	canonical   %zone  /length  fe80::1%eth0/64
//	full        %zone  /length  fe80:0000:0000:0000:0000:0000:0000:0001%eth0/64
//	mixed       %zone  /length  ::ffff:192.0.2.1
//	unpadded    %zone  /length  2001:db8:0:0:0:0:0:1
//	upper       %zone  /length  2001:DB8::1
//	hex         -      /length  20010db8000000000000000000000001
//	int         -      /length  42540766411282592856903984951653826561
//	bin         -      /length  0010000000000001...
//	base85      -      /length  9R}vSQ9RqiCv7SR1r(Uz          (IPv6 only)
//	arpa        -      a zone   1.0.0.0.[...].8.b.d.0.1.0.0.2.ip6.arpa
//	bytes       -      /length  20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01
//	octal       -      /length  \040\001\015\270\000\000\000\000\000\000\000\000\000\000\000\001
//	url         %25    -        [fe80::1%25eth0]
//	unc         s      -        fe80--1s4.ipv6-literal.net
//	kame        inside /length  fe80:4::1                     (IPv6 only)
//	ip6int      -      a zone   8.b.d.0.1.0.0.2.ip6.int       (IPv6 only)
//	bitstring   -      length   \[x20010db8/32].ip6.arpa      (IPv6 only)
//
// IPv4 addresses are dotted decimal in canonical, full, mixed, unpadded, upper, url and
// unc. In arpa a prefix of several zones is an error; see [ReverseZones]. The names in
// arpa, ip6int and bitstring are those of the whole block, without host bits and
// without a trailing dot.
//
// [ParseAs] with the same form returns the same item, except for what the form cannot
// express: int writes an IPv6 address below ::1:0:0 like the IPv4 address of that
// number, and names of full length are read as addresses without a prefix length.
func AppendForm(dst []byte, it Item, f Form) ([]byte, error) {
	if !it.Addr.IsValid() {
		return dst, errInvalid
	}
	switch f {
	case FormCanonical:
		return AppendCanonical(dst, it, MixedAuto), nil
	case FormFull:
		return AppendFull(dst, it), nil
	case FormMixed:
		return AppendCanonical(dst, it, MixedAlways), nil
	case FormUnpadded:
		return appendUnpadded(dst, it), nil
	case FormUpper:
		return appendUpper(dst, it), nil
	case FormURL:
		return appendURL(dst, it)
	case FormUNC:
		return appendUNC(dst, it)
	case FormKAME:
		return appendKAME(dst, it)
	}
	if it.Zone != "" {
		return dst, errZone
	}
	switch f {
	case FormArpa:
		return appendArpa(dst, it)
	case FormIP6Int:
		return appendIP6Int(dst, it)
	case FormBitString:
		return appendBitString(dst, it)
	}
	hi, lo := ip.Halves(it.Addr)
	is4 := it.Addr.Is4()
	switch f {
	case FormHex:
		dst = appendHex(dst, hi, lo, is4)
	case FormInt:
		dst = ip.FromAddr(it.Addr).AppendDecimal(dst)
	case FormBin:
		dst = appendBin(dst, hi, lo, is4)
	case FormBytes:
		dst = appendBytes(dst, it.Addr)
	case FormOctal:
		dst = appendOctal(dst, it.Addr)
	case FormBase85:
		if is4 {
			return dst, errNot6
		}
		dst = appendBase85(dst, hi, lo)
	default:
		return dst, errNoSuchForm
	}
	return appendLength(dst, it.Bits()), nil
}

// appendLength appends a slash and bits, or nothing if bits is negative.
func appendLength(dst []byte, bits int) []byte {
	if bits < 0 {
		return dst
	}
	var b [4]byte
	return append(dst, b[:ip.PutLength(b[:], bits)]...)
}

// ParseAs parses s as form f, as [AppendForm] writes it or spelled more freely:
//
//   - canonical, full, mixed, unpadded and upper accept whatever [ParseItem] accepts;
//   - hex accepts "0x" before the digits, which may be of either case;
//   - int accepts any number below 2^128 without leading zeros; one below 2^32 is an
//     IPv4 address;
//   - bin accepts "0b" before the digits, and one of " ", ".", ":", "_" between groups
//     of equal length, at least four digits each;
//   - bytes accepts digits of either case, "0x" or "\x" before each byte, spaces,
//     commas, colons or dashes between them, and braces around them;
//   - arpa accepts either case, a trailing dot, fewer labels than an address has (a
//     prefix), and RFC 2317 names with a slash; ip6int likewise;
//   - bitstring accepts one or more hexadecimal, octal, binary and dotted-quad labels
//     under ip6.arpa or ip6.int, possibly mixed with nibble labels;
//   - url accepts a whole URL, with or without scheme, user, port and path;
//   - unc accepts a whole path, and either case;
//   - kame accepts any IPv6 text and turns an embedded index into a zone.
//
// A prefix length may follow in the forms in which [AppendForm] writes one. The error
// is an [*Error].
func ParseAs(s string, f Form) (Item, error) {
	return parseAs(s, f, false)
}

// ParseAs6 is ParseAs, but in hex and int every number is an IPv6 address, however
// small: 1 is ::1.
func ParseAs6(s string, f Form) (Item, error) { return parseAs(s, f, true) }

func parseAs(s string, f Form, only6 bool) (Item, error) {
	switch f {
	case FormCanonical, FormFull, FormMixed, FormUnpadded, FormUpper:
		return ParseItem(s)
	case FormURL:
		it, _, err := ParseHost(s)
		return it, err
	case FormUNC:
		return parseUNC(s)
	case FormKAME:
		return parseKAME(s)
	case FormArpa:
		return parseArpa(s)
	case FormIP6Int:
		return parseIP6Int(s)
	case FormBitString:
		return parseBitString(s)
	}
	body := s
	slash := strings.LastIndexByte(s, '/')
	if slash >= 0 {
		body = s[:slash]
	}
	var n number
	var e *Error
	switch f {
	case FormHex:
		n, e = parseHex(body)
		n.is4 = n.is4 && !only6
	case FormInt:
		n, e = parseInt(body)
		n.is4 = n.is4 && !only6
	case FormBin:
		n, e = parseBin(body)
	case FormBytes:
		n, e = parseBytes(body)
	case FormOctal:
		n, e = parseOctal(body)
	case FormBase85:
		n, e = parseBase85(body)
	default:
		e = &Error{Offset: -1, Reason: string(errNoSuchForm)}
	}
	if e != nil {
		e.Input = s
		return Item{}, e
	}
	return n.item(s, slash)
}

// charError returns the error for a character s[i] that is not allowed there.
func charError(s string, i int) *Error {
	return &Error{Input: s, Offset: i, Reason: unexpected(s, i)}
}

// reasonError returns an error without an offset.
func reasonError(s, reason string) *Error {
	return &Error{Input: s, Offset: -1, Reason: reason}
}
