package lint

import "github.com/hextet/hextet/eui64"

const pageOddLength = `A subnet with hosts is a /64: interface identifiers have 64 bits (RFC 4291
section 2.5.1), and stateless autoconfiguration needs them (RFC 4862). The rule
finds interface addresses, subnets and announced prefixes of other lengths. /127
and /128 are fine, for links between routers (RFC 6164) and single addresses;
so are translator prefixes, and routes and filters of any length.

The rule is off by default: hosts numbered by hand work with any length.`

// checkOddLength finds subnets that are not /64.
func checkOddLength(b []byte, s *subject) []byte {
	n := s.Length
	if s.Is4() || n <= 0 || n == 64 || n >= 127 {
		return b
	}
	if _, ok := eui64.InAddr(s.Addr()); !ok {
		return b
	}
	w := s.sense()
	said := w.line | w.headings
	if s.block {
		// A prefix on its own may be anything: a route, a site.
		announced := said&sensePrefix != 0 && said&senseInterface != 0
		if !announced && !(n > 64 && said&(senseSubnet|senseInterface|senseAddress) != 0) || said&senseTranslator != 0 {
			return b
		}
	} else if w.last&senseNetwork != 0 && said&senseInterface == 0 {
		return b // another kind of mistake
	}
	b = append(b, s.Text...)
	return append(b, " is not a /64, which hosts need (RFC 4291 section 2.5.1)"...)
}
