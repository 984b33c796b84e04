package lint

import "github.com/hextet/hextet/multicast"

const pageMulticastFlags = `The first 16 bits of a multicast address hold flags and a scope; with the P flag
a prefix follows: ff3e:30:2001:db8:1::1. The rule finds combinations that are
not valid: a flag without the one it requires, scope 0 or f, a prefix longer
than 64 bits or with bits set beyond its length, a rendezvous point without an
identifier. Hosts and routers ignore such groups.`

// checkMulticastFlags finds multicast addresses whose parts are inconsistent.
func checkMulticastFlags(b []byte, s *subject) []byte {
	if s.Is4() || s.block || ^s.Hi()&(^s.Hi()+1) == 0 && s.Lo() == 0 {
		return b // ffff:ffff:: is a mask
	}
	info, err := multicast.Decode(s.Addr())
	if err != nil {
		return b
	}
	for w := range info.Warnings.All() {
		b = append(b, s.Text...)
		b = append(b, ": "...)
		b = append(b, w.Text...)
		b = append(b, " ("...)
		b = append(b, w.Reference...)
		return append(b, ')')
	}
	return b
}
