package selection

import (
	"net/netip"
	"strconv"
)

// Scopes, as the scop field of a multicast address numbers them (RFC 4291 section 2.7).
const (
	interfaceLocal = 1
	linkLocal      = 2
	siteLocal      = 5
	global         = 14
)

// scope returns the scope of an address, 0 to 15 (RFC 6724 section 3.1), or the one that
// gai.conf sets.
func (s *Selector) scope(a netip.Addr) int {
	if a.Is4In6() && s.unmaps() {
		a = a.Unmap()
	}
	if a.Is4() {
		return s.scope4(a)
	}
	switch {
	case s.system == FreeBSD && a.IsMulticast():
		return int(a.As16()[2] & 15) // gai_addr2scopetype reads the third octet; the scope is in the second
	case (s.system == FreeBSD || s.system == KAME) && a == netip.IPv6Loopback():
		return interfaceLocal
	}
	return kernelScope6(a)
}

// unmaps reports whether the system treats an IPv4-mapped address as the IPv4 address in
// it, as RFC 6724 section 3.2 does.
func (s *Selector) unmaps() bool {
	return s.system == RFC6724 || s.system == RFC3484 || s.system == RFC6724Update
}

func (s *Selector) scope4(a netip.Addr) int {
	for _, e := range s.policy.scopes4 {
		if e.Prefix.Contains(a) {
			return e.Value
		}
	}
	switch {
	case s.system == Musl: // scopeof sees an IPv4-mapped address
	case a.IsLoopback(), a.IsLinkLocalUnicast():
		return linkLocal // RFC 6724 section 3.2
	case s.system == RFC3484 && a.IsPrivate():
		return siteLocal // RFC 3484 section 3.2; RFC 6724 made it global
	}
	return global
}

// kernelScope6 is the scope of IPv6 addresses for source selection in a kernel.
func kernelScope6(a netip.Addr) int {
	b := a.As16()
	switch {
	case b[0] == 0xff:
		return int(b[1] & 15)
	case a == netip.IPv6Loopback(), b[0] == 0xfe && b[1]>>6 == 2:
		return linkLocal // of the loopback address: RFC 4291 section 2.5.3
	case b[0] == 0xfe && b[1]>>6 == 3:
		return siteLocal
	}
	return global // unique local addresses too: RFC 4193 section 3.3
}

// scopeName returns the word for a scope.
func scopeName(scope int) string {
	switch scope {
	case interfaceLocal:
		return "interface-local"
	case linkLocal:
		return "link-local"
	case 3:
		return "realm-local"
	case 4:
		return "admin-local"
	case siteLocal:
		return "site-local"
	case 8:
		return "organization-local"
	case global:
		return "global"
	}
	return "scope " + strconv.Itoa(scope)
}
