package selection

import (
	"net/netip"
	"strconv"

	"github.com/hextet/hextet/classify"
)

// AgainstIPv4 returns a phrase that says whether a host with both families tries the IPv6
// destination a before or after an IPv4 one by the policy table of RFC 6724, if both
// have a source of matching scope and label. For unique local addresses it includes what
// glibc does. It returns "" for IPv4, IPv4-mapped, multicast and unspecified addresses.
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
