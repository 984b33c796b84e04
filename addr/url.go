package addr

import (
	"strings"

	"github.com/hextet/hextet/internal/ip"
)

// appendURL appends it as a URL host: an IPv6 address in brackets (RFC 3986 section
// 3.2.2), with the zone after "%25" and all characters except unreserved ones escaped
// (RFC 6874 section 2).
func appendURL(dst []byte, it Item) ([]byte, error) {
	if it.IsPrefix() {
		return dst, errLength
	}
	if it.Addr.Is4() {
		return AppendCanonical(dst, it, MixedAuto), nil
	}
	dst = append(dst, '[')
	dst = AppendAddr(dst, it.Addr)
	if it.Zone != "" {
		dst = append(dst, "%25"...)
		for i := range len(it.Zone) {
			c := it.Zone[i]
			if isAlnum(c) || strings.IndexByte("-._~", c) >= 0 {
				dst = append(dst, c)
			} else {
				dst = append(dst, '%', upperHex[c>>4], upperHex[c&15])
			}
		}
	}
	return append(dst, ']'), nil
}

const upperHex = "0123456789ABCDEF" // RFC 3986 section 2.1: upper case in escapes

func isAlnum(c byte) bool {
	return c-'0' <= 9 || c|0x20-'a' <= 25
}

// ParseHost parses the address in s and the port after it; port is -1 if there is none:
//
//	https://user@[2001:db8::1]:443/path      http://192.0.2.1/
//	[2001:db8::1]:443                        192.0.2.1:80
//	[fe80::1%25eth0]                         [fe80::1%eth0]:22
//	[IPv6:2001:db8::1]                       2001:db8::1#80, 192.0.2.1#53
//
// These are a URL or the authority of one (RFC 3986 section 3.2), a mail address
// literal (RFC 5321 section 4.1.3), and the form with "#" from RFC 5952 section 6. A
// zone after "%25" is unescaped (RFC 6874); one after a bare "%" is taken literally.
// Path, query and fragment are not checked. An IPv6 address without brackets has no
// ":port": all of 2001:db8::1:80 is an address.
func ParseHost(s string) (it Item, port int, err error) {
	i := 0
	scheme := false
	if n := strings.Index(s, "://"); n >= 0 {
		for ; i < n; i++ {
			if c := s[i]; !isAlnum(c) && (i == 0 || strings.IndexByte("+-.", c) < 0) || i == 0 && c-'0' <= 9 {
				return Item{}, 0, charError(s, i)
			}
		}
		if n == 0 {
			return Item{}, 0, charError(s, 0)
		}
		i, scheme = n+3, true
	} else if strings.HasPrefix(s, "//") {
		i, scheme = 2, true
	}
	end := len(s)
	if n := strings.IndexAny(s[i:], "/?#"); n >= 0 {
		end = i + n
	}
	if at := strings.LastIndexByte(s[i:end], '@'); at >= 0 {
		i += at + 1
	}
	if i < len(s) && s[i] == '[' {
		it, i, err = scanLiteral(s, i+1)
		if err != nil {
			return Item{}, 0, err
		}
	} else {
		r := scanAddr(s, i)
		if r.fault != noFault {
			return Item{}, 0, faultError(s, r.fault, r.end, r.have)
		}
		it = Item{Addr: r.addr()}
		if !r.is4 {
			if scheme {
				return Item{}, 0, &Error{Input: s, Offset: i, Reason: "IPv6 address in a URL without brackets"}
			}
		}
		if !r.is4 || !scheme && i == 0 && r.end < len(s) && s[r.end] == '#' {
			return parseBareHost(s, it, r.end)
		}
		i = r.end
	}
	port = -1
	if i < len(s) && s[i] == ':' {
		if port, i, err = scanPort(s, i+1); err != nil {
			return Item{}, 0, err
		}
	}
	if i < len(s) && strings.IndexByte("/?#", s[i]) < 0 {
		return Item{}, 0, charError(s, i)
	}
	return it, port, nil
}

// parseBareHost reads what may follow an IPv6 address without brackets.
func parseBareHost(s string, it Item, i int) (Item, int, error) {
	if i < len(s) && s[i] == '%' && it.Addr.Is6() {
		end, f := scanZone(s, i+1, '#')
		if f != noFault {
			return Item{}, 0, faultError(s, f, end, 0)
		}
		it.Zone = s[i+1 : end]
		i = end
	}
	if i == len(s) {
		return it, -1, nil
	}
	if s[i] != '#' {
		return Item{}, 0, charError(s, i)
	}
	port, i, err := scanPort(s, i+1)
	if err == nil && i < len(s) {
		err = charError(s, i)
	}
	if err != nil {
		return Item{}, 0, err
	}
	return it, port, nil
}

// scanPort reads a port at s[i:]; it returns -1 if the port is empty, which RFC 3986
// section 3.2.3 allows.
func scanPort(s string, i int) (port, end int, err error) {
	start := i
	for ; i < len(s) && s[i]-'0' <= 9; i++ {
		port = port*10 + int(s[i]-'0')
		if port > 65535 {
			return 0, 0, &Error{Input: s, Offset: start, Reason: "port over 65535"}
		}
	}
	if i == start {
		port = -1
	}
	return port, i, nil
}

// scanLiteral reads an IP literal at s[i:], after its "[", and returns the offset just
// past its "]".
func scanLiteral(s string, i int) (it Item, end int, err error) {
	const tag = "IPv6:"
	if len(s) >= i+len(tag) && strings.EqualFold(s[i:i+len(tag)], tag) {
		i += len(tag)
	}
	r := scanAddr(s, i)
	if r.fault == faultEmpty {
		r.fault = faultBracketOpen
	}
	if r.fault != noFault {
		return it, 0, faultError(s, r.fault, r.end, r.have)
	}
	if r.is4 {
		return it, 0, faultError(s, faultBracket4, i-1, 0)
	}
	it = Item{Addr: r.addr()}
	i = r.end
	if i < len(s) && s[i] == '%' {
		n := strings.IndexByte(s[i:], ']')
		if n < 0 {
			return it, 0, faultError(s, faultBracketOpen, -1, 0)
		}
		if it.Zone, err = unescapeZone(s, i+1, i+n); err != nil {
			return it, 0, err
		}
		i += n
	}
	switch {
	case i == len(s):
		return it, 0, faultError(s, faultBracketOpen, -1, 0)
	case s[i] == '/':
		return it, 0, faultError(s, faultBracketPre, i, 0)
	case s[i] != ']':
		return it, 0, charError(s, i)
	}
	return it, i + 1, nil
}

// unescapeZone returns the zone that s[i:end], the text after "%", represents. RFC 6874
// escapes the delimiter as "%25", so the rest is escaped, too. "%25" alone is the zone
// 25 after a bare delimiter: the zone after an escaped one would be empty.
func unescapeZone(s string, i, end int) (string, error) {
	zone := s[i:end]
	if len(zone) <= 2 || zone[:2] != "25" {
		if at, f := scanZone(s[:end], i, ']'); f != noFault || at != end {
			return "", zoneError(s, f, at)
		}
		return zone, nil
	}
	i += 2
	zone = s[i:end]
	if strings.IndexByte(zone, '%') >= 0 {
		b := make([]byte, 0, len(zone))
		for k := i; k < end; k++ {
			c := s[k]
			if c == '%' {
				if k+2 >= end || ip.HexValue[s[k+1]] > 15 || ip.HexValue[s[k+2]] > 15 {
					return "", &Error{Input: s, Offset: k, Reason: `"%" without two hexadecimal digits`}
				}
				c = ip.HexValue[s[k+1]]<<4 | ip.HexValue[s[k+2]]
				k += 2
			}
			b = append(b, c)
		}
		zone = string(b)
	}
	if at, f := scanZone(zone, 0, '/'); f != noFault || at != len(zone) {
		return "", &Error{Input: s, Offset: i, Reason: "zone with a character no zone can have"}
	}
	return zone, nil
}

// zoneError returns the error for a zone at which scanZone failed or stopped early,
// before a "/".
func zoneError(s string, f fault, at int) *Error {
	if f == noFault {
		f = faultZoneChar
	}
	return faultError(s, f, at, 0)
}
