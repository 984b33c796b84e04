package privacy

import (
	"crypto/sha512"
	"errors"
	"net/netip"
)

// openBSD is gen_addr of slaacd, and for link-local addresses in6_get_soii_ifid
// of the kernel from 6.3 on (counter always 0; gone again before 2025). Input to
// SHA-512:
//
//	offset  length  field
//	0       16      prefix of the router advertisement
//	16      6       hardware address
//	22      4       dad_counter LE (an int of little-endian machines)
//	26      16      key
//
// The last 16 bytes of the digest fill the bits in which the prefix mask is zero,
// so prefixes other than /64 work too. No identifiers are avoided; u and g are not
// changed. The key is /etc/soii.key, 32 digits, in the sysctl
// net.inet6.ip6.soiikey.
//
// Read from the source, never checked on a running system.
type openBSD struct {
	hardware string
	key      [16]byte
}

func newOpenBSD(in *Inputs) (scheme, error) {
	if len(in.Hardware) != 6 {
		return nil, &InputError{OpenBSD, InputMAC, "is not 6 bytes"}
	}
	if in.Secret.Len() != 16 {
		return nil, &InputError{OpenBSD, InputSecret, "is not 16 bytes"}
	}
	s := &openBSD{string(in.Hardware), [16]byte(in.Secret.bytes())}
	return s.address, nil
}

func (s *openBSD) address(p netip.Prefix, dad uint32, l *layout) (netip.Addr, uint32, error) {
	if p.Bits() == 128 {
		return netip.Addr{}, 0, errors.New("the prefix length leaves no bit for an identifier")
	}
	if dad != 0 && p.Addr().IsLinkLocalUnicast() {
		return netip.Addr{}, 0, errors.New("the OpenBSD kernel makes link-local addresses with dad-counter 0 only")
	}
	var store [64]byte
	b := p.Addr().As16()
	l.begin()
	buf := store[:0]
	buf = l.add(buf, "prefix", b[:])
	buf = l.addString(buf, "hardware address", s.hardware)
	buf = l.addUint32LE(buf, "dad_counter i32 LE", dad)
	buf = l.addSecret(buf, "key", s.key[:])
	digest := sha512.Sum512(buf)
	return compose(p.Addr(), p.Bits(), (*[16]byte)(digest[48:])), dad, nil
}
