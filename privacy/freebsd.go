package privacy

import (
	"encoding/binary"
	"errors"
	"net/netip"
	"strings"
)

// freeBSD is in6_get_stableifid, in CURRENT since 2025-09 and in 15.1, where
// "ifconfig IF inet6 stableaddr" enables it. HMAC-SHA-256, with the text of
// kern.hostuuid as key, over:
//
//	length  field
//	8       first half of the prefix
//	n       interface name, no NUL; or the hardware address, if
//	        net.inet6.ip6.stableaddr_netifsource selects it
//	8       dad_failures LE, of the interface
//	m       text of kern.hostuuid once more
//	1       offset
//
// The identifier is the first 8 bytes, u and g unchanged; offset is incremented
// from 0 while the identifier is reserved. With the default hostuuid of all zeros
// FreeBSD uses random numbers instead. Link-local addresses are EUI-64, because the
// caller mistakes success for failure.
//
// Read from the source, never checked on a running system.
type freeBSD struct {
	mac   hmac256
	uuid  string // a secret: never shown
	iface string
}

func newFreeBSD(in *Inputs) (scheme, error) {
	fail := func(i Input, reason string) (scheme, error) { return nil, &InputError{FreeBSD, i, reason} }
	uuid := trimBlanks(in.HostUUID.bytes())
	switch {
	case len(uuid) == 0:
		return fail(InputHostUUID, "is empty")
	case strings.Trim(string(uuid), "0-") == "":
		return fail(InputHostUUID, "is all zeros: FreeBSD then draws random identifiers")
	case in.Interface == "" && len(in.Hardware) == 0:
		return fail(InputInterface, "is required, or mac where net.inet6.ip6.stableaddr_netifsource says so")
	case in.Interface != "" && in.Hardware != nil:
		return fail(InputMAC, "is not used together with interface")
	}
	s := &freeBSD{mac: newHMAC256(uuid), uuid: string(uuid), iface: strings.Clone(in.Interface)}
	if s.iface == "" {
		s.iface = string(in.Hardware)
	}
	return s.address, nil
}

func (s *freeBSD) address(p netip.Prefix, dad uint32, l *layout) (netip.Addr, uint32, error) {
	if p.Bits() != 64 {
		return netip.Addr{}, 0, errNot64
	}
	if p.Addr().IsLinkLocalUnicast() {
		return netip.Addr{}, 0, errors.New("FreeBSD makes link-local addresses with EUI-64, even with stableaddr")
	}
	b := p.Addr().As16()
	for offset := 0; offset < 256; offset++ {
		var store [192]byte
		l.begin()
		buf := store[:0]
		l.key("hostuuid, the key of the HMAC", len(s.uuid))
		buf = l.add(buf, "prefix, first half", b[:8])
		buf = l.addString(buf, "interface name or MAC", s.iface)
		var failures [8]byte
		binary.LittleEndian.PutUint64(failures[:], uint64(dad))
		buf = l.add(buf, "dad_failures u64 LE", failures[:])
		buf = l.addSecretString(buf, "hostuuid", s.uuid)
		buf = l.addByte(buf, "offset u8", byte(offset))
		sum := s.mac.sum(buf)
		if !isReserved(iidFrom(sum[:8])) {
			return compose64(p.Addr(), (*[8]byte)(sum[:8])), dad, nil
		}
	}
	return netip.Addr{}, 0, errReserved
}
