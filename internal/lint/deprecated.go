package lint

import (
	"strings"

	"github.com/hextet/hextet/classify"
)

const pageDeprecated = `Forms of addresses that are no longer to be used:

  2002::/16                6to4: its relays are gone (RFC 7526)
  192.88.99.0/24           the anycast address of those relays
  fec0::/10                site-local, replaced by unique local (RFC 3879)
  ::192.0.2.1              IPv4-compatible (RFC 4291 section 2.5.5.1)
  3ffe::/16, 5f00::/8      the 6bone, closed in 2006 (RFC 3701)
  2001:10::/28             the first ORCHIDs (RFC 7343)
  200::/7                  NSAP (RFC 4048)

The whole blocks are left alone, and prefixes on lines that deny: filters name
them.`

// checkDeprecated finds addresses of the past.
func checkDeprecated(b []byte, s *subject) []byte {
	switch {
	case s.class.Type == classify.SixToFour && !s.class.Deprecated():
		b = append(b, s.Text...)
		return append(b, " is a 6to4 address: their relays are gone (RFC 7526)"...)
	case !s.class.Deprecated(),
		// A lone ::5 is the end of an address, not 0.0.0.5.
		s.class.Type == classify.IPv4Compatible && !strings.Contains(s.Text, "."):
		return b
	}
	b = append(b, s.Text...)
	why, rfc := "is of a form that is no longer used", ""
	switch s.class.Type {
	case classify.SixToFour, classify.SixToFourRelay:
		why, rfc = "is a 6to4 relay anycast address: deprecated", "RFC 7526"
	case classify.SiteLocal:
		why, rfc = "is site-local: deprecated, use a unique local address", "RFC 3879"
	case classify.IPv4Compatible:
		why, rfc = "is IPv4-compatible: deprecated", "RFC 4291 section 2.5.5.1"
	case classify.SixBone:
		why, rfc = "is of the 6bone, which closed in 2006", "RFC 3701"
	case classify.ORCHID:
		why, rfc = "is a first-generation ORCHID: deprecated", "RFC 7343"
	case classify.Reserved:
		why, rfc = "is NSAP-mapped: deprecated", "RFC 4048"
	}
	b = append(b, ' ')
	b = append(b, why...)
	if rfc != "" {
		b = append(b, " ("...)
		b = append(b, rfc...)
		b = append(b, ')')
	}
	return b
}
