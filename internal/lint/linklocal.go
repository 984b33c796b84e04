package lint

import "github.com/hextet/hextet/internal/find"

const pageLinkLocal = `fe80::1 may exist on every link. Without a zone, as in fe80::1%eth0, or another
way to name the interface, it cannot be reached: connect and bind fail, and
resolvers skip the server. In DNS it never works.

The rule reports server addresses and URLs. It reports nothing where the line or
the heading above it names an interface, a router or a filter, and no addresses
with a prefix length, which belong to interfaces. In code it reports URLs only.`

// checkLinkLocal finds link-local addresses that lack a zone.
func checkLinkLocal(b []byte, s *subject) []byte {
	if s.Is4() || s.Zone != "" || s.Length >= 0 || s.Lo() == 0 {
		return b
	}
	url := find.ByteAt(s.text.bytes, s.Start-1) == '['
	w := s.sense()
	switch {
	case (w.line|w.headings)&(senseInterface|senseHop) != 0, w.line&senseNetwork != 0 || w.last&senseNetwork != 0,
		!url && s.text.quotes != "",
		!url && s.Port < 0 && !w.lone && (w.line|w.headings)&senseIP == 0:
		return b
	}
	b = append(b, s.Text...)
	return append(b, " is link-local and needs a zone, such as %eth0 (RFC 4007 section 6)"...)
}
