package selection

import (
	"net/netip"
	"strconv"

	"github.com/hextet/hextet/classify"
)

// AgainstIPv4 says whether a host that has both families tries an
// IPv6 destination before or after an IPv4 one, by the policy table of RFC 6724, if
// it can use both and both have a source of matching scope and label. It returns ""
// for addresses that are no such destination: IPv4, IPv4-mapped, multicast,
// unspecified. For a unique local address, which surprises people, it also says what glibc does.
func AgainstIPv4(a netip.Addr) string {
	if !a.Is6() || a.Is4In6() || a.IsMulticast() || a.IsUnspecified() {
		return ""
	}
	p := classify.RFC6724.Lookup(a)
	v4 := classify.RFC6724.Lookup(netip.IPv4Unspecified())
	word := "before"
	if p.Precedence < v4.Precedence {
		word = "after"
	}
	s := "sorted " + word + " IPv4 by default (precedence " + strconv.Itoa(int(p.Precedence)) + ", IPv4 " + strconv.Itoa(int(v4.Precedence)) + ")"
	if a.As16()[0]&0xfe == 0xfc {
		s += "; glibc sorts it before IPv4 where the host has such an address too"
	}
	return s
}
