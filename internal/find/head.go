package find

import (
	"encoding/binary"
	"math/bits"
	"net/netip"

	"github.com/hextet/hextet/internal/ip"
)

// A head knows how the addresses to find begin.
type head struct {
	// text is what they all begin with if written without leading zeros and without
	// "::" so far: "2001:db8:1" for 2001:db8:1000::/36. It ends before the first group
	// or digit that the prefix does not determine, or that is zero.
	text  string
	first uint64 // the first eight bytes of text

	bits   uint64 // of the whole groups in text
	groups int    // number of those groups
	may    func(first64 uint64) bool
}

// headOf returns the head of the addresses in p that may accepts.
func headOf(p netip.Prefix, may func(uint64) bool) (h head) {
	hi, lo := ip.Halves(p.Addr())
	var b []byte
	for group := 0; group < 8; group++ {
		g := uint16(hi >> 48)
		hi, lo = hi<<16|lo>>48, lo<<16
		if g == 0 {
			break
		}
		if known := p.Bits() - 16*group; known < 16 {
			// The group has four digits only if the first one is not zero.
			for n := 0; n < known/4 && g>>12 != 0; n++ {
				b = append(b, ip.HexDigits[g>>(12-4*n)&15])
			}
			break
		}
		started := false
		for n := 12; n >= 0; n -= 4 {
			if d := g >> n & 15; d != 0 || started {
				b = append(b, ip.HexDigits[d])
				started = true
			}
		}
		if group < 7 {
			b = append(b, ':')
		}
		if group < 4 {
			h.bits |= uint64(g) << (48 - 16*group)
			h.groups++
		}
	}
	h.text = string(b)
	if len(b) >= 8 {
		h.first = binary.LittleEndian.Uint64(b)
	}
	if h.groups < 4 && len(b) > 0 && b[len(b)-1] == ':' {
		h.may = may
	}
	return h
}

// excludes reports whether certainly no wanted address begins at text[s]: a digit
// differs, or a group is longer or shorter. Where a group may have leading zeros or be
// part of "::", it cannot tell and returns false.
func (h *head) excludes(text []byte, s int) bool {
	i := 0
	if len(h.text) >= 8 && s+8 <= len(text) {
		i = bits.TrailingZeros64(binary.LittleEndian.Uint64(text[s:])^h.first) / 8 // 8 if they are equal
	}
	begins := i == 0 || h.text[i-1] == ':' // at the beginning of a group
	for ; i < len(h.text); i++ {
		c := ByteAt(text, s+i)
		want := h.text[i]
		if c == want || c|0x20 == want && c >= 'A' {
			begins = want == ':'
			continue
		}
		if begins {
			return c != '0' && ip.HexValue[c] < 16
		}
		return c == ':' || ip.HexValue[c] < 16
	}
	if h.may == nil {
		return false
	}
	// The groups after text, up to 64 bits.
	i, first64 := s+len(h.text), h.bits
	for shift := 48 - 16*h.groups; shift >= 0; shift -= 16 {
		if i+5 <= len(text) && text[i+4] == ':' {
			a, b, c, d := ip.HexValue[text[i]], ip.HexValue[text[i+1]], ip.HexValue[text[i+2]], ip.HexValue[text[i+3]]
			if a|b|c|d < 16 { // nearly always
				first64 |= (uint64(a)<<12 | uint64(b)<<8 | uint64(c)<<4 | uint64(d)) << shift
				i += 5
				continue
			}
		}
		g, from := uint64(0), i
		for ; i < from+5; i++ {
			d := ip.HexValue[ByteAt(text, i)]
			if d > 15 {
				break
			}
			g = g<<4 | uint64(d)
		}
		if i == from || i == from+5 || ByteAt(text, i) != ':' {
			return false
		}
		i++
		first64 |= g << shift
	}
	return !h.may(first64)
}
