package lint

const pageLinkLocal = `fe80::1 is an address on every link. Without a zone, as in fe80::1%eth0, or
something else that names the interface, nobody can send to it: connect and bind
fail, and resolvers skip the server. In DNS it can never work.

The rule speaks of addresses of servers and in URLs. It says nothing where the
line or its heading names an interface, a router or a filter, nor of addresses
with a prefix length, which are those of interfaces. In programs it speaks of
URLs only.`

// checkLinkLocal finds link-local addresses that lack a zone.
func checkLinkLocal(b []byte, s *subject) []byte {
	if s.Is4() || s.Zone != "" || s.Length >= 0 || s.Lo() == 0 {
		return b
	}
	url := byteAt(s.text.bytes, s.Start-1) == '['
	w := s.sense()
	switch {
	case (w.line|w.headings)&(senseInterface|senseHop) != 0, w.line&senseNetwork != 0 || w.last&senseNetwork != 0,
		!url && s.text.quotes != "",
		!url && s.Port < 0 && !w.lone && (w.line|w.headings)&senseIP == 0:
		return b
	}
	b = append(b, s.Text...)
	return append(b, " is on every link: it needs a zone, such as %eth0 (RFC 4007 section 6)"...)
}
