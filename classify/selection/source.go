package selection

import (
	"net/netip"

	"github.com/hextet/hextet/internal/ip"
)

// A Source is the address that a host uses for a destination.
type Source struct {
	Addr      netip.Addr // without zone; invalid if the destination cannot be reached
	Interface string     // the outgoing interface; "" if the host's have no names
	Problem   Problem    // why there is no address

	// Rule is the rule that decided against the best of the others; SourceOnly if there
	// are none.
	Rule Rule

	index int // in Selector.addrs, or -1
}

// target is a destination as source selection sees it.
type target struct {
	addr     netip.Addr
	iface    string
	scope    int
	label    int
	hasLabel bool
}

// Source returns the source that the host uses for a destination. It does not
// allocate.
func (s *Selector) Source(dst netip.Addr) Source {
	a, is4, mapped4 := s.plain(dst)
	if !a.IsValid() {
		return Source{Problem: Unspecified, index: -1}
	}
	zone := dst.Zone()
	if s.system == KAME && zone == "" {
		zone = s.embeddedZone(a)
	}
	h := s.route(a, zone)
	if h.problem != NoProblem {
		return Source{Problem: h.problem, index: -1}
	}
	var out Source
	switch {
	case is4:
		out = s.source4(a, h)
	case s.system == KAME:
		out = s.sourceKAME(a, h)
	default:
		out = s.source6(a, h)
	}
	out.Interface = h.iface
	if out.index >= 0 {
		out.Addr = s.addrs[out.index].Prefix.Addr()
	}
	if mapped4 && out.Addr.IsValid() {
		out.Addr = mapped(out.Addr)
	}
	return out
}

// plain returns the destination without zone, and an IPv4-mapped address as IPv4, since
// the packets are IPv4. The unspecified address means the host itself on Linux and
// FreeBSD; for other systems plain returns the zero Addr.
func (s *Selector) plain(dst netip.Addr) (a netip.Addr, is4, mapped4 bool) {
	a = dst.WithZone("")
	if a.Is4In6() {
		a, mapped4 = a.Unmap(), true
	}
	if a.IsUnspecified() {
		switch {
		case !s.system.onLinux() && s.system != FreeBSD:
			return netip.Addr{}, false, false
		case a.Is4():
			a = netip.AddrFrom4([4]byte{127, 0, 0, 1})
		default:
			a = netip.IPv6Loopback()
		}
	}
	return a, a.Is4(), mapped4
}

// source4 returns the IPv4 source. RFC 6724 leaves IPv4 to the system: the address
// of the network that the route belongs to, else the first of the outgoing
// interface, else the first of any other.
func (s *Selector) source4(a netip.Addr, h hop) Source {
	if h.own >= 0 {
		net := s.addrs[h.own].Prefix.Masked()
		for i := range s.addrs {
			if s.addrs[i].Interface == h.iface && s.addrs[i].Prefix.Masked() == net {
				return Source{Rule: SourceRoute, index: i} // later ones in the network are secondary
			}
		}
	}
	for _, same := range [...]bool{true, false} {
		for i := range s.addrs {
			ip := s.addrs[i].Prefix.Addr()
			if ip.Is4() && !ip.IsLoopback() && (s.addrs[i].Interface == h.iface) == same {
				return Source{Rule: SourceRoute, index: i}
			}
		}
	}
	if s.system.onLinux() {
		return Source{Addr: netip.IPv4Unspecified(), Rule: SourceRoute, index: -1} // connect succeeds anyway
	}
	return Source{Problem: NoSource, index: -1}
}

// sourceRules are the rules of section 5 in the order of each system.
func (s *Selector) sourceRules() []Rule {
	switch s.system {
	case Glibc, Musl, Linux:
		// net/ipv6/addrconf.c, ipv6_get_saddr_eval. Rule 4 is only there in kernels built
		// with CONFIG_IPV6_MIP6, which the one compared with was not.
		return linuxSourceRules[:]
	case FreeBSD:
		return freebsdSourceRules[:]
	}
	return rfcSourceRules[:]
}

var (
	rfcSourceRules     = [...]Rule{SourceSame, SourceScope, SourcePreferred, SourceHome, SourceInterface, SourceLabel, SourceTemporary, SourcePrefix}
	linuxSourceRules   = [...]Rule{SourceSame, SourceScope, SourcePreferred, SourceInterface, SourceLabel, SourceTemporary, SourceORCHID, SourcePrefix}
	freebsdSourceRules = [...]Rule{SourceSame, SourceScope, SourcePreferred, SourceInterface, SourceLabel, SourceTemporary, SourcePrefix}
)

// source6 returns the IPv6 source by the rules of section 5.
func (s *Selector) source6(a netip.Addr, h hop) Source {
	t := s.target(a, h)
	best, runnerUp := -1, -1
	for i := range s.addrs {
		if !s.candidate(i, &t) {
			continue
		}
		loser := i
		switch {
		case best < 0:
			best = i
			continue
		case s.wins(i, best, &t):
			best, loser = i, best
		}
		if s.contends(loser, &t) && (runnerUp < 0 || s.wins(loser, runnerUp, &t)) {
			runnerUp = loser
		}
	}
	switch {
	case best < 0:
		return Source{Problem: NoSource, index: -1}
	case runnerUp < 0:
		return Source{Rule: SourceOnly, index: best}
	}
	return Source{Rule: s.decide(best, runnerUp, &t), index: best}
}

// contends reports whether an address is worth comparing with the source. On Linux the
// loopback address is always a candidate, but wins only if there are no others.
func (s *Selector) contends(i int, t *target) bool {
	return t.addr.IsLoopback() || !s.addrs[i].Prefix.Addr().IsLoopback()
}

// target returns the destination as source selection sees it.
func (s *Selector) target(a netip.Addr, h hop) target {
	t := target{addr: a, iface: h.iface, scope: s.sourceScope(a)}
	t.label, t.hasLabel = s.labels.Label(a)
	return t
}

// sourceScope is the scope of an address for source selection.
func (s *Selector) sourceScope(a netip.Addr) int {
	if s.system == KAME {
		return s.scope(a)
	}
	return kernelScope6(a)
}

// candidate reports whether an address of the host may be the source (RFC 6724 section
// 4): for a destination of link-local scope only those of the outgoing interface.
func (s *Selector) candidate(i int, t *target) bool {
	a := &s.addrs[i]
	ip := a.Prefix.Addr()
	switch {
	case ip.Is4():
		return false
	case a.Interface == t.iface:
		return true
	case t.scope <= linkLocal || t.addr.IsMulticast():
		return false
	case s.system.onLinux():
		return true // even a link-local address of another link
	}
	return !ip.IsLinkLocalUnicast() && !ip.IsLoopback() // RFC 4007 section 9: its zone ends at the link
}

// wins reports whether address i is better than j.
func (s *Selector) wins(i, j int, t *target) bool {
	for _, r := range s.sourceRules() {
		if x, y := s.score(r, i, t), s.score(r, j, t); x != y {
			return x > y
		}
	}
	return false
}

// decide returns the first rule that prefers i or j, SourceFirst if there is none.
func (s *Selector) decide(i, j int, t *target) Rule {
	for _, r := range s.sourceRules() {
		if s.score(r, i, t) != s.score(r, j, t) {
			return r
		}
	}
	return SourceFirst
}

// score is the rank of an address for one rule; higher is better. Since every rule is a
// number, the rules together are a strict weak ordering.
func (s *Selector) score(r Rule, i int, t *target) int {
	a := &s.addrs[i]
	ip := a.Prefix.Addr()
	switch r {
	case SourceSame:
		return truth(ip == t.addr)
	case SourceScope:
		// The smallest scope that includes the destination's, else the largest.
		if scope := s.sourceScope(ip); scope >= t.scope {
			return -scope
		} else {
			return scope - 128
		}
	case SourcePreferred:
		if s.system.onLinux() && (ip.IsLoopback() || ip.Is4In6() || isCompatible(ip)) {
			return 1 // ipv6_saddr_preferred
		}
		return truth(a.Flags&Deprecated == 0)
	case SourceHome:
		return truth(a.Flags&Home != 0)
	case SourceInterface:
		return truth(a.Interface == t.iface)
	case SourceLabel:
		label, ok := s.labels.Label(ip)
		return truth(label == t.label && ok == t.hasLabel && (ok || s.system.onLinux()))
	case SourceTemporary:
		// Linux sets use_tempaddr by interface, and never on the loopback one.
		prefer := s.temp && !(s.system.onLinux() && a.Interface == s.loopback)
		return truth((a.Flags&Temporary != 0) == prefer)
	case SourceORCHID:
		return truth(isORCHID(ip) == isORCHID(t.addr))
	case SourcePrefix:
		n := commonBits(ip, t.addr)
		// RFC 6724 section 2.2 counts up to the length of the source's network, as Linux
		// does; RFC 3484 counted all bits, as FreeBSD does.
		if s.system != RFC3484 && s.system != FreeBSD {
			n = min(n, a.Prefix.Bits())
		}
		return n
	}
	return 0
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

// isCompatible reports whether a is an IPv4-compatible address (RFC 4291 section
// 2.5.5.1) other than ::1 and ::.
func isCompatible(a netip.Addr) bool {
	b := a.As16()
	return [12]byte(b[:12]) == [12]byte{} && (b[12] != 0 || b[13] != 0 || b[14] != 0 || b[15] > 1)
}

// isORCHID reports whether a is in 2001:10::/28 (RFC 4843), the prefix that Linux knows;
// it does not know that of RFC 7343.
func isORCHID(a netip.Addr) bool {
	b := a.As16()
	return b[0] == 0x20 && b[1] == 1 && b[2] == 0 && b[3]>>4 == 1
}

// commonBits returns how many leading bits two addresses of one family have in common.
func commonBits(a, b netip.Addr) int {
	return a.BitLen() - ip.FromAddr(a).Xor(ip.FromAddr(b)).BitLen()
}
