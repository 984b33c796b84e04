package privacy

import (
	"crypto/sha256"
	"errors"
	"net/netip"
	"strings"
)

// dhcpcd is ipv6_makestableprivate, for "slaac private". It makes SLAAC and
// link-local addresses. Input to SHA-256, for a prefix of plen bits:
//
//	length          field
//	ceil(plen/8)    prefix
//	n               hardware address
//	m               SSID, if there is one
//	2               VLAN id in host order, if there is one (newer releases)
//	4               dad_counter in host order
//	k               secret
//
// The address consists of these first bytes of the prefix and as many of the last
// bytes of the digest as are missing; u and g are not changed. A reserved
// identifier in a /64 counts as a duplicate. (After one, dhcpcd hashes a length
// that it has overwritten by then, that of the identifier. With /64 that is 8
// bytes: the prefix alone, whatever the counter, so it never finds another
// identifier. Nobody has encountered that; here it is an error.)
//
// The secret is /var/lib/dhcpcd/secret (older: /etc/dhcpcd.secret), a line of
// hexadecimal bytes with colons; dhcpcd makes 64 of them.
type dhcpcd struct {
	hardware string
	ssid     string
	vlan     uint16
	big      bool
	secret   string
}

func newDhcpcd(in *Inputs) (scheme, error) {
	s := &dhcpcd{
		hardware: string(in.Hardware), ssid: strings.Clone(in.SSID), vlan: in.VLAN,
		big: in.ByteOrder == BigEndian, secret: string(in.Secret.bytes()),
	}
	if len(s.secret) > 1900 { // dhcpcd's buffer is 2048 bytes
		return nil, &InputError{Dhcpcd, InputSecret, "is longer than dhcpcd can hash"}
	}
	return s.address, nil
}

func (s *dhcpcd) address(p netip.Prefix, dad uint32, l *layout) (netip.Addr, uint32, error) {
	if p.Bits() > 120 {
		return netip.Addr{}, 0, errors.New("the prefix length is not 0 to 120")
	}
	var store [256]byte
	b := p.Addr().As16()
	n := (p.Bits() + 7) / 8
	l.begin()
	buf := store[:0]
	buf = l.add(buf, "prefix", b[:n])
	buf = l.addString(buf, "hardware address", s.hardware)
	if s.ssid != "" {
		buf = l.addString(buf, "ssid", s.ssid)
	}
	if s.vlan != 0 {
		v := [2]byte{byte(s.vlan), byte(s.vlan >> 8)}
		if s.big {
			v[0], v[1] = v[1], v[0]
		}
		buf = l.add(buf, "vlan id u16, host order", v[:])
	}
	if s.big {
		buf = l.addUint32BE(buf, "dad_counter u32, host order", dad)
	} else {
		buf = l.addUint32LE(buf, "dad_counter u32, host order", dad)
	}
	buf = l.addSecretString(buf, "secret", s.secret)
	digest := sha256.Sum256(buf)
	copy(b[n:], digest[len(digest)-(16-n):])
	if p.Bits() == 64 && isReserved(iidFrom(b[8:])) {
		return netip.Addr{}, 0, errReserved
	}
	return netip.AddrFrom16(b), dad, nil
}
