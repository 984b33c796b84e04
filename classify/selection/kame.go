package selection

import "net/netip"

// sourceKAME selects a source by scope, as KAME's implementation note describes it:
// an address of the outgoing interface with the scope of the destination, the one with
// the longest match if there are several; else a global address of any interface; for a
// site-local destination a site-local one of any interface; else the address of the
// route, although that violates the scope. Deprecated addresses are used only if no
// other keeps the scope.
func (s *Selector) sourceKAME(a netip.Addr, h hop) Source {
	t := s.target(a, h)
	for _, deprecated := range [...]Flags{0, Deprecated} {
		for _, rule := range [...]Rule{SourceOutgoing, SourceGlobal, SourceSite} {
			i := s.longest(rule, deprecated, &t)
			switch {
			case i >= 0 && deprecated != 0:
				return Source{Rule: SourceLastResort, index: i}
			case i >= 0:
				return Source{Rule: rule, index: i}
			}
		}
	}
	for _, deprecated := range [...]Flags{0, Deprecated} {
		if i := s.longest(SourceViolation, deprecated, &t); i >= 0 {
			return Source{Rule: SourceViolation, index: i}
		}
	}
	return Source{Problem: NoSource, index: -1}
}

// longest returns the address that one step of KAME's selection takes, or -1.
func (s *Selector) longest(rule Rule, deprecated Flags, t *target) int {
	best, length := -1, -1
	for i := range s.addrs {
		a := &s.addrs[i]
		if a.Flags&Deprecated != deprecated || !s.stepTakes(rule, a, t) {
			continue
		}
		n := commonBits(a.Prefix.Addr(), t.addr)
		if rule == SourceViolation {
			n = 0 // the first of the interface
		}
		if n > length {
			best, length = i, n
		}
	}
	return best
}

func (s *Selector) stepTakes(rule Rule, a *Address, t *target) bool {
	ip := a.Prefix.Addr()
	if ip.Is4() {
		return false
	}
	scope := s.scope(ip)
	switch rule {
	case SourceOutgoing:
		return a.Interface == t.iface && scope == t.scope && embeddedIndex(ip) == embeddedIndex(t.addr)
	case SourceGlobal:
		return scope == global
	case SourceSite:
		return scope == siteLocal && t.scope == siteLocal
	}
	return a.Interface == t.iface
}

// embeddedIndex returns the zone index that KAME kernels keep in the second group of an
// address of link-local scope: 4 for fe80:4::1.
//
//	|        16        |      16     |    32    |    64    |
//	+------------------+-------------+----------+----------+
//	| fe80 ff01 ff02   | zone index  |    0     |   ...    |
//	+------------------+-------------+----------+----------+
func embeddedIndex(a netip.Addr) uint16 {
	if !isConfined(a) {
		return 0
	}
	b := a.As16()
	return uint16(b[2])<<8 | uint16(b[3])
}

// embeddedZone returns the interface that an embedded index belongs to; "" if a has none
// or no address of the host has the same.
func (s *Selector) embeddedZone(a netip.Addr) string {
	index := embeddedIndex(a)
	for i := range s.addrs {
		if index != 0 && embeddedIndex(s.addrs[i].Prefix.Addr()) == index {
			return s.addrs[i].Interface
		}
	}
	return ""
}
