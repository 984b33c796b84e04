package addr

import (
	"encoding/binary"
	"github.com/hextet/hextet/internal/ip"
	"strconv"
)

// appendHex appends all the digits of hi:lo, those of an IPv4 address of its
// 32 bits.
func appendHex(dst []byte, hi, lo uint64, is4 bool) []byte {
	var b [32]byte
	g := ip.GroupWords(hi, lo)
	for i, w := range g {
		binary.LittleEndian.PutUint32(b[4*i:], w+ip.ZeroGroup)
	}
	if is4 {
		return append(dst, b[24:]...)
	}
	return append(dst, b[:]...)
}

// parseHex reads 32 or 8 digits with or without 0x in front.
func parseHex(s string) (n number, e *Error) {
	i := 0
	if len(s) > 1 && s[0] == '0' && s[1]|0x20 == 'x' {
		i = 2
	}
	digits := len(s) - i
	for ; i < len(s); i++ {
		d := ip.HexValue[s[i]]
		if d > 15 {
			return n, charError(s, i)
		}
		n.hi = n.hi<<4 | n.lo>>60
		n.lo = n.lo<<4 | uint64(d)
	}
	if digits != 32 && digits != 8 {
		return n, reasonError(s, strconv.Itoa(digits)+" hexadecimal digits: IPv6 has 32, IPv4 8")
	}
	n.is4 = digits == 8
	return n, nil
}
