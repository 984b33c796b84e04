package lint

const pageHostBits = `The bits of a network beyond its prefix length are zero: 2001:db8:1::/48. In an
access list, a route or a list of prefixes, 2001:db8:1::5/48 is a mistake:
either a single address was meant, or the address of a host was copied where its
network belongs. Some programs reject it, some mask it silently, and some match
nothing.

Interface addresses do have host bits: 2001:db8:1::5/64. So the rule goes by
context: it reports what follows words like permit, allow, route, prefix,
subnet, network or cidr, on the line or in the heading it is indented under, and
IPv6 prefixes shorter than /64, which interfaces do not have. --fix clears the
bits.`

// checkHostBits finds networks with host bits.
func checkHostBits(b []byte, s *subject) []byte {
	if s.Length <= 0 || !s.HasHostBits() {
		return b
	}
	w := s.sense()
	if w.last&senseNetwork == 0 {
		// No word says that it is a network; its length must be one that no interface
		// has.
		if w.last&senseAddress != 0 || (w.line|w.headings)&senseInterface != 0 {
			return b
		}
		if s.Is4() && !(w.lone && s.Length < 16) || !s.Is4() && s.Length >= 64 {
			return b
		}
	}
	b = append(b, s.Text...)
	b = append(b, " has host bits set; the network is "...)
	return s.appendFixed(b, mendHostBits)
}
