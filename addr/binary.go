package addr

import "strconv"

// appendBin appends the 128 bits of hi:lo, the low 32 of an IPv4 address.
func appendBin(dst []byte, hi, lo uint64, is4 bool) []byte {
	if is4 {
		return appendBits(dst, lo<<32, 32)
	}
	return appendBits(appendBits(dst, hi, 64), lo, 64)
}

// appendBits appends the n highest bits of v.
func appendBits(dst []byte, v uint64, n int) []byte {
	for range n {
		dst = append(dst, '0'+byte(v>>63))
		v <<= 1
	}
	return dst
}

// parseBin reads 128 or 32 binary digits, with or without 0b in front, alone
// or in groups of one length that one separator divides.
func parseBin(s string) (n number, e *Error) {
	i := 0
	if len(s) > 1 && s[0] == '0' && s[1]|0x20 == 'b' {
		i = 2
	}
	digits, group := 0, 0
	size, sep := 0, byte(0)
	for ; i < len(s); i++ {
		c := s[i]
		if c == '0' || c == '1' {
			n.hi = n.hi<<1 | n.lo>>63
			n.lo = n.lo<<1 | uint64(c-'0')
			digits++
			group++
			continue
		}
		if c != ' ' && c != '.' && c != ':' && c != '_' || group < 4 || sep != 0 && (c != sep || group != size) {
			return n, charError(s, i)
		}
		sep, size, group = c, group, 0
	}
	if digits != 128 && digits != 32 {
		return n, reasonError(s, strconv.Itoa(digits)+" binary digits: IPv6 has 128, IPv4 32")
	}
	if sep != 0 && group != size {
		return n, reasonError(s, "groups of binary digits are of different lengths")
	}
	n.is4 = digits == 32
	return n, nil
}
