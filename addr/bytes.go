package addr

import (
	"net/netip"
	"strconv"
	"strings"

	"github.com/hextet/hextet/internal/ip"
)

// appendBytes appends the bytes of a in network order, separated by spaces.
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

// parseBytes reads 16 bytes, or the 4 of an IPv4 address, each as two hexadecimal
// digits, or as one or two after 0x. One kind of separator is used throughout:
// whitespace, a comma with or without whitespace, a colon or a dash; bytes that begin
// with \x may also follow each other directly. Braces may enclose them.
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
		n.Hi = n.Hi<<8 | n.Lo>>56
		n.Lo = n.Lo<<8 | v
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
		return n, reasonError(s, strconv.Itoa(count)+" bytes: an IPv6 address has 16, an IPv4 address 4")
	}
	n.is4 = count == 4
	return n, nil
}

// appendOctal appends the bytes of a in network order, each as a backslash and three
// octal digits, as in tinydns data and C strings.
func appendOctal(dst []byte, a netip.Addr) []byte {
	b := a.As16() // AsSlice allocates if it is not inlined
	for _, v := range b[16-a.BitLen()/8:] {
		dst = append(dst, '\\', '0'+v>>6, '0'+v>>3&7, '0'+v&7)
	}
	return dst
}

// parseOctal reads 16 bytes, or the 4 of an IPv4 address.
func parseOctal(s string) (n number, e *Error) {
	for i := 0; i < len(s); i += 4 {
		if s[i] != '\\' {
			return n, charError(s, i)
		}
		v := uint64(0)
		for k := i + 1; k < i+4; k++ {
			if k == len(s) {
				return n, &Error{Input: s, Offset: i, Reason: "byte without three octal digits"}
			}
			d := s[k] - '0'
			if d > 7 {
				return n, charError(s, k)
			}
			v = v<<3 | uint64(d)
		}
		if v > 255 {
			return n, &Error{Input: s, Offset: i, Reason: "byte over 377"}
		}
		n.Hi = n.Hi<<8 | n.Lo>>56
		n.Lo = n.Lo<<8 | v
	}
	if len(s) != 4*16 && len(s) != 4*4 {
		return n, reasonError(s, strconv.Itoa(len(s)/4)+" bytes: an IPv6 address has 16, an IPv4 address 4")
	}
	n.is4 = len(s) == 4*4
	return n, nil
}
