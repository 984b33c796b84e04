package lint

const pageNonCanonical = `An IPv6 address can be written in many ways. RFC 5952 picks one: lower case, no
leading zeros, the longest run of zero groups as "::". Routers and kernels print
addresses in that form whatever was typed, so any other spelling shows up as
noise in diffs and is missed by text searches.

The rule covers addresses with a zone or prefix length. Below the well-known
prefixes that always embed one, an IPv4 address is written in dotted decimal:
::ffff:192.0.2.1.

--fix writes the canonical form, unless the shorter text could no longer be told
apart from a port that follows it.`

// checkNonCanonical finds addresses not written as in RFC 5952.
func checkNonCanonical(b []byte, s *subject) []byte {
	if s.Is4() { // a strict IPv4 address has only one spelling
		return b
	}
	var room [256]byte
	canonical := s.appendFixed(room[:0], 0)
	if string(canonical) == s.Text {
		return b
	}
	b = append(b, s.Text...)
	b = append(b, " should be written "...)
	b = append(b, canonical...)
	return append(b, " (RFC 5952)"...)
}
