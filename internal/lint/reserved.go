package lint

import (
	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/eui64"
)

const pageReserved = `Space that nobody has: all IPv6 addresses outside of 2000::/3 and the few blocks
that have a meaning (RFC 4291 section 2.4), and 240.0.0.0/4 (RFC 1112 section
4). An address in it is a slip, often a digit too many or too few at its
beginning. Netmasks and wildcards are left alone.

Also the last 128 interface identifiers of a subnet, fdff:ffff:ffff:ff80 and up:
they are for anycast (RFC 2526), and no host may have them (RFC 5453).`

// checkReserved finds addresses that nobody has.
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
			why = " is in space that is reserved (RFC 4291 section 2.4)"
		}
	case !s.Is4() && s.Lo()&^0x7f == 0xfdff_ffff_ffff_ff80:
		if _, ok := eui64.InAddr(s.Addr()); ok {
			why = " has an interface identifier that is reserved for anycast (RFC 2526)"
		}
	}
	if why == "" {
		return b
	}
	b = append(b, s.Text...)
	return append(b, why...)
}

// isMask reports whether v is a netmask, or near enough to one: 255.255.255.250.
func isMask(v uint32) bool { return v>>16 == 0xffff || ^v&(^v+1) == 0 }
