package addr

import (
	"net/netip"
	"strings"
)

// ParseRange parses FIRST-LAST: two addresses of one family, the first not
// after the last, neither with a zone, a length or brackets. It does not
// allocate, unless it fails.
func ParseRange(s string) (first, last netip.Addr, err error) {
	bad := func(f fault, at, have int) (netip.Addr, netip.Addr, error) {
		return netip.Addr{}, netip.Addr{}, faultError(s, f, at, have)
	}
	// Cutting FIRST off makes its end the end of a text.
	dash := strings.IndexByte(s, '-')
	if dash < 0 {
		if r := scanAddr(s, 0); r.fault == faultChar {
			return bad(r.fault, r.end, 0)
		}
		return bad(faultNoDash, -1, 0)
	}
	a := scanAddr(s[:dash], 0)
	if a.fault == noFault {
		a.fault = rangeTail(s, a, dash)
	}
	if a.fault != noFault {
		return bad(a.fault, a.end, a.have)
	}
	b := scanAddr(s, dash+1)
	if b.fault == noFault {
		b.fault = rangeTail(s, b, len(s))
	}
	if b.fault != noFault {
		return bad(b.fault, b.end, b.have)
	}
	if a.is4 != b.is4 {
		return bad(faultRangeFamily, -1, 0)
	}
	if a.hi > b.hi || a.hi == b.hi && a.lo > b.lo {
		return bad(faultRangeOrder, -1, 0)
	}
	return a.addr(), b.addr(), nil
}

// rangeTail says what is wrong with the text between an address and want.
func rangeTail(s string, r scanned, want int) fault {
	switch {
	case r.end == want:
		return noFault
	case s[r.end] == '%' && r.is4:
		return faultZone4
	case s[r.end] == '%':
		return faultZoneRange
	case s[r.end] == '/':
		return faultLenRefused
	}
	return faultChar
}
