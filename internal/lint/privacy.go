package lint

import (
	"github.com/hextet/hextet/eui64"
)

const pagePrivacy = `An interface identifier with ff:fe in its middle is made from a MAC, and shows
it to everybody: who made the hardware, and the same host in whatever network
it is (RFC 7721). Hosts do better by default today (RFC 8064); an address like
that in a file was often copied from an old one.

The rule also speaks of link-local addresses: the file shows the MAC, even
where no packet does.`

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
		return b // RFC 9542 section 2.1.2 has those MACs for documentation
	}
	b = append(b, s.Text...)
	b = append(b, " shows the MAC "...)
	b = mac.AppendTo(b)
	return append(b, " (RFC 7721)"...)
}
