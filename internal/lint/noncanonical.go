package lint

const pageNonCanonical = `An IPv6 address can be written in many ways. RFC 5952 picks one: lower case, no
leading zeros, the longest run of zero groups as "::". Routers and kernels
print addresses so, whatever was typed, and what differs from it makes noise in
every comparison and is missed by every search for text.

Prefixes and zones count in, and below the well-known prefixes that always hold
one, an IPv4 address is in dotted decimal: ::ffff:192.0.2.1.

--fix writes the canonical text. It leaves alone an address that could not be
told from the port after it any more.`

// checkNonCanonical finds the texts that RFC 5952 does not have.
func checkNonCanonical(b []byte, s *subject) []byte {
	if s.Is4() { // its strict text is the only one
		return b
	}
	var room [256]byte
	canonical := s.appendFixed(room[:0], 0)
	if string(canonical) == s.Text {
		return b
	}
	b = append(b, s.Text...)
	b = append(b, " is written "...)
	b = append(b, canonical...)
	return append(b, " (RFC 5952)"...)
}
