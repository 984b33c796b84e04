package addr

import (
	"strconv"
	"unicode/utf8"

	"github.com/hextet/hextet/internal/ip"
)

// scanned is the result of scanAddr: the address as two big-endian halves (an IPv4
// address is in the low 32 bits of lo), the end of its text, and, on a fault, the
// number of groups or octets read so far. On a fault, end is its offset.
type scanned struct {
	hi, lo uint64
	end    int
	have   int
	is4    bool
	fault  fault
}

// scanAddr reads an address of either family at s[i:] up to the first byte that cannot
// belong to it. The caller decides what may follow, except that text that ends too
// early is a fault here.
func scanAddr(s string, i int) (r scanned) {
	// The 128 bits are shifted in 16 at a time. At "::" the bits so far are set aside;
	// at the end they are shifted into place.
	var hi, lo, leftHi, leftLo uint64
	n, left := 0, -1
	start := i
	if i >= len(s) {
		return scanned{end: i, fault: faultEmpty}
	}
	if s[i] == ':' {
		if i+1 >= len(s) || s[i+1] != ':' {
			return scanned{end: i, fault: faultLeadColon}
		}
		left = 0
		i += 2
	}
	for {
		group := i
		var v uint64
		for i < len(s) {
			d := ip.HexValue[s[i]]
			if d > 15 {
				break
			}
			if i-group == 4 {
				return longGroup(s, start, i, n, left)
			}
			v = v<<4 | uint64(d)
			i++
		}
		if i == group {
			if left == n { // the text may end after "::"
				break
			}
			if n > 0 && ends(s, i) {
				return scanned{end: i - 1, fault: faultTailColon}
			}
			return scanned{end: i, fault: faultChar}
		}
		if n == 8 {
			return scanned{end: group - 1, fault: faultManyGroups}
		}
		if i < len(s) && s[i] == '.' {
			if n == 0 && left < 0 {
				return scanQuad(s, group)
			}
			if n > 6 || (n == 6 && left >= 0) {
				return scanned{end: group, fault: faultQuadPlace}
			}
			q := scanQuad(s, group)
			if q.fault != noFault {
				return q
			}
			hi, lo = hi<<32|lo>>32, lo<<32|q.lo
			n += 2
			i = q.end
			break
		}
		hi, lo = hi<<16|lo>>48, lo<<16|v
		n++
		if n == 8 && left >= 0 {
			return scanned{end: group, fault: faultFullGap}
		}
		if i >= len(s) || s[i] != ':' {
			break
		}
		i++
		if i < len(s) && s[i] == ':' {
			if left >= 0 {
				return scanned{end: i - 1, fault: faultSecondGap}
			}
			if n == 8 {
				return scanned{end: i - 1, fault: faultFullGap}
			}
			left, leftHi, leftLo = n, hi, lo
			hi, lo = 0, 0
			i++
		}
	}
	if left < 0 {
		if n < 8 {
			if ends(s, i) {
				return scanned{end: i, have: n, fault: faultFewGroups}
			}
			return scanned{end: i, fault: faultChar}
		}
		return scanned{hi: hi, lo: lo, end: i}
	}
	// Groups left of "::" to the top: up by 16*(8-left) bits.
	switch up := uint(8-left) * 16; {
	case up > 64:
		hi |= leftLo << (up - 64)
	default: // 16..64
		hi |= leftHi<<up | leftLo>>(64-up)
		lo |= leftLo << up
	}
	return scanned{hi: hi, lo: lo, end: i}
}

// longGroup returns the fault for a fifth hexadecimal digit at i. If it is in the first
// group, the text may have been meant as something else.
func longGroup(s string, start, i, n, left int) scanned {
	if n == 0 && left < 0 {
		j := i
		for j < len(s) && ip.HexValue[s[j]] <= 15 {
			j++
		}
		if j < len(s) && s[j] == '.' {
			return scanQuad(s, start)
		}
		if ends(s, j) {
			return scanned{end: j, have: 1, fault: faultFewGroups}
		}
	}
	return scanned{end: i, fault: faultLongGroup}
}

// ends reports whether an address may end before s[i].
func ends(s string, i int) bool {
	return i >= len(s) || s[i] == '/' || s[i] == '%' || s[i] == ']'
}

// scanQuad reads strict dotted decimal at s[i:]: four octets, no leading zero.
func scanQuad(s string, i int) scanned {
	var v uint64
	for n := 0; ; {
		octet := i
		var o uint
		for i < len(s) {
			d := uint(s[i]) - '0'
			if d > 9 {
				break
			}
			o = o*10 + d
			i++
			if o > 255 {
				if s[octet] == '0' {
					return scanned{end: octet, fault: faultOctetZero}
				}
				return scanned{end: octet, fault: faultOctetRange}
			}
			if i-octet > 1 && s[octet] == '0' {
				return scanned{end: octet, fault: faultOctetZero}
			}
		}
		if i == octet {
			switch {
			case i < len(s) && s[i] == '.':
				return scanned{end: i, fault: faultNoOctet}
			case ends(s, i):
				return scanned{end: i - 1, fault: faultNoOctet}
			}
			return scanned{end: i, fault: faultChar}
		}
		v = v<<8 | uint64(o)
		n++
		dot := i < len(s) && s[i] == '.'
		switch {
		case n == 4 && dot:
			return scanned{end: i, fault: faultManyOctets}
		case n == 4:
			return scanned{lo: v, end: i, is4: true}
		case !dot && ends(s, i):
			return scanned{end: i, have: n, fault: faultFewOctets}
		case !dot:
			return scanned{end: i, fault: faultChar}
		}
		i++
	}
}

// scanLength reads a prefix length at s[i:], to the end of s.
func scanLength(s string, i, limit int) (bits, at int, f fault) {
	if i == len(s) {
		return 0, i - 1, faultLenEmpty
	}
	start := i
	for ; i < len(s); i++ {
		d := uint(s[i]) - '0'
		if d > 9 {
			return 0, i, faultLenChar
		}
		// Past the limit, digits are checked but not added, to avoid overflow.
		if bits <= limit {
			bits = bits*10 + int(d)
		}
	}
	if s[start] == '0' && i > start+1 {
		return 0, start, faultLenZero
	}
	if bits > limit {
		if limit == 32 {
			return 0, start, faultLenOver4
		}
		return 0, start, faultLenOver6
	}
	return bits, i, noFault
}

// scanZone reads a zone (RFC 4007 section 11) at s[i:] up to "/", stop or the end of s.
// A zone is any printable text without spaces, "/" or the delimiter "%": RFC 4007
// leaves its spelling to the system, and interface names are not all ASCII. Control
// characters are refused because the zone is printed verbatim.
func scanZone(s string, i int, stop byte) (end int, f fault) {
	start := i
	for i < len(s) {
		c := s[i]
		if c < utf8.RuneSelf {
			if c == '/' || c == stop {
				break
			}
			if c <= ' ' || c == 0x7f || c == '%' {
				return i, faultZoneChar
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n <= 1 || !strconv.IsPrint(r) {
			return i, faultZoneChar
		}
		i += n
	}
	if i == start {
		return start - 1, faultZoneEmpty
	}
	return i, noFault
}
