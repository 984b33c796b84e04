package addr

import (
	"strconv"
	"strings"

	"github.com/hextet/hextet/internal/ip"
)

// Bit-string labels (RFC 2673) hold many bits in one label of a domain name. RFC 2874
// named addresses with them; RFC 3363 made them experimental and RFC 6891 obsoleted
// them.
//
//	\[x20010db8/32].ip6.arpa          hexadecimal
//	\[b1101].\[o640].ip6.arpa         binary and octal; the right label is more significant
//	\[192.0.2.0/24].ip6.arpa          32 bits as a dotted quad

func appendBitString(dst []byte, it Item) ([]byte, error) {
	p := it.Prefix()
	if p.Addr().Is4() {
		return dst, errNot6
	}
	if p.Bits() > 0 {
		hi, lo := ip.Halves(p.Masked().Addr())
		dst = append(dst, `\[x`...)
		n := len(dst)
		dst = appendHex(dst, hi, lo, false)
		dst = dst[:n+(p.Bits()+3)/4]
		dst = appendLength(dst, p.Bits())
		dst = append(dst, `].`...)
	}
	return append(dst, ip6Arpa...), nil
}

// parseBitString reads a name of bit-string labels, possibly mixed with nibble labels,
// below ip6.arpa or ip6.int.
func parseBitString(s string) (Item, error) {
	end, found := cutZone(s, ip6Arpa)
	if !found {
		end, found = cutZone(s, ip6Int)
	}
	if !found {
		return Item{}, reasonError(s, "not below ip6.arpa or ip6.int")
	}
	v, e := scanBitLabels(s, end)
	if e != nil {
		return Item{}, e
	}
	return v.item(), nil
}

// scanBitLabels reads the labels s[:end], each with a dot after it.
func scanBitLabels(s string, end int) (v bitField, e *Error) {
	for i := 0; i < end; {
		start := i
		var hi, lo uint64
		bits := 0
		if d := ip.HexValue[s[i]]; d <= 15 {
			lo, bits = uint64(d), 4
			i++
		} else {
			stop := strings.IndexByte(s[i:end], ']')
			if !strings.HasPrefix(s[i:end], `\[`) {
				return v, charError(s, i)
			}
			if stop < 0 {
				return v, &Error{Input: s, Offset: i, Reason: faultText[faultBracketOpen]}
			}
			stop += i
			if hi, lo, bits, e = bitLabel(s, i+2, stop); e != nil {
				return v, e
			}
			i = stop + 1
		}
		if s[i] != '.' {
			return v, charError(s, i)
		}
		i++
		if !v.above(hi, lo, bits) {
			return v, &Error{Input: s, Offset: start, Reason: "more than 128 bits"}
		}
	}
	return v, nil
}

// bitLabel reads s[i:end], the text between the brackets of a label, as a number of the
// returned number of bits.
func bitLabel(s string, i, end int) (hi, lo uint64, bits int, e *Error) {
	data, length := end, -1
	if slash := strings.IndexByte(s[i:end], '/'); slash >= 0 {
		data = i + slash
		n, at, f := scanLength(s[:end], data+1, 128)
		if f != noFault {
			return 0, 0, 0, faultError(s, f, at, 0)
		}
		length = n
	}
	start := i
	per := 0 // bits per digit
	if i < data {
		switch s[i] | 0x20 {
		case 'b':
			per = 1
		case 'o':
			per = 3
		case 'x':
			per = 4
		}
	}
	have := 0
	rest := false // a bit after the length is set
	push := func(v uint64, n int) {
		for n--; n >= 0; n-- {
			bit := v >> n & 1
			if have < 128 && (length < 0 || have < length) {
				hi, lo = hi<<1|lo>>63, lo<<1|bit
			} else if bit != 0 || length < 0 {
				rest = true
			}
			have++
		}
	}
	if per == 0 {
		q := scanQuad(s[:data], i)
		if q.fault != noFault {
			return 0, 0, 0, faultError(s, q.fault, q.end, q.have)
		}
		if q.end != data {
			return 0, 0, 0, charError(s, q.end)
		}
		push(q.lo, 32)
		per = 32
	} else {
		for i++; i < data; i++ {
			d := ip.HexValue[s[i]]
			if d > 15 || d>>per != 0 {
				return 0, 0, 0, charError(s, i)
			}
			push(uint64(d), per)
		}
	}
	switch {
	case length < 0:
		length = have
	case have < length || have >= length+per:
		return 0, 0, 0, &Error{Input: s, Offset: start, Reason: strconv.Itoa(have) + " bits for a length of " + strconv.Itoa(length)}
	}
	if length == 0 {
		return 0, 0, 0, &Error{Input: s, Offset: start, Reason: "label without bits"}
	}
	if rest {
		return 0, 0, 0, &Error{Input: s, Offset: start, Reason: "bits set after the length, or more than 128 bits"}
	}
	return hi, lo, length, nil
}
