package addr

import (
	"github.com/hextet/hextet/internal/ip"
	"net/netip"
	"strconv"
	"strings"
)

// appendBytes appends the bytes of a in network order, a blank between them.
func appendBytes(dst []byte, a netip.Addr) []byte {
	b16 := a.As16()
	b := b16[:]
	if a.Is4() {
		b = b[12:]
	}
	for i, v := range b {
		if i > 0 {
			dst = append(dst, ' ')
		}
		dst = append(dst, ip.HexDigits[v>>4], ip.HexDigits[v&15])
	}
	return dst
}

// parseBytes reads 16 bytes, or the 4 of an IPv4 address, each two hexadecimal
// digits, or one or two behind 0x. Between them are blanks, or commas with or
// without blanks, or colons, or dashes, the same everywhere; bytes with \x in
// front may follow each other directly. Braces may be around them all.
func parseBytes(s string) (n number, e *Error) {
	end := len(s)
	i := 0
	if end > 1 && s[0] == '{' && s[end-1] == '}' {
		i, end = 1, end-1
		for i < end && s[i] == ' ' {
			i++
		}
		for end > i && s[end-1] == ' ' {
			end--
		}
	}
	count := 0
	sep := byte(0)
	for {
		start := i
		most, least := 2, 2
		marked := false
		if i+1 < end && s[i+1] == 'x' && s[i] == '\\' {
			marked = true
			i += 2
		} else if i+1 < end && s[i] == '0' && s[i+1]|0x20 == 'x' {
			least = 1
			i += 2
		}
		v, digits := uint64(0), 0
		for digits < most && i < end && ip.HexValue[s[i]] <= 15 {
			v = v<<4 | uint64(ip.HexValue[s[i]])
			digits++
			i++
		}
		if digits < least {
			if i < end {
				return n, charError(s, i)
			}
			return n, &Error{Input: s, Offset: start, Reason: "byte without two digits"}
		}
		n.hi = n.hi<<8 | n.lo>>56
		n.lo = n.lo<<8 | v
		count++
		if i == end {
			break
		}
		at := i
		c := byte('\\')
		switch {
		case strings.IndexByte(":-", s[i]) >= 0:
			c = s[i]
			i++
		case strings.IndexByte(" \t,", s[i]) >= 0:
			c = ' '
			for i < end && strings.IndexByte(" \t,", s[i]) >= 0 {
				if s[i] == ',' {
					if c == ',' {
						return n, charError(s, i)
					}
					c = ','
				}
				i++
			}
		case !marked || s[i] != '\\':
			return n, charError(s, i)
		}
		if sep != 0 && c != sep {
			return n, charError(s, at)
		}
		sep = c
	}
	if count != 16 && (count != 4 || sep == ':' || sep == '-') {
		return n, reasonError(s, strconv.Itoa(count)+" bytes: IPv6 has 16, IPv4 4")
	}
	n.is4 = count == 4
	return n, nil
}
