package lint

import (
	"github.com/hextet/hextet/classify"
	"github.com/hextet/hextet/embed4"
)

const pageEmbeddedPrivate = `The IPv4 address embedded in an IPv6 address is eventually reached over the IPv4
Internet. That cannot work with one that is private or otherwise not global:

  64:ff9b::10.0.0.1        translators must drop it (RFC 6052 section 3.1)
  2002:a00:1::1            no 6to4 router has this address (RFC 3056 section 2)
  2001:0:...               the same for a Teredo client (RFC 4380 section 4)

IPv4-mapped addresses are not reported: sockets show IPv4 peers that way.`

// checkEmbeddedPrivate finds embedded IPv4 addresses that are not global.
func checkEmbeddedPrivate(b []byte, s *subject) []byte {
	if s.block {
		whole := 120 // prefix length that covers the IPv4 address, or most of it
		if s.class.Type == classify.SixToFour {
			whole = 48
		}
		if s.Length < whole {
			return b
		}
	}
	if s.class.Type != classify.SixToFour && s.Lo()&0xffff_ffff == 0 {
		return b // the prefix, without its length
	}
	var room [4]embed4.Found
	var plain embed4.Extractor
	for _, f := range plain.Append(room[:0], s.Addr()) {
		if f.Certainty != embed4.Certain || f.Role == embed4.RoleServer {
			continue
		}
		c := classify.Classify(f.Addr)
		if row, ok := c.Row(); c.Type == classify.GlobalUnicast || ok && row.GloballyReachable != classify.False {
			continue
		}
		b = append(b, s.Text...)
		b = append(b, " embeds "...)
		b = f.Addr.AppendTo(b)
		b = append(b, ", which is "...)
		b = append(b, c.Type.String()...)
		b = append(b, ", not global ("...)
		switch s.class.Type {
		case classify.SixToFour:
			b = append(b, "RFC 3056 section 2"...)
		case classify.Teredo:
			b = append(b, "RFC 4380 section 4"...)
		default:
			b = append(b, "RFC 6052 section 3.1"...)
		}
		return append(b, ')')
	}
	return b
}
