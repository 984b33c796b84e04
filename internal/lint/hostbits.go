package lint

import (
	"strconv"
)

const pageHostBits = `A network is written with its last bits zero: 2001:db8:1::/48. In an access
list, a route or a list of prefixes, 2001:db8:1::5/48 is a slip: either an
address was meant, or a network and somebody copied an address. Some programs
refuse it, some mask it silently, and some match nothing.

An address of an interface has its host bits and the length of its network,
2001:db8:1::5/64, which is right. So the rule goes by the words around: it
speaks of what comes after permit, allow, route, prefix, subnet, network, cidr
and their like, on the line or in the heading above it, and of IPv6 prefixes
shorter than /64, which no interface has. --fix clears the bits.`

// checkHostBits finds networks with host bits.
func checkHostBits(b []byte, s *subject) []byte {
	if s.Length <= 0 || !s.HasHostBits() {
		return b
	}
	w := s.sense()
	if w.last&senseNetwork == 0 {
		// No word says so: only a length that no interface has does.
		if w.last&senseAddress != 0 || (w.line|w.headings)&senseInterface != 0 {
			return b
		}
		if s.Is4() && !(w.lone && s.Length < 16) || !s.Is4() && s.Length >= 64 {
			return b
		}
	}
	b = append(b, s.Text...)
	b = append(b, " has bits set after /"...)
	b = strconv.AppendInt(b, int64(s.Length), 10)
	b = append(b, ": the network is "...)
	return s.appendFixed(b, mendHostBits)
}
