package find

import (
	"net/netip"

	"github.com/hextet/hextet/internal/ip"
)

// A head is how the text of all addresses of a prefix begins, where it has no leading
// zeros and no "::" there: "2001:db8:1" for 2001:db8:1000::/36. It ends before the
// first group or digit that the prefix does not decide, or that is zero.
type head string

// headOf returns the head of an IPv6 prefix; it may be empty.
func headOf(p netip.Prefix) head {
	hi, lo := ip.Halves(p.Addr())
	var b []byte
	for group := 0; group < 8; group++ {
		g := uint16(hi >> 48)
		hi, lo = hi<<16|lo>>48, lo<<16
		if g == 0 {
			break
		}
		known := p.Bits() - 16*group
		if known < 16 {
			// The first digit is not zero where the group has four.
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
	}
	return head(b)
}

// excludes reports that no address that begins at text[s] has the head: a digit is
// another one, or a group is longer or shorter. Where a group may have leading zeros
// or be a part of "::", it does not know, and reports false.
func (h head) excludes(text []byte, s int) bool {
	begins := true // a group
	for i := range len(h) {
		c := byteAt(text, s+i)
		want := h[i]
		if c == want || c|0x20 == want && c >= 'A' {
			begins = want == ':'
			continue
		}
		if begins {
			return c != '0' && ip.HexValue[c] < 16
		}
		return c == ':' || ip.HexValue[c] < 16
	}
	return false
}
