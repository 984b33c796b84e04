package lint

import (
	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/eui64"
)

const pageReserved = `Reserved space is all of IPv6 outside 2000::/3 and the special-purpose blocks
(RFC 4291 section 2.4), and 240.0.0.0/4 (RFC 1112 section 4). An address there
is usually a typo: a digit too many or too few in the first group. Netmasks and
wildcard masks are not reported.

The interface identifiers from fdff:ffff:ffff:ff80 up are reserved for anycast
(RFC 2526): no host may use them (RFC 5453).`

// checkReserved finds addresses in reserved space.
func checkReserved(b []byte, s *subject) []byte {
	why := ""
	switch {
	case s.class.Type == classify.Reserved && s.Is4():
		if !isMask(s.Top()) {
			why = " is in 240.0.0.0/4, which is reserved (RFC 1112 section 4)"
		}
	case s.class.Type == classify.Reserved:
		// ::5eff:fe00:5301 is the end of an address.
		if !s.class.Deprecated() && s.Hi() != 0 {
			why = " is in reserved space (RFC 4291 section 2.4)"
		}
	case !s.Is4() && s.Lo()&^0x7f == 0xfdff_ffff_ffff_ff80:
		if _, ok := eui64.InAddr(s.Addr()); ok {
			why = " has an interface identifier reserved for anycast (RFC 2526)"
		}
	}
	if why == "" {
		return b
	}
	b = append(b, s.Text...)
	return append(b, why...)
}

// isMask reports whether v is a netmask, or close to one, like 255.255.255.250.
func isMask(v uint32) bool { return v>>16 == 0xffff || ^v&(^v+1) == 0 }
