package addr

import (
	"strconv"
	"unicode/utf8"

	"github.com/hextet/hextet/internal/ip"
)

// fault is what the scanners report instead of an error: cheap to return, and
// turned into an [*Error] by faultError only when a caller needs one.
type fault uint8

const (
	noFault          fault = iota
	faultEmpty             // no text at all
	faultChar              // a byte that is not allowed here
	faultLongGroup         // a fifth digit in a group
	faultSecondGap         // a second "::"
	faultLeadColon         // ":1"
	faultTailColon         // "1:"
	faultFewGroups         // text ends early
	faultManyGroups        // a ninth group
	faultFullGap           // "::" with eight groups
	faultQuadPlace         // a dotted quad with fewer than two groups left
	faultFewOctets         // 1.2.3
	faultManyOctets        // 1.2.3.4.5
	faultNoOctet           // 1..2
	faultOctetRange        // 256
	faultOctetZero         // 01
	faultZone4             // 192.0.2.1%eth0
	faultZoneEmpty         // fe80::1%
	faultZoneChar          // a byte not allowed in a zone
	faultZoneEscape        // [fe80::1%25eth0]
	faultZonePrefix        // a zone where a bare prefix is expected
	faultZoneRange         // a zone in a range
	faultBracket4          // [192.0.2.1]
	faultBracketOpen       // [::1
	faultBracketTail       // [::1]:80
	faultBracketPre        // [2001:db8::/64], [2001:db8::]/64
	faultLenEmpty          // 2001:db8::/
	faultLenChar           // 2001:db8::/x
	faultLenZero           // 2001:db8::/032
	faultLenOver4          // 192.0.2.0/33
	faultLenOver6          // 2001:db8::/129
	faultLenWanted         // an address where a prefix is expected
	faultLenRefused        // a prefix where an address is expected
	faultNoDash            // no FIRST-LAST
	faultRangeFamily       // ::1-192.0.2.1
	faultRangeOrder        // 192.0.2.9-192.0.2.1
)

// faultText holds the reasons that do not depend on the text.
var faultText = [...]string{
	faultEmpty:       "empty text",
	faultLongGroup:   "group longer than four digits",
	faultSecondGap:   `second "::"`,
	faultLeadColon:   `single ":" before the first group`,
	faultTailColon:   `single ":" after the last group`,
	faultManyGroups:  "more than 8 groups",
	faultFullGap:     `no group left for "::" to stand for`,
	faultQuadPlace:   "dotted quad anywhere but in the last 32 bits",
	faultManyOctets:  "more than 4 octets",
	faultNoOctet:     "empty octet",
	faultOctetRange:  "octet over 255",
	faultOctetZero:   "leading zero in octet",
	faultZone4:       "zone on an IPv4 address",
	faultZoneEmpty:   "empty zone",
	faultZoneEscape:  "zone may be escaped as in a URL (RFC 6874)",
	faultZonePrefix:  "zone in a prefix",
	faultZoneRange:   "zone in a range",
	faultBracket4:    "brackets around an IPv4 address",
	faultBracketOpen: `"[" without "]"`,
	faultBracketPre:  "prefix length with brackets",
	faultLenEmpty:    "empty prefix length",
	faultLenZero:     "leading zero in prefix length",
	faultLenOver4:    "prefix length over 32",
	faultLenOver6:    "prefix length over 128",
	faultLenWanted:   "no prefix length",
	faultLenRefused:  "prefix length on an address",
	faultNoDash:      "not a range: FIRST-LAST wanted",
	faultRangeFamily: "first and last are of different families",
	faultRangeOrder:  "first is after last",
}

// faultError returns the error for a fault. at is the offset that the scanner returned
// and have the number of groups or octets it had read.
func faultError(s string, f fault, at, have int) *Error {
	e := &Error{Input: s, Offset: at}
	switch f {
	case faultChar, faultLenChar, faultZoneChar, faultBracketTail:
		e.Reason = unexpected(s, at)
		switch f {
		case faultLenChar:
			e.Reason += " in prefix length"
		case faultZoneChar:
			e.Reason += " in zone"
		case faultBracketTail:
			e.Reason += ` after "]"`
		}
	case faultFewGroups:
		e.Offset = -1
		if have == 1 {
			e.Reason = `neither ":" nor "." in it`
		} else {
			e.Reason = "too few groups: " + strconv.Itoa(have) + " of 8"
		}
	case faultFewOctets:
		e.Offset = -1
		e.Reason = "too few octets: " + strconv.Itoa(have) + " of 4"
	case faultEmpty, faultBracketOpen, faultNoDash, faultRangeFamily, faultRangeOrder, faultLenWanted:
		e.Offset = -1
		e.Reason = faultText[f]
	default:
		e.Reason = faultText[f]
	}
	return e
}

// unexpected describes the character of s at byte i in printable ASCII, even if it is
// invalid UTF-8.
func unexpected(s string, i int) string {
	if i >= len(s) {
		return "unexpected end"
	}
	r, n := utf8.DecodeRuneInString(s[i:])
	if r == utf8.RuneError && n <= 1 {
		return "unexpected byte 0x" + string(ip.HexDigits[s[i]>>4]) + string(ip.HexDigits[s[i]&15])
	}
	return "unexpected character " + strconv.QuoteRuneToASCII(r)
}
