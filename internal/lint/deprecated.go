package lint

import (
	"strings"

	"github.com/hextet/hextet/classify"
)

const pageDeprecated = `Addresses that should no longer be used:

  2002::/16                6to4: the relays are gone (RFC 7526)
  192.88.99.0/24           the anycast address of those relays
  fec0::/10                site-local, replaced by unique local (RFC 3879)
  ::192.0.2.1              IPv4-compatible (RFC 4291 section 2.5.5.1)
  3ffe::/16, 5f00::/8      the 6bone, closed in 2006 (RFC 3701)
  2001:10::/28             the first ORCHIDs (RFC 7343)
  200::/7                  NSAP (RFC 4048)

The blocks as a whole are not reported, and neither are prefixes on lines that
deny: filters list them.`

// checkDeprecated finds deprecated addresses.
func checkDeprecated(b []byte, s *subject) []byte {
	why, rfc := "", ""
	switch t := s.class.Type; {
	case t == classify.SixToFour && !s.class.Deprecated():
		why, rfc = " is a 6to4 address; the relays are gone", "RFC 7526"
	case !s.class.Deprecated(),
		// ::5 alone is the end of an address, not 0.0.0.5.
		t == classify.IPv4Compatible && !strings.Contains(s.Text, "."):
		return b
	case t == classify.SixToFour, t == classify.SixToFourRelay:
		why, rfc = " is a deprecated 6to4 relay anycast address", "RFC 7526"
	case t == classify.SiteLocal:
		why, rfc = " is a deprecated site-local address; use a unique local one", "RFC 3879"
	case t == classify.IPv4Compatible:
		why, rfc = " is a deprecated IPv4-compatible address", "RFC 4291 section 2.5.5.1"
	case t == classify.SixBone:
		why, rfc = " is a 6bone address; the 6bone was shut down in 2006", "RFC 3701"
	case t == classify.ORCHID:
		why, rfc = " is a deprecated first-generation ORCHID", "RFC 7343"
	default:
		why, rfc = " is a deprecated NSAP-mapped address", "RFC 4048"
	}
	b = append(b, s.Text...)
	b = append(b, why...)
	b = append(b, " ("...)
	b = append(b, rfc...)
	return append(b, ')')
}
