package selection

import (
	"fmt"
	"net/netip"

	"github.com/hextet/hextet/internal/ip"
)

// A Problem says why a destination cannot be reached. The zero Problem is none.
type Problem uint8

// The problems.
const (
	NoProblem   Problem = iota
	NoRoute             // ENETUNREACH
	NoSource            // EADDRNOTAVAIL
	NeedsZone           // a link-local destination without a zone (EINVAL)
	NoInterface         // the zone names no interface of the host
	Broadcast           // a broadcast address (EACCES)
	Unspecified         // the unspecified address is no destination (RFC 4291 section 2.5.2)
)

var problemNames = [...]string{
	"", "network is unreachable", "no source address", "link-local address without a zone", "no such interface", "broadcast address",
	"unspecified address",
}

// String returns the words for p, "" for NoProblem.
func (p Problem) String() string {
	if int(p) < len(problemNames) {
		return problemNames[p]
	}
	return fmt.Sprintf("Problem(%d)", uint8(p))
}

// MarshalText returns the words.
func (p Problem) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText accepts the words that String gives.
func (p *Problem) UnmarshalText(b []byte) error {
	for i, name := range problemNames {
		if name == string(b) {
			*p = Problem(i)
			return nil
		}
	}
	return fmt.Errorf("unknown problem %q", b)
}

// A hop is the interface through which packets to a destination leave the host.
type hop struct {
	problem Problem
	iface   string
	own     int // the address of the host that is the destination or in its network, or -1
}

// route returns the hop for the destination a, whose zone is passed as zone.
func (s *Selector) route(a netip.Addr, zone string) hop {
	switch {
	case zone != "" && !s.hasInterface(zone):
		return hop{problem: NoInterface}
	case zone != "" && s.unnamed:
		zone = ""
	case zone == "" && isConfined(a):
		if s.system.onLinux() {
			return hop{problem: NeedsZone} // __ip6_datagram_connect wants an interface
		}
		if a.IsMulticast() && a.As16()[1]&15 == interfaceLocal {
			return hop{iface: s.loopback, own: -1} // it does not leave the host
		}
		var ok bool
		if zone, ok = s.onlyLink(); !ok {
			return hop{problem: NeedsZone}
		}
	}
	onInterface := func(i int) bool { return zone == "" || s.addrs[i].Interface == zone }
	for i := range s.addrs {
		if s.addrs[i].Prefix.Addr() == a && onInterface(i) {
			return hop{iface: s.addrs[i].Interface, own: i}
		}
	}
	if a.Is4() && s.isBroadcast(a) {
		return hop{problem: Broadcast}
	}
	if a.IsMulticast() && a.Is6() {
		return s.multicastRoute(a, zone)
	}
	best, bits := hop{problem: NoRoute}, -1
	for i := range s.addrs {
		if p := s.addrs[i].Prefix; p.Bits() > bits && p.Contains(a) && onInterface(i) && s.addsRoute(i) {
			best, bits = hop{iface: s.addrs[i].Interface, own: i}, p.Bits()
		}
	}
	for _, r := range s.routes {
		if r.Prefix.Bits() > bits && r.Prefix.Contains(a) && (zone == "" || r.Interface == zone) {
			best, bits = hop{iface: r.Interface, own: -1}, r.Prefix.Bits()
		}
	}
	return best
}

// isConfined reports whether an address needs a zone: link-local unicast and multicast
// (RFC 4007 section 6).
func isConfined(a netip.Addr) bool {
	return a.Is6() && (a.IsLinkLocalUnicast() || a.IsMulticast() && a.As16()[1]&15 <= linkLocal)
}

// addsRoute reports whether an address adds a route to its network.
func (s *Selector) addsRoute(i int) bool { return !s.addrs[i].Prefix.IsSingleIP() }

// hasInterface reports whether a zone is an interface of the host.
func (s *Selector) hasInterface(zone string) bool {
	if s.unnamed {
		return true
	}
	for i := range s.addrs {
		if s.addrs[i].Interface == zone {
			return true
		}
	}
	for _, r := range s.routes {
		if r.Interface == zone {
			return true
		}
	}
	return false
}

// onlyLink returns the interface other than loopback that has IPv6 addresses, if there is
// just one: the default zone (RFC 4007 section 6).
func (s *Selector) onlyLink() (name string, ok bool) {
	for i := range s.addrs {
		switch a := &s.addrs[i]; {
		case a.Prefix.Addr().Is4(), a.Interface == s.loopback, ok && a.Interface == name:
		case ok:
			return "", false
		default:
			name, ok = a.Interface, true
		}
	}
	return name, ok
}

// multicastRoute returns the interface for an IPv6 multicast group: that of its zone,
// else the first interface (Linux has a route ff00::/8 for each), else that of the
// default route.
func (s *Selector) multicastRoute(a netip.Addr, zone string) hop {
	if zone != "" || s.unnamed {
		return hop{iface: zone, own: -1}
	}
	if !s.system.onLinux() {
		for _, r := range s.routes {
			if r.Prefix.Contains(a) {
				return hop{iface: r.Interface, own: -1}
			}
		}
	}
	for i := range s.addrs {
		if s.addrs[i].Prefix.Addr().Is6() && s.addrs[i].Interface != s.loopback {
			return hop{iface: s.addrs[i].Interface, own: -1}
		}
	}
	return hop{problem: NoRoute}
}

// isBroadcast reports whether a is the limited broadcast address or that of one of
// the host's networks (RFC 919 section 7).
func (s *Selector) isBroadcast(a netip.Addr) bool {
	if a == netip.AddrFrom4([4]byte{255, 255, 255, 255}) {
		return true
	}
	for i := range s.addrs {
		p := s.addrs[i].Prefix
		if p.Addr().Is4() && p.Bits() < 31 && p.Contains(a) && s.addrs[i].Interface != s.loopback {
			if ones := ^uint32(0) >> p.Bits(); p.Bits() > 0 && ip.Uint32(a)&ones == ones {
				return true
			}
		}
	}
	return false
}
