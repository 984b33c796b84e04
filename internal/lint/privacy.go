package lint

import (
	"github.com/hextet/hextet/eui64"
)

const pagePrivacy = `An interface identifier with ff:fe in the middle is derived from a MAC. It
reveals the hardware vendor and identifies the host in every network it joins
(RFC 7721). Hosts no longer use such identifiers by default (RFC 8064).

Link-local addresses are reported as well: the packets stay on the link, the
file may not.`

// checkPrivacy finds identifiers made from MACs.
func checkPrivacy(b []byte, s *subject) []byte {
	if s.Is4() || s.Lo()>>24&0xffff != 0xfffe || s.block {
		return b
	}
	id, ok := eui64.InAddr(s.Addr())
	if !ok {
		return b
	}
	mac, err := id.MAC()
	if err != nil || s.Lo()&^0xff == 0x0200_5eff_fe00_5300 {
		return b // RFC 9542 section 2.1.2 reserves those MACs for documentation
	}
	b = append(b, s.Text...)
	b = append(b, " reveals the MAC "...)
	b = mac.AppendTo(b)
	return append(b, " (RFC 7721)"...)
}
