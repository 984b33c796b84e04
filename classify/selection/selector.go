package selection

import (
	"net/netip"
	"slices"
)

// A Selector selects addresses for one host as one system does. It is immutable.
type Selector struct {
	system System
	policy Policy // for destinations; except on Linux for sources too
	labels Policy // for sources

	addrs    []Address // those of the host, with the loopback addresses
	routes   []Route
	loopback string // the interface of the loopback addresses
	unnamed  bool   // all other addresses are on one interface without a name
	temp     bool   // temporary addresses are preferred

	// listed are the indexes of addrs, sorted by address, that glibc knows from the kernel:
	// prefix lengths and deprecated addresses. It is nil unless the host has an IPv6
	// address besides ::1.
	listed []int
}

// New returns a selector for a host. Tables that p does not have are those of
// [DefaultPolicy]. The selector does not retain host.
func New(host Host, system System, p Policy) *Selector {
	s := &Selector{system: system, policy: p.Or(DefaultPolicy(system)), loopback: "lo"}
	s.addHost(host)
	s.temp = host.UseTempAddr >= 2
	switch system {
	case RFC6724, RFC6724Update:
		s.temp = true // RFC 6724 section 5 rule 7
	case RFC3484:
		s.temp = false // RFC 3484 section 5 rule 7
	}
	if system == RFC6724Update && p.precedences == nil && p.labels == nil {
		s.policy = s.policy.withPrecedences(s.knownLocal(45)).withLabels(s.knownLocal(14))
	}
	s.labels = s.policy
	if system.onLinux() {
		s.labels = DefaultPolicy(Linux).withLabels(host.Labels)
		if system == Linux {
			s.policy = s.labels
		}
	}
	if system == Glibc {
		s.list()
	}
	return s
}

// Policy returns the table for destinations, including the rows that the host adds.
func (s *Selector) Policy() *Policy { return &s.policy }

// System returns the system.
func (s *Selector) System() System { return s.system }

// addHost sets addresses and routes.
func (s *Selector) addHost(host Host) {
	for _, a := range host.Addresses {
		if a.Prefix.Addr().IsLoopback() && a.Interface != "" {
			s.loopback = a.Interface
			break
		}
	}
	s.addrs = slices.Clone(host.Addresses)
	s.unnamed = true
	for i := range s.addrs {
		a := &s.addrs[i]
		if a.Prefix.Addr().IsLoopback() && a.Interface == "" {
			a.Interface = s.loopback
		}
		s.unnamed = s.unnamed && (a.Interface == "" || a.Interface == s.loopback)
	}
	// Every host has its loopback addresses, listed or not.
	for _, p := range []netip.Prefix{
		netip.PrefixFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), 8),
		netip.PrefixFrom(netip.IPv6Loopback(), 128),
	} {
		if !slices.ContainsFunc(s.addrs, func(a Address) bool { return a.Prefix.Addr() == p.Addr() }) {
			s.addrs = append(s.addrs, Address{Prefix: p, Interface: s.loopback})
		}
	}
	if host.Routes != nil {
		s.routes = slices.Clone(host.Routes)
		return
	}
	for _, zero := range []netip.Addr{netip.IPv6Unspecified(), netip.IPv4Unspecified()} {
		for _, a := range host.Addresses {
			if ip := a.Prefix.Addr(); ip.Is4() == zero.Is4() && !ip.IsLoopback() && !ip.IsLinkLocalUnicast() {
				s.routes = append(s.routes, Route{Prefix: netip.PrefixFrom(zero, 0), Interface: a.Interface})
				break
			}
		}
	}
}

// knownLocal returns a row for the /48 of each address of the host in fd00::/8
// (draft-ietf-6man-rfc6724-update-21: known-local prefixes).
func (s *Selector) knownLocal(value int) []Entry {
	var rows []Entry
	for i := range s.addrs {
		if a := s.addrs[i].Prefix.Addr(); a.Is6() && a.As16()[0] == 0xfd {
			rows = append(rows, Entry{netip.PrefixFrom(a, 48), value})
		}
	}
	return rows
}
