package addr

import (
	"strings"

	"go4.org/netipx"
)

// ParseRange parses FIRST-LAST or FIRST - LAST: two addresses of one family, FIRST not
// after LAST, both without zone, length and brackets. It does not allocate unless it
// fails.
func ParseRange(s string) (netipx.IPRange, error) {
	bad := func(f fault, at, have int) (netipx.IPRange, error) {
		return netipx.IPRange{}, faultError(s, f, at, have)
	}
	// Scan FIRST separately, so that its end is an end of text to the scanner.
	dash := strings.IndexByte(s, '-')
	if dash < 0 {
		if r := scanAddr(s, 0); r.fault == faultChar {
			return bad(r.fault, r.end, 0)
		}
		return bad(faultNoDash, -1, 0)
	}
	end, start := dash, dash+1 // of FIRST and LAST
	for end > 0 && isBlank(s[end-1]) {
		end--
	}
	for start < len(s) && isBlank(s[start]) {
		start++
	}
	a := scanAddr(s[:end], 0)
	if a.fault == noFault {
		a.fault = rangeTail(s, a, end)
	}
	if a.fault != noFault {
		return bad(a.fault, a.end, a.have)
	}
	b := scanAddr(s, start)
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
	return netipx.IPRangeFrom(a.addr(), b.addr()), nil
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' }

// rangeTail returns the fault of the text between the end of an address and want.
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
