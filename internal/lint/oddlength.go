package lint

import (
	"strconv"

	"github.com/hextet/hextet/eui64"
)

const pageOddLength = `A subnet with hosts is a /64: their interface identifiers have 64 bits (RFC 4291
section 2.5.1), and without that nothing configures itself (RFC 4862). The rule
finds interfaces, subnets and announced prefixes of another length. /127 and
/128 are for links between routers and for single addresses, and are fine
(RFC 6164); so are the prefixes of translators, and routes and filters of any
length.

It is off by default: servers that are numbered by hand work with any length.`

// checkOddLength finds subnets that are not a /64.
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
		return b // a slip of another kind
	}
	b = append(b, s.Text...)
	b = append(b, " is on a /"...)
	b = strconv.AppendInt(b, int64(n), 10)
	return append(b, ": hosts need a /64 (RFC 4291 section 2.5.1)"...)
}
